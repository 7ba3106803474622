import type { Absences, Delta, Message, MissedScan, Outbox, Seen } from '../model/history.ts';
import type { Report, TrendPoint } from '../model/report.ts';
import { absentFrom } from './absent.ts';
import { openDatabase } from './database.ts';
import { lastScans, waitingMessages } from './last-scans.ts';
import type { HistoryLocation } from './location.ts';
import { missed } from './missed.ts';
import { outboxOf } from './outbox.ts';
import { record } from './record.ts';
import { forget } from './retention.ts';
import { trendOf } from './trend.ts';

/** What was seen before, and what is to be said of it. */
export interface History {
  /** What was open in `target` and the report has no more: what its maker looks for proof of. */
  readonly absent: (target: string, report: Report) => Promise<Absences>;
  /** Keeps what a scan saw, and its messages with it: all of it or nothing. What it brought comes back. */
  readonly record: (seen: Seen, messagesOf: (delta: Delta) => readonly Message[]) => Promise<Delta>;
  /** Keeps that a scan did not come to its end. */
  readonly missed: (scan: MissedScan, messages: readonly Message[]) => Promise<void>;
  /** When the last scan of each pass of a target began, as ISO time by the name of the pass. */
  readonly lastScans: (target: string) => Promise<ReadonlyMap<string, string>>;
  /** The last full scan of each of the last `days` days on which there was one, oldest first. */
  readonly trend: (target: string, days: number) => Promise<readonly TrendPoint[]>;
  readonly outbox: Outbox;
  /** How many messages no channel took yet. */
  readonly waiting: () => Promise<number>;
  readonly close: () => Promise<void>;
}

/**
 * Opens the history kept at `location`, making or bringing it forward where needed. What is over and older than
 * `keepDays` is forgotten after each scan.
 */
export async function openHistory(
  location: HistoryLocation,
  { keepDays }: { readonly keepDays: number },
): Promise<History> {
  const database = await openDatabase(location);
  return {
    absent: (target, report) => absentFrom(database.db, target, report),
    record: async (seen, messagesOf) => {
      const delta = await record(database, seen, messagesOf);
      const now = new Date(seen.report.scan.finishedAt);
      await database.alone((queries) => forget(queries, now, keepDays));
      return delta;
    },
    missed: (scan, messages) => missed(database, scan, messages),
    lastScans: (target) => lastScans(database.db, target),
    trend: (target, days) => trendOf(database.db, target, days),
    outbox: outboxOf(database),
    waiting: () => waitingMessages(database.db),
    close: database.close,
  };
}
