import type { Bucket, S3Client } from '@aws-sdk/client-s3';
import { apiCall, leadingTo } from './api-call.ts';
import type { Reader } from './reader.ts';
import type { S3Place } from './s3.ts';

export const listBuckets = leadingTo(
  apiCall('s3:ListAllMyBuckets', 'store', 'neither', 'ListBuckets'),
  'backup',
  'key',
  'policy',
  'schedule',
);
export const getBucketLocation = leadingTo(
  apiCall('s3:GetBucketLocation', 'store', 'neither'),
  'backup',
  'key',
  'policy',
  'schedule',
);

/** A bucket that lies in the Region. */
export interface ListedBucket {
  readonly name: string;
  readonly createdAt: string | null;
}

/** The account's buckets of the Region. */
export async function listRegionsBuckets(
  reader: Reader,
  { region }: S3Place,
): Promise<readonly ListedBucket[]> {
  const { S3Client, ListBucketsCommand } = await import('@aws-sdk/client-s3');
  const s3 = reader.client(S3Client);
  const found: Promise<ListedBucket | null>[] = [];
  await reader.pages(
    listBuckets,
    (ContinuationToken) =>
      s3.send(new ListBucketsCommand({ MaxBuckets: 10_000, BucketRegion: region, ContinuationToken })),
    ({ Buckets = [], ContinuationToken }) => {
      for (const bucket of Buckets) found.push(reader.queue(() => ifHere(reader, s3, bucket, region)));
      return { items: Buckets.length, next: ContinuationToken };
    },
  );
  return (await Promise.all(found)).filter((bucket) => bucket !== null);
}

/** The list is asked for one Region; a server that gives every bucket without its Region is asked for each. */
async function ifHere(
  reader: Reader,
  s3: S3Client,
  { Name = '', BucketRegion, CreationDate }: Bucket,
  region: string,
): Promise<ListedBucket | null> {
  const bucket = { name: Name, createdAt: CreationDate?.toISOString() ?? null };
  if (BucketRegion !== undefined) return BucketRegion === region ? bucket : null;
  const { GetBucketLocationCommand } = await import('@aws-sdk/client-s3');
  const answer = await reader.call(
    getBucketLocation,
    () => s3.send(new GetBucketLocationCommand({ Bucket: Name })),
    { target: `arn:${reader.account.partition}:s3:::${Name}` },
  );
  // The oldest Regions have names of their own here: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
  const location = answer?.LocationConstraint === 'EU' ? 'eu-west-1' : answer?.LocationConstraint;
  return (location || 'us-east-1') === region ? bucket : null;
}
