const minute = 60_000;
const hour = 60 * minute;

/** The longest time between two attempts, also for a channel that is gone: it may be mended without telling anybody. */
const longest = 6 * hour;

/**
 * When to try again after an attempt that failed: twice as late each time, from one minute to six hours, never before
 * the other side asked for, and spread so that many senders don't come back together. `dice` is from 0 up to 1.
 */
export function backoff(
  {
    attempts,
    gone,
    retryAfter,
  }: { readonly attempts: number; readonly gone: boolean; readonly retryAfter: number | null },
  dice: number,
): number {
  const whole = gone ? longest : Math.min(minute * 2 ** Math.min(attempts, 20), longest);
  return Math.max(Math.round(whole * (0.75 + dice / 4)), retryAfter ?? 0);
}
