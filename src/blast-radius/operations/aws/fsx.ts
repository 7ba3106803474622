import type { Operation } from '../../../model/operation.ts';
import { row } from './row.ts';

const API = 'docs.aws.amazon.com/fsx/latest/APIReference';

const FILE_SYSTEM = { kind: 'store', natives: ['AWS::FSx::FileSystem'] } as const;
const BACKUP = { kind: 'backup', natives: ['AWS::FSx::Backup'] } as const;

/** FSx file systems and their backups. */
export const fsxOperations: readonly Operation[] = [
  row({
    id: 'fsx:DeleteFileSystem',
    label: 'delete the file system without a final backup, its automatic backups with it',
    actsOn: FILE_SYSTEM,
    effect: 'destroy-data',
    ends: ['self'],
    source: `${API}/API_DeleteFileSystem.html (SkipFinalBackup)`,
    note: 'of ONTAP, its volumes and virtual machines have to be deleted before, which are not read',
  }),
  row({
    id: 'fsx:DeleteVolume',
    label: 'delete its volumes',
    actsOn: FILE_SYSTEM,
    effect: 'destroy-data',
    ends: ['self'],
    source: `${API}/API_DeleteVolume.html`,
    confidence: 'unverified',
    note: 'of ONTAP and OpenZFS; the volumes, which the permission is for, are not read',
  }),
  row({
    id: 'fsx:UpdateFileSystem',
    label: 'set the retention of automatic backups to 0 days',
    actsOn: FILE_SYSTEM,
    effect: 'destroy-backup',
    source: `${API}/API_UpdateFileSystem.html (AutomaticBackupRetentionDays)`,
    confidence: 'unverified',
    note: 'that no more are made is documented, what becomes of those that were made is not',
  }),
  row({
    id: 'fsx:DeleteBackup',
    label: 'delete the backup',
    actsOn: BACKUP,
    effect: 'destroy-backup',
    ends: ['self'],
    source: `${API}/API_DeleteBackup.html`,
  }),
];
