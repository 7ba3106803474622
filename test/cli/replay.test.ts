import { afterEach, describe, expect, it } from 'vitest';
import { withoutVolatile } from '../../src/inventory/volatile.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import type { Report } from '../../src/model/report.ts';
import { type StandIn, serveRailway } from '../../src/stand-ins/railway/serve.ts';
import { pocketOs } from '../../src/stand-ins/railway/worlds/pocket-os.ts';
import { type Ran, run } from './run.ts';

const now = new Date('2026-11-22T12:00:00.000Z');
const later = new Date('2027-03-01T08:00:00.000Z');
const incident = pocketOs(now);
const env = { RAILWAY_API_TOKEN: incident.tokens.domainChores };
const servers: StandIn[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function recorded(): Promise<Ran> {
  const server = await serveRailway(incident.world, { pageSize: 2 });
  servers.push(server);
  const providers = { railway: { endpoint: server.url, tokens: [{ env: 'RAILWAY_API_TOKEN' }] } };
  const files = { 'firebreak.yaml': JSON.stringify({ version: 1, ...incident.config, providers }) };
  const ran = await run(['scan', '--format', 'json', '--record', 'tape'], { env, now, files });
  await server.close();
  return ran;
}

/** Only what a recording wrote: no configuration, no report, no credential, and nobody who answers. */
const tapeOf = ({ files }: Ran): Record<string, string> =>
  Object.fromEntries([...files].filter(([path]) => path.startsWith('tape/')));

const replay = (files: Readonly<Record<string, string>>): Promise<Ran> =>
  run(['scan', '--format', 'json', '--replay', 'tape'], { now: later, files });

const inventory = ({ files }: Ran): Inventory =>
  JSON.parse(files.get('firebreak-out/inventory.json') ?? 'null') as Inventory;
const report = ({ files }: Ran): Report =>
  JSON.parse(files.get('firebreak-out/report.json') ?? 'null') as Report;

describe('a recorded scan', () => {
  it('replays to the same bytes months later, with no network and no credential', async () => {
    const first = await recorded();
    const again = await replay(tapeOf(first));
    expect(again.code).toBe(first.code);
    expect(inventory(again).takenAt).toBe(inventory(first).takenAt);
    expect(JSON.stringify(withoutVolatile(inventory(again)))).toBe(
      JSON.stringify(withoutVolatile(inventory(first))),
    );
    expect(report(again).findings).toEqual(report(first).findings);
    expect(report(again).summary).toEqual(report(first).summary);
  });

  it('is judged by the configuration at hand, where there is one', async () => {
    const tape = tapeOf(await recorded());
    const providers = { railway: { tokens: [{ env: 'RAILWAY_API_TOKEN' }] } };
    const config = { version: 1, ...incident.config, providers, name: 'judged-anew', failOn: 'never' };
    const again = await replay({ ...tape, 'firebreak.yaml': JSON.stringify(config) });
    expect(again.code).toBe(0);
    expect(inventory(again).settings.name).toBe('judged-anew');
  });

  it('holds no token, and nothing but what it needs to tell', async () => {
    const all = Object.values(tapeOf(await recorded())).join('\n');
    for (const token of Object.values(incident.tokens)) expect(all).not.toContain(token);
    expect(all).not.toMatch(/authorization|Bearer/i);
  });

  it('lies in its folder alone, under names made of digits', async () => {
    const first = await recorded();
    const names = Object.keys(tapeOf(first));
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) expect(name).toMatch(/^tape\/([0-9a-f]{32}-\d+\.jsonl|recording\.json)$/);
    const others = [...first.files.keys()].filter((path) => !path.startsWith('tape/'));
    expect(others.toSorted()).toEqual([
      'firebreak-out/inventory.json',
      'firebreak-out/report.json',
      'firebreak.yaml',
    ]);
  });

  it('is not written over', async () => {
    const files = { ...tapeOf(await recorded()), 'firebreak.yaml': '' };
    const providers = { railway: { tokens: [{ env: 'RAILWAY_API_TOKEN' }] } };
    files['firebreak.yaml'] = JSON.stringify({ version: 1, ...incident.config, providers });
    const ran = await run(['scan', '--record', 'tape'], { env, now, files });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('[RECORDING_EXISTS]');
  });
});

describe('a recording that is not whole', () => {
  it('that never came to its end is none', async () => {
    const tape = tapeOf(await recorded());
    delete tape['tape/recording.json'];
    const ran = await replay(tape);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('[RECORDING_MISSING]');
  });

  it.each([
    ['no JSON', '{'],
    ['something else', '{"schema":"firebreak.recording/1"}'],
  ])('whose own word is %s is told as damaged', async (_, text) => {
    const ran = await replay({ ...tapeOf(await recorded()), 'tape/recording.json': text });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('[RECORDING_DAMAGED]');
  });

  it.each<[string, (text: string) => string | null]>([
    ['missing', () => null],
    ['cut off', (text) => text.slice(0, text.length / 2)],
    ['changed by a byte', (text) => text.replace('"status":200', '"status":201')],
    ['empty', () => ''],
  ])('any one source’s file %s is a gap, never an empty list and never a clean exit', async (_, harm) => {
    const first = await recorded();
    const tape = tapeOf(first);
    for (const name of Object.keys(tape).filter((path) => path.endsWith('.jsonl'))) {
      const harmed = harm(tape[name] ?? '');
      const { [name]: _whole, ...rest } = tape;
      const ran = await replay(harmed === null ? rest : { ...rest, [name]: harmed });
      if (ran.code === 2) {
        expect(ran.stderr).toMatch(/\[[A-Z_]+\]/);
        continue;
      }
      const before = new Set(inventory(first).gaps.map(({ fingerprint }) => fingerprint));
      const told = inventory(ran).gaps.filter(({ fingerprint }) => !before.has(fingerprint));
      expect(told.map(({ detail }) => detail).join()).toMatch(/the recording/);
    }
  });

  it('does not go with a recording or a resumed scan', async () => {
    const ran = await run(['scan', '--replay', 'tape', '--record', 'other'], { now });
    expect(ran.code).toBe(2);
  });
});
