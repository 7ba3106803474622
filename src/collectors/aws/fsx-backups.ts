import type { Backup, FileSystem } from '@aws-sdk/client-fsx';
import type { AssetOf } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import { parseArn } from './arn.ts';
import type { FsxPlace } from './fsx.ts';
import { retentionDays } from './fsx-file-systems.ts';
import type { FsxVolume, Part } from './fsx-volumes.ts';
import { keptByAwsBackup } from './kept-by-aws-backup.ts';
import { listAll } from './list-all.ts';
import type { Reader } from './reader.ts';
import { nameOf, tagsOf } from './tags.ts';

export const describeBackups = apiCall('fsx:DescribeBackups', 'backup', 'restricts');

type CollectedBackup = Omit<AssetOf<'backup'>, 'environments'>;

/** The account's backups in the Region, of file systems and of volumes. */
export async function listBackups(reader: Reader): Promise<readonly Backup[]> {
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

interface Known {
  /** File systems by ARN. */
  readonly known: ReadonlyMap<string, FileSystem>;
  readonly volumes: readonly FsxVolume[];
  readonly place: FsxPlace;
}

/**
 * Automatic backups are deleted with what they are of, a file system or a volume of ONTAP; others stay. One of an
 * OpenZFS file system is a copy of every volume on it.
 * https://docs.aws.amazon.com/fsx/latest/APIReference/API_DeleteFileSystem.html,
 * https://docs.aws.amazon.com/fsx/latest/ONTAPGuide/using-backups.html
 */
export function backupAsset(backup: Backup, { known, volumes, place }: Known): CollectedBackup {
  const { account, region } = place;
  const system = systemOf(backup, place);
  const isOfVolume = backup.Volume !== undefined;
  const stores = storesOf(backup, system, volumes);
  const isLive = isOfVolume ? volumes.some(({ id }) => stores.includes(id)) : known.has(system);
  const isFar = parseArn(system)?.region !== region;
  const automatic = backup.Type === 'AUTOMATIC';
  return {
    id: idOfBackup(backup, place),
    kind: 'backup',
    provider: 'aws',
    native: 'AWS::FSx::Backup',
    name: nameOf(backup.Tags, backup.BackupId ?? ''),
    scope: account,
    region,
    createdAt: backup.CreationTime?.toISOString() ?? null,
    tags: tagsOf(backup.Tags),
    links: isLive || isFar ? stores.map((to) => ({ to, as: 'copy-of' })) : [],
    props: {
      type: automatic ? 'automated' : 'snapshot',
      location: { provider: 'aws', account, region, vault: null },
      expires: expiryOf(backup, known.get(system)),
      complete: backup.Lifecycle === 'AVAILABLE',
      key: backup.KmsKeyId ?? null,
      survivesSource: backup.Type === undefined ? 'unknown' : !automatic,
      follows: automatic && isOfVolume ? ['fsx:DeleteVolume'] : [],
      sharedWith: [],
      guards: backup.Type === 'AWS_BACKUP' ? [keptByAwsBackup] : [],
    },
  };
}

/** Automatic backups as part of their file system, whose retention they all follow. */
export function keptBy(backups: readonly Backup[], place: FsxPlace): readonly Part[] {
  const automatic = backups.filter(({ Type }) => Type === 'AUTOMATIC');
  return automatic.map((backup) => ({ id: idOfBackup(backup, place), parent: systemOf(backup, place) }));
}

function idOfBackup({ ResourceARN, BackupId }: Backup, { arn }: FsxPlace): string {
  return ResourceARN ?? arn(`backup/${BackupId}`);
}

/** ARN of the file system a backup was made of, or of the one that holds the volume it was made of. */
function systemOf(
  { FileSystem, Volume, SourceBackupRegion: from }: Backup,
  { arn, region }: FsxPlace,
): string {
  if (FileSystem?.ResourceARN !== undefined) return FileSystem.ResourceARN;
  const here = arn(`file-system/${FileSystem?.FileSystemId ?? Volume?.FileSystemId ?? ''}`);
  return from === undefined ? here : here.replace(`:${region}:`, `:${from}:`);
}

/** What a backup holds: the volume it was made of, or the file system with all on it. */
function storesOf({ Volume }: Backup, system: string, volumes: readonly FsxVolume[]): readonly string[] {
  if (Volume === undefined) {
    return [system, ...volumes.filter((volume) => volume.system === system).map(({ id }) => id)];
  }
  return [Volume.ResourceARN ?? `${system.replace(':file-system/', ':volume/')}/${Volume.VolumeId ?? ''}`];
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
