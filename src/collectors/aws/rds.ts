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

export const rdsNatives = [
  'AWS::RDS::AutomatedBackups',
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBClusterAutomatedBackup',
  'AWS::RDS::DBClusterSnapshot',
  'AWS::RDS::DBInstance',
  'AWS::RDS::DBInstanceAutomatedBackup',
  'AWS::RDS::DBSnapshot',
  'AWS::RDS::ExportTask',
  'AWS::RDS::GlobalCluster',
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
  const { id: account, partition } = reader.account;
  const arn = (resource: string): string => `arn:${partition}:rds:${region}:${account}:${resource}`;
  const place: RdsPlace = { account, region, arn };
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
      ...windowsOf(automated, databases, place),
      ...schedulesOf(databases, place),
      ...copies,
      ...exportAssets(exports, copies, databases, place),
    ],
  };
}
