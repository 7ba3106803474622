import type { Backup, FileSystem } from '@aws-sdk/client-fsx';
import type { AssetOf, CollectedAsset } from '../../model/asset.ts';
import { type ApiCall, apiCall } from './api-call.ts';
import { parseArn } from './arn.ts';
import { keptByAwsBackup } from './kept-by-aws-backup.ts';
import { listAll } from './list-all.ts';
import type { Reader } from './reader.ts';
import { nameOf, tagsOf } from './tags.ts';

const describeFileSystems = apiCall('fsx:DescribeFileSystems', 'store', 'neither');
const describeBackups = apiCall('fsx:DescribeBackups', 'backup', 'restricts');

export const fsxCalls: readonly ApiCall[] = [describeFileSystems, describeBackups];

export const fsxNatives = ['AWS::FSx::AutomaticBackups', 'AWS::FSx::Backup', 'AWS::FSx::FileSystem'];

interface FsxPlace {
  readonly account: string;
  readonly region: string;
  /** ARN of what belongs to the account: `file-system/fs-1`. */
  arn(resource: string): string;
}

/** One Region's file systems, what makes their automatic backups, and the backups, of volumes too. */
export async function collectFsx(
  reader: Reader,
  region: string,
): Promise<{ readonly assets: readonly CollectedAsset[] }> {
  const { id: account, partition } = reader.account;
  const arn = (resource: string): string => `arn:${partition}:fsx:${region}:${account}:${resource}`;
  const place: FsxPlace = { account, region, arn };
  const [systems, backups] = await Promise.all([listFileSystems(reader), listBackups(reader)]);
  const known = new Map(systems.map((system) => [idOf(system, place), system]));
  return {
    assets: [
      ...systems.flatMap((system) => [fileSystemAsset(system, place), ...scheduleOf(system, place)]),
      ...backups.map((backup) => backupAsset(backup, known, place)),
    ],
  };
}

async function listFileSystems(reader: Reader): Promise<readonly FileSystem[]> {
  const { FSxClient, DescribeFileSystemsCommand } = await import('@aws-sdk/client-fsx');
  const fsx = reader.client(FSxClient);
  return listAll(
    reader,
    describeFileSystems,
    (NextToken) => fsx.send(new DescribeFileSystemsCommand({ NextToken })),
    ({ FileSystems, NextToken }) => ({ items: FileSystems, next: NextToken }),
  );
}

async function listBackups(reader: Reader): Promise<readonly Backup[]> {
  const { FSxClient, DescribeBackupsCommand } = await import('@aws-sdk/client-fsx');
  const fsx = reader.client(FSxClient);
  const backups = await listAll(
    reader,
    describeBackups,
    (NextToken) => fsx.send(new DescribeBackupsCommand({ NextToken })),
    ({ Backups, NextToken }) => ({ items: Backups, next: NextToken }),
  );
  return backups.filter(({ Lifecycle }) => Lifecycle !== 'DELETED');
}

function idOf({ ResourceARN, FileSystemId = '' }: FileSystem, { arn }: FsxPlace): string {
  return ResourceARN ?? arn(`file-system/${FileSystemId}`);
}

function fileSystemAsset(system: FileSystem, place: FsxPlace): CollectedAsset {
  const { StorageCapacity, FileSystemType = null } = system;
  return {
    id: idOf(system, place),
    kind: 'store',
    provider: 'aws',
    native: 'AWS::FSx::FileSystem',
    name: nameOf(system.Tags, system.FileSystemId ?? ''),
    scope: place.account,
    region: place.region,
    createdAt: system.CreationTime?.toISOString() ?? null,
    tags: tagsOf(system.Tags),
    links: [],
    props: {
      type: 'file-system',
      sizeBytes: StorageCapacity === undefined ? null : StorageCapacity * 2 ** 30,
      key: system.KmsKeyId ?? null,
      guards: [],
      pendingDeletion: system.Lifecycle === 'DELETING' ? { at: null } : null,
      facts: { 'file system type': FileSystemType },
    },
  };
}

