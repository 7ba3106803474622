import type {
  DefaultRetention,
  GetBucketVersioningOutput,
  LifecycleRule,
  PublicAccessBlockConfiguration,
  ReplicationRule,
  S3Client,
  ServerSideEncryptionByDefault,
} from '@aws-sdk/client-s3';
import { type ApiCall, apiCall, leadingTo } from './api-call.ts';
import type { Reader } from './reader.ts';

export const getBucketVersioning = leadingTo(
  apiCall('s3:GetBucketVersioning', 'backup', 'restricts'),
  'schedule',
);
export const getObjectLock = leadingTo(
  apiCall('s3:GetBucketObjectLockConfiguration', 'backup', 'restricts', 'GetObjectLockConfiguration'),
  'schedule',
);
export const getLifecycle = leadingTo(
  apiCall('s3:GetLifecycleConfiguration', 'schedule', 'neither', 'GetBucketLifecycleConfiguration'),
  'backup',
);
export const getReplication = leadingTo(
  apiCall('s3:GetReplicationConfiguration', 'backup', 'restricts', 'GetBucketReplication'),
  'schedule',
);
export const getEncryption = apiCall('s3:GetEncryptionConfiguration', 'key', 'widens', 'GetBucketEncryption');
export const getPublicAccess = apiCall(
  's3:GetBucketPublicAccessBlock',
  'store',
  'neither',
  'GetPublicAccessBlock',
);

export const settingCalls: readonly ApiCall[] = [
  getBucketVersioning,
  getObjectLock,
  getLifecycle,
  getReplication,
  getEncryption,
  getPublicAccess,
];

/** How a bucket is set; undefined for what could not be read, empty for what is not configured. */
export interface Settings {
  readonly versioning: Pick<GetBucketVersioningOutput, 'Status' | 'MFADelete'> | undefined;
  /** The lock every new version gets. */
  readonly lock: DefaultRetention | undefined;
  readonly lifecycle: readonly LifecycleRule[] | undefined;
  readonly replication: readonly ReplicationRule[] | undefined;
  readonly encryption: Partial<ServerSideEncryptionByDefault> | undefined;
  readonly publicAccess: PublicAccessBlockConfiguration | undefined;
}

/** Reads the settings of a bucket side by side. "Not configured" is an error's name here, and an answer. */
export async function readSettings(reader: Reader, name: string, target: string): Promise<Settings> {
  const sdk = await import('@aws-sdk/client-s3');
  const s3 = reader.client(sdk.S3Client);
  const bucket = { Bucket: name };
  const ask = <O>(call: ApiCall, send: (s3: S3Client) => Promise<O>, absent: string, none: O) =>
    reader.call(call, () => send(s3), { target, absent: [absent], none });
  const $metadata = {};
  const [versioning, lock, lifecycle, replication, encryption, publicAccess] = await Promise.all([
    reader.call(getBucketVersioning, () => s3.send(new sdk.GetBucketVersioningCommand(bucket)), { target }),
    ask(
      getObjectLock,
      (client) => client.send(new sdk.GetObjectLockConfigurationCommand(bucket)),
      'ObjectLockConfigurationNotFoundError',
      { $metadata },
    ),
    ask(
      getLifecycle,
      (client) => client.send(new sdk.GetBucketLifecycleConfigurationCommand(bucket)),
      'NoSuchLifecycleConfiguration',
      { $metadata },
    ),
    ask(
      getReplication,
      (client) => client.send(new sdk.GetBucketReplicationCommand(bucket)),
      'ReplicationConfigurationNotFoundError',
      { $metadata },
    ),
    ask(
      getEncryption,
      (client) => client.send(new sdk.GetBucketEncryptionCommand(bucket)),
      'ServerSideEncryptionConfigurationNotFoundError',
      { $metadata },
    ),
    ask(
      getPublicAccess,
      (client) => client.send(new sdk.GetPublicAccessBlockCommand(bucket)),
      'NoSuchPublicAccessBlockConfiguration',
      { $metadata },
    ),
  ]);
  return {
    versioning,
    lock: lock && (lock.ObjectLockConfiguration?.Rule?.DefaultRetention ?? {}),
    lifecycle: lifecycle && (lifecycle.Rules ?? []).filter(({ Status }) => Status === 'Enabled'),
    replication:
      replication &&
      (replication.ReplicationConfiguration?.Rules ?? []).filter(({ Status }) => Status === 'Enabled'),
    encryption: encryption && (defaultOf(encryption.ServerSideEncryptionConfiguration?.Rules) ?? {}),
    publicAccess: publicAccess && (publicAccess.PublicAccessBlockConfiguration ?? {}),
  };
}

function defaultOf(
  rules:
    | readonly { readonly ApplyServerSideEncryptionByDefault?: ServerSideEncryptionByDefault | undefined }[]
    | undefined,
): ServerSideEncryptionByDefault | undefined {
  return rules?.find((rule) => rule.ApplyServerSideEncryptionByDefault)?.ApplyServerSideEncryptionByDefault;
}
