/** Time that passes only when it is told to, and wakes whoever waits. */
export interface Time {
  readonly clock: () => Date;
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Lets time pass up to that moment, stopping wherever somebody waits for. */
  readonly passTo: (iso: string) => Promise<void>;
  /** Lets everything that waits for nothing come to its end. */
  readonly settle: () => Promise<void>;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

export function timeFrom(iso: string): Time {
  let now = new Date(iso).getTime();
  const sleepers = new Set<Sleeper>();
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setImmediate(done));
  };
  return {
    clock: () => new Date(now),
    settle,
    wait: (milliseconds, signal) =>
      new Promise((resolve) => {
        const sleeper = { at: now + milliseconds, wake: () => end() };
        const end = (): void => {
          sleepers.delete(sleeper);
          signal.removeEventListener('abort', end);
          resolve();
        };
        if (signal.aborted) return resolve();
        signal.addEventListener('abort', end);
        sleepers.add(sleeper);
      }),
    passTo: async (until) => {
      const end = new Date(until).getTime();
      await settle();
      for (;;) {
        const next = [...sleepers].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        now = Math.max(now, next.at);
        next.wake();
        await settle();
      }
      now = Math.max(now, end);
    },
  };
}
