import type { EC2Client, Snapshot } from '@aws-sdk/client-ec2';
import type { AssetOf, CollectedAsset } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import type { Ec2Place } from './ec2.ts';
import { keptByAwsBackup } from './kept-by-aws-backup.ts';
import type { Reader } from './reader.ts';
import { nameOf, tagsOf } from './tags.ts';

export const describeSnapshots = apiCall('ec2:DescribeSnapshots', 'backup', 'restricts');
export const describeSnapshotAttribute = apiCall('ec2:DescribeSnapshotAttribute', 'backup', 'neither');

export type CollectedBackup = Omit<AssetOf<'backup'>, 'environments'>;

/** What a copied snapshot carries in place of its volume. */
const noVolume = 'vol-ffffffff';

/**
 * The account's own snapshots of the Region. Public ones come from one filtered list; whom a snapshot is shared
 * with by name costs a call each, and is read for production's copies only (it then tells of "public" as well).
 */
export async function collectSnapshots(
  reader: Reader,
  place: Ec2Place,
  judged: (asset: CollectedAsset) => boolean,
): Promise<readonly CollectedBackup[]> {
  const { EC2Client } = await import('@aws-sdk/client-ec2');
  const ec2 = reader.client(EC2Client);
  const reads: Promise<Read>[] = [];
  const open = new Set<string>();
  const everyone = { RestorableByUserIds: ['all'] };
  await Promise.all([
    listSnapshots(reader, ec2, {}, (snapshot) => {
      const asset = snapshotAsset(snapshot, place);
      reads.push(
        judged(asset)
          ? reader.queue(() => withSharing(reader, ec2, asset))
          : Promise.resolve({ asset, told: false }),
      );
    }),
    listSnapshots(reader, ec2, everyone, ({ SnapshotId }) =>
      open.add(place.shared(`snapshot/${SnapshotId}`)),
    ),
  ]);
  return (await Promise.all(reads)).map(({ asset, told }) =>
    !told && open.has(asset.id) ? shareWith(asset, ['all']) : asset,
  );
}

/** A snapshot, and whether it told whom it is shared with. */
interface Read {
  readonly asset: CollectedBackup;
  readonly told: boolean;
}

async function listSnapshots(
  reader: Reader,
  ec2: EC2Client,
  filter: { readonly RestorableByUserIds?: string[] },
  take: (snapshot: Snapshot) => void,
): Promise<void> {
  const { DescribeSnapshotsCommand } = await import('@aws-sdk/client-ec2');
  await reader.pages(
    describeSnapshots,
    (NextToken) =>
      ec2.send(new DescribeSnapshotsCommand({ OwnerIds: ['self'], MaxResults: 1000, NextToken, ...filter })),
    (page) => {
      const snapshots = page.Snapshots ?? [];
      for (const snapshot of snapshots) take(snapshot);
      return { items: snapshots.length, next: page.NextToken };
    },
  );
}

async function withSharing(reader: Reader, ec2: EC2Client, asset: CollectedBackup): Promise<Read> {
  const { DescribeSnapshotAttributeCommand } = await import('@aws-sdk/client-ec2');
  const SnapshotId = asset.id.slice(asset.id.lastIndexOf('/') + 1);
  const answer = await reader.call(
    describeSnapshotAttribute,
    () => ec2.send(new DescribeSnapshotAttributeCommand({ SnapshotId, Attribute: 'createVolumePermission' })),
    { target: asset.id },
  );
  if (answer === undefined) return { asset, told: false };
  const grants = answer.CreateVolumePermissions ?? [];
  const others = grants.flatMap(({ UserId, Group }) => UserId ?? Group ?? []);
  return { asset: shareWith(asset, others), told: true };
}

function shareWith(asset: CollectedBackup, others: readonly string[]): CollectedBackup {
  const sharedWith = [...new Set([...asset.props.sharedWith, ...others])].sort();
  return { ...asset, props: { ...asset.props, sharedWith } };
}

function snapshotAsset(snapshot: Snapshot, place: Ec2Place): CollectedBackup {
  const id = snapshot.SnapshotId ?? '';
  const tags = tagsOf(snapshot.Tags);
  const of = snapshot.VolumeId;
  const account = snapshot.OwnerId ?? place.account;
  return {
    id: place.shared(`snapshot/${id}`),
    kind: 'backup',
    provider: 'aws',
    native: 'AWS::EC2::Snapshot',
    name: nameOf(snapshot.Tags, id),
    scope: place.account,
    region: place.region,
    createdAt: snapshot.StartTime?.toISOString() ?? null,
    tags,
    links: of === undefined || of === noVolume ? [] : [{ to: place.arn(`volume/${of}`), as: 'copy-of' }],
    props: {
      type: 'snapshot',
      location: { provider: 'aws', account, region: place.region, vault: null },
      expires: isScheduled(tags) ? 'unknown' : null,
      complete: snapshot.State === 'completed',
      key: snapshot.KmsKeyId ?? null,
      survivesSource: true,
      follows: [],
      sharedWith: [],
      guards: Object.hasOwn(tags, backupTag) ? [keptByAwsBackup] : [],
    },
  };
}

const backupTag = 'aws:backup:source-resource';

/** Made by a lifecycle whose retention is not read yet: when it will be deleted is not known. */
function isScheduled(tags: Readonly<Record<string, string>>): boolean {
  return Object.hasOwn(tags, backupTag) || Object.hasOwn(tags, 'aws:dlm:lifecycle-policy-id');
}
