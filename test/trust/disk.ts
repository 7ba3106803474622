import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readExceptions } from '../../src/baseline/exceptions-file.ts';
import { canonicalInventory } from '../../src/inventory/canonical-inventory.ts';
import { withoutVolatile } from '../../src/inventory/volatile.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import { draws } from '../../src/stand-ins/draws.ts';
import { person } from '../baseline/keys.ts';
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
    else return /\.(db|db-wal|db-shm|md|key)$/.test(path);
    return path.endsWith('.json') || text.endsWith('\n');
  } catch {
    return false;
  }
}

/** A command to be killed, and what has to work after that. */
interface Phase {
  readonly name: string;
  readonly line: readonly string[];
  /** What was done on the desk before. */
  readonly before?: (desk: ScannedDesk) => Promise<unknown>;
  /** Changes in the folders, or calls of the provider, within which it is killed. */
  readonly within: { readonly changes: number } | { readonly calls: number };
  readonly after: (desk: ScannedDesk) => Promise<readonly string[]>;
}

const file = ['--file', 'baselines/acme.json'];
const verify = ['baseline', 'verify', ...file];
const approve = ['baseline', 'approve', '--by', 'ana@acme.example', '--why', 'looked at', ...file, '-o'];
const sign = ['baseline', 'sign', '--by', 'ana@acme.example', ...file, '--key'];

/** Approves a scan that saw one asset less, so that the next version is another one. */
async function approveEarlier({ folder, ...desk }: ScannedDesk): Promise<void> {
  const inventory = JSON.parse(await readFile(join(folder, 'out/inventory.json'), 'utf8')) as Inventory;
  await cp(join(folder, 'out'), join(folder, 'earlier'), { recursive: true });
  const less = canonicalInventory({ ...inventory, assets: inventory.assets.slice(0, -1) });
  await writeFile(join(folder, 'earlier/inventory.json'), less);
  await run({ folder, ...desk }, [...approve, 'earlier']);
}

/** Approves the scan, which Ana has to sign with the key beside it. */
async function approveToBeSigned(desk: ScannedDesk): Promise<void> {
  const ana = person('ana@acme.example');
  await cp(ana.file, join(desk.folder, 'ana.key'));
  await run(desk, [...approve, 'out', '--signer', `ana@acme.example=${ana.file}.pub`]);
  await rm(dirname(ana.file), { recursive: true });
}

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
    line: [...approve, 'out'],
    within: { changes: 8 },
    after: runs(0)(...verify),
  },
  {
    name: 'baseline approve, the next version',
    line: [...approve, 'out'],
    before: approveEarlier,
    within: { changes: 8 },
    after: runs(0)(...verify),
  },
  {
    name: 'baseline sign',
    line: [...sign, 'ana.key'],
    before: approveToBeSigned,
    within: { changes: 3 },
    after: async (desk) => [
      ...(await runs(0)(...sign, 'ana.key')(desk)),
      ...(await runs(0)(...verify)(desk)),
    ],
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
  const { name, line, before, within, after } = pick(
    phases.filter((phase) => only.includes(phase.name)),
    draw,
  );
  const moment =
    'calls' in within
      ? { call: Math.floor(draw() * within.calls) }
      : { change: 1 + Math.floor(draw() * within.changes) };
  return onCopy(base, async (desk) => {
    await before?.(desk);
    const ended = await run(desk, await filled(line, desk), { started: killedAt(desk, moment) });
    const problems = [...(await halfFiles(desk)), ...(await after(desk))];
    const schedule = `seed ${seed}: ${name}, killed at ${JSON.stringify(moment)}`;
    return { schedule, killed: ended.signal === 'SIGKILL', problems };
  });
}

/** Kills a command right before each renaming and removing it makes, each time on a desk as it was before. */
export async function killEveryStep(base: ScannedDesk, name: string): Promise<readonly KillTrial[]> {
  const phase = phases.find((each) => each.name === name);
  if (phase === undefined) throw new Error(`there is no phase ${name}`);
  return onCopy(base, async (ready) => {
    await phase.before?.(ready);
    const trials: KillTrial[] = [];
    do trials.push(await onCopy(ready, (desk) => killBefore(desk, phase, trials.length + 1)));
    while (trials.at(-1)?.killed === true);
    return trials;
  });
}

async function killBefore(desk: ScannedDesk, { name, line, after }: Phase, step: number): Promise<KillTrial> {
  const ended = await run(desk, await filled(line, desk), { killedBefore: step });
  const problems = [...(await halfFiles(desk)), ...(await after(desk))];
  return { schedule: `${name}, killed before step ${step}`, killed: ended.signal === 'SIGKILL', problems };
}

async function onCopy<T>(base: ScannedDesk, act: (desk: ScannedDesk) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'firebreak-kill-'));
  try {
    await cp(base.folder, folder, { recursive: true });
    return await act({ ...base, folder });
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
