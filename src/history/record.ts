import type { Delta, Message, Seen } from '../model/history.ts';
import { keepCoverage } from './coverage.ts';
import type { Database, Queries } from './database.ts';
import { lastFullScan } from './last-full-scan.ts';
import { idsFrom } from './next-id.ts';
import { enqueue } from './outbox.ts';
import { recordDrift } from './record-drift.ts';
import { recordFindings } from './record-findings.ts';
import { isOpenGap, recordGaps } from './record-gaps.ts';
import { stored } from './rows.ts';

/**
 * Keeps what a scan saw and puts into the outbox what is to be said of it: both or neither. A scan that was kept
 * before changes nothing and says nothing.
 */
export function record(
  { alone, engine }: Database,
  seen: Seen,
  messagesOf: (delta: Delta) => readonly Message[],
): Promise<Delta> {
  return alone(async (queries) => {
    const { target, pass, report } = seen;
    const about = { target, pass, scan: report.scan, summary: report.summary };
    const previous = await previousOf(queries, seen);
    const last = await lastOfPass(queries, seen);
    const missed = await missedSince(queries, seen, last?.finished_at ?? '');
    const state = isComplete(seen) ? ('complete' as const) : ('incomplete' as const);
    const stateBefore = last?.state ?? null;
    if (await isKept(queries, seen)) {
      return { ...about, previous, missed: 0, stateBefore, state, ...nothing };
    }
    const before = await lastFullScan(queries, target);
    const scan = await keepScan(queries, seen, state);
    const { gaps, blindSince } = await recordGaps({ queries, seen });
    const recording = { queries, engine, seen, scan, before, blindSince };
    const delta: Delta = {
      ...about,
      previous,
      missed,
      stateBefore,
      state,
      steps: await recordFindings(recording),
      drift: await recordDrift(recording),
      gaps,
    };
    await enqueue(queries, messagesOf(delta), new Date(report.scan.finishedAt));
    return delta;
  });
}

const nothing: Pick<Delta, 'steps' | 'drift' | 'gaps'> = {
  steps: [],
  drift: { appeared: [], settled: [] },
  gaps: { appeared: [], closed: [] },
};

async function isKept(queries: Queries, { target, report }: Seen): Promise<boolean> {
  const kept = await queries
    .selectFrom('firebreak_scans')
    .select('id')
    .where('target', '=', target)
    .where('scan', '=', report.scan.id)
    .executeTakeFirst();
  return kept !== undefined;
}

async function previousOf(queries: Queries, { target, report }: Seen): Promise<string | null> {
  const before = await queries
    .selectFrom('firebreak_scans')
    .select('finished_at')
    .where('target', '=', target)
    .where('scan', '<>', report.scan.id)
    .orderBy('finished_at', 'desc')
    .executeTakeFirst();
  return before?.finished_at ?? null;
}

function lastOfPass(queries: Queries, { target, pass, report }: Seen) {
  return queries
    .selectFrom('firebreak_scans')
    .select(['finished_at', 'state'])
    .where('target', '=', target)
    .where('pass', '=', pass)
    .where('scan', '<>', report.scan.id)
    .orderBy('finished_at', 'desc')
    .executeTakeFirst();
}

async function missedSince(queries: Queries, { target, pass }: Seen, time: string): Promise<number> {
  const { missed } = await queries
    .selectFrom('firebreak_missed')
    .select(({ fn }) => fn.countAll().as('missed'))
    .where('target', '=', target)
    .where('pass', '=', pass)
    .where('at', '>', time)
    .executeTakeFirstOrThrow();
  return Number(missed);
}

function isComplete({ report }: Seen): boolean {
  return !report.coverage.gaps.some(isOpenGap) && !report.findings.some(({ outcome }) => outcome === 'error');
}

async function keepScan(queries: Queries, seen: Seen, state: Delta['state']): Promise<number> {
  const { target, pass, report, coverage } = seen;
  const { summary, scan } = report;
  const { critical, high, medium, low } = summary.openBySeverity;
  const newId = await idsFrom(queries, 'firebreak_scans');
  const row = {
    id: newId(),
    target,
    scan: scan.id,
    pass,
    started_at: scan.startedAt,
    finished_at: scan.finishedAt,
    state,
    answer: String(stored(summary.answer)),
    ...{ critical, high, medium, low },
    total_loss_stores: summary.totalLossStores,
    gaps: summary.gaps,
    drift: report.drift.length,
    exit_code: summary.exitCode,
    coverage: await keepCoverage(queries, coverage),
  };
  await queries.insertInto('firebreak_scans').values(row).execute();
  return row.id;
}
