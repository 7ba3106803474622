import { defineCheck } from '../../src/findings/check.ts';
import { fail, notApplicable, pass } from '../../src/findings/ruling.ts';
import { count, list, quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'principal-has-one-active-key',
  title: 'Every principal has one active access key at most',
  severity: { production: 'medium', otherwise: 'low' },
  judges: 'principal',
  needs: ['credential'],
  proof: 'absence',
  why: 'A second active key is a rotation that was never finished: the old key still works, wherever its copies went.',
  fix: {
    aws: {
      steps:
        'Find out by last use which key is still needed, deactivate the other, and delete it a week later.',
      cli: 'aws iam update-access-key --user-name USER --access-key-id OLD_KEY_ID --status Inactive',
      terraform: 'one aws_iam_access_key a user',
    },
  },
  frameworks: ['ISO/IEC 27001:2022 A.5.17', 'NIST SP 800-53 IA-5', 'CIS AWS Foundations 3.0.0 1.13'],
  evaluate({ id, name, provider, props }, { index }) {
    if (provider !== 'aws' || props.type !== 'user') return notApplicable;
    const keys = index
      .from(id, 'held-by')
      .filter((asset) => asset.kind === 'credential')
      .filter(({ props: { type, status } }) => type === 'access-key' && status !== 'inactive');
    if (keys.length < 2) return pass;
    const names = keys.map((key) => quoted(key.name)).toSorted();
    return fail(`${quoted(name)} has ${count(keys.length, 'active access key')}: ${list(names)}.`, {
      accessKeys: keys.length,
    });
  },
});
