import type { Asset } from '../../model/asset.ts';
import type { Gap, InventoryIndex } from '../../model/inventory.ts';
import { arnOfTarget } from './target-arn.ts';

export type HasUnreadTags = (asset: Pick<Asset, 'id' | 'kind' | 'native'>) => boolean;

/**
 * Whether the tags of an asset may be anything: those of keys, of what lies in AWS Backup and of what belongs to caches
 * cost a call each and are not read, nor are those of a table in a Region that was not; others may have failed to be.
 */
export function unreadTags(index: InventoryIndex): HasUnreadTags {
  const failed = new Set(index.inventory.gaps.filter(isOfTags).map(({ target }) => target));
  return ({ id, kind, native }) =>
    kind === 'key' ||
    native.startsWith('AWS::Backup::') ||
    (kind !== 'store' && native.startsWith('AWS::ElastiCache::')) ||
    (native === 'AWS::DynamoDB::Replica' && index.get(arnOfTarget(id)) === undefined) ||
    failed.has(arnOfTarget(id));
}

function isOfTags({ provider, operation }: Gap): boolean {
  return provider === 'aws' && /:(ListTags|GetBucketTagging)/.test(operation);
}
