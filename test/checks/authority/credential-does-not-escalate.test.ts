import check from '../../../checks/authority/credential-does-not-escalate.ts';
import { specify } from '../table.ts';
import { credential, principal, type ReachLine, store, type World } from '../world.ts';

const climbing = (over: Partial<ReachLine>, tier: 'production' | 'staging' = 'production'): World => ({
  assets: [
    principal('bot'),
    credential('key', 'bot', { name: 'ci', props: { type: 'access-key' } }),
    store('db', { tier }),
  ],
  reach: [
    {
      credential: 'key',
      stores: ['db'],
      verdict: 'recoverable',
      pair: { escalated: true, calls: 3 },
      ...over,
    },
  ],
});

specify(check, {
  pass: [
    { title: 'it can delete as it is', world: climbing({ pair: { escalated: false } }) },
    { title: 'it ends copies, not the store', world: climbing({ verdict: 'copies-lost' }) },
  ],
  fail: [
    {
      title: 'it grants itself the rights',
      world: climbing({}),
      says: ['Access key "ci" can give itself the rights to delete 1 production store, "db" in 3 calls.'],
      severity: 'high',
    },
    { title: 'in staging', world: climbing({}, 'staging'), severity: 'medium' },
    {
      title: 'it possibly does',
      world: climbing({ verdict: 'no-reach', pair: { possible: 'recoverable', escalated: true } }),
      says: ['may be able to give itself'],
    },
  ],
  unknown: [
    {
      title: 'what it could become is not known',
      world: climbing({ verdict: 'unknown', pair: { plan: null } }),
    },
  ],
  notApplicable: [{ title: 'declared for breaking the glass', world: climbing({ breakGlass: true }) }],
});
