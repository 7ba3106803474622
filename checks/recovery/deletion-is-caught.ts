import { defineCheck } from '../../src/findings/check.ts';
import { isCollected } from '../../src/findings/collected.ts';
import { caughtByBin } from '../../src/findings/recycle-bin.ts';
import { inexpressible, notApplicable } from '../../src/findings/ruling.ts';

/** Copies whose deletion a recycle bin can catch; volumes are judged by store-deletion-is-caught. */
const catchable = ['AWS::EC2::Snapshot', 'AWS::EC2::Image'];

export default defineCheck({
  id: 'deletion-is-caught',
  title: 'A deleted copy of production goes to a recycle bin first',
  severity: { production: 'low', otherwise: 'low' },
  judges: 'backup',
  needs: ['vault'],
  proof: 'presence',
  why: 'A recycle bin turns a deletion into a wait: what went by mistake comes back with one call. It costs what the kept copies cost, and nothing else.',
  fix: {
    aws: {
      steps: 'Make a retention rule for snapshots and images in the Recycle Bin, and lock it.',
      cli: 'aws rbin create-rule --resource-type EBS_SNAPSHOT --retention-period RetentionPeriodValue=14,RetentionPeriodUnit=DAYS',
      terraform: 'aws_rbin_rule with lock_configuration',
    },
  },
  frameworks: [],
  evaluate({ id, name, provider, native, props }, judging) {
    if (!catchable.includes(native) || judging.index.tier(id) !== 'production') return notApplicable;
    if (!isCollected(provider, ['AWS::RBin::Rule', 'AWS::Rbin::Rule'], judging))
      return inexpressible('the rules of the Recycle Bin are not collected');
    return caughtByBin(name, props.guards, judging);
  },
});
