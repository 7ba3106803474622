import type { Operation } from '../../../model/operation.ts';
import { opening, row, weakening } from './row.ts';

const S3 = 'docs.aws.amazon.com/AmazonS3/latest/userguide';
const API = 'docs.aws.amazon.com/AmazonS3/latest/API';

const BUCKET = { kind: 'store', natives: ['AWS::S3::Bucket'] } as const;
const VERSIONS = {
  kind: 'backup',
  natives: ['AWS::S3::NoncurrentVersions', 'AWS::S3::LockedVersions'],
} as const;
const REPLICA = { kind: 'backup', natives: ['AWS::S3::Replica'] } as const;

const LIFECYCLE_UNDO = {
  hours: 24,
  closedBy: null,
  by: 'taking the lifecycle rule away before it runs',
} as const;

/** Deleting an object of a versioned bucket only puts a marker on it: older versions are copies it spares. */
const dataPath: readonly Operation[] = (
  [
    ['s3:DeleteObject', 'delete its objects, 1,000 a call', 'documented'],
    ['s3:PutObject', 'overwrite its objects', 'inferred'],
  ] as const
).map(([id, label, confidence]) =>
  row({
    id,
    label,
    actsOn: BUCKET,
    effect: 'destroy-data',
    ends: ['self'],
    source: `${API}/API_DeleteObjects.html, ${S3}/DeletingObjectVersions.html`,
    confidence,
    route: 'data-path',
  }),
);

const versions: readonly Operation[] = [
  ...[BUCKET, VERSIONS, REPLICA].map((actsOn) =>
    row({
      id: 's3:DeleteObjectVersion',
      label: 'delete every version of its objects, 1,000 a call',
      actsOn,
      effect: actsOn === BUCKET ? 'destroy-data' : 'destroy-backup',
      ends: ['self'],
      source: `${API}/API_DeleteObjects.html, ${S3}/DeletingObjectVersions.html`,
      openEnded: true,
    }),
  ),
  ...[BUCKET, REPLICA].map((actsOn) =>
    row({
      id: 's3:PutLifecycleConfiguration',
      label: 'let every object and version expire after a day',
      actsOn,
      effect: actsOn === BUCKET ? 'destroy-data' : 'destroy-backup',
      ends: ['self'],
      undo: LIFECYCLE_UNDO,
      source: `${S3}/object-lifecycle-mgmt.html, ${S3}/lifecycle-configuration-examples.html`,
      note: 'it needs no permission to delete, and skips versions that are locked',
    }),
  ),
];

/** S3 buckets, their older versions and what they are replicated to. */
export const s3Operations: readonly Operation[] = [
  ...dataPath,
  ...versions,
  ...[BUCKET, VERSIONS, REPLICA].map((actsOn) =>
    row({
      id: 's3:BypassGovernanceRetention',
      label: 'pass over the governance lock of an object',
      actsOn,
      effect: 'weaken-guard',
      permissionOnly: true,
      source: `${S3}/object-lock.html`,
    }),
  ),
  ...[BUCKET, VERSIONS, REPLICA].flatMap((actsOn) =>
    weakening(`${S3}/object-lock.html`, [
      ['s3:PutObjectLegalHold', 'take the legal hold off its objects', actsOn],
      ['s3:PutObjectRetention', 'take the governance lock off its objects', actsOn],
      ['s3:PutBucketVersioning', 'suspend versioning', actsOn],
      ['s3:PutBucketObjectLockConfiguration', 'take the default lock off new objects', actsOn],
    ]),
  ),
  ...opening(`${S3}/bucket-policies.html`, [
    ['s3:PutBucketPolicy', 'replace the policy of the bucket', BUCKET, 'replaced'],
    ['s3:DeleteBucketPolicy', 'delete the policy of the bucket', BUCKET, 'removed'],
  ]),
];
