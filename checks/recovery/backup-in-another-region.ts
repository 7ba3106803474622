import { defineCheck } from '../../src/findings/check.ts';
import { backupsOf, countedCopiesOf } from '../../src/findings/copies.ts';
import { fail, noneSeen, notApplicable, pass } from '../../src/findings/ruling.ts';
import { allOf, quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'backup-in-another-region',
  title: 'At least one backup of every production store lies in another region',
  severity: { production: 'low', otherwise: 'low' },
  judges: 'store',
  needs: [{ kind: 'backup', region: 'any' }],
  proof: 'presence',
  why: 'A region can be gone for days, and with it the store and every copy beside it. A copy elsewhere is also one more place an intruder has to know of.',
  fix: {
    aws: {
      steps: 'Add a copy to another region to the backup plan or lifecycle policy.',
      cli: 'aws ec2 copy-snapshot --region OTHER_REGION --source-region REGION --source-snapshot-id SNAPSHOT_ID',
      terraform:
        'aws_dlm_lifecycle_policy, schedule.cross_region_copy_rule; aws_backup_plan, rule.copy_action',
    },
  },
  frameworks: ['SOC 2 A1.2', 'NIST SP 800-53 CP-6(1)'],
  evaluate(store, judging) {
    const { region } = store;
    if (region === null || store.provider !== 'aws') return notApplicable;
    if (judging.index.tier(store.id) !== 'production') return notApplicable;
    if (countedCopiesOf(store, judging).length > 0) return pass;
    const lasting = backupsOf(store, judging).filter(({ props }) => props.survivesSource === true);
    if (lasting.length === 0) return noneSeen;
    if (lasting.some(({ props }) => props.location.region !== region)) return pass;
    return fail(
      `${allOf(lasting.length, 'backup')} of ${quoted(store.name)} ${lasting.length === 1 ? 'lies' : 'lie'} in ${region}, where the store itself is.`,
      { region, backups: lasting.length },
    );
  },
});
