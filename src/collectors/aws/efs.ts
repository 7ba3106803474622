import type { CollectedAsset } from '../../model/asset.ts';
import type { ApiCall } from './api-call.ts';
import type { CollectedBackup } from './ec2-snapshots.ts';
import {
  backupScheduleOf,
  describeBackupPolicy,
  describeFileSystemPolicy,
  describeFileSystems,
  fileSystemAsset,
  listFileSystems,
  mountTargetsOf,
  policyOfFileSystem,
} from './efs-file-systems.ts';
import {
  copiesAbroad,
  describeReplicationConfigurations,
  listReplications,
  replicaAsset,
  replicationAsset,
  sourcesOf,
} from './efs-replications.ts';
import type { Reader } from './reader.ts';

export const efsCalls: readonly ApiCall[] = [
  describeFileSystems,
  describeReplicationConfigurations,
  describeFileSystemPolicy,
  describeBackupPolicy,
];

export const efsNatives = [
  'AWS::EFS::BackupPolicy',
  'AWS::EFS::FileSystem',
  'AWS::EFS::FileSystemPolicy',
  'AWS::EFS::MountTarget',
  'AWS::EFS::ReplicationConfiguration',
];

/** Where EFS assets lie. */
export interface EfsPlace {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

/** ARN of a file system. */
export function fileSystemArn({ partition, account, region }: EfsPlace, id: string): string {
  return `arn:${partition}:elasticfilesystem:${region}:${account}:file-system/${id}`;
}

/**
 * One Region's file systems with their policies, what replicates them and (of production's) whether AWS Backup keeps
 * them by default. One that a replication writes to is a copy of the other. EFS has no backups of its own.
 */
export async function collectEfs(
  reader: Reader,
  region: string,
  judged: (asset: CollectedAsset) => boolean,
): Promise<{ readonly assets: readonly CollectedAsset[]; readonly abroad: readonly CollectedBackup[] }> {
  const { id: account, partition } = reader.account;
  const place: EfsPlace = { partition, account, region };
  const [systems, replications] = await Promise.all([listFileSystems(reader), listReplications(reader)]);
  const sources = sourcesOf(replications, place);
  const read = await Promise.all(
    systems.map(async (system) => {
      const store = fileSystemAsset(system, place);
      const source = sources.get(store.id);
      const asset = source === undefined ? store : replicaAsset(store, source);
      const [policy, schedule] = await Promise.all([
        reader.queue(() => policyOfFileSystem(reader, asset)),
        asset.kind === 'store' && judged(asset) ? reader.queue(() => backupScheduleOf(reader, asset)) : [],
      ]);
      return [asset, ...mountTargetsOf(asset), ...policy, ...schedule];
    }),
  );
  return {
    assets: [...read.flat(), ...replications.map((replication) => replicationAsset(replication, place))],
    abroad: copiesAbroad(replications, place),
  };
}
