import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readExceptions } from '../../src/baseline/exceptions-file.ts';
import { withoutVolatile } from '../../src/inventory/volatile.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import { draws } from '../../src/stand-ins/draws.ts';
import { type Desk, type Ended, filesIn, killedAt, openDesk, run } from './command-line.ts';
import { pick } from './draws.ts';

/** A desk on which a scan was made and recorded, so that further ones need no network and no patience. */
export interface ScannedDesk extends Desk {
  readonly before: ReadonlyMap<string, string>;
}

export const again = ['scan', '--replay', 'tape', '-o', 'out', '--format', 'json,markdown'];

export async function openScannedDesk(): Promise<ScannedDesk> {
  const desk = await openDesk();
  const ended = await run(desk, ['scan', '--record', 'tape', '-o', 'first', '--format', 'json']);
  if (ended.code !== 1) throw new Error(`the first scan ended with ${ended.code}: ${ended.stderr}`);
  await run(desk, again);
  return { ...desk, before: await filesIn(desk.folder) };
}

/** What is wrong with how a command ended: it broke, instead of saying by a code what the disk does. */
export function notCoded({ code, stderr }: Ended, wanted: string): readonly string[] {
  const last = stderr.trim().split('\n').slice(-2).join('\n');
  return code === 2 && last.includes(`[${wanted}]`) ? [] : [`ended with ${code}: ${last}`];
}

/** Files that are half-written, or not what the same command writes undisturbed. */
export async function halfFiles({ folder, before }: ScannedDesk): Promise<readonly string[]> {
  const files = await filesIn(folder);
  return [...files].flatMap(([path, text]) => {
    if (before.get(path) === text) return [];
    if (before.has(path) && path.startsWith('out/')) return [`${path} differs from what the command writes`];
    return isWhole(path, text) ? [] : [`${path} is half-written`];
  });
}

function isWhole(path: string, text: string): boolean {
  try {
    if (path.endsWith('.json')) JSON.parse(text);
    else if (path.endsWith('.jsonl')) for (const line of text.trimEnd().split('\n')) JSON.parse(line);
    else if (path.endsWith('.yaml')) readExceptions(text, path);
    else return /\.(db|db-wal|db-shm|md)$/.test(path);
    return path.endsWith('.json') || text.endsWith('\n');
  } catch {
    return false;
  }
}

/** A command to be killed, and what has to work after that. */
interface Phase {
  readonly name: string;
  readonly line: readonly string[];
  /** Changes in the folders, or calls of the provider, within which it is killed. */
  readonly within: { readonly changes: number } | { readonly calls: number };
  readonly after: (desk: ScannedDesk) => Promise<readonly string[]>;
}

const approve = [
  'baseline',
  'approve',
  '-o',
  'out',
  '--by',
  'ana@acme.example',
  '--why',
  'first',
  '--file',
  'baselines/acme.json',
];
const runs =
  (...codes: readonly number[]) =>
  (...line: readonly string[]) =>
  async (desk: ScannedDesk): Promise<readonly string[]> => {
    const { code, stderr } = await run(desk, line);
    // Killed before it wrote anything, there is nothing yet, which is said as such.
    const absent = code === 2 && stderr.includes('[BASELINE_MISSING]');
    return absent || codes.includes(code ?? -1)
      ? []
      : [`after that, ${line.join(' ')} ended with ${code}: ${stderr}`];
  };

const phases: readonly Phase[] = [
  { name: 'scan, writing', line: again, within: { changes: 14 }, after: runs(1)(...again) },
  {
    name: 'scan, reading',
    line: ['scan', '-o', 'live', '--format', 'json'],
    within: { calls: 24 },
    after: resumed,
  },
  {
    name: 'baseline approve',
    line: approve,
    within: { changes: 5 },
    after: runs(0, 1)('baseline', 'verify', '--file', 'baselines/acme.json'),
  },
  {
    name: 'except',
    line: ['except', 'FINDING', '--by', 'ana@acme.example', '--why', 'known', '--until', 'DAY', '-o', 'out'],
    within: { changes: 3 },
    after: runs(1)(...again),
  },
  {
    name: 'report',
    line: ['report', 'out/report.json', '-o', 'out', '--format', 'markdown,sarif,csv'],
    within: { changes: 9 },
    after: runs(0)('report', 'out/report.json', '-o', 'out', '--format', 'markdown,sarif,csv'),
  },
  {
    name: 'watch',
    line: ['watch', '--once', '-o', 'watched', '--format', 'json'],
    within: { calls: 40 },
    after: runs(0)('history'),
  },
];

/** Kills one command at a seeded moment: every file is whole or absent, and the next command goes on from there. */
export async function tryKill(
  base: ScannedDesk,
  seed: number,
  only = phases.map(({ name }) => name),
): Promise<KillTrial> {
  const draw = draws(seed);
  const { name, line, within, after } = pick(
    phases.filter((phase) => only.includes(phase.name)),
    draw,
  );
  const moment =
    'calls' in within
      ? { call: Math.floor(draw() * within.calls) }
      : { change: 1 + Math.floor(draw() * within.changes) };
  const folder = await mkdtemp(join(tmpdir(), 'firebreak-kill-'));
  await cp(base.folder, folder, { recursive: true });
  const desk = { ...base, folder };
  try {
    const ended = await run(desk, await filled(line, desk), { started: killedAt(desk, moment) });
    const problems = [...(await halfFiles(desk)), ...(await after(desk))];
    const schedule = `seed ${seed}: ${name}, killed at ${JSON.stringify(moment)}`;
    return { schedule, killed: ended.signal === 'SIGKILL', problems };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export interface KillTrial {
  readonly schedule: string;
  /** False: the command was through before its moment came. */
  readonly killed: boolean;
  readonly problems: readonly string[];
}

async function filled(line: readonly string[], { folder }: Desk): Promise<readonly string[]> {
  const report = JSON.parse(await readFile(join(folder, 'out/report.json'), 'utf8')) as {
    readonly findings: readonly { readonly fingerprint: string }[];
  };
  const day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const words: Readonly<Record<string, string>> = {
    FINDING: report.findings[0]?.fingerprint ?? '',
    DAY: day,
  };
  return line.map((word) => words[word] ?? word);
}

/** A killed scan is taken up again to what an undisturbed one reads, or says that there is nothing to take up. */
async function resumed(desk: ScannedDesk): Promise<readonly string[]> {
  const taken = await run(desk, ['scan', '--resume', '-o', 'live', '--format', 'json']);
  if (taken.code === 2) return notCoded(taken, 'CHECKPOINT_MISSING');
  const [now, then] = [await assetsIn(desk, 'live'), await assetsIn(desk, 'first')];
  return now === then ? [] : ['the resumed scan differs from an undisturbed one'];
}

async function assetsIn({ folder }: Desk, out: string): Promise<string> {
  const inventory = JSON.parse(await readFile(join(folder, out, 'inventory.json'), 'utf8')) as Inventory;
  return JSON.stringify(withoutVolatile(inventory).assets);
}
