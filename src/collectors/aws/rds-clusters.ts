import type { DBCluster } from '@aws-sdk/client-rds';
import type { AssetOf, CollectedAsset, Guard } from '../../model/asset.ts';
import { apiCall, leadingTo } from './api-call.ts';
import type { RdsPlace } from './rds.ts';
import { listRds } from './rds-pages.ts';
import { replicaProps } from './rds-replicas.ts';
import type { Database } from './rds-sources.ts';
import type { Reader } from './reader.ts';
import { tagsOf } from './tags.ts';

export const describeDBClusters = leadingTo(
  apiCall('rds:DescribeDBClusters', 'store', 'neither'),
  'backup',
  'schedule',
);

/** The Region's clusters: Aurora, DocumentDB, Neptune and Multi-AZ. */
export async function listClusters(reader: Reader): Promise<readonly DBCluster[]> {
  const { DescribeDBClustersCommand } = await import('@aws-sdk/client-rds');
  return listRds(reader, describeDBClusters, async (rds, page) => {
    const { DBClusters, Marker } = await rds.send(new DescribeDBClustersCommand(page));
    return { items: DBClusters, Marker };
  });
}

/** A cluster that follows another is a copy, any other is one store, whatever number of instances serve it. */
export function clusterAssets(
  clusters: readonly DBCluster[],
  databases: ReadonlyMap<string, Database>,
  place: RdsPlace,
): readonly CollectedAsset[] {
  return clusters.map((cluster) => {
    const name = cluster.DBClusterIdentifier ?? '';
    const base = {
      id: cluster.DBClusterArn ?? place.arn(`cluster:${name}`),
      provider: 'aws',
      native: 'AWS::RDS::DBCluster',
      name,
      scope: place.account,
      region: place.region,
      tags: tagsOf(cluster.TagList),
    };
    const store = databases.get(base.id)?.store ?? base.id;
    if (store !== base.id) {
      const replica = replicaProps(base, cluster.KmsKeyId, guardsOf(cluster), true);
      const heldBy = membersToGo(cluster, place);
      const props = heldBy.length === 0 ? replica : { ...replica, heldBy };
      return { ...base, kind: 'backup', createdAt: null, links: [{ to: store, as: 'copy-of' }], props };
    }
    const createdAt = cluster.ClusterCreateTime?.toISOString() ?? null;
    return { ...base, kind: 'store', createdAt, links: [], props: storeProps(cluster, place) };
  });
}

function storeProps(cluster: DBCluster, place: RdsPlace): AssetOf<'store'>['props'] {
  const growing = growsByItself(cluster.Engine ?? '');
  const secret = cluster.MasterUserSecret?.SecretArn;
  return {
    type: 'database',
    sizeBytes: growing || cluster.AllocatedStorage === undefined ? null : cluster.AllocatedStorage * 2 ** 30,
    key: cluster.KmsKeyId ?? null,
    guards: guardsOf(cluster),
    pendingDeletion: cluster.Status === 'deleting' ? { at: null } : null,
    attached: membersToGo(cluster, place).map((workload) => ({ workload, endsWithWorkload: false })),
    ...(secret === undefined ? {} : { secrets: [secret] }),
  };
}

/** Instances that have to be deleted before their cluster can be. */
function membersToGo({ Engine = '', DBClusterMembers = [] }: DBCluster, place: RdsPlace): readonly string[] {
  if (!growsByItself(Engine)) return [];
  return DBClusterMembers.flatMap(({ DBInstanceIdentifier: name }) =>
    name === undefined ? [] : [place.arn(`db:${name}`)],
  ).sort();
}

/**
 * Aurora, DocumentDB and Neptune keep their data in a volume of no fixed size, and such a cluster is deleted only
 * once its instances are; a Multi-AZ cluster has disks and takes its instances with it.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DeleteCluster.html
 */
export function growsByItself(engine: string): boolean {
  return /^(aurora|docdb|neptune)/.test(engine);
}

function guardsOf(cluster: DBCluster): readonly Guard[] {
  if (cluster.DeletionProtection !== true) return [];
  return [{ type: 'deletion-protection', clearedBy: [{ operation: 'rds:ModifyDBCluster' }], until: null }];
}
