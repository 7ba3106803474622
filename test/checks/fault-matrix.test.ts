import { describe, expect, it } from 'vitest';
import { discoverChecks } from '../../src/findings/discover.ts';
import { runChecks } from '../../src/findings/run.ts';
import type { Asset, AssetOf } from '../../src/model/asset.ts';
import {
  approved,
  asset,
  backup,
  credential,
  daysAgo,
  declared,
  drifted,
  environment,
  hoursAgo,
  principal,
  schedule,
  store,
  type World,
  workload,
  world,
} from './world.ts';
import { agent, but, healthy, plus, reaching, without } from './worlds.ts';

const checks = await discoverChecks();
const run = (from: World) => runChecks(checks, world(from));

/** Changes props of one asset of a kind that is known to the one who writes the row. */
function props<K extends Asset['kind']>(id: string, change: Partial<AssetOf<K>['props']>): World {
  return but(id, (before) => ({ ...before, props: { ...before.props, ...change } }) as Asset);
}

/** The same world where nobody can say what the credentials can do. */
function notKnown({ reach = [], ...rest }: World): World {
  return {
    ...rest,
    reach: reach.map(({ calls: _, pair, ...line }) => ({
      ...line,
      verdict: 'unknown',
      pair: { ...pair, plan: null, possible: null, escalated: false },
    })),
  };
}

