import { defineCheck } from '../../src/findings/check.ts';
import { fail, notApplicable, pass } from '../../src/findings/ruling.ts';
import { count } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'root-has-no-access-key',
  title: 'The root of an account has no access key',
  severity: { production: 'high', otherwise: 'high' },
  judges: 'principal',
  needs: ['credential', 'principal'],
  proof: 'absence',
  why: 'A root access key is a file that can do everything, in every region, with no policy to narrow it and no MFA to ask for. Nothing needs one.',
  fix: {
    aws: {
      steps:
        'Sign in as root, delete the key under Security credentials, and use a role for whatever used it.',
      cli: 'aws iam delete-access-key --access-key-id KEY_ID',
    },
  },
  frameworks: [
    'SOC 2 CC6.1',
    'ISO/IEC 27001:2022 A.8.2',
    'NIST SP 800-53 AC-6',
    'CIS AWS Foundations 3.0.0 1.4',
  ],
  evaluate({ id, scope, props }, { index }) {
    if (props.type !== 'root') return notApplicable;
    const keys = index
      .from(id, 'held-by')
      .filter((asset) => asset.kind === 'credential')
      .filter(({ props: key }) => key.type === 'access-key' && key.status !== 'inactive');
    if (keys.length === 0) return pass;
    return fail(
      `The root of account ${scope} has ${count(keys.length, 'active access key')}: a file that can do everything.`,
      { accessKeys: keys.length },
    );
  },
});
