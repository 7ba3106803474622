import { defineCheck } from '../../src/findings/check.ts';
import { isCollected } from '../../src/findings/collected.ts';
import { caughtByBin } from '../../src/findings/recycle-bin.ts';
import { inexpressible, notApplicable } from '../../src/findings/ruling.ts';

export default defineCheck({
  id: 'store-deletion-is-caught',
  title: 'A deleted volume of production goes to a recycle bin first',
  severity: { production: 'low', otherwise: 'low' },
  judges: 'store',
  needs: ['vault'],
  proof: 'presence',
  why: 'A volume that is deleted by mistake is gone with everything written since its last copy. A recycle bin keeps it for up to a week, and gives it back with one call.',
  fix: {
    aws: {
      steps: 'Make a retention rule for volumes in the Recycle Bin, and lock it.',
      cli: 'aws rbin create-rule --resource-type EBS_VOLUME --retention-period RetentionPeriodValue=7,RetentionPeriodUnit=DAYS',
      terraform: 'aws_rbin_rule with lock_configuration',
    },
  },
  frameworks: [],
  evaluate({ id, name, provider, native, props }, judging) {
    if (native !== 'AWS::EC2::Volume' || judging.index.tier(id) !== 'production') return notApplicable;
    if (!isCollected(provider, ['AWS::RBin::Rule', 'AWS::Rbin::Rule'], judging))
      return inexpressible('the rules of the Recycle Bin are not collected');
    return caughtByBin(name, props.guards, judging);
  },
});
