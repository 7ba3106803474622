import type { Guard } from '../../model/asset.ts';

/**
 * On a copy that AWS Backup made: the service it lies in refuses to delete it.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/deleting-backups.html
 */
export const keptByAwsBackup: Guard = {
  type: 'deletion-protection',
  clearedBy: [{ operation: 'backup:DeleteRecoveryPoint' }],
  until: null,
  note: 'managed by AWS Backup, which alone deletes it',
};
