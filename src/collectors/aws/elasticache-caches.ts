import type { CacheCluster, ReplicationGroup, ServerlessCache } from '@aws-sdk/client-elasticache';
import type { AssetOf, CollectedAsset } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import type { ElasticachePlace } from './elasticache.ts';
import { tagsOfCache } from './elasticache-tags.ts';
import { listAll } from './list-all.ts';
import type { Reader } from './reader.ts';
import { tagsOf } from './tags.ts';

export const describeReplicationGroups = apiCall('elasticache:DescribeReplicationGroups', 'store', 'neither');
export const describeCacheClusters = apiCall('elasticache:DescribeCacheClusters', 'store', 'neither');
export const describeServerlessCaches = apiCall('elasticache:DescribeServerlessCaches', 'store', 'neither');

export type CacheAsset = Omit<AssetOf<'store'>, 'environments'>;

/** A cache as a store, and for how long its automatic backups are kept; 0: there are none. */
export interface Cache {
  readonly asset: CacheAsset;
  readonly retentionDays: number;
}

interface Listed {
  readonly groups: readonly ReplicationGroup[];
  readonly clusters: readonly CacheCluster[];
  readonly serverless: readonly ServerlessCache[];
}

/** The Region's groups, clusters (those that are nodes of groups included) and serverless caches. */
export async function listCaches(reader: Reader): Promise<Listed> {
  const elasticache = await import('@aws-sdk/client-elasticache');
  const client = reader.client(elasticache.ElastiCacheClient);
  const [groups, clusters, serverless] = await Promise.all([
    listAll(
      reader,
      describeReplicationGroups,
      (Marker) => client.send(new elasticache.DescribeReplicationGroupsCommand({ MaxRecords: 100, Marker })),
      ({ ReplicationGroups, Marker }) => ({ items: ReplicationGroups, next: Marker }),
    ),
    listAll(
      reader,
      describeCacheClusters,
      (Marker) => client.send(new elasticache.DescribeCacheClustersCommand({ MaxRecords: 100, Marker })),
      ({ CacheClusters, Marker }) => ({ items: CacheClusters, next: Marker }),
    ),
    listAll(
      reader,
      describeServerlessCaches,
      (NextToken) => client.send(new elasticache.DescribeServerlessCachesCommand({ NextToken })),
      ({ ServerlessCaches, NextToken }) => ({ items: ServerlessCaches, next: NextToken }),
    ),
  ]);
  return { groups, clusters, serverless };
}

/** What is a cache of its own among what was listed. ElastiCache has no protection against deletion. */
export function cachesOf(
  { groups, clusters, serverless }: Listed,
  place: ElasticachePlace,
): readonly Cache[] {
  const alone = clusters.filter(
    ({ ReplicationGroupId, Engine }) => ReplicationGroupId === undefined && Engine !== 'memcached',
  );
  return [
    ...groups.map((group) => groupCache(group, place)),
    ...alone.map((cluster) => clusterCache(cluster, place)),
    ...serverless.map((cache) => serverlessCache(cache, place)),
  ];
}

function groupCache(group: ReplicationGroup, place: ElasticachePlace): Cache {
  const { ReplicationGroupId: name = '', GlobalReplicationGroupInfo: world } = group;
  return cacheOf(place, {
    id: group.ARN ?? place.arn(`replicationgroup:${name}`),
    native: 'AWS::ElastiCache::ReplicationGroup',
    name,
    createdAt: group.ReplicationGroupCreateTime,
    key: group.KmsKeyId,
    status: group.Status,
    retentionDays: group.SnapshotRetentionLimit,
    facts: world === undefined ? {} : { 'global datastore': world.GlobalReplicationGroupId ?? null },
  });
}

function clusterCache(cluster: CacheCluster, place: ElasticachePlace): Cache {
  const { CacheClusterId: name = '' } = cluster;
  return cacheOf(place, {
    id: cluster.ARN ?? place.arn(`cluster:${name}`),
    native: 'AWS::ElastiCache::CacheCluster',
    name,
    createdAt: cluster.CacheClusterCreateTime,
    key: undefined,
    status: cluster.CacheClusterStatus,
    retentionDays: cluster.SnapshotRetentionLimit,
    facts: {},
  });
}

function serverlessCache(cache: ServerlessCache, place: ElasticachePlace): Cache {
  const { ServerlessCacheName: name = '' } = cache;
  return cacheOf(place, {
    id: cache.ARN ?? place.arn(`serverlesscache:${name}`),
    native: 'AWS::ElastiCache::ServerlessCache',
    name,
    createdAt: cache.CreateTime,
    key: cache.KmsKeyId,
    status: cache.Status,
    retentionDays: cache.SnapshotRetentionLimit,
    facts: {},
  });
}

interface Told extends Pick<CacheAsset, 'id' | 'native' | 'name'> {
  readonly createdAt: Date | undefined;
  readonly key: string | undefined;
  readonly status: string | undefined;
  readonly retentionDays: number | undefined;
  readonly facts: NonNullable<CacheAsset['props']['facts']>;
}

function cacheOf({ account, region }: ElasticachePlace, told: Told): Cache {
  const { id, native, name, createdAt, key, status = '', retentionDays = 0, facts } = told;
  return {
    retentionDays,
    asset: {
      id,
      kind: 'store',
      provider: 'aws',
      native,
      name,
      scope: account,
      region,
      createdAt: createdAt?.toISOString() ?? null,
      tags: {},
      links: [],
      props: {
        type: 'cache',
        sizeBytes: null,
        key: key ?? null,
        guards: [],
        pendingDeletion: status.toLowerCase() === 'deleting' ? { at: null } : null,
        attached: [],
        facts,
      },
    },
  };
}

/** A cache with its tags. */
export async function tagged(reader: Reader, { asset }: Cache): Promise<CacheAsset> {
  return { ...asset, tags: tagsOf(await tagsOfCache(reader, asset.id)) };
}

/** The nodes of groups: what is in one is lost when it is rebooted. */
export function nodeAssets({ clusters }: Listed, place: ElasticachePlace): readonly CollectedAsset[] {
  return clusters.flatMap((cluster): readonly CollectedAsset[] => {
    const { CacheClusterId: name = '', ReplicationGroupId: group } = cluster;
    if (group === undefined) return [];
    return [
      {
        id: cluster.ARN ?? place.arn(`cluster:${name}`),
        kind: 'workload',
        provider: 'aws',
        native: 'AWS::ElastiCache::CacheCluster',
        name,
        scope: place.account,
        region: place.region,
        createdAt: cluster.CacheClusterCreateTime?.toISOString() ?? null,
        tags: {},
        links: [{ to: place.arn(`replicationgroup:${group}`), as: 'uses' }],
        props: { type: 'cache-node', state: cluster.CacheClusterStatus ?? 'unknown', guards: [] },
      },
    ];
  });
}

/** What makes automatic backups of a cache. */
export function scheduleOf({ asset, retentionDays }: Cache): readonly CollectedAsset[] {
  if (retentionDays === 0) return [];
  const { id, name, scope, region } = asset;
  return [
    {
      id: `${id}#automatic-backups`,
      kind: 'schedule',
      provider: 'aws',
      native: 'AWS::ElastiCache::AutomaticBackups',
      name: `automatic backups of ${name}`,
      scope,
      region,
      createdAt: null,
      tags: {},
      links: [{ to: id, as: 'covers' }],
      props: {
        type: 'automated-backups',
        frequency: 'daily',
        retentionHours: retentionDays * 24,
        copiesTo: [],
      },
    },
  ];
}
