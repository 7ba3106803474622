import type { SharedBudgets } from '../budgets.ts';
import type { CollectIO } from '../collector.ts';
import type { Attempt } from './failure.ts';
import type { Failure } from './read.ts';

/** How fast and how much one token may ask. */
export interface Rate {
  readonly requestsPerSecond: number;
  /** Calls a scan may make with the token; null: as the API's own headers allow. */
  readonly callsPerScan: number | null;
}

/** Keeps one token below the rates of the API and leaves some of the hour to its other users. */
export interface Pace {
  /** Waits for a turn; answers why there is none any more, or null when the call may go out. */
  admit(): Promise<Failure | null>;
  /** Nobody asks for that long. */
  pause(milliseconds: number): Promise<void>;
  observe(attempt: Attempt): void;
}

/** A longer `Retry-After` ends the scan of that token instead of holding it up. */
const longestPauseMs = 120_000;

/** A tenth of the hour is left to people and pipelines that share the token's limit. */
const shareLeft = 0.1;

/** What a scan makes at most where no header tells of the hour: Hobby's documented 1,000, and that share left. */
const mostUntold = 900;

/** Calls under way at once; so many may go out before the headers tell of them. */
export const concurrency = 8;

/** So many attempts in a row without an answer, and the rest is not tried. */
const patience = 12;

/** `token`: its name, under which other processes keep to the rate too. */
export function pacer(rate: Rate, io: PaceIO, token: string): Pace {
  const turns = io.budgets ? sharedTurns(rate, io.budgets, token) : ownTurns(rate, io);
  let hourIsTold = false;
  let silentUntil = 0;
  let unanswered = 0;
  let over: Failure | null = null;
  const end = (reason: Failure['reason'], detail: string) => {
    over ??= { reason, detail };
  };
  return {
    async admit() {
      if (io.signal?.aborted) end('failed', 'the scan was stopped');
      if (over) return over;
      const most = rate.callsPerScan ?? (hourIsTold ? Number.POSITIVE_INFINITY : mostUntold);
      if ((await turns.count()) > most) return { reason: 'throttled', detail: usedUp(rate, most) };
      do {
        const milliseconds = await turns.take();
        if (milliseconds > 0) await io.wait(milliseconds);
        // Whoever had a turn already takes another, behind the pause.
      } while (io.clock().getTime() < silentUntil && over === null);
      return over;
    },
    async pause(milliseconds) {
      silentUntil = Math.max(silentUntil, io.clock().getTime() + milliseconds);
      if (milliseconds <= longestPauseMs) await turns.pause(milliseconds);
      else
        end('throttled', `left for later: the API asks to wait ${Math.ceil(milliseconds / 60_000)} minutes`);
    },
    observe(attempt) {
      unanswered = isAnswer(attempt) ? 0 : unanswered + 1;
      if (unanswered >= patience) end('failed', 'the API stopped answering');
      const hour = hourOf(attempt);
      hourIsTold ||= hour !== null;
      if (hour !== null && hour.remaining <= hour.kept) {
        const left = `${hour.remaining} calls are left in this one`;
        end('throttled', `left for the next hour: ${left}, and are kept for the token's other users`);
      }
    },
  };
}

type PaceIO = Pick<CollectIO, 'clock' | 'wait' | 'signal' | 'budgets'>;

/** Turns at a steady rate. */
interface Turns {
  /** Counts a call: so many were made by now, this one included. */
  count(): Promise<number>;
  /** Takes the next one: the milliseconds until it comes. */
  take(): Promise<number>;
  pause(milliseconds: number): Promise<void>;
}

function ownTurns({ requestsPerSecond }: Rate, { clock }: PaceIO): Turns {
  let next = 0;
  let made = 0;
  return {
    async count() {
      made += 1;
      return made;
    },
    async take() {
      const now = clock().getTime();
      const at = Math.max(now, next);
      next = at + 1000 / requestsPerSecond;
      return at - now;
    },
    async pause(milliseconds) {
      next = Math.max(next, clock().getTime() + milliseconds);
    },
  };
}

function sharedTurns({ requestsPerSecond }: Rate, budgets: SharedBudgets, token: string): Turns {
  const name = `railway ${token}`;
  return {
    count: () => budgets.count(name),
    take: () => budgets.reserve(name, { perSecond: requestsPerSecond, burst: 1 }),
    pause: (milliseconds) => budgets.pause(name, milliseconds),
  };
}

/** How long the API asks to wait, in seconds or until a date; null where it does not say. */
export function retryAfterMs({ headers, at }: Attempt): number | null {
  const header = headers.get('retry-after')?.trim();
  if (!header) return null;
  const seconds = Number(header);
  const milliseconds = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - at.getTime();
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : null;
}

/** A refusal is an answer; silence, a server error or a page of something else is none. */
function isAnswer({ status, unreadable, headers }: Attempt): boolean {
  if (status === null || status >= 500) return false;
  return !unreadable || (status >= 400 && !headers.get('content-type')?.includes('html'));
}

function usedUp({ callsPerScan }: Rate, most: number): string {
  if (callsPerScan !== null) return `left for the next hour: a scan may make ${most} calls with the token`;
  return `left for the next hour: the API does not tell how many calls are left, and without \`callsPerScan\` a scan makes ${most}`;
}

/** What is left of the hour, and how much of it is kept for others. A refused call says nothing that its Retry-After does not say better. */
function hourOf({ status, headers }: Attempt): { readonly remaining: number; readonly kept: number } | null {
  const remaining = Number.parseInt(headers.get('x-ratelimit-remaining') ?? '', 10);
  const limit = Number.parseInt(headers.get('x-ratelimit-limit') ?? '', 10);
  if (status === 429 || !Number.isFinite(remaining)) return null;
  return {
    remaining,
    kept: Math.max(concurrency, Number.isFinite(limit) ? Math.ceil(limit * shareLeft) : 0),
  };
}
