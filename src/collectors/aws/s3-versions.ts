import type { DefaultRetention } from '@aws-sdk/client-s3';
import type { AssetOf, CollectedAsset, Guard } from '../../model/asset.ts';
import type { S3Place } from './s3.ts';
import type { CollectedBucket } from './s3-bucket.ts';
import { type Lifecycle, lifecycleOf } from './s3-lifecycle.ts';
import type { Settings } from './s3-settings.ts';

/**
 * What versioning keeps of a bucket. A lock is on each version from when it was written for as long as the default
 * said then, and no object is listed: that some versions are locked is known, that all are is not.
 */
export function versioningAssets(
  bucket: CollectedBucket,
  settings: Settings,
  place: S3Place,
): readonly CollectedAsset[] {
  const status = settings.versioning?.Status;
  if (status === undefined) return [];
  const stay =
    settings.lifecycle === undefined ? 'unknown' : lifecycleOf(settings.lifecycle).versionsStayDays;
  const on = status === 'Enabled';
  // S3 refuses a lifecycle on a bucket whose versions only root may delete.
  const byRootAlone = settings.versioning?.MFADelete === 'Enabled';
  const versions = versionsAsset(bucket, place, {
    ...lastingFor(stay),
    complete: on,
    follows: byRootAlone ? [] : ['s3:PutLifecycleConfiguration'],
    guards: byRootAlone ? [mfaDelete] : [],
  });
  return [
    versions,
    ...(settings.lock?.Mode === undefined ? [] : [lockedAsset(versions, settings.lock)]),
    ...(on ? [versioningSchedule(bucket, stay, place)] : []),
  ];
}

function versionsAsset(
  bucket: CollectedBucket,
  { account, region }: S3Place,
  known: Pick<
    AssetOf<'backup'>['props'],
    'expires' | 'keptHoursAfterSource' | 'complete' | 'follows' | 'guards'
  >,
): Omit<AssetOf<'backup'>, 'environments'> {
  return {
    id: `${bucket.id}#noncurrent-versions`,
    kind: 'backup',
    provider: 'aws',
    native: 'AWS::S3::NoncurrentVersions',
    name: `noncurrent versions of ${bucket.name}`,
    scope: account,
    region,
    createdAt: null,
    tags: {},
    links: [{ to: bucket.id, as: 'copy-of' }],
    props: {
      type: 'noncurrent-versions',
      location: { provider: 'aws', account, region, vault: null },
      key: bucket.props.key,
      survivesSource: true,
      sharedWith: [],
      ...known,
    },
  };
}

function lockedAsset(
  versions: ReturnType<typeof versionsAsset>,
  { Mode, Days, Years }: DefaultRetention,
): CollectedAsset {
  const days = Days || (Years ?? 0) * 365;
  const lock: Guard = {
    type: 'object-lock',
    clearedBy: Mode === 'COMPLIANCE' ? [] : [{ operation: 's3:BypassGovernanceRetention' }],
    until: null,
    note: `${Mode?.toLowerCase()}: each version for ${days} days from when it was written`,
  };
  return {
    ...versions,
    id: versions.id.replace('#noncurrent-versions', '#locked-versions'),
    native: 'AWS::S3::LockedVersions',
    name: versions.name.replace('noncurrent', 'locked'),
    props: { ...versions.props, complete: 'unknown', follows: [], guards: [...versions.props.guards, lock] },
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiFactorAuthenticationDelete.html */
const mfaDelete: Guard = {
  type: 'mfa-delete',
  clearedBy: [],
  until: null,
  note: 'only root with its MFA device deletes a version or changes versioning',
};

/** What a lifecycle leaves of a version is counted from when it stops being current, whenever that is. */
function lastingFor(
  stay: Lifecycle['versionsStayDays'],
): Pick<AssetOf<'backup'>['props'], 'expires' | 'keptHoursAfterSource'> {
  if (stay === null || stay === 'unknown') return { expires: stay };
  return { expires: null, keptHoursAfterSource: stay * 24 };
}

function versioningSchedule(
  bucket: CollectedBucket,
  stay: Lifecycle['versionsStayDays'],
  { account, region }: S3Place,
): CollectedAsset {
  return {
    id: `${bucket.id}#versioning`,
    kind: 'schedule',
    provider: 'aws',
    native: 'AWS::S3::Versioning',
    name: `versioning of ${bucket.name}`,
    scope: account,
    region,
    createdAt: null,
    tags: {},
    links: [{ to: bucket.id, as: 'covers' }],
    props: {
      type: 'versioning',
      frequency: 'at every write',
      retentionHours: typeof stay === 'number' ? stay * 24 : stay,
      copiesTo: [],
    },
  };
}
