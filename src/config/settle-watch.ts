import type { LighterPass } from '../model/inventory.ts';
import type { ListenConfig, WatchConfig } from './config.ts';
import type { ConfigFile, FileWatch } from './config-file.ts';

/** On loopback alone. */
export const usualListen = '127.0.0.1:9464';

/** The schedules of the service, with everything that was left out filled in. */
export function settleWatch(file: FileWatch): WatchConfig {
  const { jitterSeconds = 60, deadlineMinutes = 120, listen = usualListen } = file;
  return {
    schedules: file.schedules.map(({ cron, timezone = 'UTC', pass }) => ({
      cron,
      timezone,
      pass: pass === 'light' ? pass : null,
    })),
    jitterSeconds,
    deadlineMinutes,
    listen: listenAt(listen),
  };
}

/** The lighter passes that are declared: listed, or scheduled. */
export function passesOf({ passes = [], watch }: ConfigFile): readonly LighterPass[] {
  const scheduled = (watch?.schedules ?? []).flatMap(({ pass }) => (pass === 'light' ? [pass] : []));
  return [...new Set([...passes, ...scheduled])].sort();
}

/** `[::1]:9464` as the host `::1`; null: `off`. */
export function listenAt(listen: string): ListenConfig | null {
  if (listen === 'off') return null;
  const at = listen.lastIndexOf(':');
  const host = listen.slice(0, at).replace(/^\[(.*)\]$/, '$1');
  return { host, port: Number(listen.slice(at + 1)) };
}
