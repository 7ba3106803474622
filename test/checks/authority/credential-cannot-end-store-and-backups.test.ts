import check from '../../../checks/authority/credential-cannot-end-store-and-backups.ts';
import { specify } from '../table.ts';
import { credential, principal, type ReachLine, store, type World } from '../world.ts';

const reaching = (over: Partial<ReachLine>, tier: 'production' | 'staging' = 'production'): World => ({
  assets: [principal('jer'), credential('token', 'jer', { name: 'domain-cli' }), store('db', { tier })],
  reach: [{ credential: 'token', stores: ['db'], verdict: 'total-loss', ...over }],
});

specify(check, {
  pass: [
    { title: 'a copy out of its reach survives', world: reaching({ verdict: 'recoverable' }) },
    { title: 'it reaches nothing', world: reaching({ verdict: 'no-reach' }) },
  ],
  fail: [
    {
      title: 'a total loss of production in one call',
      world: reaching({}),
      says: ['Account token "domain-cli" can end 1 production store with every backup: "db" goes in 1 call.'],
      severity: 'critical',
    },
    {
      title: 'a total loss that is only possible',
      world: reaching({ verdict: 'no-reach', pair: { possible: 'total-loss' } }),
      says: ['may be able to end'],
      severity: 'high',
    },
    { title: 'a delayed loss', world: reaching({ verdict: 'delayed-loss' }), severity: 'high' },
    { title: 'of staging only', world: reaching({}, 'staging'), severity: 'low' },
    {
      title: 'two tokens of one person are one finding',
      world: {
        assets: [principal('jer'), credential('a', 'jer'), credential('b', 'jer'), store('db')],
        reach: [
          { credential: 'a', stores: ['db'], verdict: 'total-loss' },
          { credential: 'b', stores: ['db'], verdict: 'total-loss' },
        ],
      },
      says: ['The same holds for "b"'],
    },
  ],
  unknown: [
    {
      title: 'the verdict rests on a gap',
      world: reaching({ verdict: 'unknown', pair: { restsOn: ['railway:unlistable:tokens'] } }),
    },
    {
      title: 'the operation was never verified',
      world: reaching({ verdict: 'unknown' }),
      says: ['whether it may is not known'],
    },
    {
      title: 'its reach was not computed',
      world: { assets: [principal('jer'), credential('token', 'jer')] },
    },
  ],
  notApplicable: [{ title: 'declared for breaking the glass', world: reaching({ breakGlass: true }) }],
});
