import type { Vital } from '../health.ts';
import type { Rhythm } from './fleet.ts';
import type { ObserveWork } from './work-event.ts';

/** Whether a worker works, and whether it gets any work. */
export interface WorkHealth extends Vital {
  readonly observe: ObserveWork;
}

/** It looks for work every half second; without a look for so long it hangs. */
const longestPause = 5 * 60_000;
/** Full hands ask the queue four times a minute, with their heartbeat. */
const longestSilence = 60_000;
/** So much longer than another worker takes it over a source may be read. */
const grace = 10 * 60_000;

export function openWorkHealth(clock: () => Date, { expire }: Pick<Rhythm, 'expire'>): WorkHealth {
  let looked = clock().getTime();
  let answered: number | null = null;
  const inHand = new Map<string, number>();
  return {
    observe: (event) => {
      const now = clock().getTime();
      if (event.type === 'looked') looked = now;
      if (event.type === 'asked') answered = event.answered ? now : null;
      if (event.type === 'took') inHand.set(event.job, now);
      if (event.type === 'ended') inHand.delete(event.job);
    },
    ails: (now) => {
      if (now.getTime() - looked > longestPause) return 'it does not look for sources any more';
      const [oldest = now.getTime()] = inHand.values();
      return now.getTime() - oldest > expire * 1000 + grace ? 'a source is not read to its end' : null;
    },
    lacks: (now) =>
      answered === null || now.getTime() - answered > longestSilence ? ['the queue does not answer'] : [],
  };
}
