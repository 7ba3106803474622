import { defineCheck } from '../../src/findings/check.ts';
import { fail, pass } from '../../src/findings/ruling.ts';
import { count } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'baseline-is-signed',
  title: 'The approved baseline is signed by as many as it asks for',
  severity: { production: 'medium', otherwise: 'medium' },
  judges: 'baseline',
  needs: [],
  proof: 'presence',
  why: 'A name typed into a file is a claim. Whoever may push to the repository could have typed it, and approved with it whatever they had just changed.',
  fix: {
    firebreak: {
      steps: 'Name the people who may sign, and let them sign the version in use.',
      cli: 'firebreak baseline sign',
    },
  },
  frameworks: ['SOC 2 CC8.1', 'ISO/IEC 27001:2022 A.8.32', 'NIST SP 800-53 CM-3'],
  evaluate({ entry: { approval } }) {
    const { version, signedBy, signaturesAsked } = approval;
    const asked = Math.max(1, signaturesAsked);
    if (signedBy.length >= asked) return pass;
    return fail(
      signedBy.length === 0
        ? `Version ${version} of the baseline is signed by nobody: its approvers’ names are only written down.`
        : `Version ${version} of the baseline has ${count(signedBy.length, 'signature')} of ${asked}.`,
      { version, signatures: signedBy.length, asked },
    );
  },
});
