import check from '../../../checks/authority/agent-cannot-delete-production-data.ts';
import { specify } from '../table.ts';
import { credential, principal, type ReachLine, store, type World } from '../world.ts';

const agent = (over: Partial<ReachLine>, tier: 'production' | 'staging' = 'production'): World => ({
  assets: [principal('bot'), credential('token', 'bot'), store('db', { tier })],
  reach: [{ credential: 'token', stores: ['db'], verdict: 'recoverable', agent: 'cursor', ...over }],
});

specify(check, {
  pass: [
    { title: 'it reaches nothing', world: agent({ verdict: 'no-reach' }) },
    { title: 'it deletes staging', world: agent({}, 'staging') },
  ],
  fail: [
    {
      title: 'it deletes production',
      world: agent({}),
      says: ['Agent "cursor" can delete 1 production store with "token", "db" in 1 call.'],
      severity: 'high',
    },
    {
      title: 'it possibly does',
      world: agent({ verdict: 'no-reach', pair: { possible: 'total-loss' } }),
      says: ['may be able to'],
    },
  ],
  unknown: [{ title: 'a gap hides it', world: agent({ verdict: 'unknown', pair: { restsOn: ['g'] } }) }],
  notApplicable: [{ title: 'nobody’s agent', world: agent({ agent: null }) }],
});
