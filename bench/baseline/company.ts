import { defaultSettings } from '../../src/config/limits.ts';
import type { Asset, AssetKind, AssetOf, Link, PropsByKind } from '../../src/model/asset.ts';
import type { BlastRadius, Pair } from '../../src/model/blast-radius.ts';
import type { Inventory } from '../../src/model/inventory.ts';

const takenAt = '2026-11-22T12:00:00.000Z';
const hour = 3_600_000;
const account = '111111111111';
const region = 'eu-west-1';

const hoursAgo = (hours: number): string => new Date(Date.parse(takenAt) - hours * hour).toISOString();

function asset<K extends AssetKind>(
  kind: K,
  id: string,
  props: PropsByKind[K],
  links: readonly Link[] = [],
): AssetOf<K> {
  const environments = [{ name: 'production', tier: 'production', by: 'declared' } as const];
  return {
    id,
    kind,
    provider: 'aws',
    native: `test.${kind}`,
    name: id,
    scope: account,
    region: kind === 'principal' || kind === 'credential' ? null : region,
    environments,
    createdAt: hoursAgo(1000),
    tags: {},
    links,
    props,
  };
}

const volume = (n: number): string => `vol-${n}`;
const user = (n: number): string => `arn:aws:iam::${account}:user/user-${n}`;

function store(n: number): readonly Asset[] {
  const guards =
    n % 3 === 0
      ? [
          {
            type: 'deletion-protection' as const,
            clearedBy: [{ operation: 'rds:ModifyDBInstance' }],
            until: null,
          },
        ]
      : [];
  const copies = Array.from({ length: 7 }, (_, day) =>
    asset(
      'backup',
      `snap-${n}-${day}`,
      {
        type: 'snapshot',
        location: { provider: 'aws', account, region, vault: null },
        expires: null,
        complete: true,
        key: null,
        survivesSource: true,
        follows: [],
        sharedWith: [],
        guards: [],
      },
      [{ to: volume(n), as: 'copy-of' }],
    ),
  ).map((copy, day) => ({ ...copy, createdAt: hoursAgo(2 + 24 * day) }));
  const workload = asset('workload', `i-${n}`, { type: 'instance', state: 'running', guards: [] }, [
    { to: volume(n), as: 'uses' },
  ]);
  return [
    asset('store', volume(n), { type: 'volume', sizeBytes: n, key: null, guards, pendingDeletion: null }),
    workload,
    ...copies,
  ];
}

function person(n: number): readonly Asset[] {
  const document = {
    Version: '2012-10-17',
    Statement: Array.from({ length: 5 }, (_, k) => ({
      Effect: 'Allow',
      Action: [`ec2:Action${k}`, `s3:Action${n % 50}`],
      Resource: [`arn:${k}`, '*'],
    })),
  };
  return [
    asset(
      'principal',
      user(n),
      { type: 'user', mfa: true, lastActive: hoursAgo(n % 50), managedByProvider: false },
      [{ to: `policy-${n}`, as: 'attached' }],
    ),
    asset('policy', `policy-${n}`, { type: 'identity', document, digest: `${n}` }),
    asset(
      'credential',
      `key-${n}`,
      {
        type: 'access-key',
        status: 'active',
        lastUsed: hoursAgo(n % 90),
        expires: null,
        label: null,
        mfa: 'never',
        self: false,
      },
      [{ to: user(n), as: 'held-by' }],
    ),
  ];
}

/** An account with that many assets: a tenth of them stores, most of them copies, one in fifty a person's. */
export function company(size: number): Inventory {
  const people = Math.floor(size / 150);
  const stores = Math.floor((size - 3 * people) / 9);
  const assets = [
    ...Array.from({ length: stores }, (_, n) => store(n)).flat(),
    ...Array.from({ length: people }, (_, n) => person(n)).flat(),
  ];
  return {
    schema: 'firebreak.inventory/1',
    takenAt,
    scope: [{ provider: 'aws', scope: account, regions: [region], natives: ['test.store', 'test.backup'] }],
    notScanned: [],
    sources: [
      {
        provider: 'aws',
        scope: account,
        region: null,
        service: 'iam',
        caller: { credential: 'assumed-role', principal: 'read', role: null },
        status: 'complete',
        calls: 1,
        assets: assets.length,
        seconds: 1,
      },
    ],
    gaps: [],
    settings: defaultSettings('bench'),
    assets: assets.sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

/** The same account a while later: every tenth store without its guard, every tenth policy with an action more. */
export function later(inventory: Inventory): Inventory {
  const tenth = (id: string): boolean => id.endsWith('0');
  const assets = inventory.assets.map((entry): Asset => {
    if (!tenth(entry.id)) return entry;
    if (entry.kind === 'store') return { ...entry, props: { ...entry.props, guards: [] } };
    if (entry.kind === 'workload') return { ...entry, id: `${entry.id}-new`, name: `${entry.id}-new` };
    if (entry.kind !== 'policy') return entry;
    const document = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
    return { ...entry, props: { ...entry.props, document } };
  });
  return { ...inventory, assets };
}

/**
 * Forty classes of credentials by forty groups of stores, overlapping; a scan with unguarded stores has total losses
 * where the other has recoverable ones.
 */
export function blastRadius({ assets }: Inventory): BlastRadius {
  const keys = assets.filter(({ kind }) => kind === 'credential').map(({ id }) => id);
  const stores = assets.filter((entry) => entry.kind === 'store');
  const classes = Array.from({ length: 40 }, (_, n) => ({
    id: `class-${n}`,
    members: keys.filter((_, k) => k % 40 === n),
    via: 'user',
    stoppedBy: [],
  }));
  const groups = Array.from({ length: 40 }, (_, n) =>
    stores.filter((_, k) => k % 40 === n || k % 7 === n % 7),
  );
  const pairs = classes.flatMap(({ id }, n) =>
    groups.slice(0, n + 1).flatMap((group): Pair[] => {
      const [guarded, bare] = [
        group.filter(({ props }) => props.guards.length > 0),
        group.filter(({ props }) => props.guards.length === 0),
      ];
      return [pair(id, guarded, 'recoverable'), pair(id, bare, n % 2 === 0 ? 'total-loss' : 'recoverable')];
    }),
  );
  return { classes, plans: [], pairs, stores: [], credentials: [], agents: [], controls: [], tenant: [] };
}

function pair(of: string, stores: readonly Asset[], verdict: Pair['verdict']): Pair {
  return {
    class: of,
    stores: stores.map(({ id }) => id),
    verdict,
    possible: null,
    holdsOnlyIf: [],
    calls: 1,
    plan: null,
    secondPlan: null,
    confidence: 'documented',
    escalated: false,
    stoppedBy: [],
    restsOn: [],
    lastWayBackUntil: null,
  };
}
