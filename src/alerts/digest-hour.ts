import type { DigestTime } from '../config/config.ts';

const dayMilliseconds = 86_400_000;

/** The first moment at or after `time` when clocks there show the hour; a day without it (clocks jump) has none. */
export function digestHour(time: Date, digest: DigestTime): Date {
  const start = time.getTime() - dayMilliseconds;
  for (let day = 0; day < 4; day += 1) {
    const moment = momentOn(new Date(start + day * dayMilliseconds), digest);
    if (moment !== null && moment >= time) return moment;
  }
  return time;
}

/** When clocks of the zone show the hour on the day that `time` falls on there. */
function momentOn(time: Date, { at, timezone }: DigestTime): Date | null {
  const { date } = wallClock(time, timezone);
  const guess = new Date(`${date}T${at}:00.000Z`);
  // The zone's offset at the guess, then once more where the clocks change between the two.
  const first = new Date(guess.getTime() - offset(guess, timezone));
  const second = new Date(guess.getTime() - offset(first, timezone));
  const shown = wallClock(second, timezone);
  return shown.date === date && shown.time === at ? second : null;
}

function offset(time: Date, timezone: string): number {
  const { date, time: clock } = wallClock(time, timezone);
  return Date.parse(`${date}T${clock}:00.000Z`) - Math.floor(time.getTime() / 60_000) * 60_000;
}

function wallClock(time: Date, timeZone: string): { readonly date: string; readonly time: string } {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(
    time,
  );
  const [date = '', clock = ''] = parts.split(' ');
  return { date, time: clock };
}
