import type { CollectIO } from '../../src/collectors/collector.ts';
import type { Tape } from '../../src/collectors/tape.ts';

/** Turns of the event loop in a row in which nothing happens, until time moves on. */
const quietTurns = 60;

/**
 * A clock that moves on only when every request was answered and all that is left is waiting, and then straight to
 * the next one who waits. What a server hears is stamped exactly, and nothing sleeps.
 */
export function virtualClock(start: Date): CollectIO & { readonly now: () => number } {
  let now = start.getTime();
  let quiet = 0;
  let underWay = 0;
  let turning = false;
  const waiting: { readonly until: number; readonly go: () => void }[] = [];

  function turn(): void {
    quiet = underWay > 0 ? 0 : quiet + 1;
    if (quiet >= quietTurns) moveOn();
    if (waiting.length > 0) setImmediate(turn);
    else turning = false;
  }

  function moveOn(): void {
    quiet = 0;
    waiting.sort((a, b) => a.until - b.until);
    const next = waiting.shift();
    if (next === undefined) return;
    now = Math.max(now, next.until);
    next.go();
  }

  const tape: Tape = {
    exchange: async (_, send) => {
      underWay += 1;
      quiet = 0;
      try {
        return await send();
      } finally {
        underWay -= 1;
        quiet = 0;
      }
    },
    fact: (_, value) => value,
    enter: async () => {},
    close: () => {},
  };
  return {
    now: () => now,
    clock: () => new Date(now),
    wait: (milliseconds) =>
      new Promise((go) => {
        waiting.push({ until: now + milliseconds, go });
        quiet = 0;
        if (turning) return;
        turning = true;
        setImmediate(turn);
      }),
    progress: () => {},
    tape,
  };
}
