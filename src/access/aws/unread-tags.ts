import type { Asset } from '../../model/asset.ts';
import type { Gap } from '../../model/inventory.ts';

export type HasUnreadTags = (asset: Pick<Asset, 'id' | 'kind' | 'native'>) => boolean;

/**
 * Whether the tags of an asset may be anything: those of keys, of what lies in AWS Backup and of what belongs to caches
 * cost a call each and are not read, and those of others may have failed to be.
 */
export function unreadTags(gaps: readonly Gap[]): HasUnreadTags {
  const failed = new Set(gaps.filter(isOfTags).map(({ target }) => target));
  return ({ id, kind, native }) =>
    kind === 'key' ||
    native.startsWith('AWS::Backup::') ||
    (kind !== 'store' && native.startsWith('AWS::ElastiCache::')) ||
    failed.has(id);
}

function isOfTags({ provider, operation }: Gap): boolean {
  return provider === 'aws' && /:(ListTags|GetBucketTagging)/.test(operation);
}
