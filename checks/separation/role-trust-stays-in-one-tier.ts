import { defineCheck } from '../../src/findings/check.ts';
import { fail, notApplicable, pass } from '../../src/findings/ruling.ts';
import { list, quoted, sortedTiers } from '../../src/findings/wording.ts';
import type { Asset, Tier } from '../../src/model/asset.ts';

export default defineCheck({
  id: 'role-trust-stays-in-one-tier',
  title: 'No identity of a lower tier can become one of production',
  severity: { production: 'high', otherwise: 'high' },
  judges: 'principal',
  needs: ['principal', 'policy'],
  proof: 'absence',
  why: 'A production role that trusts a staging identity is in production’s hands only as long as staging is: whoever takes the weaker side has both.',
  fix: {
    aws: {
      steps:
        'Take the lower tier’s identities out of the role’s trust policy, and give them a role of their own tier.',
      cli: 'aws iam update-assume-role-policy --role-name ROLE --policy-document file://trust.json',
      terraform: 'aws_iam_role, assume_role_policy',
    },
  },
  frameworks: ['SOC 2 CC6.1', 'ISO/IEC 27001:2022 A.8.31', 'NIST SP 800-53 AC-6'],
  evaluate(principal, { index }) {
    if (!ownTiers(principal).includes('production')) return notApplicable;
    const below = index.from(principal.id, 'may-assume').filter((other) => {
      const tiers = ownTiers(other);
      return tiers.length > 0 && !tiers.includes('production');
    });
    if (below.length === 0) return pass;
    const names = below.map((other) => `${quoted(other.name)} (${ownTiers(other).join(', ')})`).toSorted();
    return fail(`${list(names)} can become ${quoted(principal.name)}, an identity of production.`, {
      trusts: names.join(', '),
    });
  },
});

/** The tiers somebody said it is in; what was only assumed is no boundary that was crossed. */
function ownTiers({ environments }: Asset): readonly Tier[] {
  return sortedTiers(
    environments.filter(({ by }) => by === 'declared' || by === 'provider').map(({ tier }) => tier),
  );
}
