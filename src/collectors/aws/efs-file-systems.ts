import type { FileSystemDescription } from '@aws-sdk/client-efs';
import type { AssetOf, CollectedAsset } from '../../model/asset.ts';
import { apiCall, leadingTo } from './api-call.ts';
import { lastPart } from './arn.ts';
import { type EfsPlace, fileSystemArn } from './efs.ts';
import { policyAsset } from './iam-policies.ts';
import { listAll } from './list-all.ts';
import type { Reader } from './reader.ts';
import { tagsOf } from './tags.ts';

export const describeFileSystems = leadingTo(
  apiCall('elasticfilesystem:DescribeFileSystems', 'store', 'neither'),
  'backup',
  'policy',
  'schedule',
  'workload',
);
export const describeFileSystemPolicy = apiCall(
  'elasticfilesystem:DescribeFileSystemPolicy',
  'policy',
  'widens',
);
export const describeBackupPolicy = apiCall('elasticfilesystem:DescribeBackupPolicy', 'schedule', 'neither');

export type CollectedStore = Omit<AssetOf<'store'>, 'environments'>;

/** The Region's file systems. */
export async function listFileSystems(reader: Reader): Promise<readonly FileSystemDescription[]> {
  const { EFSClient, DescribeFileSystemsCommand } = await import('@aws-sdk/client-efs');
  const efs = reader.client(EFSClient);
  return listAll(
    reader,
    describeFileSystems,
    (Marker) => efs.send(new DescribeFileSystemsCommand({ MaxItems: 100, Marker })),
    ({ FileSystems, NextMarker }) => ({ items: FileSystems, next: NextMarker }),
  );
}

/** A file system is deleted only once its mount targets are, of which their number is told. */
export function fileSystemAsset(system: FileSystemDescription, place: EfsPlace): CollectedStore {
  const id = system.FileSystemArn ?? fileSystemArn(place, system.FileSystemId ?? '');
  const mounted = (system.NumberOfMountTargets ?? 0) > 0;
  return {
    id,
    kind: 'store',
    provider: 'aws',
    native: 'AWS::EFS::FileSystem',
    name: system.Name || (system.FileSystemId ?? ''),
    scope: place.account,
    region: place.region,
    createdAt: system.CreationTime?.toISOString() ?? null,
    tags: tagsOf(system.Tags),
    links: [],
    props: {
      type: 'file-system',
      sizeBytes: system.SizeInBytes?.Value ?? null,
      key: system.KmsKeyId ?? null,
      guards: [],
      pendingDeletion: system.LifeCycleState === 'deleting' ? { at: null } : null,
      attached: mounted ? [{ workload: `${id}#mount-targets`, endsWithWorkload: false }] : [],
      facts: {
        'mount targets': system.NumberOfMountTargets ?? null,
        'replication overwrite protection':
          system.FileSystemProtection?.ReplicationOverwriteProtection ?? null,
      },
    },
  };
}

/** The mount targets of a file system, as one: their number is told, and no more. */
export function mountTargetsOf({
  kind,
  props,
  scope,
  region,
  name,
}: CollectedAsset): readonly CollectedAsset[] {
  if (kind !== 'store') return [];
  return (props.attached ?? []).map(({ workload: id }) => ({
    id,
    kind: 'workload',
    provider: 'aws',
    native: 'AWS::EFS::MountTarget',
    name: `mount targets of ${name}`,
    scope,
    region,
    createdAt: null,
    tags: {},
    links: [],
    props: { type: 'mount-targets', state: 'unknown', guards: [] },
  }));
}

/** The policy of a file system, where it has one. */
export async function policyOfFileSystem(
  reader: Reader,
  { id, name, region }: CollectedAsset,
): Promise<readonly CollectedAsset[]> {
  const { EFSClient, DescribeFileSystemPolicyCommand } = await import('@aws-sdk/client-efs');
  const efs = reader.client(EFSClient);
  const answer = await reader.call(
    describeFileSystemPolicy,
    () => efs.send(new DescribeFileSystemPolicyCommand({ FileSystemId: lastPart(id) })),
    { target: id, absent: ['PolicyNotFound', 'FileSystemNotFound'] },
  );
  if (answer === undefined) return [];
  return [
    policyAsset(reader, {
      call: describeFileSystemPolicy,
      region,
      id: `${id}#file-system-policy`,
      native: 'AWS::EFS::FileSystemPolicy',
      name: `file system policy of ${name}`,
      type: 'resource',
      text: answer.Policy,
      links: [{ to: id, as: 'protects' }],
    }),
  ];
}

/**
 * Whether AWS Backup keeps the file system by the plan EFS makes for that. How long is in that plan:
 * https://docs.aws.amazon.com/efs/latest/ug/automatic-backups.html
 */
export async function backupScheduleOf(
  reader: Reader,
  { id, name, scope, region }: CollectedStore,
): Promise<readonly CollectedAsset[]> {
  const { EFSClient, DescribeBackupPolicyCommand } = await import('@aws-sdk/client-efs');
  const efs = reader.client(EFSClient);
  const answer = await reader.call(
    describeBackupPolicy,
    () => efs.send(new DescribeBackupPolicyCommand({ FileSystemId: lastPart(id) })),
    { target: id, absent: ['PolicyNotFound', 'FileSystemNotFound'] },
  );
  if (answer?.BackupPolicy?.Status !== 'ENABLED') return [];
  return [
    {
      id: `${id}#backup-policy`,
      kind: 'schedule',
      provider: 'aws',
      native: 'AWS::EFS::BackupPolicy',
      name: `automatic backups of ${name}`,
      scope,
      region,
      createdAt: null,
      tags: {},
      links: [{ to: id, as: 'covers' }],
      props: { type: 'automated-backups', frequency: 'daily', retentionHours: 'unknown', copiesTo: [] },
    },
  ];
}
