import type { BackupLocation } from '../../model/asset.ts';
import { assetOf } from './assets.ts';
import type { Variable, VolumeInstance } from './environments.ts';
import { idOf } from './ids.ts';
import { defineRead } from './read.ts';
import type { SourceReader } from './source.ts';
import { expiryOf, isoTime } from './text.ts';

interface Backup {
  readonly id: string;
  readonly name: string | null;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly scheduleId: string | null;
}

interface Schedule {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly cron: string;
  readonly retentionSeconds: number | null;
  readonly createdAt: string;
}

const access = {
  role: 'VIEWER',
  workspaceToken: true,
  projectToken: true,
  scope: 'project:viewer',
  confidence: 'unverified',
} as const;

/** Keyed by volume *instance*; a volume's id reads back as `Not Authorized`. */
export const backupsRead = defineRead<{ volumeInstanceBackupList: readonly Backup[] | null }>({
  operation: 'volumeInstanceBackupList',
  document: /* GraphQL */ `query Backups($volumeInstanceId: String!) {
    volumeInstanceBackupList(volumeInstanceId: $volumeInstanceId) { id name createdAt expiresAt scheduleId }
  }`,
  hides: 'backup',
  direction: 'restricts',
  access,
});

export const schedulesRead = defineRead<{ volumeInstanceBackupScheduleList: readonly Schedule[] | null }>({
  operation: 'volumeInstanceBackupScheduleList',
  document: /* GraphQL */ `query BackupSchedules($volumeInstanceId: String!) {
    volumeInstanceBackupScheduleList(volumeInstanceId: $volumeInstanceId) {
      id name kind cron retentionSeconds createdAt
    }
  }`,
  hides: 'schedule',
  direction: 'neither',
  access,
});

/** Reads the backups and schedules of one volume instance. */
export async function readBackups(source: SourceReader, instance: VolumeInstance): Promise<void> {
  const about = { target: idOf.volumeInstance(instance.id), id: instance.id };
  const [backups, schedules] = await Promise.all([
    source.ask(backupsRead, { volumeInstanceId: instance.id }, about),
    source.ask(schedulesRead, { volumeInstanceId: instance.id }, about),
  ]);
  const nothing = { reason: 'failed', detail: 'the answer held no list' } as const;
  if (backups && !backups.volumeInstanceBackupList) source.fail(backupsRead, about, nothing);
  if (schedules && !schedules.volumeInstanceBackupScheduleList) source.fail(schedulesRead, about, nothing);
  for (const backup of backups?.volumeInstanceBackupList ?? []) addBackup(source, instance, backup);
  for (const schedule of schedules?.volumeInstanceBackupScheduleList ?? []) {
    addSchedule(source, instance, schedule);
  }
}

/**
 * Railway's backups lie with the volume: they do not outlive it, and after the deletion of the volume "only
 * the offsite logical dumps survive" (docs.railway.com/guides/postgres-backups-restores). The list has no
 * status; making one is a workflow that the list shows once it is done and every entry offers a restore, so
 * a listed backup counts as complete. That is inferred, and never makes anything survive its volume.
 */
function addBackup(source: SourceReader, instance: VolumeInstance, backup: Backup): void {
  source.add(
    assetOf('backup', {
      id: idOf.backup(backup.id),
      native: 'railway.VolumeInstanceBackup',
      name: String(backup.name ?? backup.id),
      scope: source.scope,
      region: instance.region,
      createdAt: isoTime(backup.createdAt),
      links: [{ to: idOf.volumeInstance(instance.id), as: 'copy-of' }],
      props: {
        type: 'snapshot',
        location: locationOf(source, instance),
        expires: expiryOf(backup.expiresAt),
        complete: true,
        key: null,
        survivesSource: false,
        follows: [],
        sharedWith: [],
        guards: [],
      },
    }),
  );
}

function addSchedule(source: SourceReader, instance: VolumeInstance, schedule: Schedule): void {
  source.add(
    assetOf('schedule', {
      id: idOf.schedule(schedule.id),
      native: 'railway.VolumeInstanceBackupSchedule',
      name: String(schedule.name),
      scope: source.scope,
      region: instance.region,
      createdAt: isoTime(schedule.createdAt),
      links: [{ to: idOf.volumeInstance(instance.id), as: 'covers' }],
      props: {
        type: 'backup-schedule',
        frequency: String(schedule.kind),
        retentionHours: schedule.retentionSeconds === null ? 'unknown' : schedule.retentionSeconds / 3600,
        copiesTo: [],
      },
    }),
  );
}

/** The names Railway gives the variables of point-in-time recovery, for Postgres and MySQL. */
const archiveVariables = new Set(['WAL_ARCHIVE_BUCKET', 'BINLOG_ARCHIVE_BUCKET']);

/**
 * A point-in-time window, shown by variable names alone. A name is no proof that archiving works, so nothing
 * about it is claimed: not that it is complete, nor that it outlives the volume
 * (docs.railway.com/volumes/point-in-time-recovery).
 */
export function addPitrWindow(
  source: SourceReader,
  instance: VolumeInstance,
  variables: readonly Variable[],
): void {
  if (!variables.some(({ name }) => archiveVariables.has(name))) return;
  source.add(
    assetOf('backup', {
      id: idOf.pitrWindow(instance.id),
      native: 'railway.PitrWindow',
      name: 'point-in-time recovery window',
      scope: source.scope,
      region: instance.region,
      links: [{ to: idOf.volumeInstance(instance.id), as: 'copy-of' }],
      props: {
        type: 'pitr-window',
        location: locationOf(source, instance),
        expires: 'unknown',
        complete: 'unknown',
        key: null,
        survivesSource: 'unknown',
        follows: [],
        sharedWith: [],
        guards: [],
      },
    }),
  );
}

function locationOf(source: SourceReader, instance: VolumeInstance): BackupLocation {
  return { provider: 'railway', account: source.scope, region: instance.region, vault: null };
}
