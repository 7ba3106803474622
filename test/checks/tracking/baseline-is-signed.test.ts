import check from '../../../checks/tracking/baseline-is-signed.ts';
import type { Approval } from '../../../src/findings/subject.ts';
import { specify } from '../table.ts';
import { approved, type World } from '../world.ts';

const by = (approval: Partial<Approval>): World => ({
  assets: [],
  context: { approved: approved({}, approval) },
});

specify(check, {
  pass: [
    { title: 'by as many as asked', world: by({ signaturesAsked: 2, signedBy: ['ann', 'bo'] }) },
    { title: 'by one where none is asked', world: by({ signaturesAsked: 0, signedBy: ['ann'] }) },
  ],
  fail: [
    {
      title: 'by nobody',
      world: by({ signedBy: [] }),
      says: ['Version 3 of the baseline is signed by nobody'],
      severity: 'medium',
    },
    {
      title: 'by too few',
      world: by({ signaturesAsked: 2, signedBy: ['ann'] }),
      says: ['has 1 signature of 2'],
    },
  ],
});
