import type { CollectedAsset } from '../../model/asset.ts';
import { apiCall, leadingTo } from './api-call.ts';
import type { DynamodbPlace } from './dynamodb.ts';
import type { Table } from './dynamodb-tables.ts';
import type { Reader } from './reader.ts';

export const describeContinuousBackups = leadingTo(
  apiCall('dynamodb:DescribeContinuousBackups', 'backup', 'restricts'),
  'schedule',
);

/**
 * The window a table can be restored within, and what keeps it, where point-in-time recovery is on. Deleting such a
 * table leaves a backup of its last moment for 35 days; switching recovery off first leaves nothing.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html
 */
export async function restoreWindow(
  reader: Reader,
  { asset }: Table,
  { account, region }: DynamodbPlace,
): Promise<readonly CollectedAsset[]> {
  const { DynamoDBClient, DescribeContinuousBackupsCommand } = await import('@aws-sdk/client-dynamodb');
  const dynamodb = reader.client(DynamoDBClient);
  const answer = await reader.call(
    describeContinuousBackups,
    () => dynamodb.send(new DescribeContinuousBackupsCommand({ TableName: asset.name })),
    { target: asset.id, absent: ['TableNotFoundException'] },
  );
  const recovery = answer?.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  if (recovery?.PointInTimeRecoveryStatus !== 'ENABLED') return [];
  const latest = recovery.LatestRestorableDateTime;
  const base = { provider: 'aws', scope: account, region, tags: {} };
  return [
    {
      ...base,
      id: `${asset.id}#restore-window`,
      kind: 'backup',
      native: 'AWS::DynamoDB::RestoreWindow',
      name: asset.name,
      createdAt: latest?.toISOString() ?? null,
      links: [{ to: asset.id, as: 'copy-of' }],
      props: {
        type: 'pitr-window',
        location: { provider: 'aws', account, region, vault: null },
        expires: null,
        complete: true,
        key: asset.props.key,
        survivesSource: true,
        keptHoursAfterSource: 35 * 24,
        follows: ['dynamodb:UpdateContinuousBackups'],
        sharedWith: [],
        guards: [],
      },
    },
    {
      ...base,
      id: `${asset.id}#point-in-time-recovery`,
      kind: 'schedule',
      native: 'AWS::DynamoDB::PointInTimeRecovery',
      name: `point-in-time recovery of ${asset.name}`,
      createdAt: null,
      links: [{ to: asset.id, as: 'covers' }],
      props: {
        type: 'point-in-time-recovery',
        frequency: 'continuous',
        retentionHours:
          recovery.RecoveryPeriodInDays === undefined ? 'unknown' : recovery.RecoveryPeriodInDays * 24,
        copiesTo: [],
      },
    },
  ];
}
