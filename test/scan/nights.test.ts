import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { BaselineInUse } from '../../src/baseline/in-use.ts';
import { proposeBaseline } from '../../src/baseline/propose.ts';
import { collectRailway } from '../../src/collectors/railway/index.ts';
import { defaultSettings } from '../../src/config/limits.ts';
import { discoverChecks } from '../../src/findings/discover.ts';
import { type History, openHistory } from '../../src/history/history.ts';
import { buildInventory } from '../../src/inventory/build.ts';
import { keepScan } from '../../src/keep.ts';
import type { Delta } from '../../src/model/history.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import { compare, judge, takeInventory } from '../../src/scan.ts';
import type { Fault as AwsFault, AwsWorld } from '../../src/stand-ins/aws/index.ts';
import type { Fault } from '../../src/stand-ins/railway/faults.ts';
import { type StandIn, serveRailway } from '../../src/stand-ins/railway/serve.ts';
import type { World } from '../../src/stand-ins/railway/world.ts';
import { generatedToken, generateWorld } from '../../src/stand-ins/railway/worlds/generate.ts';
import { acme, scan as scanAws } from '../collectors/aws/acme.ts';
import { cleanUp, folder } from '../history/engines.ts';

cleanUp();

const open: StandIn[] = [];
const histories: History[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((standIn) => standIn.close()));
});
afterAll(async () => {
  await Promise.all(histories.map((history) => history.close()));
});

const evening = new Date('2026-11-22T12:00:00.000Z');
const settings = defaultSettings('acme');
const checks = await discoverChecks();

async function readRailway(world: World, faults: readonly Fault[] = []) {
  const standIn = await serveRailway(world, { faults });
  open.push(standIn);
  const tokens = [{ name: 'RAILWAY_API_TOKEN', value: generatedToken }];
  const collect = (outside: Parameters<typeof collectRailway>[1]) =>
    collectRailway({ endpoint: standIn.url, tokens, requestsPerSecond: 1000 }, outside);
  const io = { clock: () => evening, wait: async () => {}, progress: () => {} };
  const inventory = await takeInventory({ collect: [collect], settings, rules: [], pass: undefined }, io);
  return { inventory, calls: standIn.calls() };
}

async function readAws(world: AwsWorld, faults: readonly AwsFault[] = []) {
  const collected = await scanAws(world, { serve: { faults } });
  const inventory = buildInventory({
    collected: [collected],
    settings,
    rules: [],
    takenAt: evening.toISOString(),
    pass: undefined,
  });
  return { inventory, calls: collected.calls };
}

function approvedOf(inventory: Inventory): BaselineInUse {
  const { index, radius } = compare(inventory, null);
  const baseline = proposeBaseline({ index, radius, findings: [] });
  const verification = { entry: null, problems: [], expired: false, signedBy: [] };
  const use = { name: 'acme', version: 1, digest: '', baseline, trusted: true, verification };
  return { ...use, acceptedGaps: [], openFindings: new Set() } as unknown as BaselineInUse;
}

/** Night after night: what each inventory brings against those before. */
async function nights(
  baseline: BaselineInUse | null = null,
): Promise<(inventory: Inventory) => Promise<Delta>> {
  const history = await openHistory({ path: `${await folder()}/history.db` }, { keepDays: 400 });
  histories.push(history);
  let night = 0;
  return (inventory) => {
    night += 1;
    const startedAt = new Date(evening.getTime() + night * 86_400_000);
    const { report, hindsight } = judge(inventory, {
      tool: { name: 'firebreak', version: '0' },
      config: '',
      checks,
      baseline,
      exceptions: [],
      thresholds: { failOn: 'never', failOnNew: 'never' },
      allowGaps: new Set(),
      startedAt,
      finishedAt: new Date(startedAt.getTime() + 60_000),
    });
    return keepScan(history, { target: 'acme', report, hindsight }, () => []);
  };
}

const told = ({ steps }: Delta): readonly string[] =>
  steps.map(({ step, proof, finding: { check, asset } }) => `${step} ${proof ?? ''} ${check} ${asset}`);

const repaired = (delta: Delta) => [
  ...told(delta).filter((line) => line.startsWith('resolved')),
  ...delta.drift.settled.map(({ fingerprint }) => fingerprint),
];

