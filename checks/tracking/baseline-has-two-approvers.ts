import { defineCheck } from '../../src/findings/check.ts';
import { fail, pass } from '../../src/findings/ruling.ts';
import { quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'baseline-has-two-approvers',
  title: 'The baseline was approved by two people or more',
  severity: { production: 'low', otherwise: 'low' },
  judges: 'baseline',
  needs: [],
  proof: 'presence',
  why: 'One person who approves alone approves what they changed themselves. A second pair of eyes is the whole point of an approval.',
  fix: {
    firebreak: {
      steps: 'Let a second person read the proposal and approve it too.',
      cli: 'firebreak baseline approve',
    },
  },
  frameworks: ['SOC 2 CC8.1', 'ISO/IEC 27001:2022 A.5.3', 'NIST SP 800-53 AC-5'],
  evaluate({ entry: { approval } }) {
    const people = new Set(approval.approvers.map((name) => name.trim().toLowerCase()));
    if (people.size > 1) return pass;
    const who = approval.approvers[0];
    return fail(
      `Version ${approval.version} of the baseline was approved by ${who === undefined ? 'nobody' : `${quoted(who)} alone`}.`,
      { version: approval.version, approvers: people.size },
    );
  },
});
