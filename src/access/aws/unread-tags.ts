import type { Asset } from '../../model/asset.ts';

/** Tags of keys and of what lies in AWS Backup cost a call each and are not read: they may be anything. */
export function hasUnreadTags({ kind, native }: Pick<Asset, 'kind' | 'native'>): boolean {
  return kind === 'key' || native.startsWith('AWS::Backup::');
}
