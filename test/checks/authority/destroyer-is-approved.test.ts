import check from '../../../checks/authority/destroyer-is-approved.ts';
import type { Verdict } from '../../../src/model/blast-radius.ts';
import { specify } from '../table.ts';
import { approved, credential, principal, type ReachLine, store, type World } from '../world.ts';

const approvedTo = (verdict: Verdict | null, over: Partial<ReachLine> = {}): World => ({
  assets: [principal('jer'), credential('token', 'jer'), store('db')],
  reach: [{ credential: 'token', stores: ['db'], verdict: 'recoverable', ...over }],
  context: {
    approved: approved(
      verdict === null
        ? {}
        : {
            stores: [{ store: 'db', tier: 'production', reachedAs: 'db' }],
            reach: [{ holder: 'jer account-token', store: 'db', verdict, possible: null }],
          },
    ),
  },
});

specify(check, {
  pass: [
    { title: 'approved to end it', world: approvedTo('total-loss') },
    {
      title: 'approved as one of whom it is not known',
      world: approvedTo('unknown', { verdict: 'unknown' }),
    },
    { title: 'approved for worse', world: approvedTo('recoverable') },
  ],
  fail: [
    {
      title: 'not in the baseline',
      world: approvedTo(null),
      says: ['Account token "token" can delete 1 store that nobody approved it for, such as "db".'],
      severity: 'high',
    },
    { title: 'approved for less', world: approvedTo('copies-lost') },
    { title: 'approved as one of whom it was not known', world: approvedTo('unknown') },
  ],
  unknown: [{ title: 'whether it can is not known', world: approvedTo(null, { verdict: 'unknown' }) }],
  notApplicable: [
    { title: 'no baseline yet', world: { ...approvedTo(null), context: {} } },
    { title: 'a way in for emergencies', world: approvedTo(null, { breakGlass: true }) },
    { title: 'someone who can end nothing', world: approvedTo(null, { verdict: 'copies-lost' }) },
  ],
});
