import type { AssetOf } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import type { Reader } from './reader.ts';
import type { S3Place } from './s3.ts';
import type { ListedBucket } from './s3-buckets.ts';
import { lifecycleOf } from './s3-lifecycle.ts';
import type { Settings } from './s3-settings.ts';
import { tagsOf } from './tags.ts';

export const getBucketTagging = apiCall('s3:GetBucketTagging', 'store', 'neither');

export type CollectedBucket = Omit<AssetOf<'store'>, 'environments'>;

/** A bucket with its tags, before its settings are read. */
export async function bucketAsset(
  reader: Reader,
  { name, createdAt }: ListedBucket,
  { account, partition, region }: S3Place,
): Promise<CollectedBucket> {
  const { S3Client, GetBucketTaggingCommand } = await import('@aws-sdk/client-s3');
  const s3 = reader.client(S3Client);
  const id = `arn:${partition}:s3:::${name}`;
  const answer = await reader.call(
    getBucketTagging,
    () => s3.send(new GetBucketTaggingCommand({ Bucket: name })),
    { target: id, absent: ['NoSuchTagSet'] },
  );
  return {
    id,
    kind: 'store',
    provider: 'aws',
    native: 'AWS::S3::Bucket',
    name,
    scope: account,
    region,
    createdAt,
    tags: tagsOf(answer?.TagSet),
    links: [],
    props: { type: 'bucket', sizeBytes: null, key: null, guards: [], pendingDeletion: null },
  };
}

/** The bucket as it is set: its key, and what deletes its objects or opens them without anybody's call. */
export function withSettings(bucket: CollectedBucket, settings: Settings): CollectedBucket {
  const { encryption, lifecycle, publicAccess } = settings;
  const { objectsGoAfterDays = null, objectsGoOn = null } = lifecycle ? lifecycleOf(lifecycle) : {};
  const blocked = publicAccess && isBlocked(publicAccess);
  const facts = {
    ...(objectsGoAfterDays === null ? {} : { 'lifecycle deletes objects after days': objectsGoAfterDays }),
    ...(objectsGoOn === null ? {} : { 'lifecycle deletes objects on': objectsGoOn }),
    ...(blocked === undefined ? {} : { 'public access blocked': blocked }),
  };
  return { ...bucket, props: { ...bucket.props, key: keyOf(encryption), facts } };
}

function isBlocked(block: NonNullable<Settings['publicAccess']>): boolean {
  const { BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets } = block;
  return [BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets].every(Boolean);
}

/** The key new objects are under; those under AWS's own key alone are under none that could be destroyed. */
function keyOf(encryption: Settings['encryption']): string | null {
  if (encryption?.KMSMasterKeyID) return encryption.KMSMasterKeyID;
  return encryption?.SSEAlgorithm?.startsWith('aws:kms') ? 'alias/aws/s3' : null;
}
