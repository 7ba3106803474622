import { afterEach, describe, expect, it } from 'vitest';
import { proposeBaseline } from '../../src/baseline/propose.ts';
import { collectRailway } from '../../src/collectors/railway/index.ts';
import { defaultSettings } from '../../src/config/limits.ts';
import { compareWithBaseline } from '../../src/drift/compare.ts';
import { discoverChecks } from '../../src/findings/discover.ts';
import { buildInventory } from '../../src/inventory/build.ts';
import type { Baseline } from '../../src/model/baseline.ts';
import type { Inventory, LighterPass, Settings } from '../../src/model/inventory.ts';
import { compare, judge, takeInventory } from '../../src/scan.ts';
import type { AwsAccountWorld } from '../../src/stand-ins/aws/index.ts';
import { type StandIn, serveRailway } from '../../src/stand-ins/railway/serve.ts';
import type { World, WorldToken } from '../../src/stand-ins/railway/world.ts';
import { generatedToken, generateWorld } from '../../src/stand-ins/railway/worlds/generate.ts';
import { acme, acmeId, adminArn, scan as scanAws } from '../collectors/aws/acme.ts';
import { seededAccount } from '../collectors/aws/seeded/account.ts';

const now = new Date('2026-11-22T12:00:00.000Z');
const open: StandIn[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((standIn) => standIn.close()));
});

const small = { now, projects: 2, environments: 2, volumes: 3, backups: 4, members: 3 };

/** A new token: whoever holds it can end what nobody new could before. */
const planted: WorldToken = {
  kind: 'project',
  id: 'tok-planted',
  name: 'planted',
  value: '00000000-0000-4000-8000-000000000001',
  project: 'p0',
  environment: 'p0-production',
  createdAt: now.toISOString(),
};

const settings: Settings = { ...defaultSettings('acme'), passes: ['light'] };

async function scan(world: World, pass?: LighterPass, of: Settings = settings) {
  const standIn = await serveRailway(world);
  open.push(standIn);
  const tokens = [{ name: 'RAILWAY_API_TOKEN', value: generatedToken }];
  const collect = (outside: Parameters<typeof collectRailway>[1]) =>
    collectRailway({ endpoint: standIn.url, tokens, requestsPerSecond: 1000, pass }, outside);
  const io = { clock: () => now, wait: async () => {}, progress: () => {} };
  const inventory = await takeInventory({ collect: [collect], settings: of, rules: [], pass }, io);
  return { inventory, calls: standIn.calls() };
}

async function judged(inventory: Inventory) {
  const thresholds = { failOn: 'never', failOnNew: 'never' } as const;
  const tool = { name: 'firebreak', version: '0' } as const;
  const judgement = {
    tool,
    config: '',
    baseline: null,
    exceptions: [],
    thresholds,
    allowGaps: new Set<string>(),
  };
  const times = { startedAt: now, finishedAt: now };
  return judge(inventory, { ...judgement, ...times, checks: await discoverChecks() }).report;
}

function approved(inventory: Inventory): Baseline {
  const { index, radius } = compare(inventory, null);
  return proposeBaseline({ index, radius, findings: [] });
}

function drift(baseline: Baseline, inventory: Inventory): readonly string[] {
  const { index, radius } = compare(inventory, null);
  const current = proposeBaseline({ index, radius, findings: [] });
  return compareWithBaseline({ baseline, current, index, radius }).map(
    ({ event, asset, severity }) => `${severity} ${event} ${asset}`,
  );
}

describe('the pass `light` of Railway', () => {
  it.each([1, 2, 3])('of an unchanged world has drifted from no full scan (seed %i)', async (seed) => {
    const world = generateWorld({ ...small, seed });
    const full = await scan(world);
    const light = await scan(world, 'light');
    expect(light.calls.length).toBeLessThan((full.calls.length * 2) / 3);
    expect(drift(approved(full.inventory), light.inventory)).toEqual([]);
  });

  it('finds nothing that a full scan does not, and calls nothing unknown that it left out', async () => {
    const world = generateWorld({ ...small, seed: 4 });
    const full = await judged((await scan(world)).inventory);
    const light = await judged((await scan(world, 'light')).inventory);
    const known = new Map(full.findings.map((finding) => [finding.fingerprint, finding.severity]));
    expect(light.findings.length).toBeGreaterThan(0);
    for (const { fingerprint, severity } of light.findings) expect(known.get(fingerprint)).toBe(severity);
    expect(light.coverage.gaps.map(({ fingerprint }) => fingerprint)).toEqual(
      full.coverage.gaps.map(({ fingerprint }) => fingerprint),
    );
    expect(light.notes.join('\n')).toMatch(/The pass light leaves \d+ checks/);
  });

  it('claims no verdict but that it is not known what would be left', async () => {
    const light = await judged((await scan(generateWorld({ ...small, seed: 5 }), 'light')).inventory);
    const { pairs, stores, controls } = light.blastRadius;
    expect(new Set(pairs.map(({ verdict }) => verdict))).toEqual(new Set(['unknown']));
    expect(new Set(stores.map(({ worst }) => worst?.verdict))).toEqual(new Set(['unknown']));
    expect(controls).toEqual([]);
    expect(light.summary).toMatchObject({ totalLossStores: 0, delayedLossStores: 0, leastCalls: null });
    expect(light.summary.answer).toContain('told by full scans');
    expect(light.scan.pass).toBe('light');
  });

  it('tells a credential that came, and what it can end', async () => {
    const world = generateWorld({ ...small, seed: 6 });
    const baseline = approved((await scan(world)).inventory);
    const light = await scan({ ...world, tokens: [...world.tokens, planted] }, 'light');
    expect(drift(baseline, light.inventory)).toEqual([
      'high member-added railway:project-environment:p0:p0-production',
    ]);
  });

  it('is told once where no baseline names it, and asks for approval', async () => {
    const world = generateWorld({ ...small, seed: 7 });
    const full = await scan(world, undefined, defaultSettings('acme'));
    const light = await scan(world, 'light', defaultSettings('acme'));
    expect(drift(approved(full.inventory), light.inventory)).toEqual(['low pass-undeclared baseline:acme']);
  });

  it('does not excuse what is missing beyond what it leaves out', async () => {
    const world = generateWorld({ ...small, seed: 8 });
    const baseline = approved((await scan(world)).inventory);
    const { inventory } = await scan(world, 'light');
    const blind = inventory.scope.map((entry) => ({
      ...entry,
      natives: entry.natives.filter((native) => native !== 'railway.User'),
    }));
    expect(drift(baseline, { ...inventory, scope: blind })).toEqual([
      'high scope-narrowed railway:ws-generated',
    ]);
  });
});

