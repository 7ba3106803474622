import type { FileSystem, Volume } from '@aws-sdk/client-fsx';
import type { CollectedAsset, Link } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import type { FsxPlace } from './fsx.ts';
import { listAll } from './list-all.ts';
import type { Reader } from './reader.ts';
import { nameOf, tagsOf } from './tags.ts';

export const describeVolumes = apiCall('fsx:DescribeVolumes', 'store', 'neither');

/** A volume that can be deleted by itself, and where it lies. */
export interface FsxVolume {
  /** ARN. */
  readonly id: string;
  readonly volume: Volume;
  /** ARN of its file system. */
  readonly system: string;
  readonly on: FileSystem | undefined;
  /** ARN of the volume or file system it goes with. */
  readonly parent: string;
}

/** The Region's volumes, of ONTAP and OpenZFS. */
export async function listVolumes(reader: Reader): Promise<readonly Volume[]> {
  const { FSxClient, DescribeVolumesCommand } = await import('@aws-sdk/client-fsx');
  const fsx = reader.client(FSxClient);
  return listAll(
    reader,
    describeVolumes,
    (NextToken) => fsx.send(new DescribeVolumesCommand({ NextToken })),
    ({ Volumes, NextToken }) => ({ items: Volumes, next: NextToken }),
  );
}

/**
 * Places volumes. The root volume of an OpenZFS file system is that file system, and that of an ONTAP virtual machine
 * its namespace: both go with those alone. `systems`: file systems by ARN.
 */
export function volumesIn(
  volumes: readonly Volume[],
  systems: ReadonlyMap<string, FileSystem>,
  { arn }: FsxPlace,
): readonly FsxVolume[] {
  const roots = new Set([...systems.values()].map((system) => system.OpenZFSConfiguration?.RootVolumeId));
  const own = volumes.filter(
    ({ VolumeId, OntapConfiguration }) =>
      !roots.has(VolumeId) && OntapConfiguration?.StorageVirtualMachineRoot !== true,
  );
  const arns = new Map(own.map((volume) => [volume.VolumeId, arnOf(volume, arn)]));
  return own.map((volume) => {
    const system = arn(`file-system/${volume.FileSystemId}`);
    const above = arns.get(volume.OpenZFSConfiguration?.ParentVolumeId);
    return { id: arnOf(volume, arn), volume, system, on: systems.get(system), parent: above ?? system };
  });
}

function arnOf({ ResourceARN, FileSystemId, VolumeId }: Volume, arn: FsxPlace['arn']): string {
  return ResourceARN ?? arn(`volume/${FileSystemId}/${VolumeId}`);
}

/** A volume as a store under its file system's key. What SnapLock keeps in it is not told: it is shown, not counted. */
export function volumeAsset({ id, volume, on }: FsxVolume, { account, region }: FsxPlace): CollectedAsset {
  const { OntapConfiguration: ontap, OpenZFSConfiguration: zfs, VolumeId = '', Name } = volume;
  const snaplock = ontap?.SnaplockConfiguration?.SnaplockType;
  return {
    id,
    kind: 'store',
    provider: 'aws',
    native: 'AWS::FSx::Volume',
    name: nameOf(volume.Tags, Name ?? VolumeId),
    scope: account,
    region,
    createdAt: volume.CreationTime?.toISOString() ?? null,
    tags: tagsOf(volume.Tags),
    links: [],
    props: {
      type: 'volume',
      sizeBytes: ontap?.SizeInBytes ?? bytesOf(zfs?.StorageCapacityQuotaGiB) ?? null,
      key: on?.KmsKeyId ?? null,
      guards: [],
      pendingDeletion: volume.Lifecycle === 'DELETING' ? { at: null } : null,
      facts: snaplock === undefined ? {} : { 'SnapLock type': snaplock },
    },
  };
}

/** A quota of -1 is none. */
function bytesOf(gib: number | undefined): number | undefined {
  return gib === undefined || gib < 0 ? undefined : gib * 2 ** 30;
}

/** Something in a file system, and the ARN of what it goes with. */
export interface Part {
  readonly id: string;
  readonly parent: string;
}

/** An asset with links to what goes with it. */
export function containing<A extends CollectedAsset>(asset: A, parts: readonly Part[]): A {
  const within = parts.filter(({ parent }) => parent === asset.id).map(({ id }) => id);
  const links = within.sort().map((to): Link => ({ to, as: 'contains' }));
  return { ...asset, links: [...asset.links, ...links] };
}
