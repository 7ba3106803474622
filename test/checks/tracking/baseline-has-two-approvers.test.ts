import check from '../../../checks/tracking/baseline-has-two-approvers.ts';
import type { Approval } from '../../../src/findings/subject.ts';
import { specify } from '../table.ts';
import { approved, type World } from '../world.ts';

const by = (approval: Partial<Approval>): World => ({
  assets: [],
  context: { approved: approved({}, approval) },
});

specify(check, {
  pass: [{ title: 'two people', world: by({ approvers: ['ann', 'bo'] }) }],
  fail: [
    {
      title: 'one alone',
      world: by({ approvers: ['ann'] }),
      says: ['approved by "ann" alone'],
      severity: 'low',
    },
    { title: 'one, written twice', world: by({ approvers: ['ann', 'Ann '] }) },
    { title: 'nobody', world: by({ approvers: [] }), says: ['approved by nobody'] },
  ],
});
