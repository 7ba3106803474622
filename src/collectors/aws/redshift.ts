import type { CollectedAsset } from '../../model/asset.ts';
import type { ApiCall } from './api-call.ts';
import type { Reader } from './reader.ts';
import { clusterAsset, describeClusters, listClusters, scheduleOf } from './redshift-clusters.ts';
import { describeClusterSnapshots, listSnapshots, snapshotAsset } from './redshift-snapshots.ts';

export const redshiftCalls: readonly ApiCall[] = [describeClusters, describeClusterSnapshots];

export const redshiftNatives = [
  'AWS::Redshift::AutomatedSnapshots',
  'AWS::Redshift::Cluster',
  'AWS::Redshift::Snapshot',
];

/** Where Redshift assets lie. */
export interface RedshiftPlace {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

/** ARN of a cluster; Redshift tells only that of its namespace. */
export function clusterArn({ partition, account, region }: RedshiftPlace, name: string): string {
  return `arn:${partition}:redshift:${region}:${account}:cluster:${name}`;
}

/** One Region's clusters, what makes their snapshots, and the snapshots, those of deleted clusters included. */
export async function collectRedshift(
  reader: Reader,
  region: string,
): Promise<{ readonly assets: readonly CollectedAsset[] }> {
  const { id: account, partition } = reader.account;
  const place: RedshiftPlace = { partition, account, region };
  const [clusters, snapshots] = await Promise.all([listClusters(reader), listSnapshots(reader)]);
  const byName = new Map(clusters.map((cluster) => [cluster.ClusterIdentifier, cluster]));
  return {
    assets: [
      ...clusters.flatMap((cluster) => [clusterAsset(cluster, place), ...scheduleOf(cluster, place)]),
      ...snapshots.map((snapshot) => snapshotAsset(snapshot, byName.get(snapshot.ClusterIdentifier), place)),
    ],
  };
}
