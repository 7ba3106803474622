import type { BackupSummary } from '@aws-sdk/client-dynamodb';
import type { CollectedAsset } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import type { DynamodbPlace } from './dynamodb.ts';
import type { Table } from './dynamodb-tables.ts';
import { keptByAwsBackup } from './kept-by-aws-backup.ts';
import type { Reader } from './reader.ts';

export const listBackups = apiCall('dynamodb:ListBackups', 'backup', 'restricts');

/** The Region's backups of tables, those of deleted ones included. */
export async function listTableBackups(reader: Reader): Promise<readonly BackupSummary[]> {
  const { DynamoDBClient, ListBackupsCommand } = await import('@aws-sdk/client-dynamodb');
  const dynamodb = reader.client(DynamoDBClient);
  const backups: BackupSummary[] = [];
  await reader.pages(
    listBackups,
    (ExclusiveStartBackupArn) =>
      dynamodb.send(new ListBackupsCommand({ BackupType: 'ALL', Limit: 100, ExclusiveStartBackupArn })),
    ({ BackupSummaries = [], LastEvaluatedBackupArn }) => {
      for (const summary of BackupSummaries) backups.push(summary);
      return { items: BackupSummaries.length, next: LastEvaluatedBackupArn };
    },
  );
  return backups;
}

/**
 * Backups as copies of the tables they were made of; one of a table that is gone, or was made anew under the same
 * name, is a copy of none. A backup is under the key its table had.
 */
export function backupAssets(
  backups: readonly BackupSummary[],
  tables: readonly Table[],
  place: DynamodbPlace,
): readonly CollectedAsset[] {
  const known = new Map(tables.map((table) => [table.asset.id, table]));
  return backups
    .filter(({ BackupStatus }) => BackupStatus !== 'DELETED')
    .map((backup) => {
      const live = known.get(backup.TableArn ?? place.arn(`table/${backup.TableName}`));
      const same = backup.TableId === undefined || live?.tableId === backup.TableId;
      return backupAsset(backup, same ? live : undefined, place);
    });
}

function backupAsset(
  backup: BackupSummary,
  table: Table | undefined,
  { account, region, arn }: DynamodbPlace,
): CollectedAsset {
  return {
    id: backup.BackupArn ?? arn(`table/${backup.TableName}/backup/${backup.BackupName}`),
    kind: 'backup',
    provider: 'aws',
    native: 'AWS::DynamoDB::Backup',
    name: backup.BackupName ?? '',
    scope: account,
    region,
    createdAt: backup.BackupCreationDateTime?.toISOString() ?? null,
    tags: {},
    links: table === undefined ? [] : [{ to: table.asset.id, as: 'copy-of' }],
    props: {
      type: backup.BackupType === 'SYSTEM' ? 'automated' : 'snapshot',
      location: { provider: 'aws', account, region, vault: null },
      expires: expiryOf(backup),
      complete: backup.BackupStatus === 'AVAILABLE',
      key: table?.asset.props.key ?? null,
      survivesSource: true,
      follows: [],
      sharedWith: [],
      guards: backup.BackupType === 'AWS_BACKUP' ? [keptByAwsBackup] : [],
    },
  };
}

function expiryOf({ BackupExpiryDateTime, BackupType }: BackupSummary): string | null | 'unknown' {
  if (BackupExpiryDateTime !== undefined) return BackupExpiryDateTime.toISOString();
  return BackupType === 'USER' ? null : 'unknown';
}
