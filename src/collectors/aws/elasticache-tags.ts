import type { Tag } from '@aws-sdk/client-elasticache';
import { apiCall } from './api-call.ts';
import type { Reader } from './reader.ts';

export const listTagsForResource = apiCall('elasticache:ListTagsForResource', 'store', 'neither');

const gone = ['CacheClusterNotFoundFault', 'ReplicationGroupNotFoundFault', 'ServerlessCacheNotFoundFault'];

/** The tags of a cache, which no list tells. */
export async function tagsOfCache(reader: Reader, target: string): Promise<readonly Tag[]> {
  const { ElastiCacheClient, ListTagsForResourceCommand } = await import('@aws-sdk/client-elasticache');
  const elasticache = reader.client(ElastiCacheClient);
  const answer = await reader.call(
    listTagsForResource,
    () => elasticache.send(new ListTagsForResourceCommand({ ResourceName: target })),
    { target, absent: gone },
  );
  return answer?.TagList ?? [];
}
