import type { CollectedAsset } from '../../model/asset.ts';
import type { ApiCall } from './api-call.ts';
import {
  cachesOf,
  describeCacheClusters,
  describeReplicationGroups,
  describeServerlessCaches,
  listCaches,
  nodeAssets,
  scheduleOf,
  tagged,
} from './elasticache-caches.ts';
import {
  cacheSnapshotAsset,
  describeServerlessCacheSnapshots,
  describeSnapshots,
  listSnapshots,
  serverlessSnapshotAsset,
} from './elasticache-snapshots.ts';
import { listTagsForResource } from './elasticache-tags.ts';
import type { Reader } from './reader.ts';

export const elasticacheCalls: readonly ApiCall[] = [
  describeReplicationGroups,
  describeCacheClusters,
  describeServerlessCaches,
  describeSnapshots,
  describeServerlessCacheSnapshots,
  listTagsForResource,
];

export const elasticacheNatives = [
  'AWS::ElastiCache::AutomaticBackups',
  'AWS::ElastiCache::CacheCluster',
  'AWS::ElastiCache::ReplicationGroup',
  'AWS::ElastiCache::ServerlessCache',
  'AWS::ElastiCache::ServerlessCacheSnapshot',
  'AWS::ElastiCache::Snapshot',
];

/** Where ElastiCache assets lie. */
export interface ElasticachePlace {
  readonly account: string;
  readonly region: string;
  /** ARN of what belongs to the account: `replicationgroup:sessions`. */
  arn(resource: string): string;
}

/**
 * One Region's caches that keep data, each a store whatever it is made of, with the nodes of groups, what makes their
 * automatic backups, and the backups. Clusters of Memcached keep nothing that outlives a node, and are left out.
 */
export async function collectElasticache(
  reader: Reader,
  region: string,
): Promise<{ readonly assets: readonly CollectedAsset[] }> {
  const { id: account, partition } = reader.account;
  const arn = (resource: string): string => `arn:${partition}:elasticache:${region}:${account}:${resource}`;
  const place: ElasticachePlace = { account, region, arn };
  const [listed, snapshots] = await Promise.all([listCaches(reader), listSnapshots(reader)]);
  const caches = cachesOf(listed, place);
  const stores = await Promise.all(caches.map((cache) => reader.queue(() => tagged(reader, cache))));
  const live = new Map(stores.map((store) => [store.id, store]));
  return {
    assets: [
      ...stores,
      ...nodeAssets(listed, place),
      ...caches.flatMap(scheduleOf),
      ...snapshots.nodeBased.map((snapshot) => cacheSnapshotAsset(snapshot, live, place)),
      ...snapshots.serverless.map((snapshot) => serverlessSnapshotAsset(snapshot, live, place)),
    ],
  };
}
