import { defineCheck } from '../../src/findings/check.ts';
import { isLongLived } from '../../src/findings/credential-types.ts';
import { fail, inexpressible, notApplicable, pass, unknown } from '../../src/findings/ruling.ts';
import { credentialName, daysSince } from '../../src/findings/wording.ts';

/** Types for which their provider has no field that says when they were made. */
const undated: ReadonlySet<string> = new Set(['account-token', 'workspace-token']);

export default defineCheck({
  id: 'credential-not-too-old',
  title: 'No long-lived credential is older than the limit',
  severity: { production: 'medium', otherwise: 'low' },
  judges: 'credential',
  needs: [],
  proof: 'presence',
  why: 'The longer a secret lives, the more places it has been copied to: a laptop that was sold, a CI log, an agent’s working folder. Rotation is what makes all those copies worthless.',
  fix: {
    railway: {
      steps: 'Make a new token of the narrowest kind that will do, put it in place, then delete the old one.',
    },
    aws: {
      steps: 'Make a second key, put it in place, deactivate the old one, and delete it once nothing broke.',
      cli: 'aws iam create-access-key --user-name USER',
      terraform: 'replace aws_iam_access_key by a role that is assumed',
    },
  },
  frameworks: [
    'SOC 2 CC6.1',
    'ISO/IEC 27001:2022 A.5.17',
    'NIST SP 800-53 IA-5',
    'CIS AWS Foundations 3.0.0 1.14',
  ],
  evaluate({ name, createdAt, props }, { limits, now }) {
    if (!isLongLived(props.type) || props.status === 'inactive') return notApplicable;
    if (createdAt === null) {
      return undated.has(props.type)
        ? inexpressible('the provider does not say when an account or workspace token was made')
        : unknown('it could not be read when the credential was made');
    }
    const age = daysSince(createdAt, now);
    const limit = limits.credentialMaxAgeDays;
    if (age <= limit) return pass;
    return fail(
      `${credentialName(props.type, name)} is ${age} days old, limit ${limit}.`,
      { createdAt, ageDays: age, limitDays: limit },
      { seen: true },
    );
  },
});
