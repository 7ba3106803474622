import type { CollectedAsset } from '../../model/asset.ts';
import type { ApiCall } from './api-call.ts';
import type { Reader } from './reader.ts';
import { bucketAsset, getBucketTagging, withSettings } from './s3-bucket.ts';
import { getBucketLocation, listBuckets, listRegionsBuckets } from './s3-buckets.ts';
import { bucketPolicy, getBucketPolicy } from './s3-policies.ts';
import { replicaAssets } from './s3-replicas.ts';
import { readSettings, settingCalls } from './s3-settings.ts';
import { versioningAssets } from './s3-versions.ts';

export const s3Calls: readonly ApiCall[] = [
  listBuckets,
  getBucketLocation,
  getBucketTagging,
  getBucketPolicy,
  ...settingCalls,
];

export const s3Natives = [
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::S3::LockedVersions',
  'AWS::S3::NoncurrentVersions',
  'AWS::S3::Replica',
  'AWS::S3::Versioning',
];

/** Where S3 assets lie; a bucket's ARN names neither its account nor its Region. */
export interface S3Place {
  readonly account: string;
  readonly partition: string;
  readonly region: string;
}

/**
 * One Region's buckets with their policies, and of production's the settings that decide what a deletion leaves.
 * No object is ever listed or read.
 */
export async function collectS3(
  reader: Reader,
  region: string,
  judged: (asset: CollectedAsset) => boolean,
): Promise<{ readonly assets: readonly CollectedAsset[] }> {
  const { id: account, partition } = reader.account;
  const place: S3Place = { account, partition, region };
  const read = async (bucket: Parameters<typeof bucketAsset>[1]): Promise<readonly CollectedAsset[]> => {
    const bare = await bucketAsset(reader, bucket, place);
    const policy = await bucketPolicy(reader, bare);
    if (!judged(bare)) return [bare, ...policy];
    const settings = await readSettings(reader, bare.name, bare.id);
    const store = withSettings(bare, settings);
    const versions = versioningAssets(store, settings, place);
    return [store, ...policy, ...versions, ...replicaAssets(store, settings, place)];
  };
  const buckets = await listRegionsBuckets(reader, place);
  const assets = await Promise.all(buckets.map((bucket) => reader.queue(() => read(bucket))));
  return { assets: assets.flat() };
}
