import { defineCheck } from '../../src/findings/check.ts';
import { fail, pass } from '../../src/findings/ruling.ts';
import { daysSince } from '../../src/findings/wording.ts';

/** The longest anything is answered for without a second look, as with exceptions. */
const staleDays = 180;

export default defineCheck({
  id: 'baseline-is-fresh',
  title: 'The baseline was approved within the last 180 days',
  severity: { production: 'low', otherwise: 'low' },
  judges: 'baseline',
  needs: [],
  proof: 'presence',
  why: 'An approval from a year ago was given by people who have left, of things that are gone. What has been approved for ever is no longer looked at.',
  fix: {
    firebreak: {
      steps: 'Read what is there now, and approve it again.',
      cli: 'firebreak baseline propose',
    },
  },
  frameworks: ['NIST SP 800-53 CM-2'],
  evaluate({ entry: { approval } }, { now }) {
    const age = daysSince(approval.approvedAt, now);
    if (age <= staleDays) return pass;
    return fail(
      `Version ${approval.version} of the baseline was approved ${age} days ago, limit ${staleDays}.`,
      {
        approvedAt: approval.approvedAt,
        ageDays: age,
        limitDays: staleDays,
      },
    );
  },
});
