import { defineCheck, type Judging } from '../../src/findings/check.ts';
import { backupsOf, declaredCopiesOf, restoreTestsOf } from '../../src/findings/copies.ts';
import { fail, noneSeen, notApplicable, pass, type Ruling } from '../../src/findings/ruling.ts';
import { daysSince, quoted } from '../../src/findings/wording.ts';
import type { AssetOf } from '../../src/model/asset.ts';

export default defineCheck({
  id: 'store-restore-was-tested',
  title: 'A restore of every production store was tested within the limit',
  severity: { production: 'medium', otherwise: 'low' },
  judges: 'store',
  needs: ['restore-test', 'backup'],
  proof: 'presence',
  why: 'GitLab found in 2017, with production gone, that none of its five ways of making backups worked reliably. A backup that was never restored is a hope.',
  fix: {
    railway: {
      steps:
        'Restore the newest copy into an empty service, look at the data, and write the date into `restoreTestedAt` of the copy in firebreak.yaml.',
    },
    aws: {
      steps:
        'Set up restore testing in AWS Backup, or restore the newest snapshot by hand and write it down.',
      cli: 'aws ec2 create-volume --snapshot-id SNAPSHOT_ID --availability-zone ZONE',
      terraform: 'aws_backup_restore_testing_plan and aws_backup_restore_testing_selection',
    },
  },
  frameworks: ['SOC 2 A1.3', 'ISO/IEC 27001:2022 A.8.13', 'NIST SP 800-53 CP-9(1)'],
  evaluate(store, judging): Ruling {
    if (judging.index.tier(store.id) !== 'production') return notApplicable;
    const copies = backupsOf(store, judging).length + declaredCopiesOf(store, judging).length;
    if (copies === 0) return noneSeen;
    const limit = judging.limits.restoreTestMaxAgeDays;
    const last = testDates(store, judging).toSorted().at(-1);
    if (last === undefined) {
      return fail(
        `No restore of ${quoted(store.name)} was ever tested: whether its backups work is not known.`,
        {
          restoreTests: 0,
          limitDays: limit,
        },
      );
    }
    const age = daysSince(last, judging.now);
    if (age <= limit) return pass;
    return fail(`The last restore test of ${quoted(store.name)} is ${age} days old, limit ${limit}.`, {
      lastTest: last,
      ageDays: age,
      limitDays: limit,
    });
  },
});

/** ISO times of tests that passed, of the store or of any of its backups, and of those its owners attest. */
function testDates(store: AssetOf<'store'>, judging: Judging): readonly string[] {
  const { now } = judging;
  const measured = restoreTestsOf(store, judging).filter(({ props }) => props.result === 'passed');
  const declared = declaredCopiesOf(store, judging).flatMap(({ restoreTestedAt }) => restoreTestedAt ?? []);
  return [...measured.map(({ props }) => props.at), ...declared].filter(
    (at) => Date.parse(at) <= now.getTime(),
  );
}
