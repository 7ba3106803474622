import { CronTime } from 'cron';
import type { Schedule } from '../config/config.ts';
import { OperatorError } from '../model/error.ts';
import type { LighterPass } from '../model/inventory.ts';

/** `full`, or the name of a lighter pass. */
export type PassName = 'full' | LighterPass;

/** When a schedule last had its scan; null: it never had one. */
export type Served = ReadonlyMap<Schedule, Date | null>;

/** The next scan: when it is due, and the schedules it serves. */
export interface Turn {
  readonly at: Date;
  readonly pass: PassName;
  readonly serves: readonly Schedule[];
}

/** Refuses a schedule that never comes. */
export function checkSchedules(schedules: readonly Schedule[], now: Date): void {
  for (const schedule of schedules) {
    try {
      nextOf(schedule, now);
    } catch (error) {
      const line = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
      const said = line.replace(/^Something went wrong\. /, '');
      throw new OperatorError(
        'WATCH_CRON',
        `The schedule "${schedule.cron}" never comes: ${said}`,
        'It has five fields: minute, hour, day of month, month, day of week, such as "0 2 * * *".',
      );
    }
  }
}

/**
 * The first time after `after` that a schedule comes. A time that its clocks leave out when they are put forward comes
 * when they have been; one that comes twice when they are put back comes once.
 */
export function nextOf({ cron, timezone }: Schedule, after: Date): Date {
  return new CronTime(cron, timezone).getNextDateFrom(after, timezone).toJSDate();
}

/**
 * The next turn. Whatever came due in the meantime, and however often, is served by one scan: the full one where one
 * of them is full, since it reads all that a lighter one does. A last time that is yet to come was told by a clock that
 * went wrong, and counts for nothing: else nothing would be scanned until then.
 */
export function nextTurn(served: Served, now: Date): Turn {
  const due = [...served].map(([schedule, last]) => ({
    schedule,
    at: last === null || last > now ? now : nextOf(schedule, last),
  }));
  const first = Math.min(...due.map(({ at }) => at.getTime()));
  const at = new Date(Math.max(first, now.getTime()));
  const together = due.filter((each) => each.at.getTime() <= at.getTime());
  const isFull = together.some(({ schedule }) => schedule.pass === null);
  const pass = isFull ? 'full' : (together[0]?.schedule.pass ?? 'full');
  return { at, pass, serves: together.map(({ schedule }) => schedule) };
}

/** What is served after a scan that began at `at`: its own schedules, and those it was due for meanwhile stay due. */
export function afterTurn(served: Served, { serves }: Turn, at: Date): Served {
  return new Map([...served].map(([schedule, last]) => [schedule, serves.includes(schedule) ? at : last]));
}

/** What scans of before served, by when the last of each pass began: a full scan serves the lighter passes too. */
export function servedBefore(schedules: readonly Schedule[], last: ReadonlyMap<string, string>): Served {
  const full = last.get('full');
  return new Map(
    schedules.map((schedule) => {
      const own = schedule.pass === null ? undefined : last.get(schedule.pass);
      const times = [full, own].filter((time) => time !== undefined).sort();
      const latest = times.at(-1);
      return [schedule, latest === undefined ? null : new Date(latest)];
    }),
  );
}
