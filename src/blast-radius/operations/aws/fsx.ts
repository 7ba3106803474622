import type { Operation } from '../../../model/operation.ts';
import { row } from './row.ts';

const API = 'docs.aws.amazon.com/fsx/latest/APIReference';
const GUIDE = 'docs.aws.amazon.com/fsx/latest';

const FILE_SYSTEM = { kind: 'store', natives: ['AWS::FSx::FileSystem'] } as const;
const OF_ONTAP = { kind: 'container', natives: ['AWS::FSx::FileSystem'] } as const;
const VOLUME = { kind: 'store', natives: ['AWS::FSx::Volume'] } as const;
const BACKUP = { kind: 'backup', natives: ['AWS::FSx::Backup'] } as const;

const deletions: readonly Operation[] = [
  row({
    id: 'fsx:DeleteFileSystem',
    label: 'delete the file system without a final backup, its volumes and automatic backups with it',
    actsOn: FILE_SYSTEM,
    effect: 'destroy-data',
    ends: ['self', 'contained'],
    source: `${API}/API_DeleteFileSystem.html (SkipFinalBackup, DELETE_CHILD_VOLUMES_AND_SNAPSHOTS)`,
    note: 'that of ONTAP is deleted only once its volumes are',
  }),
  row({
    id: 'fsx:DeleteVolume',
    label: 'delete the volume without a final backup, and those below it',
    actsOn: VOLUME,
    effect: 'destroy-data',
    ends: ['self', 'contained'],
    sparesCopies: true,
    source: `${API}/API_DeleteVolume.html, ${GUIDE}/ONTAPGuide/using-backups.html, ${GUIDE}/ONTAPGuide/snaplock-delete-volume.html`,
    note: 'a volume of ONTAP with files that SnapLock still keeps is refused, which is not read; automatic backups of ONTAP are of a volume and go with it, of OpenZFS they are of the file system and stay',
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

/** Neither the API nor the four user guides say more of a retention of 0 than that no more backups are made. */
const unsettled = {
  id: 'fsx:UpdateFileSystem',
  label: 'set the retention of automatic backups to 0 days',
  effect: 'destroy-backup',
  ends: ['contained'],
  carries: ['AWS::FSx::Backup'],
  source: `${API}/API_UpdateFileSystem.html (AutomaticBackupRetentionDays), ${GUIDE}/ONTAPGuide/using-backups.html, ${GUIDE}/WindowsGuide/using-backups.html, ${GUIDE}/LustreGuide/using-backups-fsx.html, ${GUIDE}/OpenZFSGuide/using-backups.html`,
  confidence: 'unverified',
  note: 'that no more are made is documented, what becomes of those that were made is not',
} as const;

/** FSx file systems, the volumes on those of ONTAP and OpenZFS, and their backups. */
export const fsxOperations: readonly Operation[] = [
  ...deletions,
  row({ ...unsettled, actsOn: FILE_SYSTEM }),
  row({ ...unsettled, actsOn: OF_ONTAP }),
];
