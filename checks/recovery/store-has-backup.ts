import { defineCheck } from '../../src/findings/check.ts';
import { backupsOf, countedCopiesOf, declaredCopiesOf } from '../../src/findings/copies.ts';
import { fail, notApplicable, pass } from '../../src/findings/ruling.ts';
import { quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'store-has-backup',
  title: 'Every lasting store has a backup',
  severity: { production: 'high', otherwise: 'low' },
  judges: 'store',
  needs: ['backup'],
  proof: 'presence',
  why: 'A store without a backup is one mistake away from gone: a wrong volume id, a cleanup script, a failed disk. There is nothing to argue about afterwards, because there is nothing to restore.',
  fix: {
    railway: {
      steps:
        'Open the service, its Backups tab, and switch on a daily schedule; then copy a dump to a place outside Railway, because Railway deletes a volume’s backups with the volume.',
    },
    aws: {
      steps:
        'Put the store into a plan of AWS Backup, by tag, so that the next one is covered too; caches and search domains make their own snapshots instead.',
      cli: 'aws backup start-backup-job --resource-arn STORE_ARN --backup-vault-name VAULT --iam-role-arn ROLE_ARN',
      terraform: 'aws_backup_plan with aws_backup_selection',
    },
  },
  frameworks: ['SOC 2 A1.2', 'ISO/IEC 27001:2022 A.8.13', 'NIST SP 800-53 CP-9'],
  evaluate(store, judging) {
    if (judging.index.tier(store.id) === 'ephemeral') return notApplicable;
    const backups = backupsOf(store, judging);
    const declared = declaredCopiesOf(store, judging).length;
    if (backups.length > 0 || countedCopiesOf(store, judging).length > 0) return pass;

    const disposable = store.props.attached?.some(({ endsWithWorkload }) => endsWithWorkload) ?? false;
    const facts = { backups: 0, 'declared copies': declared, 'deleted with its workload': disposable };
    return fail(
      `${quoted(store.name)} has no backup${declared > 0 ? ', only a declared copy that does not count' : ''}: if it is deleted or damaged, nothing can be restored.`,
      facts,
      {
        ...(disposable && judging.index.tier(store.id) === 'production' ? { severity: 'medium' } : {}),
      },
    );
  },
});
