import type { SharedBudgets } from '../budgets.ts';
import type { CollectIO } from '../collector.ts';
import type { Attempt } from './failure.ts';
import type { Failure } from './read.ts';

/** How fast and how much one token may ask. */
export interface Rate {
  readonly requestsPerSecond: number;
  /** Calls this scan may make with the token in its hour; null: as the API's own headers allow. */
  readonly hourlyBudget: number | null;
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

/** Calls under way at once; so many may go out before the headers tell of them. */
export const concurrency = 8;

/** So many attempts in a row without an answer, and the rest is not tried. */
const patience = 12;

/** `token`: its name, under which other processes keep to the rate too. */
export function pacer(rate: Rate, io: PaceIO, token: string): Pace {
  const turns = io.budgets ? sharedTurns(rate, io.budgets, token) : ownTurns(rate, io);
  let made = 0;
  let unanswered = 0;
  let over: Failure | null = null;
  const end = (reason: Failure['reason'], detail: string) => {
    over ??= { reason, detail };
  };
  return {
    async admit() {
      if (io.signal?.aborted) end('failed', 'the scan was stopped');
      if (over) return over;
      if (made >= (rate.hourlyBudget ?? Number.POSITIVE_INFINITY)) {
        return { reason: 'throttled', detail: `the budget of ${rate.hourlyBudget} calls is used up` };
      }
      made += 1;
      const milliseconds = await turns.take();
      if (milliseconds > 0) await io.wait(milliseconds);
      return over;
    },
    async pause(milliseconds) {
      if (milliseconds <= longestPauseMs) await turns.pause(milliseconds);
      else end('throttled', 'the API asks for a longer wait than a scan should hold on for');
    },
    observe(attempt) {
      unanswered = isAnswer(attempt) ? 0 : unanswered + 1;
      if (unanswered >= patience) end('failed', 'the API stopped answering');
      if (runsOut(attempt)) {
        end('throttled', "the token's hour is nearly used up; what is left is kept for its other users");
      }
    },
  };
}

type PaceIO = Pick<CollectIO, 'clock' | 'wait' | 'signal' | 'budgets'>;

/** Turns at a steady rate. */
interface Turns {
  /** Takes the next one: the milliseconds until it comes. */
  take(): Promise<number>;
  pause(milliseconds: number): Promise<void>;
}

function ownTurns({ requestsPerSecond }: Rate, { clock }: PaceIO): Turns {
  let next = 0;
  return {
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

/** A refused call says nothing of the hour that its Retry-After does not say better. */
function runsOut({ status, headers }: Attempt): boolean {
  const remaining = Number.parseInt(headers.get('x-ratelimit-remaining') ?? '', 10);
  const limit = Number.parseInt(headers.get('x-ratelimit-limit') ?? '', 10);
  if (status === 429 || !Number.isFinite(remaining)) return false;
  return remaining <= Math.max(concurrency, Number.isFinite(limit) ? Math.ceil(limit * shareLeft) : 0);
}
