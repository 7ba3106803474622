import { describe, expect, it } from 'vitest';
import { discoverChecks } from '../../src/findings/discover.ts';
import { runChecks } from '../../src/findings/run.ts';
import type { Asset, AssetOf } from '../../src/model/asset.ts';
import { credential, daysAgo, hoursAgo, store, type World, world } from './world.ts';
import { but, healthy, plus, reaching, without } from './worlds.ts';

const checks = await discoverChecks();
const run = (from: World) => runChecks(checks, world(from));

/** Changes props of one asset of a kind that is known to the one who writes the row. */
function props<K extends Asset['kind']>(id: string, change: Partial<AssetOf<K>['props']>): World {
  return but(id, (asset) => ({ ...asset, props: { ...asset.props, ...change } }) as Asset);
}

/** Each fault planted alone, and every finding it gives: check, asset, severity. */
const faults: readonly {
  readonly fault: string;
  readonly world: World;
  readonly gives: readonly string[];
}[] = [
  {
    fault: 'a token can end a store and its backups',
    world: reaching({ credential: 'r:token', stores: ['r:db'], verdict: 'total-loss' }),
    gives: [
      'critical credential-cannot-end-store-and-backups r:token',
      'medium token-cannot-delete-production-data r:token',
    ],
  },
  {
    fault: 'a token can delete a store, and a copy survives',
    world: reaching({ credential: 'r:token', stores: ['r:db'], verdict: 'recoverable' }),
    gives: ['medium token-cannot-delete-production-data r:token'],
  },
  {
    fault: 'a token harms staging and production',
    world: {
      ...plus(store('a:stage', { tier: 'staging', props: { type: 'bucket' } })),
      reach: [
        { credential: 'a:ci', stores: ['a:stage', 'a:vol'], verdict: 'copies-lost' },
        ...(healthy.reach ?? []).filter(({ credential: id }) => id !== 'a:ci'),
      ],
    },
    gives: [
      'medium credential-stays-in-one-tier a:ci',
      'low store-has-backup a:stage',
      'low store-has-backup-schedule a:stage',
    ],
  },
  {
    fault: 'a volume id with an instance in staging',
    world: {
      ...healthy,
      assets: [
        ...healthy.assets.map((asset) =>
          asset.id === 'r:volume'
            ? { ...asset, links: [...asset.links, { to: 'r:stage', as: 'contains' as const }] }
            : asset,
        ),
        store('r:stage', {
          provider: 'railway',
          scope: 'w1',
          tier: 'ephemeral',
          props: { type: 'volume', attached: [{ workload: 'r:app', endsWithWorkload: false }] },
        }),
      ],
    },
    gives: ['low store-not-shared-across-tiers r:volume'],
  },
  {
    fault: 'a store nobody uses',
    world: without('r:app'),
    gives: ['medium store-is-attached r:db'],
  },
  {
    fault: 'a store nobody classified',
    world: but('r:db', (asset) => ({
      ...asset,
      environments: [{ name: 'blue', tier: 'production', by: 'assumed' }],
    })),
    gives: ['medium environment-is-classified r:production'],
  },
  {
    fault: 'no backup',
    world: without('a:snap'),
    gives: ['high store-has-backup a:vol'],
  },
  {
    fault: 'no schedule',
    world: without('a:plan'),
    gives: ['medium store-has-backup-schedule a:vol'],
  },
  {
    fault: 'the newest backup is too old',
    world: but('a:snap', (asset) => ({ ...asset, createdAt: hoursAgo(61) })),
    gives: ['high store-newest-backup-is-fresh a:vol'],
  },
  {
    fault: 'backups die with their store',
    world: props<'backup'>('r:backup', { survivesSource: false }),
    gives: ['high backup-outlives-its-store r:db'],
  },
  {
    fault: 'backups lie in the store’s own account',
    world: props<'backup'>('a:snap', {
      location: { provider: 'aws', account: '111111111111', region: 'eu-west-1', vault: null },
    }),
    gives: ['medium backup-kept-elsewhere a:vol'],
  },
  {
    fault: 'a store is being deleted',
    world: props<'store'>('r:db', { pendingDeletion: { at: hoursAgo(-40) } }),
    gives: ['critical store-not-pending-deletion r:db'],
  },
  {
    fault: 'an old key',
    world: plus(credential('a:key', 'a:ann', { createdAt: daysAgo(200), props: { type: 'access-key' } })),
    gives: ['low credential-not-too-old a:key'],
  },
  {
    fault: 'an unused key',
    world: plus(credential('a:key', 'a:ann', { props: { type: 'access-key', lastUsed: daysAgo(60) } })),
    gives: ['low credential-is-used a:key'],
  },
  {
    fault: 'a token that never expires',
    world: props<'credential'>('r:token', { expires: null }),
    gives: ['low credential-has-expiry r:token'],
  },
  {
    fault: 'a root access key',
    world: plus(credential('a:root-key', 'a:root', { props: { type: 'access-key' } })),
    gives: ['high root-has-no-access-key a:root'],
  },
  {
    fault: 'a user without a second factor',
    world: props<'principal'>('a:ann', { mfa: false }),
    gives: ['medium principal-has-mfa a:ann'],
  },
];

describe('the healthy world', () => {
  it('has no finding, and every check looked at something', () => {
    const { findings, tallies } = run(healthy);
    expect(findings.map(({ message }) => message)).toEqual([]);
    expect(tallies.filter(({ judged }) => judged === 0)).toEqual([]);
  });
});

describe('each fault gives exactly its findings', () => {
  it.each(faults)('$fault', ({ world: from, gives }) => {
    const found = run(from).findings;
    expect(found.map(({ severity, check, asset }) => `${severity} ${check} ${asset}`)).toEqual(gives);
  });

  it('covers every check', () => {
    const planted = new Set(faults.flatMap(({ gives }) => gives.map((line) => line.split(' ')[1])));
    expect(checks.map(({ id }) => id).filter((id) => !planted.has(id))).toEqual([]);
  });
});
