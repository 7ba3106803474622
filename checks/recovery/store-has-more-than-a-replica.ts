import { defineCheck } from '../../src/findings/check.ts';
import { backupsOf, countedCopiesOf } from '../../src/findings/copies.ts';
import { fail, noneSeen, notApplicable, pass } from '../../src/findings/ruling.ts';
import { quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'store-has-more-than-a-replica',
  title: 'Every lasting store has a backup besides its replicas',
  severity: { production: 'high', otherwise: 'low' },
  judges: 'store',
  needs: [{ kind: 'backup', region: 'any' }],
  proof: 'presence',
  why: 'A replica follows: what is dropped or overwritten is dropped and overwritten there within seconds. It survives a failed disk and no mistake at all.',
  fix: {
    aws: {
      steps:
        'Switch on automated backups or a backup plan; a replica stays what it is, a second copy of the same mistake.',
      cli: 'aws rds modify-db-instance --db-instance-identifier NAME --backup-retention-period 14',
      terraform: 'aws_db_instance, backup_retention_period; aws_backup_plan',
    },
    railway: { steps: 'Switch on a backup schedule for the volume, and dump it to a place outside Railway.' },
  },
  frameworks: ['SOC 2 A1.2', 'ISO/IEC 27001:2022 A.8.13', 'NIST SP 800-53 CP-9'],
  evaluate(store, judging) {
    if (judging.index.tier(store.id) === 'ephemeral') return notApplicable;
    if (countedCopiesOf(store, judging).length > 0) return pass;
    const backups = backupsOf(store, judging);
    if (backups.length === 0) return noneSeen;
    if (backups.some(({ props }) => props.type !== 'replica')) return pass;
    return fail(
      `${quoted(store.name)} has replicas and no backup: a mistake made in it is made in them too.`,
      {
        replicas: backups.length,
      },
    );
  },
});
