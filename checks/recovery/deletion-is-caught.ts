import { defineCheck, type Judging } from '../../src/findings/check.ts';
import { isCollected } from '../../src/findings/collected.ts';
import { fail, inexpressible, notApplicable, pass } from '../../src/findings/ruling.ts';
import { list, quoted, span } from '../../src/findings/wording.ts';
import type { Guard } from '../../src/model/asset.ts';

/** Types whose deletion a recycle bin can catch. */
const catchable = ['AWS::EC2::Volume', 'AWS::EC2::Snapshot', 'AWS::EC2::Image'];

export default defineCheck({
  id: 'deletion-is-caught',
  title: 'What is deleted in production goes to a recycle bin first',
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
    const bins = props.guards.filter(({ type }) => type === 'recycle-bin');
    const [first] = bins;
    if (first === undefined)
      return fail(`${quoted(name)} is gone as soon as it is deleted: no recycle bin catches it.`, {
        recycleBin: false,
      });
    if (bins.some((bin) => switchesOf(bin, judging).length === 0)) return pass;
    const calls = list([...new Set(bins.flatMap((bin) => switchesOf(bin, judging)))].toSorted());
    return fail(
      `The recycle bin that keeps ${quoted(name)}${first.hours === undefined ? '' : ` for ${span(first.hours)}`} can be switched off before a deletion by whoever may: ${calls}.`,
      { recycleBin: true, clearedBy: calls },
    );
  },
});

/** Calls that switch a guard off at once: neither after a wait, nor on what is guarded itself. */
function switchesOf({ clearedBy }: Guard, { index }: Judging): readonly string[] {
  const isHeld = (id: string | undefined): boolean => {
    const carrier = id === undefined ? undefined : index.get(id);
    return carrier?.kind === 'vault' && carrier.props.guards.length > 0;
  };
  return clearedBy
    .filter(({ on, afterHours = 0 }) => afterHours === 0 && !isHeld(on))
    .map(({ operation }) => operation);
}
