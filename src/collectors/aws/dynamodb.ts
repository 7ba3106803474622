import type { CollectedAsset } from '../../model/asset.ts';
import type { ApiCall } from './api-call.ts';
import { backupAssets, listBackups, listTableBackups } from './dynamodb-backups.ts';
import { describeContinuousBackups, restoreWindow } from './dynamodb-restore-windows.ts';
import {
  describeTable,
  getResourcePolicy,
  listTables,
  listTags,
  readTable,
  tableNames,
} from './dynamodb-tables.ts';
import type { Reader } from './reader.ts';

export const dynamodbCalls: readonly ApiCall[] = [
  listTables,
  describeTable,
  listTags,
  getResourcePolicy,
  describeContinuousBackups,
  listBackups,
];

export const dynamodbNatives = [
  'AWS::DynamoDB::Backup',
  'AWS::DynamoDB::PointInTimeRecovery',
  'AWS::DynamoDB::Replica',
  'AWS::DynamoDB::ResourcePolicy',
  'AWS::DynamoDB::RestoreWindow',
  'AWS::DynamoDB::Table',
];

/** Where DynamoDB assets lie. */
export interface DynamodbPlace {
  readonly account: string;
  readonly region: string;
  /** ARN of what belongs to the account: `table/orders`. */
  arn(resource: string): string;
}

/** One Region's tables with their replicas, policies, restore windows (of production's) and backups. */
export async function collectDynamodb(
  reader: Reader,
  region: string,
  judged: (asset: CollectedAsset) => boolean,
): Promise<{ readonly assets: readonly CollectedAsset[] }> {
  const { id: account, partition } = reader.account;
  const arn = (resource: string): string => `arn:${partition}:dynamodb:${region}:${account}:${resource}`;
  const place: DynamodbPlace = { account, region, arn };
  const [names, backups] = await Promise.all([tableNames(reader), listTableBackups(reader)]);
  const tables = await Promise.all(names.map((name) => reader.queue(() => readTable(reader, name, place))));
  const windows = await Promise.all(
    tables.map((table) =>
      judged(table.asset) ? reader.queue(() => restoreWindow(reader, table, place)) : [],
    ),
  );
  return {
    assets: [
      ...tables.flatMap(({ asset, replicas, policy }) => [asset, ...replicas, ...policy]),
      ...windows.flat(),
      ...backupAssets(backups, tables, place),
    ],
  };
}
