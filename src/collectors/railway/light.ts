import type { LeftOut } from '../../model/inventory.ts';
import { backupsRead, schedulesRead } from './backups.ts';
import { notificationRulesRead } from './notification-rules.ts';
import type { Read } from './read.ts';

/** What the pass `light` does not ask: two calls for every volume instance, and who is told of events. */
export const readsLeftOut: ReadonlySet<Read<unknown>> = new Set<Read<unknown>>([
  backupsRead,
  schedulesRead,
  notificationRulesRead,
]);

/** What of Railway the pass `light` leaves to full scans; a new read above needs its native type here. */
export const leftOutOfLight: LeftOut = {
  natives: [
    'railway.NotificationRule',
    'railway.VolumeInstanceBackup',
    'railway.VolumeInstanceBackupSchedule',
  ],
  services: [],
  kinds: ['backup', 'schedule', 'trail'],
};