/** The small company of the collectors' tests, with a database and a vault. */
const company = (change: Partial<AwsAccountWorld> = {}): AwsAccountWorld =>
  acme({
    rds: {
      'us-east-1': {
        instances: [
          {
            DBInstanceIdentifier: 'orders',
            DBInstanceArn: `arn:aws:rds:us-east-1:${acmeId}:db:orders`,
            DbiResourceId: 'db-orders',
            Engine: 'postgres',
            DBInstanceStatus: 'available',
            AllocatedStorage: 20,
            InstanceCreateTime: '2026-01-01T00:00:00Z',
            BackupRetentionPeriod: 7,
            DeletionProtection: true,
          },
        ],
      },
    },
    ...change,
  });

async function awsScan(world: AwsAccountWorld, pass?: LighterPass) {
  const read = await scanAws([world], { pass });
  const inventory = buildInventory({
    collected: [read],
    settings,
    rules: [],
    takenAt: now.toISOString(),
    pass,
  });
  return { inventory, calls: read.calls };
}

describe('the pass `light` of AWS', () => {
  it('of an account with everything in it has drifted from no full scan, and finds nothing it does not', async () => {
    const read = async (pass?: LighterPass) => {
      const collected = await scanAws(seededAccount(), {
        accounts: 'organization',
        pass,
        timeoutMs: 300_000,
      });
      const takenAt = now.toISOString();
      return buildInventory({ collected: [collected], settings, rules: [], takenAt, pass });
    };
    const [full, light] = [await read(), await read('light')];
    expect(drift(approved(full), light)).toEqual([]);
    const [known, found] = [await judged(full), await judged(light)].map(
      ({ findings }) => new Map(findings.map(({ fingerprint, severity }) => [fingerprint, severity])),
    );
    expect([...(found ?? [])].filter(([fingerprint]) => !known?.has(fingerprint))).toEqual([]);
    expect(found?.size).toBeGreaterThan(5);
  });

  it('of an unchanged world has drifted from no full scan, in less than half the calls', async () => {
    const full = await awsScan(company());
    const light = await awsScan(company(), 'light');
    expect(light.calls.length).toBeLessThan(full.calls.length / 2);
    expect(drift(approved(full.inventory), light.inventory)).toEqual([]);
  });

  it('finds nothing that a full scan does not', async () => {
    const full = await judged((await awsScan(company())).inventory);
    const light = await judged((await awsScan(company(), 'light')).inventory);
    const known = new Set(full.findings.map(({ fingerprint }) => fingerprint));
    expect(light.findings.length).toBeGreaterThan(0);
    expect(light.findings.map(({ fingerprint }) => fingerprint).filter((it) => !known.has(it))).toEqual([]);
    const gaps = new Set(full.coverage.gaps.map(({ fingerprint }) => fingerprint));
    expect(light.coverage.gaps.filter(({ fingerprint }) => !gaps.has(fingerprint))).toEqual([]);
  });

  it('tells a guard that went, a policy that came, and nothing of what it left out', async () => {
    const baseline = approved((await awsScan(company())).inventory);
    const { iam, regions = {} } = company();
    const changed = company({
      regions: { ...regions, 'us-east-1': { ...regions['us-east-1'], protected: new Set(), snapshots: [] } },
      iam: {
        ...iam,
        users: (iam?.users ?? []).map((user) =>
          user.UserName === 'scan' ? { ...user, AttachedManagedPolicies: [{ PolicyArn: adminArn }] } : user,
        ),
      },
    });
    expect(drift(baseline, (await awsScan(changed, 'light')).inventory)).toEqual([
      `high guard-removed arn:aws:ec2:us-east-1:${acmeId}:instance/i-db`,
      `high policy-attached arn:aws:iam::${acmeId}:user/scan`,
    ]);
  });
});
