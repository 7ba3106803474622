import type { ReplicationRule } from '@aws-sdk/client-s3';
import type { AssetOf, CollectedAsset, Guard } from '../../model/asset.ts';
import type { S3Place } from './s3.ts';
import type { CollectedBucket } from './s3-bucket.ts';
import type { Settings } from './s3-settings.ts';

/**
 * The copies replication keeps of a bucket in other buckets, one a destination. A rule copies what is written after
 * it was made: that older objects are there too is known only where it says so.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnt-replicated.html
 */
export function replicaAssets(
  bucket: CollectedBucket,
  { replication = [] }: Settings,
  place: S3Place,
): readonly CollectedAsset[] {
  const byDestination = new Map<string, ReplicationRule[]>();
  for (const rule of replication) {
    const to = rule.Destination?.Bucket;
    if (to) byDestination.set(to, [...(byDestination.get(to) ?? []), rule]);
  }
  return [...byDestination].map(([to, rules]) => replicaAsset(bucket, to, rules, place));
}

function replicaAsset(
  bucket: CollectedBucket,
  to: string,
  rules: readonly ReplicationRule[],
  { account }: S3Place,
): CollectedAsset {
  return {
    id: `${to}#replica-of/${bucket.name}`,
    kind: 'backup',
    provider: 'aws',
    native: 'AWS::S3::Replica',
    name: `${bucket.name} in ${to.slice(to.lastIndexOf(':') + 1)}`,
    scope: account,
    region: null,
    createdAt: null,
    tags: {},
    links: [{ to: bucket.id, as: 'copy-of' }],
    props: {
      type: 'replica',
      location: {
        provider: 'aws',
        account: rules.find((rule) => rule.Destination?.Account)?.Destination?.Account ?? 'unknown',
        region: null,
        vault: null,
      },
      expires: 'unknown',
      complete: completeness(rules),
      key:
        rules.find((rule) => rule.Destination?.EncryptionConfiguration)?.Destination?.EncryptionConfiguration
          ?.ReplicaKmsKeyID ?? null,
      survivesSource: true,
      follows: rules.some(copiesMarkers) ? ['s3:DeleteObject', 's3:PutObject'] : ['s3:PutObject'],
      sharedWith: [],
      guards: [],
    },
  };
}

function completeness(rules: readonly ReplicationRule[]): AssetOf<'backup'>['props']['complete'] {
  const whole = rules.filter(isForAll);
  if (whole.length === 0) return false;
  return whole.some((rule) => rule.ExistingObjectReplication?.Status === 'Enabled') ? true : 'unknown';
}

function isForAll({ Filter, Prefix }: ReplicationRule): boolean {
  return !Prefix && !Filter?.Prefix && Filter?.And === undefined && Filter?.Tag === undefined;
}

/** A rule of the first version of the format has no filter and copies delete markers without saying so. */
function copiesMarkers({ Filter, DeleteMarkerReplication }: ReplicationRule): boolean {
  return Filter === undefined || DeleteMarkerReplication?.Status === 'Enabled';
}

type CollectedBackup = Omit<AssetOf<'backup'>, 'environments'>;

/**
 * Tells of each replica where it lies, and how it is kept there, from the bucket it is in, where that was read. As of
 * a bucket's own versions, that some of a replica are locked is known, that all are is not: those are a copy apart.
 */
export function placeReplicas(assets: readonly CollectedAsset[]): readonly CollectedAsset[] {
  const known = new Map(
    assets.flatMap((asset) => (asset.native.startsWith('AWS::S3::') ? [[asset.id, asset] as const] : [])),
  );
  const copyIn = (id: string): CollectedBackup | undefined => {
    const found = known.get(id);
    return found?.kind === 'backup' ? found : undefined;
  };
  return assets.flatMap((asset) => {
    if (asset.kind !== 'backup' || asset.native !== 'AWS::S3::Replica') return [asset];
    const home = asset.id.slice(0, asset.id.indexOf('#'));
    const bucket = known.get(home);
    if (bucket?.kind !== 'store') return [asset];
    const kept = copyIn(`${home}#noncurrent-versions`)?.props.guards ?? [];
    const replica = placed(asset, bucket, kept);
    const locked = copyIn(`${home}#locked-versions`);
    return locked === undefined ? [replica] : [replica, lockedPart(replica, locked)];
  });
}

/** `kept`: what keeps every version in the bucket. */
function placed(
  replica: CollectedBackup,
  { scope, region, props }: CollectedBucket,
  kept: readonly Guard[],
): CollectedBackup {
  const goes =
    props.facts !== undefined && Object.keys(props.facts).some((fact) => fact.startsWith('lifecycle'));
  return {
    ...replica,
    scope,
    region,
    props: {
      ...replica.props,
      location: { ...replica.props.location, account: scope, region },
      expires: props.facts === undefined || goes ? 'unknown' : null,
      key: replica.props.key ?? props.key,
      guards: kept,
    },
  };
}

function lockedPart(replica: CollectedBackup, { native, props }: CollectedBackup): CollectedBackup {
  return {
    ...replica,
    id: replica.id.replace('#replica-of/', '#locked-replica-of/'),
    native,
    name: `locked versions of ${replica.name}`,
    props: { ...replica.props, complete: 'unknown', follows: [], guards: props.guards },
  };
}
