import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withoutVolatile } from '../../src/inventory/volatile.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import type { Fault } from '../../src/stand-ins/railway/faults.ts';
import { type StandIn, serveRailway } from '../../src/stand-ins/railway/serve.ts';
import { pocketOs } from '../../src/stand-ins/railway/worlds/pocket-os.ts';
import { type Ran, run } from './run.ts';

const now = new Date('2026-11-22T12:00:00.000Z');
const incident = pocketOs(now);
const left = 'firebreak-out/.firebreak-checkpoint/';

/** What goes wrong at the moment; changed between one scan and the next. */
let faults: Fault[] = [];
let server: StandIn;

beforeEach(async () => {
  faults = [];
  server = await serveRailway(incident.world, { pageSize: 2, faults });
});
afterEach(() => server.close());

interface Scan {
  readonly line?: readonly string[];
  /** Files that earlier scans wrote. */
  readonly after?: Ran;
  readonly at?: Date;
  readonly token?: string;
  readonly config?: Readonly<Record<string, unknown>>;
}

/** Scans the incident's world: what came of it, and each question that Railway was asked in it. */
async function scan(it: Scan = {}): Promise<Ran & { readonly asked: readonly string[] }> {
  const before = server.calls().length;
  const providers = { railway: { endpoint: server.url, tokens: [{ env: 'RAILWAY_API_TOKEN' }] } };
  const config = { version: 1, ...incident.config, providers, ...it.config };
  const files = { ...Object.fromEntries(it.after?.files ?? []), 'firebreak.yaml': JSON.stringify(config) };
  const env = { RAILWAY_API_TOKEN: it.token ?? incident.tokens.domainChores };
  const line = ['scan', '--format', 'json', '--fail-on', 'never', ...(it.line ?? [])];
  const ran = await run(line, { env, now: it.at ?? now, files });
  const calls = server.calls().slice(before);
  return { ...ran, asked: calls.map(({ query, variables }) => JSON.stringify([query, variables])) };
}

/** A scan that reads most of it, and from then on nothing. */
async function stopped(): Promise<Ran & { readonly asked: readonly string[] }> {
  faults.push({ on: '*', from: 18, as: 'reset' });
  const ran = await scan();
  faults.splice(0);
  return ran;
}

const inventory = ({ files }: Ran): Inventory =>
  JSON.parse(files.get('firebreak-out/inventory.json') ?? 'null') as Inventory;
const isLeft = ({ files }: Ran): boolean => [...files.keys()].some((path) => path.startsWith(left));
const isIdentity = (question: string): boolean =>
  /query (ApiToken|Me|MyWorkspaces|ProjectToken)\b/.test(question);

describe('a scan that stopped half-way', () => {
  it('resumes to what an undisturbed scan reads, and asks nothing twice that was answered', async () => {
    const first = await stopped();
    expect(first.code).toBe(3);
    expect(isLeft(first)).toBe(true);
    expect(first.stderr).toContain('--resume');
    const resumed = await scan({ line: ['--resume'], after: first });
    const whole = await scan();
    expect(JSON.stringify(withoutVolatile(inventory(resumed)))).toBe(
      JSON.stringify(withoutVolatile(inventory(whole))),
    );
    const finished = finishedIn(first);
    expect(finished.length).toBeGreaterThan(0);
    expect(resumed.asked.filter((question) => finished.includes(question))).toEqual([]);
    expect(resumed.asked.length).toBeLessThan(whole.asked.length);
  });

  it('leaves nothing behind once all is read', async () => {
    const resumed = await scan({ line: ['--resume'], after: await stopped() });
    expect(isLeft(resumed)).toBe(false);
    expect(isLeft(await scan())).toBe(false);
  });

  it('can stop again, and is resumed from where it came to', async () => {
    const first = await stopped();
    faults.push({ on: 'volumeInstanceBackupList', as: 'status', status: 500 });
    const second = await scan({ line: ['--resume'], after: first });
    faults.splice(0);
    const third = await scan({ line: ['--resume'], after: second });
    expect(third.asked.length).toBeLessThan(second.asked.length);
    expect(inventory(third).gaps.filter(({ reason }) => reason === 'failed')).toEqual([]);
  });

  it('is not asked again for what was refused for good', async () => {
    faults.push({ on: 'volumeInstanceBackupScheduleList', as: 'not-authorized' });
    const first = await scan();
    expect(first.code).toBe(3);
    expect(isLeft(first)).toBe(false);
  });

  it('holds no token in what it left', async () => {
    const first = await stopped();
    const all = [...first.files].filter(([path]) => path.startsWith(left)).map(([, text]) => text);
    for (const token of Object.values(incident.tokens)) expect(all.join('\n').includes(token)).toBe(false);
  });

  it('asks again for a source whose file was damaged', async () => {
    const first = await stopped();
    const files = new Map(
      [...first.files].map(([path, text]) => [path, path.endsWith('.jsonl') ? text.slice(0, -9) : text]),
    );
    const resumed = await scan({ line: ['--resume'], after: { ...first, files } });
    expect(inventory(resumed).gaps.filter(({ reason }) => reason === 'failed')).toEqual([]);
    expect(resumed.asked.filter((question) => finishedIn(first).includes(question)).length).toBeGreaterThan(
      0,
    );
  });
});

