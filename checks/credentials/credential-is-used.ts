import { defineCheck } from '../../src/findings/check.ts';
import { isLongLived } from '../../src/findings/credential-types.ts';
import { fail, inexpressible, notApplicable, pass, type Ruling, unknown } from '../../src/findings/ruling.ts';
import { aOrAn, credentialName, daysSince, moment } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'credential-is-used',
  title: 'Every credential was used within the limit',
  severity: { production: 'medium', otherwise: 'low' },
  judges: 'credential',
  needs: [],
  proof: 'presence',
  why: 'A credential nobody uses does no work and still opens every door it ever opened. Nobody misses it when it leaks, and nobody is stopped when it is deleted.',
  fix: {
    railway: { steps: 'Delete the token in the account’s or project’s settings, under Tokens.' },
    aws: {
      steps: 'Deactivate it, wait a week, delete it.',
      cli: 'aws iam update-access-key --user-name USER --access-key-id KEY_ID --status Inactive',
      terraform: 'remove the aws_iam_access_key or aws_iam_user_login_profile',
    },
  },
  frameworks: [
    'SOC 2 CC6.2',
    'ISO/IEC 27001:2022 A.5.18',
    'NIST SP 800-53 AC-2(3)',
    'CIS AWS Foundations 3.0.0 1.12',
  ],
  evaluate({ name, createdAt, props }, { limits, now }): Ruling {
    const { type, status, lastUsed } = props;
    if (!(isLongLived(type) || type === 'console-password') || status === 'inactive') return notApplicable;
    if (lastUsed === 'inexpressible')
      return inexpressible(`the provider does not say when ${aOrAn(type)} was last used`);
    if (lastUsed === 'unknown') return unknown('it could not be read when the credential was last used');

    const limit = limits.unusedCredentialDays;
    const since = lastUsed ?? createdAt;
    if (since === null) return unknown('it was never used, and it could not be read when it was made');
    const idle = daysSince(since, now);
    if (idle <= limit) return pass;
    const said =
      lastUsed === null
        ? `was made ${idle} days ago and never used`
        : `was last used ${idle} days ago, on ${moment(since)}`;
    return fail(
      `${credentialName(type, name)} ${said}; limit ${limit}.`,
      { lastUsed, createdAt, idleDays: idle, limitDays: limit },
      { seen: true },
    );
  },
});
