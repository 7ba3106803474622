import { defineCheck } from '../../src/findings/check.ts';
import { fail, inexpressible, noneSeen, notApplicable, pass, unknown } from '../../src/findings/ruling.ts';
import { standing } from '../../src/findings/standing.ts';
import { daysSince, quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'role-is-used',
  title: 'Every role that can do harm was used within the limit',
  severity: { production: 'medium', otherwise: 'low' },
  judges: 'principal',
  needs: ['store'],
  proof: 'presence',
  why: 'A role that can end data and that nobody has assumed for months is there for whoever finds the way in. Deleting it takes nothing from anyone.',
  fix: {
    aws: {
      steps:
        'Look at its last use, narrow its trust policy to nobody for a week, detach its policies, then delete it.',
      cli: 'aws iam delete-role --role-name ROLE',
      terraform: 'remove the aws_iam_role',
    },
  },
  frameworks: ['SOC 2 CC6.3', 'ISO/IEC 27001:2022 A.5.18', 'NIST SP 800-53 AC-2(3)'],
  evaluate(principal, judging) {
    const { type, managedByProvider, lastActive } = principal.props;
    if (type !== 'role' || managedByProvider) return notApplicable;
    if (standing(principal, judging) === undefined) return noneSeen;
    if (lastActive === 'inexpressible')
      return inexpressible('the provider does not say when a role was last used');
    if (lastActive === 'unknown') return unknown('it could not be read when the role was last used');
    const limit = judging.limits.unusedCredentialDays;
    const since = lastActive ?? principal.createdAt;
    if (since === null) return unknown('it was never used, and it could not be read when it was made');
    const idle = daysSince(since, judging.now);
    if (idle <= limit) return pass;
    const said =
      lastActive === null ? `was made ${idle} days ago and never used` : `was last used ${idle} days ago`;
    return fail(
      `Role ${quoted(principal.name)} can do harm and ${said}; limit ${limit}.`,
      { lastActive, idleDays: idle, limitDays: limit },
      { seen: true },
    );
  },
});