/** Days automatic backups are kept, whichever kind of file system it is; 0: there are none. */
function retentionDays(system: FileSystem | undefined): number {
  const { WindowsConfiguration, LustreConfiguration, OntapConfiguration, OpenZFSConfiguration } =
    system ?? {};
  const own = WindowsConfiguration ?? LustreConfiguration ?? OntapConfiguration ?? OpenZFSConfiguration;
  return own?.AutomaticBackupRetentionDays ?? 0;
}

function scheduleOf(system: FileSystem, place: FsxPlace): readonly CollectedAsset[] {
  const days = retentionDays(system);
  if (days === 0) return [];
  const id = idOf(system, place);
  return [
    {
      id: `${id}#automatic-backups`,
      kind: 'schedule',
      provider: 'aws',
      native: 'AWS::FSx::AutomaticBackups',
      name: `automatic backups of ${nameOf(system.Tags, system.FileSystemId ?? '')}`,
      scope: place.account,
      region: place.region,
      createdAt: null,
      tags: {},
      links: [{ to: id, as: 'covers' }],
      props: { type: 'automated-backups', frequency: 'daily', retentionHours: days * 24, copiesTo: [] },
    },
  ];
}

/**
 * Automatic backups are deleted with their file system, others stay.
 * https://docs.aws.amazon.com/fsx/latest/APIReference/API_DeleteFileSystem.html
 */
function backupAsset(
  backup: Backup,
  known: ReadonlyMap<string, FileSystem>,
  place: FsxPlace,
): CollectedAsset {
  const { account, region, arn } = place;
  const store = storeOf(backup, place);
  const live = known.get(store);
  const isFar = parseArn(store)?.region !== region;
  const automatic = backup.Type === 'AUTOMATIC';
  return {
    id: backup.ResourceARN ?? arn(`backup/${backup.BackupId}`),
    kind: 'backup',
    provider: 'aws',
    native: 'AWS::FSx::Backup',
    name: nameOf(backup.Tags, backup.BackupId ?? ''),
    scope: account,
    region,
    createdAt: backup.CreationTime?.toISOString() ?? null,
    tags: tagsOf(backup.Tags),
    links: live !== undefined || isFar ? [{ to: store, as: 'copy-of' }] : [],
    props: {
      type: automatic ? 'automated' : 'snapshot',
      location: { provider: 'aws', account, region, vault: null },
      expires: expiryOf(backup, live),
      complete: backup.Lifecycle === 'AVAILABLE',
      key: backup.KmsKeyId ?? null,
      survivesSource: backup.Type === undefined ? 'unknown' : !automatic,
      follows: automatic ? ['fsx:UpdateFileSystem'] : [],
      sharedWith: [],
      guards: backup.Type === 'AWS_BACKUP' ? [keptByAwsBackup] : [],
    },
  };
}

/** ARN of the file system a backup was made of, or of the one that holds the volume it was made of. */
function storeOf(
  { FileSystem, Volume, SourceBackupRegion: from }: Backup,
  { arn, region }: FsxPlace,
): string {
  if (FileSystem?.ResourceARN !== undefined) return FileSystem.ResourceARN;
  const here = arn(`file-system/${FileSystem?.FileSystemId ?? Volume?.FileSystemId ?? ''}`);
  return from === undefined ? here : here.replace(`:${region}:`, `:${from}:`);
}

function expiryOf(
  { Type, CreationTime }: Backup,
  live: FileSystem | undefined,
): AssetOf<'backup'>['props']['expires'] {
  if (Type === 'USER_INITIATED') return null;
  const days = retentionDays(live);
  if (Type !== 'AUTOMATIC' || CreationTime === undefined || days === 0) return 'unknown';
  return new Date(CreationTime.getTime() + days * 24 * 3_600_000).toISOString();
}
