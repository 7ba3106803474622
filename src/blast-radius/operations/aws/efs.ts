import type { Operation, Requirement } from '../../../model/operation.ts';
import { opening, row, weakening } from './row.ts';

const GUIDE = 'docs.aws.amazon.com/efs/latest/ug';

const NATIVES = ['AWS::EFS::FileSystem'] as const;
const FILE_SYSTEM = { kind: 'store', natives: NATIVES } as const;
const REPLICA = { kind: 'backup', natives: NATIVES } as const;

const UNMOUNTED: Requirement = {
  operation: 'elasticfilesystem:DeleteMountTarget',
  when: 'attached',
  on: 'target',
};
const OUT_OF_REPLICATION: Requirement = {
  operation: 'elasticfilesystem:DeleteReplicationConfiguration',
  when: 'within',
  native: 'AWS::EFS::ReplicationConfiguration',
  on: 'target',
};

const deletions: readonly Operation[] = [
  row({
    id: 'elasticfilesystem:DeleteFileSystem',
    label: 'delete the file system',
    actsOn: FILE_SYSTEM,
    effect: 'destroy-data',
    ends: ['self'],
    requires: [UNMOUNTED, OUT_OF_REPLICATION],
    source: `${GUIDE}/API_DeleteFileSystem.html, ${GUIDE}/delete-efs-fs.html`,
  }),
  row({
    id: 'elasticfilesystem:DeleteFileSystem',
    label: 'delete the replica',
    actsOn: REPLICA,
    effect: 'destroy-backup',
    ends: ['self'],
    requires: [{ ...OUT_OF_REPLICATION, when: 'always' }],
    source: `${GUIDE}/API_DeleteFileSystem.html, ${GUIDE}/delete-replications.html`,
    note: 'its mount targets, where it has any, have to be deleted before',
  }),
];

const others: readonly Operation[] = [
  row({
    id: 'elasticfilesystem:ClientWrite',
    label: 'delete its files over NFS',
    actsOn: FILE_SYSTEM,
    effect: 'destroy-data',
    ends: ['self'],
    source: `${GUIDE}/iam-access-control-nfs-efs.html`,
    confidence: 'unverified',
    route: 'data-path',
    note: 'whether the caller can reach a mount target, and may delete as a user of the file system, is not read',
  }),
  row({
    id: 'elasticfilesystem:CreateReplicationConfiguration',
    label: 'overwrite it with another file system, as the destination of a replication',
    actsOn: FILE_SYSTEM,
    effect: 'destroy-data',
    ends: ['self'],
    requires: [OUT_OF_REPLICATION],
    source: `${GUIDE}/API_CreateReplicationConfiguration.html, ${GUIDE}/API_UpdateFileSystemProtection.html`,
    confidence: 'unverified',
    note: 'refused while its replication overwrite protection is on, which UpdateFileSystemProtection switches off',
  }),
];

/** EFS file systems and their replicas; their backups lie in AWS Backup. */
export const efsOperations: readonly Operation[] = [
  ...deletions,
  ...others,
  ...weakening(`${GUIDE}/delete-efs-fs.html`, [
    ['elasticfilesystem:DeleteMountTarget', 'delete its mount targets', FILE_SYSTEM],
    ['elasticfilesystem:DeleteReplicationConfiguration', 'end the replication it is part of', FILE_SYSTEM],
    ['elasticfilesystem:DeleteReplicationConfiguration', 'end the replication it comes from', REPLICA],
  ]),
  ...opening(`${GUIDE}/iam-access-control-nfs-efs.html`, [
    [
      'elasticfilesystem:PutFileSystemPolicy',
      'replace the policy of the file system',
      FILE_SYSTEM,
      'replaced',
    ],
    [
      'elasticfilesystem:DeleteFileSystemPolicy',
      'delete the policy of the file system',
      FILE_SYSTEM,
      'removed',
    ],
  ]),
];
