import type { Asset } from '../../src/model/asset.ts';
import type { Agent } from '../../src/model/inventory.ts';
import {
  approved,
  asset,
  backup,
  container,
  credential,
  daysAgo,
  declared,
  drifted,
  environment,
  principal,
  schedule,
  store,
  type World,
  workload,
} from './world.ts';

const railway = { provider: 'railway', scope: 'w1' } as const;
const elsewhere = { provider: 'aws', account: '222222222222', region: 'us-east-1', vault: 'locked' } as const;
const mfa = { type: 'user', mfa: true, lastActive: 'inexpressible', managedByProvider: false } as const;

const onRailway: readonly Asset[] = [
  container('r:workspace', ['r:project'], { ...railway, props: { type: 'workspace' } }),
  container('r:project', ['r:volume', 'r:production'], { ...railway, props: { type: 'project' } }),
  environment('r:production', { ...railway, name: 'production' }),
  container('r:volume', ['r:db'], railway),
  store('r:db', { ...railway, name: 'orders', links: [{ to: 'r:production', as: 'in' }] }),
  workload('r:app', {
    ...railway,
    props: { endpoints: [], variables: [] },
    links: [
      { to: 'r:production', as: 'in' },
      { to: 'r:db', as: 'uses' },
    ],
  }),
  asset('restore-test', 'r:test', { ...railway, links: [{ to: 'r:db', as: 'tests' }] }),
  schedule('r:daily', 'r:db', railway),
  backup('r:backup', 'r:db', { ...railway, props: { survivesSource: true, location: elsewhere } }),
  principal('r:jer', {
    ...railway,
    props: mfa,
    links: [{ to: 'r:workspace', as: 'acts-in', role: 'MEMBER' }],
  }),
  credential('r:token', 'r:jer', {
    ...railway,
    props: { type: 'project-token', lastUsed: 'inexpressible', expires: 'inexpressible' },
  }),
];

const onAws: readonly Asset[] = [
  container('a:account', [], { props: { type: 'account' } }),
  store('a:vol', {
    name: 'ledger',
    links: [{ to: 'a:master', as: 'encrypted-with' }],
    props: { key: 'a:master', attached: [{ workload: 'a:i', endsWithWorkload: false }] },
  }),
  asset('key', 'a:master', { name: 'ledger-key', props: { type: 'customer-managed' } }),
  asset('policy', 'a:master#policy', {
    links: [{ to: 'a:master', as: 'protects' }],
    props: {
      type: 'key',
      document: { Statement: { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111111111111:root' } } },
    },
  }),
  container('a:stack', ['a:vol'], {
    props: { type: 'stack', guards: [{ type: 'termination-protection', clearedBy: [], until: null }] },
    links: [{ to: 'a:deploy', as: 'runs-as' }],
  }),
  asset('trail', 'a:trail', { links: [{ to: 'a:logs', as: 'uses' }] }),
  asset('vault', 'a:vault'),
  workload('a:i', { props: { type: 'instance' }, links: [{ to: 'a:vol', as: 'uses' }] }),
  schedule('a:plan', 'a:vol'),
  asset('restore-test', 'a:test', { links: [{ to: 'a:snap', as: 'tests' }] }),
  backup('a:snap', 'a:vol', {
    links: [{ to: 'a:vault', as: 'in-vault' }],
    props: {
      location: elsewhere,
      key: 'a:other',
      guards: [{ type: 'vault-lock', clearedBy: [], until: null }],
    },
  }),
  principal('a:root', { props: { type: 'root', mfa: true, lastActive: daysAgo(400) } }),
  credential('a:root-password', 'a:root', { props: { type: 'root-password', mfa: 'always' } }),
  principal('a:ann', {}),
  credential('a:ann-password', 'a:ann', { props: { type: 'console-password', mfa: 'always' } }),
  principal('a:deploy', { props: { type: 'role', mfa: 'inexpressible' } }),
  credential('a:ci', 'a:deploy', {
    createdAt: daysAgo(5),
    props: {
      type: 'oidc-subject',
      subject: 'repo:acme/shop:environment:production',
      expires: 'inexpressible',
    },
  }),
];

/** Data that no scanner sees a copy of, with one that somebody vouches for. */
const archive = store('r:archive', { ...railway, name: 'archive', props: { type: 'bucket' } });

export const agent: Agent = {
  name: 'tidy',
  owner: 'ops@acme.example',
  purpose: 'chores',
  credentials: ['r:token'],
  expires: '2027-01-31T00:00:00.000Z',
};

const everyone = ['r:token', 'a:root-password', 'a:ann-password', 'a:ci'];

/** Both providers, nothing wrong, everything read. */
export const healthy: World = {
  assets: [...onRailway, archive, ...onAws],
  natives: [
    'AWS::Backup::BackupPlan',
    'AWS::CloudTrail::Trail',
    'AWS::DLM::LifecyclePolicy',
    'AWS::KMS::Key',
    'AWS::RBin::Rule',
    'railway.VolumeInstanceBackupSchedule',
  ],
  context: { approved: approved(), drift: [drifted('d1')] },
  settings: {
    agents: [agent],
    copies: [declared('r:archive')],
    changeWindows: [
      {
        environment: 'production',
        tier: 'production',
        days: ['sun'],
        from: '09:00',
        to: '17:00',
        timezone: 'UTC',
      },
    ],
  },
  reach: everyone.map((id) => ({ credential: id, stores: ['r:db', 'a:vol'], verdict: 'no-reach' })),
};

/** The healthy world with one asset changed. */
export function but(id: string, change: (before: Asset) => Asset): World {
  return { ...healthy, assets: healthy.assets.map((it) => (it.id === id ? change(it) : it)) };
}

/** The healthy world without some of its assets. */
export function without(...ids: readonly string[]): World {
  return { ...healthy, assets: healthy.assets.filter(({ id }) => !ids.includes(id)) };
}

/** The healthy world with something more; credentials that are added reach nothing. */
export function plus(...more: readonly Asset[]): World {
  const added = more.filter(({ kind }) => kind === 'credential');
  const nothing = added.map(({ id }) => ({
    credential: id,
    stores: ['r:db', 'a:vol'],
    verdict: 'no-reach' as const,
  }));
  return { ...healthy, assets: [...healthy.assets, ...more], reach: [...(healthy.reach ?? []), ...nothing] };
}

/** The healthy world in which a credential can do more than nothing. */
export function reaching(...lines: NonNullable<World['reach']>): World {
  const touched = new Set(lines.map(({ credential: id }) => id));
  return {
    ...healthy,
    reach: [...(healthy.reach ?? []).filter(({ credential: id }) => !touched.has(id)), ...lines],
  };
}
