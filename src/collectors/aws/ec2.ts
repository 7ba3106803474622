import type { CollectedAsset } from '../../model/asset.ts';
import { collectImages, describeImageAttribute, describeImages, type Images } from './ec2-images.ts';
import {
  type Attachment,
  collectInstances,
  describeInstanceAttribute,
  describeInstances,
} from './ec2-instances.ts';
import { collectLocks, describeLockedSnapshots, withLocks } from './ec2-locks.ts';
import {
  type CollectedBackup,
  collectSnapshots,
  describeSnapshotAttribute,
  describeSnapshots,
} from './ec2-snapshots.ts';
import { type CollectedVolume, collectVolumes, describeVolumes } from './ec2-volumes.ts';
import type { Reader } from './reader.ts';

export const ec2Calls = [
  describeInstances,
  describeInstanceAttribute,
  describeVolumes,
  describeSnapshots,
  describeSnapshotAttribute,
  describeLockedSnapshots,
  describeImages,
  describeImageAttribute,
];
/** What runs, and what is attached to it. */
export const attachmentNatives = ['AWS::EC2::Instance', 'AWS::EC2::Volume'];
export const ec2Natives = [...attachmentNatives, 'AWS::EC2::Image', 'AWS::EC2::Snapshot'];

/** Where EC2 assets lie, and how their ARNs are written there. */
export interface Ec2Place {
  readonly account: string;
  readonly region: string;
  /** ARN of what belongs to the account: `volume/vol-1`. */
  arn(resource: string): string;
  /** ARN of snapshots and images, whose account field is empty. */
  shared(resource: string): string;
}

export interface Ec2Assets {
  readonly assets: readonly CollectedAsset[];
  /** Instances (ARN), each with the ARN of its instance profile. */
  readonly profiles: readonly (readonly [string, string])[];
}

/** One Region's instances, volumes, snapshots and images, their lists read side by side. */
export async function collectEc2(
  reader: Reader,
  region: string,
  judged: (asset: CollectedAsset) => boolean,
): Promise<Ec2Assets> {
  const place = placeOf(reader, region);
  const [attached, snapshots, locks, images] = await Promise.all([
    collectAttachments(reader, region, judged),
    collectSnapshots(reader, place, judged),
    collectLocks(reader, place),
    collectImages(reader, place, judged),
  ]);
  return { ...attached, assets: [...attached.assets, ...linkCopies(withLocks(snapshots, locks), images)] };
}

/** One Region's instances with their guards, and the volumes attached to them. */
export async function collectAttachments(
  reader: Reader,
  region: string,
  judged: (asset: CollectedAsset) => boolean,
): Promise<Ec2Assets> {
  const place = placeOf(reader, region);
  const [instances, volumes] = await Promise.all([
    collectInstances(reader, place, judged),
    collectVolumes(reader, place),
  ]);
  return {
    assets: [
      ...instances.assets,
      ...volumes.map((volume) => joinAttachments(volume, instances.attachments.get(volume.id))),
    ],
    profiles: [...instances.profiles],
  };
}

function placeOf({ account: { id: account, partition } }: Reader, region: string): Ec2Place {
  return {
    account,
    region,
    arn: (resource) => `arn:${partition}:ec2:${region}:${account}:${resource}`,
    shared: (resource) => `arn:${partition}:ec2:${region}::${resource}`,
  };
}

/**
 * Joins what a volume and its instances say of their attachment: of two readings that differ, the one under which
 * more is lost; and only the instance knows what it boots from.
 */
function joinAttachments(volume: CollectedVolume, seen: readonly Attachment[] | undefined): CollectedVolume {
  if (seen === undefined) return volume;
  const joined = new Map(
    (volume.props.attached ?? []).map((attachment) => [attachment.workload, attachment]),
  );
  for (const attachment of seen) {
    const endsWithWorkload =
      attachment.endsWithWorkload || joined.get(attachment.workload)?.endsWithWorkload === true;
    joined.set(attachment.workload, { ...attachment, endsWithWorkload });
  }
  return { ...volume, props: { ...volume.props, attached: [...joined.values()] } };
}

/** A snapshot is held by the images registered on it; an image is a copy of what its snapshots are copies of. */
function linkCopies(snapshots: readonly CollectedBackup[], images: Images): readonly CollectedBackup[] {
  const holders = new Map<string, string[]>();
  for (const [image, on] of images.snapshots) {
    for (const snapshot of on) {
      const held = holders.get(snapshot);
      if (held) held.push(image);
      else holders.set(snapshot, [image]);
    }
  }
  const byId = new Map(snapshots.map((snapshot) => [snapshot.id, snapshot]));
  return [
    ...snapshots.map((snapshot) => heldBy(snapshot, holders.get(snapshot.id))),
    ...images.assets.map((image) => {
      const on = (images.snapshots.get(image.id) ?? []).flatMap((id) => byId.get(id) ?? []);
      return imageOn(image, on);
    }),
  ];
}

function heldBy(snapshot: CollectedBackup, images: readonly string[] | undefined): CollectedBackup {
  if (images === undefined) return snapshot;
  return { ...snapshot, props: { ...snapshot.props, heldBy: [...images].sort() } };
}

function imageOn(image: CollectedBackup, snapshots: readonly CollectedBackup[]): CollectedBackup {
  const stores = [...new Set(snapshots.flatMap(({ links }) => links.map((link) => link.to)))].sort();
  const key = snapshots.find((snapshot) => snapshot.props.key !== null)?.props.key ?? null;
  return {
    ...image,
    links: stores.map((to) => ({ to, as: 'copy-of' })),
    props: { ...image.props, key },
  };
}
