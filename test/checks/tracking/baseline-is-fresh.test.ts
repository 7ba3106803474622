import check from '../../../checks/tracking/baseline-is-fresh.ts';
import type { Approval } from '../../../src/findings/subject.ts';
import { specify } from '../table.ts';
import { approved, daysAgo, type World } from '../world.ts';

const by = (approval: Partial<Approval>): World => ({
  assets: [],
  context: { approved: approved({}, approval) },
});

specify(check, {
  pass: [{ title: 'on the last day of the limit', world: by({ approvedAt: daysAgo(180) }) }],
  fail: [
    {
      title: 'a day later',
      world: by({ approvedAt: daysAgo(181) }),
      says: ['181 days ago, limit 180'],
      severity: 'low',
    },
  ],
});
