import { setTimeout as delay } from 'node:timers/promises';
import { type AwsOptions, awsTaskReader, collectAws } from '../../../src/collectors/aws/index.ts';
import type { Collect, CollectIO, TaskReader } from '../../../src/collectors/collector.ts';
import {
  collectRailway,
  type RailwayOptions,
  railwayTaskReader,
} from '../../../src/collectors/railway/index.ts';
import { defaultSettings } from '../../../src/config/limits.ts';
import { discoverChecks } from '../../../src/findings/discover.ts';
import type { Hindsight } from '../../../src/hindsight.ts';
import { withoutVolatile } from '../../../src/inventory/volatile.ts';
import type { Inventory } from '../../../src/model/inventory.ts';
import type { Report } from '../../../src/model/report.ts';
import { judge, takeInventory } from '../../../src/scan.ts';
import { type AwsAccountWorld, serveAws } from '../../../src/stand-ins/aws/index.ts';
import * as item from '../../../src/stand-ins/aws/items.ts';
import { serveRailway } from '../../../src/stand-ins/railway/serve.ts';
import { generatedToken, generateWorld } from '../../../src/stand-ins/railway/worlds/generate.ts';
import { acme, acmeId, scanner, trust } from '../../collectors/aws/acme.ts';

/** Where an estate is served, as plain data for a process of its own. */
export interface Served {
  readonly aws: string;
  readonly railway: string;
  readonly accounts: readonly string[];
}

export interface Estate extends Served {
  readonly calls: () => number;
  readonly close: () => Promise<void>;
}

const now = new Date('2026-11-22T12:00:00.000Z');

const roleOf = (id: string): string => `arn:aws:iam::${id}:role/firebreak-read`;

/** An account that is entered through its role, with a store in two Regions. */
function member(n: number): AwsAccountWorld {
  const id = String(200_000_000_000 + n);
  const volume = (name: string) => ({
    volumes: [item.volume(`vol-${name}${n}`, {})],
    snapshots: [item.snapshot(`snap-${name}${n}`, `vol-${name}${n}`, {})],
  });
  return {
    ...acme(),
    id,
    callers: new Map(),
    assumable: [roleOf(id)],
    iam: {
      users: [item.user(id, 'bot', {})],
      roles: [item.role(id, 'firebreak-read', [trust({ AWS: `arn:aws:iam::${acmeId}:root` })])],
      policies: [],
      summary: { AccountMFAEnabled: 1 },
      reportIs: 'made',
    },
    regions: { 'us-east-1': volume('a'), 'eu-west-1': volume('b') },
  };
}

/** A company with so many accounts beside its own, and a Railway workspace. */
export async function serveEstate(members = 3, latencyMs = 0): Promise<Estate> {
  const world = [acme(), ...Array.from({ length: members }, (_, n) => member(n))];
  const size = { seed: 7, environments: 2, volumes: 2, backups: 2, members: 3, projects: 4 };
  const [aws, railway] = await Promise.all([
    serveAws(world, { latencyMs }),
    serveRailway(generateWorld({ ...size, now })),
  ]);
  return {
    aws: aws.url,
    railway: railway.url,
    accounts: world.map(({ id }) => id),
    calls: () => aws.calls.length,
    close: async () => {
      await Promise.all([aws.close(), railway.close()]);
    },
  };
}

function awsOptions({ aws, accounts }: Served): AwsOptions {
  return {
    endpoint: aws,
    accounts: accounts.map((id) => (id === acmeId ? { id } : { id, roleArn: roleOf(id) })),
    regions: 'enabled',
    credentials: scanner,
    ratePerSecond: 10_000,
  };
}

function railwayOptions({ railway }: Served): RailwayOptions {
  const tokens = [{ name: 'RAILWAY_API_TOKEN', value: generatedToken }];
  return { endpoint: railway, tokens, requestsPerSecond: 10_000 };
}

export const collectorsOf = (served: Served): readonly Collect[] => [
  (io) => collectAws(awsOptions(served), io),
  (io) => collectRailway(railwayOptions(served), io),
];

export function readersOf(served: Served, io: CollectIO): ReadonlyMap<string, TaskReader> {
  return new Map([
    ['aws', awsTaskReader(awsOptions(served), io)],
    ['railway', railwayTaskReader(railwayOptions(served), io)],
  ]);
}

/** Waits are as long as they are; the clock stands still. */
export const liveIO: CollectIO = {
  clock: () => now,
  wait: (milliseconds) => delay(milliseconds),
  progress: () => {},
};

export interface Made {
  readonly inventory: Inventory;
  readonly report: Report;
  readonly hindsight: Hindsight;
}

/** Who scans later, within the same hour. */
export const laterIO: Pick<CollectIO, 'clock'> = { clock: () => new Date(now.getTime() + 37 * 60_123) };

/** A scan from the first call to the report, as one process makes it; `outside` says who reads, and when. */
export async function scan(
  served: Served,
  outside: Partial<CollectIO> = {},
  startedAt: Date = now,
): Promise<Made> {
  const settings = defaultSettings('acme');
  const io = { ...liveIO, ...outside };
  const inventory = await takeInventory({ collect: collectorsOf(served), settings, rules: [] }, io);
  const nobody = { baseline: null, exceptions: [], allowGaps: new Set<string>() };
  const at = new Date(inventory.takenAt);
  const { report, hindsight } = judge(inventory, {
    ...nobody,
    tool: { name: 'firebreak', version: '0' },
    config: 'sha256:0',
    checks: await discoverChecks(),
    thresholds: { failOn: 'never', failOnNew: 'never' },
    startedAt,
    finishedAt: at,
  });
  return { inventory, report, hindsight };
}

/** All that two scans of an unchanged world have in common, as text: everything but the published volatile fields. */
export function lasting({ inventory, report }: Pick<Made, 'inventory' | 'report'>): string {
  return JSON.stringify([withoutVolatile(inventory), withoutVolatile(report)], null, 1);
}
