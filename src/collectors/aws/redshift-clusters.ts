import type { Cluster } from '@aws-sdk/client-redshift';
import type { CollectedAsset } from '../../model/asset.ts';
import { apiCall, leadingTo } from './api-call.ts';
import { listAll } from './list-all.ts';
import type { Reader } from './reader.ts';
import { clusterArn, type RedshiftPlace } from './redshift.ts';
import { tagsOf } from './tags.ts';

export const describeClusters = leadingTo(
  apiCall('redshift:DescribeClusters', 'store', 'neither'),
  'backup',
  'schedule',
);

/** The Region's provisioned clusters. */
export async function listClusters(reader: Reader): Promise<readonly Cluster[]> {
  const { RedshiftClient, DescribeClustersCommand } = await import('@aws-sdk/client-redshift');
  const redshift = reader.client(RedshiftClient);
  return listAll(
    reader,
    describeClusters,
    (Marker) => redshift.send(new DescribeClustersCommand({ MaxRecords: 100, Marker })),
    ({ Clusters, Marker }) => ({ items: Clusters, next: Marker }),
  );
}

/** A cluster as a store; Redshift has no protection against deletion. */
export function clusterAsset(cluster: Cluster, place: RedshiftPlace): CollectedAsset {
  const { ClusterIdentifier: name = '', ClusterStatus = '', TotalStorageCapacityInMegaBytes: size } = cluster;
  const secret = cluster.MasterPasswordSecretArn;
  return {
    id: clusterArn(place, name),
    kind: 'store',
    provider: 'aws',
    native: 'AWS::Redshift::Cluster',
    name,
    scope: place.account,
    region: place.region,
    createdAt: cluster.ClusterCreateTime?.toISOString() ?? null,
    tags: tagsOf(cluster.Tags),
    links: [],
    props: {
      type: 'database',
      sizeBytes: size === undefined ? null : size * 2 ** 20,
      key: cluster.KmsKeyId ?? null,
      guards: [],
      pendingDeletion: /^(deleting|final-snapshot)$/.test(ClusterStatus) ? { at: null } : null,
      ...(secret === undefined ? {} : { secrets: [secret] }),
    },
  };
}

/** What makes automated snapshots of a cluster, and the Region it copies them to. */
export function scheduleOf(cluster: Cluster, place: RedshiftPlace): readonly CollectedAsset[] {
  const { ClusterIdentifier: name = '', AutomatedSnapshotRetentionPeriod: days = 0 } = cluster;
  if (days === 0) return [];
  const id = clusterArn(place, name);
  const plan = cluster.SnapshotScheduleIdentifier;
  const abroad = cluster.ClusterSnapshotCopyStatus?.DestinationRegion;
  return [
    {
      id: `${id}#automated-snapshots`,
      kind: 'schedule',
      provider: 'aws',
      native: 'AWS::Redshift::AutomatedSnapshots',
      name: `automated snapshots of ${name}`,
      scope: place.account,
      region: place.region,
      createdAt: null,
      tags: {},
      links: [{ to: id, as: 'covers' }],
      props: {
        type: 'automated-backups',
        frequency: plan === undefined ? 'every 8 hours' : `by ${plan}`,
        retentionHours: days * 24,
        copiesTo: abroad === undefined ? [] : [abroad],
      },
    },
  ];
}