/** The questions of sources that ended, as they lie in the files left: each was answered. */
function finishedIn({ files }: Ran): readonly string[] {
  return [...files]
    .filter(([path]) => path.startsWith(left) && path.endsWith('.jsonl'))
    .flatMap(([, text]) => text.trimEnd().split('\n').slice(1, -1))
    .map((line) => (JSON.parse(line) as { request: string }).request)
    .map(
      (request) => JSON.parse(request.slice(request.indexOf('{'))) as { query: string; variables?: object },
    )
    .map(({ query, variables }) => JSON.stringify([query, variables ?? {}]));
}

describe('what is refused', () => {
  it.each<[string, Scan, string]>([
    ['another configuration', { config: { name: 'other' } }, 'CHECKPOINT_OTHER_CONFIG'],
    ['other providers', { line: ['--resume', '--provider', 'railway'] }, 'CHECKPOINT_OTHER_CONFIG'],
    ['another caller', { token: 'c1c1c1c1-1111-4222-8333-c0ffee000001' }, 'CHECKPOINT_OTHER_CALLER'],
    ['one that is too old', { at: new Date('2026-11-22T18:00:01.000Z') }, 'CHECKPOINT_TOO_OLD'],
    ['one from the future', { at: new Date('2026-11-22T11:59:59.000Z') }, 'CHECKPOINT_TOO_OLD'],
  ])('%s: one clear line, and what was left stays', async (_, it, code) => {
    const first = await stopped();
    const ran = await scan({ line: ['--resume'], ...it, after: first });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(`[${code}]`);
    expect(isLeft(ran)).toBe(true);
    expect(ran.asked.filter((question) => !isIdentity(question))).toEqual([]);
  });

  it.each([
    ['checkpoint.json', 'startedAt', 'CHECKPOINT_TOO_OLD'],
    ['checkpoint.json', 'tool', 'CHECKPOINT_OTHER_VERSION'],
    ['caller.json', 'caller', 'CHECKPOINT_OTHER_CALLER'],
  ])('what is no text, or steers a terminal, in %s as %s: one clear line', async (file, field, code) => {
    const first = await stopped();
    for (const value of [{ toString: null }, '\u001b[2J\u202e']) {
      const files = [...first.files].map(([path, text]) => {
        if (!path.startsWith(left) || !path.endsWith(file)) return [path, text] as const;
        return [path, JSON.stringify({ ...JSON.parse(text), [field]: value })] as const;
      });
      const ran = await scan({ line: ['--resume'], after: { ...first, files: new Map(files) } });
      expect(ran.code).toBe(2);
      expect(ran.stderr).toContain(`[${code}]`);
      expect(['\u001b', '\u202e'].filter((each) => ran.stderr.includes(each))).toEqual([]);
    }
  });

  it('nothing to resume', async () => {
    const ran = await scan({ line: ['--resume'] });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('[CHECKPOINT_MISSING]');
  });

  it('a scan begun anew forgets what an earlier one left', async () => {
    const first = await stopped();
    const anew = await scan({ after: first });
    expect(anew.code).toBe(0);
    expect(anew.asked.length).toBe((await scan()).asked.length);
    expect(isLeft(anew)).toBe(false);
  });
});
