import type { CollectedAsset } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import { policyAsset } from './iam-policies.ts';
import type { Reader } from './reader.ts';
import type { CollectedBucket } from './s3-bucket.ts';

export const getBucketPolicy = apiCall('s3:GetBucketPolicy', 'policy', 'widens');

/** The policy of a bucket, where it has one. */
export async function bucketPolicy(
  reader: Reader,
  { id, name, region }: CollectedBucket,
): Promise<readonly CollectedAsset[]> {
  const { S3Client, GetBucketPolicyCommand } = await import('@aws-sdk/client-s3');
  const s3 = reader.client(S3Client);
  const answer = await reader.call(
    getBucketPolicy,
    () => s3.send(new GetBucketPolicyCommand({ Bucket: name })),
    { target: id, absent: ['NoSuchBucketPolicy'] },
  );
  if (answer === undefined) return [];
  const policy = policyAsset(reader, {
    call: getBucketPolicy,
    region,
    id: `${id}#bucket-policy`,
    native: 'AWS::S3::BucketPolicy',
    name: `bucket policy of ${name}`,
    type: 'resource',
    text: answer.Policy,
    links: [{ to: id, as: 'protects' }],
  });
  return [policy];
}
