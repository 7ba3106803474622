import { proposeBaseline } from '../../src/baseline/propose.ts';
import { compareWithBaseline } from '../../src/drift/compare.ts';
import { indexInventory } from '../../src/inventory/index-inventory.ts';
import type { Asset, Link } from '../../src/model/asset.ts';
import type { Baseline } from '../../src/model/baseline.ts';
import type { DriftEvent } from '../../src/model/drift.ts';
import type { Inventory, ScopeEntry, Source } from '../../src/model/inventory.ts';
import {
  asset,
  backup,
  container,
  credential,
  daysAgo,
  environment,
  hoursAgo,
  principal,
  type ReachLine,
  schedule,
  store,
  type World,
  workload,
  world,
} from '../checks/world.ts';

export const account = '111111111111';

/** One scan: what it found, who asked, and what could be ended. */
export interface Scan {
  readonly assets: readonly Asset[];
  readonly reach: readonly ReachLine[];
  readonly gaps?: World['gaps'];
  readonly sources?: readonly Source[];
  readonly scope?: readonly ScopeEntry[];
  readonly takenAt?: string;
}

export function source(over: Partial<Source> = {}): Source {
  return {
    provider: 'aws',
    scope: account,
    region: null,
    service: 'iam',
    caller: { credential: 'assumed-role', principal: `arn:aws:iam::${account}:role/read`, role: null },
    status: 'complete',
    calls: 3,
    assets: 5,
    seconds: 1,
    ...over,
  };
}

const natives = [
  'test.store',
  'test.backup',
  'test.principal',
  'test.credential',
  'test.workload',
  'test.container',
  'test.schedule',
  'test.policy',
  'test.environment',
  'test.vault',
  'test.key',
  'test.trail',
];

export const wholeScope: ScopeEntry = {
  provider: 'aws',
  scope: account,
  regions: ['eu-west-1', 'us-east-1'],
  natives,
};
export const sources: readonly Source[] = [source(), source({ region: 'eu-west-1', service: 'ec2' })];

export const to = (id: string, as: Link['as'], role?: string): Link =>
  role === undefined ? { to: id, as } : { to: id, as, role };

export const document = (...statements: readonly object[]): object => ({
  Version: '2012-10-17',
  Statement: statements,
});
export const allow = (
  Action: string | readonly string[],
  Resource: string | readonly string[] = '*',
): object => ({
  Effect: 'Allow',
  Action,
  Resource,
});

export const policy = (id: string, statements: readonly object[], links: readonly Link[] = []): Asset =>
  asset('policy', id, {
    region: null,
    links,
    props: { type: 'identity', document: document(...statements), digest: id },
  });

const snapshots = Array.from({ length: 14 }, (_, day) =>
  backup(`snap-${day}`, 'db', { createdAt: hoursAgo(1 + 24 * day) }),
);

/** A small company: production and staging, an administrator, a deploy role, copies by schedule. */
export const acme: Scan = {
  assets: [
    container('account', ['env-production', 'env-staging', 'admin', 'deploy', 'vault', 'key', 'trail'], {
      region: null,
    }),
    environment('env-production', { links: [to('db', 'contains'), to('web', 'contains')] }),
    environment('env-staging', {
      tier: 'staging',
      links: [to('db-staging', 'contains')],
      props: { tier: 'staging' },
    }),
    store('db', {
      name: 'orders',
      links: [to('key', 'encrypted-with')],
      props: {
        guards: [
          { type: 'deletion-protection', clearedBy: [{ operation: 'rds:ModifyDBInstance' }], until: null },
        ],
      },
    }),
    store('db-staging', { name: 'orders-staging', tier: 'staging' }),
    workload('web', { name: 'web', links: [to('db', 'uses'), to('deploy', 'runs-as')] }),
    principal('admin', {
      name: 'admin',
      links: [to('account', 'acts-in', 'ADMIN'), to('policy-admin', 'attached')],
    }),
    principal('deploy', {
      name: 'deploy',
      links: [to('policy-deploy', 'attached'), to('boundary', 'bounds')],
      props: { type: 'role' },
    }),
    credential('key-1', 'admin', { props: { type: 'access-key', expires: null } }),
    credential('oidc-1', 'deploy', {
      props: { type: 'oidc-subject', expires: null, subject: 'repo:acme/web:ref:refs/heads/main' },
    }),
    policy('policy-admin', [allow('*')]),
    policy('policy-deploy', [allow(['ec2:RunInstances', 'ec2:StopInstances'], ['arn:a', 'arn:b'])]),
    policy('boundary', [allow('ec2:*')]),
    policy(
      'deploy#trust',
      [{ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' }],
      [to('deploy', 'protects')],
    ),
    asset('vault', 'vault', { links: [] }),
    asset('key', 'key', { links: [] }),
    asset('trail', 'trail', { region: null, links: [to('account', 'watches')] }),
    schedule('nightly', 'db'),
    backup('dump', 'db', {
      createdAt: daysAgo(92),
      props: {
        type: 'dump',
        location: { provider: 'aws', account: '222222222222', region: 'eu-west-1', vault: null },
      },
    }),
    ...snapshots,
  ],
  reach: [
    { credential: 'key-1', stores: ['db'], verdict: 'recoverable' },
    { credential: 'key-1', stores: ['db-staging'], verdict: 'total-loss' },
  ],
};

function inventory(scan: Scan): Inventory {
  const { index } = world({ assets: scan.assets, gaps: scan.gaps ?? [] });
  return {
    ...index.inventory,
    takenAt: scan.takenAt ?? index.inventory.takenAt,
    scope: scan.scope ?? [wholeScope],
    sources: scan.sources ?? sources,
    assets: scan.assets.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

/** A scan, judged and brought into the form it would be approved in. */
export function scanned(scan: Scan) {
  const { radius } = world({ assets: scan.assets, reach: scan.reach });
  const index = indexInventory(inventory(scan));
  return { index, radius, current: proposeBaseline({ index, radius, findings: [] }) };
}

/** What has drifted from the first scan to the second. */
export function drift(approved: Scan | Baseline, now: Scan): readonly DriftEvent[] {
  const baseline = 'schema' in approved ? approved : scanned(approved).current;
  return compareWithBaseline({ baseline, ...scanned(now) });
}

/** The same scan with some of its assets changed, left out or added. */
export function changed(
  scan: Scan,
  change: (asset: Asset) => Asset | null,
  ...added: readonly Asset[]
): Scan {
  return { ...scan, assets: [...scan.assets.map(change).filter((entry) => entry !== null), ...added] };
}

export const without = (scan: Scan, ...ids: readonly string[]): Scan =>
  changed(scan, (entry) => (ids.includes(entry.id) ? null : entry));

/** The same scan, one asset of it merged with `over`. */
export function edited(
  scan: Scan,
  id: string,
  over: { readonly props?: object; readonly links?: readonly Link[]; readonly [field: string]: unknown },
): Scan {
  return changed(scan, (entry) =>
    entry.id === id ? ({ ...entry, ...over, props: { ...entry.props, ...over.props } } as Asset) : entry,
  );
}

export const kinds = (events: readonly DriftEvent[]): readonly string[] =>
  events.map(({ event, asset }) => `${event} ${asset}`);
