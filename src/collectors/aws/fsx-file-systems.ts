import type { FileSystem } from '@aws-sdk/client-fsx';
import type { AssetOf, CollectedAsset } from '../../model/asset.ts';
import { apiCall, leadingTo } from './api-call.ts';
import type { FsxPlace } from './fsx.ts';
import type { FsxVolume } from './fsx-volumes.ts';
import { listAll } from './list-all.ts';
import type { Reader } from './reader.ts';
import { nameOf, tagsOf } from './tags.ts';

export const describeFileSystems = leadingTo(
  apiCall('fsx:DescribeFileSystems', 'store', 'neither'),
  'backup',
  'schedule',
);

/** The Region's file systems of every kind. */
export async function listFileSystems(reader: Reader): Promise<readonly FileSystem[]> {
  const { FSxClient, DescribeFileSystemsCommand } = await import('@aws-sdk/client-fsx');
  const fsx = reader.client(FSxClient);
  return listAll(
    reader,
    describeFileSystems,
    (NextToken) => fsx.send(new DescribeFileSystemsCommand({ NextToken })),
    ({ FileSystems, NextToken }) => ({ items: FileSystems, next: NextToken }),
  );
}

export function idOf({ ResourceARN, FileSystemId = '' }: FileSystem, { arn }: FsxPlace): string {
  return ResourceARN ?? arn(`file-system/${FileSystemId}`);
}

/**
 * A file system as a store; that of ONTAP keeps all data in volumes, without which alone it can be deleted, and is
 * what contains them. https://docs.aws.amazon.com/fsx/latest/APIReference/API_DeleteFileSystem.html
 */
export function fileSystemAsset(
  system: FileSystem,
  place: FsxPlace,
): Omit<AssetOf<'store'> | AssetOf<'container'>, 'environments'> & CollectedAsset {
  const { StorageCapacity, FileSystemType = null } = system;
  const facts = { 'file system type': FileSystemType };
  const common = {
    id: idOf(system, place),
    provider: 'aws',
    native: 'AWS::FSx::FileSystem',
    name: nameOf(system.Tags, system.FileSystemId ?? ''),
    scope: place.account,
    region: place.region,
    createdAt: system.CreationTime?.toISOString() ?? null,
    tags: tagsOf(system.Tags),
    links: [],
  } as const;
  if (FileSystemType === 'ONTAP') {
    return { ...common, kind: 'container', props: { type: 'file-system', guards: [], facts } };
  }
  return {
    ...common,
    kind: 'store',
    props: {
      type: 'file-system',
      sizeBytes: StorageCapacity === undefined ? null : StorageCapacity * 2 ** 30,
      key: system.KmsKeyId ?? null,
      guards: [],
      pendingDeletion: system.Lifecycle === 'DELETING' ? { at: null } : null,
      facts,
    },
  };
}

/** Days automatic backups are kept, whichever kind of file system it is; 0: there are none. */
export function retentionDays(system: FileSystem | undefined): number {
  const { WindowsConfiguration, LustreConfiguration, OntapConfiguration, OpenZFSConfiguration } =
    system ?? {};
  const own = WindowsConfiguration ?? LustreConfiguration ?? OntapConfiguration ?? OpenZFSConfiguration;
  return own?.AutomaticBackupRetentionDays ?? 0;
}

/** What makes automatic backups of a file system, or of each volume on it. */
export function scheduleOf(
  system: FileSystem,
  { id, kind, scope, region }: CollectedAsset,
  volumes: readonly FsxVolume[],
): readonly CollectedAsset[] {
  const days = retentionDays(system);
  if (days === 0) return [];
  const on = volumes.filter((volume) => volume.system === id).map((volume) => volume.id);
  const covered = kind === 'store' ? [id, ...on] : on;
  return [
    {
      id: `${id}#automatic-backups`,
      kind: 'schedule',
      provider: 'aws',
      native: 'AWS::FSx::AutomaticBackups',
      name: `automatic backups of ${nameOf(system.Tags, system.FileSystemId ?? '')}`,
      scope,
      region,
      createdAt: null,
      tags: {},
      links: covered.map((to) => ({ to, as: 'covers' })),
      props: { type: 'automated-backups', frequency: 'daily', retentionHours: days * 24, copiesTo: [] },
    },
  ];
}
