import { defineCheck } from '../../src/findings/check.ts';
import { backupsOf, countedCopiesOf } from '../../src/findings/copies.ts';
import { fail, noneSeen, pass, unknown } from '../../src/findings/ruling.ts';
import { allOf, quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'backup-outlives-its-store',
  title: 'At least one backup of every store outlives the store’s deletion',
  severity: { production: 'high', otherwise: 'low' },
  judges: 'store',
  needs: ['backup'],
  proof: 'presence',
  why: 'A backup that is deleted with its store protects against a bad migration, not against a deletion. Railway says so itself: wiping a volume deletes all its backups. In April 2026 PocketOS lost its volume backups with the volume, in the same call.',
  fix: {
    railway: {
      steps:
        'Schedule a dump to a bucket of another provider or account, and declare it under `copies` in firebreak.yaml; Railway’s own volume backups always go with the volume.',
    },
    aws: {
      steps: 'Make manual snapshots or AWS Backup recovery points: automated ones go with the store.',
      cli: 'aws backup start-backup-job --resource-arn STORE_ARN --backup-vault-name VAULT --iam-role-arn ROLE_ARN',
      terraform: 'aws_backup_plan with aws_backup_selection',
    },
  },
  frameworks: ['SOC 2 A1.2', 'ISO/IEC 27001:2022 A.8.13', 'NIST SP 800-53 CP-9', 'NIST SP 800-53 CP-6'],
  evaluate(store, judging) {
    const backups = backupsOf(store, judging);
    if (countedCopiesOf(store, judging).length > 0) return pass;
    if (backups.length === 0) return noneSeen;
    const survives = (value: unknown) => backups.filter(({ props }) => props.survivesSource === value).length;
    if (survives(true) > 0) return pass;
    if (survives(false) < backups.length) {
      return unknown('the provider does not say whether its backups outlive the store');
    }
    const one = backups.length === 1;
    return fail(
      `${allOf(backups.length, 'backup')} of ${quoted(store.name)} would be deleted with it: ${one ? 'it is' : 'they are'} no way back from a deletion.`,
      { backups: backups.length, survivesSource: false },
    );
  },
});
