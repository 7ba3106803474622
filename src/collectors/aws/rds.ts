import type { CollectedAsset } from '../../model/asset.ts';
import type { ApiCall } from './api-call.ts';
import {
  describeDBClusterAutomatedBackups,
  describeDBInstanceAutomatedBackups,
  listAutomatedBackups,
  windowsOf,
} from './rds-automated-backups.ts';
import { clusterAssets, describeDBClusters, listClusters } from './rds-clusters.ts';
import { describeExportTasks, exportAssets, listExports } from './rds-exports.ts';
import {
  describeGlobalClusters,
  globalAssets,
  listGlobalClusters,
  writersOf,
} from './rds-global-clusters.ts';
import { describeDBInstances, instanceAssets, listInstances } from './rds-instances.ts';
import { schedulesOf } from './rds-schedules.ts';
import { describeDBClusterSnapshotAttributes, describeDBSnapshotAttributes } from './rds-sharing.ts';
import {
  collectSnapshots,
  describeDBClusterSnapshots,
  describeDBSnapshots,
  listSnapshots,
} from './rds-snapshots.ts';
import { databaseFinder, databasesOf } from './rds-sources.ts';
import { databaseUsers, databaseUsersNative } from './rds-users.ts';
import type { Reader } from './reader.ts';

export const rdsCalls: readonly ApiCall[] = [
  describeDBInstances,
  describeDBClusters,
  describeGlobalClusters,
  describeDBInstanceAutomatedBackups,
  describeDBClusterAutomatedBackups,
  describeDBSnapshots,
  describeDBClusterSnapshots,
  describeDBSnapshotAttributes,
  describeDBClusterSnapshotAttributes,
  describeExportTasks,
];

/** Databases themselves: what is attached to what, and what guards it. */
export const databaseNatives = [
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBInstance',
  databaseUsersNative,
  'AWS::RDS::GlobalCluster',
];

export const rdsNatives = [
  ...databaseNatives,
  'AWS::RDS::AutomatedBackups',
  'AWS::RDS::DBClusterAutomatedBackup',
  'AWS::RDS::DBClusterSnapshot',
  'AWS::RDS::DBInstanceAutomatedBackup',
  'AWS::RDS::DBSnapshot',
  'AWS::RDS::ExportTask',
];

/** Where RDS assets lie, and how their ARNs are written there. */
export interface RdsPlace {
  readonly account: string;
  readonly region: string;
  /** ARN of what belongs to the account: `db:orders`. */
  arn(resource: string): string;
}

/**
 * One Region's databases and their copies: RDS, Aurora, DocumentDB and Neptune, which share one API. A database's
 * data is one store: the instance, or the cluster, whose instances are then workloads that use it.
 */
export async function collectRds(
  reader: Reader,
  region: string,
  judged: (asset: CollectedAsset) => boolean,
): Promise<{ readonly assets: readonly CollectedAsset[] }> {
  const place = placeOf(reader, region);
  const [instances, clusters, globals, automated, snapshots, exports] = await Promise.all([
    listInstances(reader),
    listClusters(reader),
    listGlobalClusters(reader),
    listAutomatedBackups(reader),
    listSnapshots(reader),
    listExports(reader),
  ]);
  const databases = databasesOf(instances, clusters, writersOf(globals), place);
  const find = databaseFinder(databases);
  const copies = await collectSnapshots(reader, snapshots, { place, find, judged });
  return {
    assets: [
      ...instanceAssets(instances, databases, place),
      ...clusterAssets(clusters, databases, place),
      ...globalAssets(globals, place),
      ...databaseUsers(instances, clusters, databases, place),
      ...windowsOf(automated, databases, place),
      ...schedulesOf(databases, place),
      ...copies,
      ...exportAssets(exports, copies, databases, place),
    ],
  };
}

/** One Region's databases without their copies. */
export async function collectDatabases(
  reader: Reader,
  region: string,
): Promise<{ readonly assets: readonly CollectedAsset[] }> {
  const place = placeOf(reader, region);
  const [instances, clusters, globals] = await Promise.all([
    listInstances(reader),
    listClusters(reader),
    listGlobalClusters(reader),
  ]);
  const databases = databasesOf(instances, clusters, writersOf(globals), place);
  return {
    assets: [
      ...instanceAssets(instances, databases, place),
      ...clusterAssets(clusters, databases, place),
      ...globalAssets(globals, place),
      ...databaseUsers(instances, clusters, databases, place),
    ],
  };
}

function placeOf({ account: { id: account, partition } }: Reader, region: string): RdsPlace {
  return { account, region, arn: (resource) => `arn:${partition}:rds:${region}:${account}:${resource}` };
}