const railway = { provider: 'railway', scope: 'w1' } as const;
const literal = { variables: [{ name: 'DATABASE_URL', references: [], sealed: false }] };

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
      'high destroyer-is-approved r:token',
      'medium token-cannot-delete-production-data r:token',
    ],
  },
  {
    fault: 'a token can delete a store, and a copy survives',
    world: reaching({ credential: 'r:token', stores: ['r:db'], verdict: 'recoverable' }),
    gives: ['high destroyer-is-approved r:token', 'medium token-cannot-delete-production-data r:token'],
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
      'low account-holds-one-tier a:account',
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
    gives: ['high store-has-backup a:vol', 'medium schedule-makes-backups a:plan'],
  },
  {
    fault: 'no schedule',
    world: without('a:plan'),
    gives: ['medium store-has-backup-schedule a:vol'],
  },
  {
    fault: 'the newest backup is too old',
    world: but('a:snap', (asset) => ({ ...asset, createdAt: hoursAgo(61) })),
    gives: ['high store-newest-backup-is-fresh a:vol', 'medium schedule-makes-backups a:plan'],
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
    gives: ['medium backup-kept-elsewhere a:vol', 'low backup-in-another-region a:vol'],
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
  {
    fault: 'a public snapshot',
    world: props<'backup'>('a:snap', { sharedWith: ['all'] }),
    gives: ['critical backup-not-shared-outside a:snap'],
  },
  {
    fault: 'a staging service on a production volume',
    world: but('r:app', (asset) => ({
      ...asset,
      environments: [{ name: 'staging', tier: 'staging', by: 'declared' }],
    })),
    gives: ['high workload-uses-store-of-its-tier r:app'],
  },
  {
    fault: 'production’s connection string in a duplicated environment',
    world: {
      ...plus(
        environment('r:copy', {
          ...railway,
          tier: 'staging',
          links: [{ to: 'r:production', as: 'duplicated-from' }],
        }),
        workload('r:app-copy', {
          ...railway,
          tier: 'staging',
          links: [{ to: 'r:copy', as: 'in' }],
          props: literal,
        }),
        workload('r:worker', { ...railway, links: [{ to: 'r:production', as: 'in' }], props: literal }),
      ),
    },
    gives: ['medium duplicate-carries-no-production-secrets r:copy'],
  },
  {
    fault: 'a public endpoint of a database',
    world: props<'workload'>('r:app', { endpoints: ['a.proxy.example:1234'] }),
    gives: ['medium store-has-no-public-endpoint r:db'],
  },
  {
    fault: 'a second active key',
    world: plus(
      credential('a:key-1', 'a:ann', { props: { type: 'access-key', expires: 'inexpressible' } }),
      credential('a:key-2', 'a:ann', { props: { type: 'access-key', expires: 'inexpressible' } }),
    ),
    gives: ['low principal-has-one-active-key a:ann'],
  },
  {
    fault: 'a role nobody uses any more that can end copies',
    world: {
      ...props<'principal'>('a:deploy', { lastActive: daysAgo(100) }),
      reach: reaching({ credential: 'a:ci', stores: ['a:vol'], verdict: 'copies-lost' }).reach ?? [],
    },
    gives: ['medium role-is-used a:deploy'],
  },
  {
    fault: 'federated trust in every branch',
    world: props<'credential'>('a:ci', { subject: 'repo:acme/shop:*' }),
    gives: ['medium federated-subject-is-narrow a:ci'],
  },
  {
    fault: 'a vendor’s account without an external id',
    world: plus(
      credential('a:vendor', 'a:deploy', {
        props: { type: 'foreign-account', subject: '999999999999', expires: 'inexpressible' },
      }),
      asset('policy', 'a:deploy#trust', {
        links: [{ to: 'a:deploy', as: 'protects' }],
        props: {
          type: 'trust',
          document: {
            Statement: { Effect: 'Allow', Principal: { AWS: '999999999999' }, Action: 'sts:AssumeRole' },
          },
        },
      }),
    ),
    gives: ['low foreign-trust-has-external-id a:vendor'],
  },
  {
    fault: 'an invitation that nobody accepted yet',
    world: plus(
      principal('r:invitee', {
        ...railway,
        props: { type: 'invitee', mfa: 'inexpressible', lastActive: 'inexpressible' },
        links: [{ to: 'r:project', as: 'acts-in' }],
      }),
      credential('r:invitation', 'r:invitee', {
        ...railway,
        name: 'bo@acme.example',
        props: { type: 'invitation', lastUsed: 'inexpressible' },
      }),
    ),
    gives: ['low invitation-is-settled r:invitation'],
  },
  {
    fault: 'a token for a whole account',
    world: props<'credential'>('r:token', { type: 'account-token' }),
    gives: ['low token-is-scoped r:token'],
  },
  {
    fault: 'an agent whose badge has expired',
    world: { ...healthy, settings: { ...healthy.settings, agents: [{ ...agent, expires: '2026-11-01' }] } },
    gives: ['medium agent-has-a-valid-badge r:token'],
  },
  {
    fault: 'an agent that can delete production',
    world: reaching({ credential: 'r:token', stores: ['r:db'], verdict: 'recoverable', agent: 'cursor' }),
    gives: ['high agent-cannot-delete-production-data r:token', 'high destroyer-is-approved r:token'],
  },
  {
    fault: 'someone who can give themselves the right to delete',
    world: reaching({
      credential: 'a:ann-password',
      stores: ['a:vol'],
      verdict: 'recoverable',
      pair: { escalated: true },
    }),
    gives: ['high credential-does-not-escalate a:ann-password', 'high destroyer-is-approved a:ann-password'],
  },
  {
    fault: 'more people than the limit who can delete production',
    world: {
      ...healthy,
      assets: [
        ...healthy.assets,
        ...['b', 'c', 'd', 'e'].flatMap((id) => [
          principal(`a:${id}`, {}),
          credential(`a:${id}-password`, `a:${id}`, { props: { type: 'console-password' } }),
        ]),
      ],
      reach: [
        ...(healthy.reach ?? []),
        ...['b', 'c', 'd', 'e'].map((id) => ({
          credential: `a:${id}-password`,
          stores: ['a:vol'],
          verdict: 'recoverable' as const,
        })),
      ],
    },
    gives: [
      ...['b', 'c', 'd', 'e'].map((id) => `high destroyer-is-approved a:${id}-password`),
      'medium production-destroyers-within-limit a:vol',
    ],
  },
  {
    fault: 'the root was used',
    world: props<'principal'>('a:root', { lastActive: daysAgo(1) }),
    gives: ['high break-glass-is-at-rest a:root'],
  },
  {
    fault: 'a volume that ends with its unprotected instance',
    world: props<'store'>('a:vol', { attached: [{ workload: 'a:i', endsWithWorkload: true }] }),
    gives: ['low instance-has-termination-protection a:i'],
  },
  {
    fault: 'a restore that was never tested',
    world: without('a:test'),
    gives: ['medium store-restore-was-tested a:vol'],
  },
  {
    fault: 'a lifecycle rule that empties a bucket overnight',
    world: props<'store'>('a:vol', {
      type: 'bucket',
      guards: [{ type: 'mfa-delete', clearedBy: [], until: null }],
      facts: { 'lifecycle deletes objects after days': 1 },
    }),
    gives: ['medium store-outlives-its-lifecycle a:vol'],
  },
  {
    fault: 'backups kept for six days',
    world: props<'schedule'>('r:daily', { retentionHours: 144 }),
    gives: ['medium store-backups-kept-long-enough r:db'],
  },
  {
    fault: 'a backup that was never completed',
    world: plus(backup('a:half', 'a:vol', { createdAt: hoursAgo(40), props: { complete: false } })),
    gives: ['medium backup-was-completed a:half'],
  },
  {
    fault: 'a declared copy that cannot be counted on',
    world: { ...healthy, copies: { 'r:db': [{ counts: false, why: 'nobody owns it' }] } },
    gives: ['medium declared-copy-counts r:db'],
  },
  {
    fault: 'a declared copy of a store that is gone',
    world: {
      ...healthy,
      settings: { ...healthy.settings, copies: [declared('r:archive'), declared('r:gone')] },
    },
    gives: ['medium declared-copy-names-a-store declared:backblaze b2 of r:gone'],
  },
  {
    fault: 'a staging store in production’s account',
    world: plus(
      store('a:stage', { tier: 'staging', props: { type: 'bucket' } }),
      backup('a:stage-copy', 'a:stage', {
        props: { location: { provider: 'aws', account: '222222222222', region: null, vault: null } },
      }),
      schedule('a:stage-plan', 'a:stage'),
    ),
    gives: ['low account-holds-one-tier a:account'],
  },
  {
    fault: 'a production role that trusts a staging one',
    world: plus(
      principal('a:stage', {
        tier: 'staging',
        props: { type: 'role' },
        links: [{ to: 'a:deploy', as: 'may-assume' }],
      }),
    ),
    gives: ['high role-trust-stays-in-one-tier a:deploy'],
  },
  {
    fault: 'a variable named for production in staging',
    world: plus(
      workload('r:stage', {
        ...railway,
        tier: 'staging',
        props: { variables: [{ name: 'PROD_DATABASE_URL', references: [], sealed: false }] },
      }),
    ),
    gives: ['medium variable-names-no-production r:stage'],
  },
  {
    fault: 'a key of production that staging uses',
    world: plus(
      store('a:scratch', {
        tier: 'ephemeral',
        props: { type: 'bucket' },
        links: [{ to: 'a:master', as: 'encrypted-with' }],
      }),
    ),
    gives: ['medium key-not-shared-across-tiers a:master'],
  },
  {
    fault: 'a key policy that names everybody',
    world: props<'policy'>('a:master#policy', {
      document: { Statement: { Effect: 'Allow', Principal: '*', Action: 'kms:*' } },
    }),
    gives: ['critical policy-admits-no-strangers a:master#policy'],
  },
  {
    fault: 'a badge of a token that is gone',
    world: {
      ...healthy,
      settings: { ...healthy.settings, agents: [{ ...agent, credentials: ['r:token', 'r:old'] }] },
    },
    gives: ['medium agent-has-a-credential agent tidy'],
  },
  {
    fault: 'a token named like an agent’s that nobody declared',
    world: plus(
      credential('r:claude', 'r:jer', {
        ...railway,
        props: { type: 'project-token', expires: 'inexpressible' },
      }),
    ),
    gives: ['low agent-credential-has-a-badge r:claude'],
  },
  {
    fault: 'a destroyer whom nobody approved',
    world: reaching({ credential: 'a:ann-password', stores: ['a:vol'], verdict: 'recoverable' }),
    gives: ['high destroyer-is-approved a:ann-password'],
  },
  { fault: 'no audit log', world: without('a:trail'), gives: ['high account-has-audit-log a:account'] },
  {
    fault: 'an audit log that is off, beside one that is on',
    world: plus(asset('trail', 'a:old', { props: { logging: false } })),
    gives: ['high trail-is-logging a:old'],
  },
  {
    fault: 'an audit log kept for a month',
    world: props<'trail'>('a:trail', { retentionDays: 30 }),
    gives: ['medium trail-kept-long-enough a:trail'],
  },
  {
    fault: 'an audit log that its own subject can delete',
    world: {
      ...plus(store('a:logs', { tier: 'ephemeral', props: { type: 'bucket' } })),
      reach: reaching({ credential: 'a:ci', stores: ['a:logs'], verdict: 'recoverable' }).reach ?? [],
    },
    gives: ['medium trail-out-of-reach a:trail'],
  },
  {
    fault: 'a change that nobody is known to have made',
    world: {
      ...healthy,
      context: { ...healthy.context, drift: [drifted('d1'), drifted('d2', { actor: null })] },
    },
    gives: ['medium drift-has-an-actor d2'],
  },
  {
    fault: 'a change at night',
    world: { ...healthy, context: { ...healthy.context, drift: [drifted('d1', { at: hoursAgo(10) })] } },
    gives: ['medium change-falls-in-a-window d1'],
  },
  {
    fault: 'a baseline nobody signed',
    world: { ...healthy, context: { approved: approved({}, { signedBy: [] }), drift: [] } },
    gives: ['medium baseline-is-signed baseline:acme'],
  },
  {
    fault: 'a baseline one person approved',
    world: { ...healthy, context: { approved: approved({}, { approvers: ['ann'] }), drift: [] } },
    gives: ['low baseline-has-two-approvers baseline:acme'],
  },
  {
    fault: 'a baseline of last year',
    world: { ...healthy, context: { approved: approved({}, { approvedAt: daysAgo(300) }), drift: [] } },
    gives: ['low baseline-is-fresh baseline:acme'],
  },
  {
    fault: 'a database without deletion protection',
    world: but('a:vol', (asset) => ({ ...asset, native: 'AWS::RDS::DBInstance' })),
    gives: ['medium store-has-deletion-protection a:vol'],
  },
  {
    fault: 'protection that its destroyer switches off',
    world: {
      ...props<'store'>('a:vol', {
        guards: [
          { type: 'deletion-protection', clearedBy: [{ operation: 'rds:ModifyDBInstance' }], until: null },
        ],
      }),
      reach:
        reaching({
          credential: 'a:root-password',
          stores: ['a:vol'],
          verdict: 'recoverable',
          breakGlass: true,
          calls: ['rds:ModifyDBInstance', 'rds:DeleteDBInstance'],
        }).reach ?? [],
    },
    gives: ['medium protection-not-cleared-by-destroyer a:vol'],
  },
  {
    fault: 'a bucket without MFA delete',
    world: props<'store'>('a:vol', { type: 'bucket' }),
    gives: ['medium bucket-has-mfa-delete a:vol'],
  },
  {
    fault: 'production open to every member',
    world: plus(environment('acme:production', { provider: 'acme', props: { restricted: false } })),
    gives: ['medium environment-is-restricted acme:production'],
  },
  {
    fault: 'a key that is gone in a week',
    world: props<'key'>('a:master', { deletionWindowDays: 7 }),
    gives: ['low key-deletion-window-long-enough a:master'],
  },
  {
    fault: 'a stack that one call deletes',
    world: props<'container'>('a:stack', { guards: [] }),
    gives: ['medium stack-has-termination-protection a:stack'],
  },
  {
    fault: 'a stack whose role deletes what its caller may not',
    world: reaching({
      credential: 'a:root-password',
      stores: ['a:vol'],
      verdict: 'recoverable',
      breakGlass: true,
      calls: ['cloudformation:DeleteStack'],
    }),
    gives: ['high stack-not-deletable-by-its-role a:stack'],
  },
  {
    fault: 'a key that waits to be deleted',
    world: props<'key'>('a:master', { state: 'PendingDeletion' }),
    gives: ['critical key-not-pending-deletion a:master'],
  },
  {
    fault: 'backups that anyone who may deletes',
    world: props<'backup'>('a:snap', { guards: [] }),
    gives: ['medium store-has-immutable-backup a:vol'],
  },
  {
    fault: 'backups under the store’s own key',
    world: props<'backup'>('a:snap', { key: 'a:master' }),
    gives: ['medium backup-under-another-key a:vol'],
  },
  {
    fault: 'only a replica',
    world: props<'backup'>('a:snap', { type: 'replica' }),
    gives: ['high store-has-more-than-a-replica a:vol'],
  },
  {
    fault: 'a restore test that failed after one that passed',
    world: plus(
      asset('restore-test', 'a:test-2', {
        links: [{ to: 'a:snap', as: 'tests' }],
        props: { result: 'failed', at: daysAgo(1) },
      }),
    ),
    gives: ['high store-restore-did-not-fail a:vol'],
  },
  {
    fault: 'an hourly schedule that does not run',
    world: {
      ...props<'schedule'>('a:plan', { frequency: 'HOURLY' }),
      assets: props<'schedule'>('a:plan', { frequency: 'HOURLY' }).assets.map((it) =>
        it.id === 'a:snap' ? { ...it, createdAt: hoursAgo(20) } : it,
      ),
    },
    gives: ['medium schedule-makes-backups a:plan'],
  },
  {
    fault: 'a vault without a lock',
    world: props<'vault'>('a:vault', { lock: 'none' }),
    gives: ['medium vault-is-locked a:vault'],
  },
  {
    fault: 'backups in the store’s own region',
    world: props<'backup'>('a:snap', {
      location: { provider: 'aws', account: '222222222222', region: 'eu-west-1', vault: 'locked' },
    }),
    gives: ['low backup-in-another-region a:vol'],
  },
  {
    fault: 'snapshots that no recycle bin catches',
    world: but('a:snap', (asset) => ({ ...asset, native: 'AWS::EC2::Snapshot' })),
    gives: ['low deletion-is-caught a:snap'],
  },
  {
    fault: 'volumes that no recycle bin catches',
    world: but('a:vol', (asset) => ({ ...asset, native: 'AWS::EC2::Volume' })),
    gives: ['low store-deletion-is-caught a:vol'],
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

  it.each(faults.filter(({ world: from }) => from.reach !== undefined))(
    '$fault: what fails by that reach is never passed where the reach is not known',
    ({ world: from }) => {
      const failing = (it: World) => run(it).findings.filter(({ outcome }) => outcome === 'fail');
      const anyway = new Set(failing({ ...from, reach: [] }).map(({ check }) => check));
      const byReach = failing(from).filter(({ check }) => !anyway.has(check));
      const left = new Set(run(notKnown(from)).findings.map(({ check }) => check));
      expect(byReach.map(({ check }) => check).filter((check) => !left.has(check))).toEqual([]);
    },
  );

  it('covers every check', () => {
    const planted = new Set(faults.flatMap(({ gives }) => gives.map((line) => line.split(' ')[1])));
    expect(checks.map(({ id }) => id).filter((id) => !planted.has(id))).toEqual([]);
  });
});