/**
 * Reads the same estate blind in one place after another, each time followed by a night in which all is read: nothing
 * may ever be called fixed, gone or undone, and of what was known from the start nothing may be told twice.
 */
async function sweep<T>(
  whole: Inventory,
  faults: readonly T[],
  read: (fault: T) => Promise<Inventory | null>,
) {
  const next = await nights(approvedOf(whole));
  const known = new Set((await next(whole)).steps.map(({ finding: { fingerprint } }) => fingerprint));
  let blindNights = 0;
  for (const fault of faults) {
    const blind = await read(fault);
    // Without its identity a credential is refused before anything is read.
    if (blind === null) continue;
    blindNights += 1;
    // What only stood for credentials that could not be listed is gone when they are.
    const lost = repaired(await next(blind)).filter((line) => !line.includes(':unlistable:'));
    expect([fault, lost]).toEqual([fault, []]);
    const { steps } = await next(whole);
    const again = steps.filter(({ finding: { fingerprint } }) => known.has(fingerprint));
    expect([fault, again]).toEqual([fault, []]);
  }
  return blindNights;
}

const small = { now: evening, projects: 2, environments: 2, volumes: 2, backups: 2, members: 2, seed: 7 };

describe('nights of a Railway estate', () => {
  it('are silent while nothing changes', async () => {
    const { inventory } = await readRailway(generateWorld(small));
    const next = await nights(approvedOf(inventory));
    expect((await next(inventory)).steps.length).toBeGreaterThan(5);
    for (let night = 0; night < 10; night += 1) {
      const { steps, drift, gaps } = await next((await readRailway(generateWorld(small))).inventory);
      expect([steps, drift, gaps]).toEqual([[], { appeared: [], settled: [] }, { appeared: [], closed: [] }]);
    }
  });

  it('tell of a project that is gone as gone, and as new when it is back', async () => {
    const world = generateWorld(small);
    const without: World = {
      ...world,
      workspaces: world.workspaces.map((each) => ({ ...each, projects: each.projects.slice(0, 1) })),
    };
    const [whole, less] = [(await readRailway(world)).inventory, (await readRailway(without)).inventory];
    const next = await nights(approvedOf(whole));
    await next(whole);
    const gone = await next(less);
    const ofStores = told(gone).filter((line) => line.includes('railway:volume-instance:'));
    expect(ofStores.length).toBeGreaterThan(0);
    expect(ofStores.filter((line) => !line.startsWith('resolved gone'))).toEqual([]);
    expect(gone.drift.appeared.map(({ event }) => event)).toContain('asset-removed');
    const back = await next(whole);
    expect(told(back).filter((line) => line.includes('railway:volume-instance:')).length).toBe(
      ofStores.length,
    );
    expect(back.drift.settled.map(({ event }) => event)).toContain('asset-removed');
  });

  it('call nothing fixed, gone or undone because a read failed, and are silent once it succeeds again', async () => {
    const world = generateWorld(small);
    const whole = await readRailway(world);
    const fields = [...new Set(whole.calls.flatMap(({ fields: asked }) => asked))].toSorted();
    expect(fields.length).toBeGreaterThan(5);
    const blindNights = await sweep(whole.inventory, fields, (on) =>
      readRailway(world, [{ on, as: 'not-authorized' }]).then(
        ({ inventory }) => inventory,
        () => null,
      ),
    );
    expect(blindNights).toBeGreaterThan(5);
  });
});

describe('nights of an AWS account', () => {
  it('call nothing fixed, gone or undone because a read failed, and are silent once it succeeds again', async () => {
    const whole = await readAws([acme()]);
    const operations = [...new Set(whole.calls)].toSorted();
    expect(operations.length).toBeGreaterThan(20);
    const blindNights = await sweep(whole.inventory, some(operations), (operation) =>
      readAws([acme()], [{ operation, kind: 'denied' }]).then(
        ({ inventory }) => inventory,
        () => null,
      ),
    );
    expect(blindNights).toBeGreaterThan(5);
  });
});

/** Every fifth, or each with FIREBREAK_ALL_FAULTS set: an hour of nights is too long for every change. */
function some(operations: readonly string[]): readonly string[] {
  return operations.filter((_, n) => process.env.FIREBREAK_ALL_FAULTS !== undefined || n % 5 === 0);
}
