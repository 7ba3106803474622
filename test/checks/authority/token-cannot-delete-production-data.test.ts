import check from '../../../checks/authority/token-cannot-delete-production-data.ts';
import type { CredentialType } from '../../../src/model/asset.ts';
import type { CopyView } from '../../../src/model/blast-radius.ts';
import { specify } from '../table.ts';
import { credential, principal, type ReachLine, store, type World } from '../world.ts';

interface Case {
  readonly line?: Partial<ReachLine>;
  readonly type?: CredentialType;
  readonly tier?: 'production' | 'staging';
  readonly copies?: readonly Partial<CopyView>[];
}

const reaching = ({ line = {}, type = 'access-key', tier = 'production', copies = [] }: Case): World => ({
  assets: [
    principal('bot'),
    credential('key', 'bot', { name: 'ci', props: { type } }),
    store('db', { tier, name: 'orders' }),
  ],
  reach: [{ credential: 'key', stores: ['db'], verdict: 'recoverable', ...line }],
  copies: { db: copies },
});

specify(check, {
  pass: [
    { title: 'it reaches nothing', world: reaching({ line: { verdict: 'no-reach' } }) },
    { title: 'it deletes staging only', world: reaching({ tier: 'staging' }) },
    { title: 'it ends copies, not the store', world: reaching({ line: { verdict: 'copies-lost' } }) },
  ],
  fail: [
    {
      title: 'it deletes production, and a fresh copy survives',
      world: reaching({ copies: [{ losesHours: 5 }, { losesHours: 2208 }] }),
      says: [
        'Access key "ci" can delete 1 production store, "orders" in 1 call; restoring it would lose 5 hours.',
      ],
      severity: 'medium',
    },
    {
      title: 'the copy that survives is stale',
      world: reaching({ copies: [{ losesHours: 5, counts: false }, { losesHours: 2208 }] }),
      says: ['would lose 92 days'],
      severity: 'high',
    },
    {
      title: 'milder than the finding that says no copy survives',
      world: reaching({ line: { verdict: 'total-loss' } }),
      severity: 'medium',
    },
    {
      title: 'it possibly deletes',
      world: reaching({ line: { verdict: 'no-reach', pair: { possible: 'recoverable' } } }),
      says: ['may be able to delete'],
    },
  ],
  unknown: [
    { title: 'a gap hides it', world: reaching({ line: { verdict: 'unknown', pair: { restsOn: ['g'] } } }) },
  ],
  notApplicable: [
    { title: 'a person signs in with it', world: reaching({ type: 'console-password' }) },
    { title: 'an agent’s is another check’s finding', world: reaching({ line: { agent: 'cursor' } }) },
    {
      title: 'a stand-in for what nobody can list',
      world: reaching({ type: 'unlistable' }),
      notes: ['judged by credential-cannot-end-store-and-backups alone'],
    },
    { title: 'declared for breaking the glass', world: reaching({ line: { breakGlass: true } }) },
  ],
});
