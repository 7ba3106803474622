import { defineCheck } from '../../src/findings/check.ts';
import { fail, pass } from '../../src/findings/ruling.ts';
import { count, quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'key-not-pending-deletion',
  title: 'No key that encrypts anything is switched off or waiting to be deleted',
  severity: { production: 'critical', otherwise: 'medium' },
  judges: 'key',
  needs: [],
  proof: 'absence',
  why: 'When the key is gone, everything under it is noise, every backup included, and no provider can help. Until its last day the deletion can be cancelled in one call.',
  fix: {
    aws: {
      steps: 'If it was not meant: cancel the deletion, enable the key again, and find out who ordered it.',
      cli: 'aws kms cancel-key-deletion --key-id KEY_ID',
    },
  },
  frameworks: ['NIST SP 800-53 SC-12(1)'],
  evaluate({ id, name, props: { state } }, { index }) {
    if (!/pending.?deletion|disabled|unavailable/i.test(state)) return pass;
    const under = index.from(id, 'encrypted-with').length;
    if (under === 0) return pass;
    const dying = /pending.?deletion/i.test(state);
    return fail(
      `Key ${quoted(name)} is ${dying ? 'waiting to be deleted' : 'switched off'}, and ${count(under, 'asset')} can be read only with it.`,
      { state, encrypts: under },
      dying ? {} : { severity: 'high' },
    );
  },
});
