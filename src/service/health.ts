import type { WatchConfig } from '../config/config.ts';
import type { ServiceEvent } from './event.ts';
import type { PassName } from './schedule.ts';

/** Whether a process works, and whether it can be relied on. */
export interface Vital {
  /** Why it should be started again; null: it works. */
  readonly ails: (now: Date) => string | null;
  /** Why nobody should rely on it; empty: it is ready. */
  readonly lacks: (now: Date) => readonly string[];
}

/** Whether the service works, and whether what it last saw can be relied on. */
export interface Health extends Vital {
  readonly observe: (event: ServiceEvent) => void;
}

/** So much longer than its deadline a scan may take to be given up. */
const graceMilliseconds = 10 * 60_000;

/** `seen`: whether a scan of before is known. */
export function openHealth({ deadlineMinutes, jitterSeconds }: WatchConfig, seen: boolean): Health {
  const allowed = deadlineMinutes * 60_000 + graceMilliseconds;
  const running = new Map<PassName, Date>();
  const missed = new Map<PassName, string>();
  let recorded = seen;
  let due: { readonly pass: PassName; readonly until: Date } | null = null;
  return {
    observe: (event) => {
      if (event.type === 'waits') due = event;
      if (event.type === 'began') {
        running.set(event.pass, event.at);
        due = null;
      }
      if (event.type !== 'ended') return;
      running.delete(event.pass);
      if (event.end.state === 'missed') missed.set(event.pass, event.end.why);
      if (event.end.state !== 'recorded') return;
      recorded = true;
      missed.delete(event.pass);
      if (event.pass === 'full') missed.clear();
    },
    ails: (now) => {
      for (const [pass, began] of running) {
        if (now.getTime() - began.getTime() > allowed) return `the ${pass} scan does not come to an end`;
      }
      const late = due === null ? 0 : now.getTime() - due.until.getTime() - jitterSeconds * 1000;
      return late > allowed ? `the ${due?.pass} scan does not begin` : null;
    },
    lacks: () => [
      ...(recorded ? [] : ['no scan has come to its end yet']),
      ...[...missed].map(([pass, why]) => `the last ${pass} scan did not run: ${why}`),
    ],
  };
}
