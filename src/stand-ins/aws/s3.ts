import type { Answer } from './answer.ts';
import type { KnownRequest } from './request.ts';
import type { Item } from './world.ts';
import { type Wire, xml } from './xml.ts';

/** A bucket; its settings in the service's own element names, and absent where they are not configured. */
export interface BucketWorld {
  readonly region: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly versioning?: Item;
  readonly lock?: Item;
  readonly lifecycle?: readonly Item[];
  readonly replication?: readonly Item[];
  readonly encryption?: Item;
  readonly publicAccess?: Item;
  /** As it was written. */
  readonly policy?: string;
}

/** Bucket name to the bucket. */
export type S3World = ReadonlyMap<string, BucketWorld>;

/** The setting a path's query asks for, and the operation that reads it. */
const settings: Readonly<Record<string, string>> = {
  encryption: 'GetBucketEncryption',
  lifecycle: 'GetBucketLifecycleConfiguration',
  location: 'GetBucketLocation',
  'object-lock': 'GetObjectLockConfiguration',
  policy: 'GetBucketPolicy',
  publicAccessBlock: 'GetPublicAccessBlock',
  replication: 'GetBucketReplication',
  tagging: 'GetBucketTagging',
  versioning: 'GetBucketVersioning',
};

/** The operation an S3 request is, and its bucket; objects are not served. */
export function s3Call(
  path: string,
  query: URLSearchParams,
): { readonly api: string; readonly bucket: string } {
  const bucket = decodeURIComponent(path.slice(1).replace(/\/$/, ''));
  if (bucket === '') return { api: 'ListBuckets', bucket };
  const asked = [...query.keys()].find((name) => Object.hasOwn(settings, name));
  return { api: asked === undefined || bucket.includes('/') ? '' : (settings[asked] ?? ''), bucket };
}

/** The answer to one S3 call, which has to come to the bucket's own Region. */
export function answerS3(request: KnownRequest): Answer {
  const { api, args, account, region } = request;
  const buckets: S3World = account.s3 ?? new Map();
  if (api === 'ListBuckets') return listBuckets(request, buckets);
  const bucket = buckets.get(args.get('bucket') ?? '');
  if (bucket === undefined) return s3Refusal(404, 'NoSuchBucket', 'The specified bucket does not exist');
  if (api === 'GetBucketLocation') return root('LocationConstraint', legacyName(bucket.region));
  if (bucket.region !== region) {
    return s3Refusal(301, 'PermanentRedirect', `The bucket is in ${bucket.region}, and this is ${region}`);
  }
  const handler = handlers[api];
  return handler === undefined
    ? s3Refusal(501, 'NotImplemented', `${api} is not served here`)
    : handler(bucket);
}

function listBuckets({ params, pageSize, region }: KnownRequest, buckets: S3World): Answer {
  const wanted = params.get('bucket-region');
  const found = [...buckets].filter(([, bucket]) => wanted === null || bucket.region === region);
  const from = Number(params.get('continuation-token') ?? 0);
  const to = from + Math.min(pageSize, Number(params.get('max-buckets') ?? pageSize));
  return root('ListAllMyBucketsResult', {
    Buckets: found.slice(from, to).map(([Name, bucket]) => ({
      Name,
      CreationDate: '2026-01-01T00:00:00.000Z',
      BucketRegion: wanted === null ? undefined : bucket.region,
    })),
    ContinuationToken: to < found.length ? String(to) : undefined,
  });
}

const handlers: Readonly<Record<string, (bucket: BucketWorld) => Answer>> = {
  GetBucketVersioning: ({ versioning = {} }) => root('VersioningConfiguration', versioning),
  GetBucketTagging: ({ tags }) =>
    tags === undefined
      ? none('NoSuchTagSet')
      : root('Tagging', { TagSet: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }),
  GetObjectLockConfiguration: ({ lock }) =>
    configured('ObjectLockConfiguration', lock, 'ObjectLockConfigurationNotFoundError'),
  GetBucketLifecycleConfiguration: ({ lifecycle }) =>
    repeated('LifecycleConfiguration', lifecycle, 'NoSuchLifecycleConfiguration'),
  GetBucketReplication: ({ replication }) =>
    repeated('ReplicationConfiguration', replication, 'ReplicationConfigurationNotFoundError', {
      Role: 'arn:aws:iam::111111111111:role/replication',
    }),
  GetBucketEncryption: ({ encryption }) =>
    encryption === undefined
      ? none('ServerSideEncryptionConfigurationNotFoundError')
      : root('ServerSideEncryptionConfiguration', {
          Rule: { ApplyServerSideEncryptionByDefault: encryption },
        }),
  GetPublicAccessBlock: ({ publicAccess }) =>
    configured('PublicAccessBlockConfiguration', publicAccess, 'NoSuchPublicAccessBlockConfiguration'),
  GetBucketPolicy: ({ policy }) =>
    policy === undefined ? none('NoSuchBucketPolicy') : { status: 200, body: policy },
};

const head = '<?xml version="1.0" encoding="UTF-8"?>\n';

function root(name: string, value: Wire): Answer {
  const opening = `<${name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">`;
  return { status: 200, body: `${head}${opening}${xml(value, elementOf)}</${name}>` };
}

function configured(name: string, value: Item | undefined, error: string): Answer {
  return value === undefined ? none(error) : root(name, value);
}

/** Rules stand in the root one after another, without an element around them. */
function repeated(
  name: string,
  rules: readonly Item[] | undefined,
  error: string,
  beside: Item = {},
): Answer {
  if (rules === undefined) return none(error);
  const body = [beside, ...rules.map((Rule) => ({ Rule }))].map((part) => xml(part, elementOf)).join('');
  return { status: 200, body: `${head}<${name}>${body}</${name}>` };
}

function none(code: string): Answer {
  return s3Refusal(404, code, 'The configuration does not exist');
}

/** An error as S3 says it. */
export function s3Refusal(status: number, code: string, message: string): Answer {
  return { status, body: head + xml({ Error: { Code: code, Message: message, RequestId: '1' } }, 'item') };
}

function elementOf(list: string): string {
  return list === 'TagSet' ? 'Tag' : list.replace(/s$/, '');
}

/** `EU` and nothing are how S3 calls its two oldest Regions. */
function legacyName(region: string): string {
  return { 'us-east-1': '', 'eu-west-1': 'EU' }[region] ?? region;
}
