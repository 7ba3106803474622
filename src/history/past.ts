import { sql } from 'kysely';
import type { LifecycleState, Proof } from '../model/history.ts';
import type { Severity } from '../model/inventory.ts';
import type { TrendPoint } from '../model/report.ts';
import { openDatabase, type Queries } from './database.ts';
import { lastFullScan } from './last-full-scan.ts';
import type { HistoryLocation } from './location.ts';
import { parts } from './rows.ts';
import { trendOf } from './trend.ts';

/** One scan as it is remembered, or one that did not come to its end. */
export type PastScan =
  | {
      readonly scan: string;
      readonly pass: string;
      readonly startedAt: string;
      readonly finishedAt: string;
      readonly state: 'complete' | 'incomplete';
      readonly openBySeverity: Readonly<Record<Severity, number>>;
      readonly totalLossStores: number;
      readonly gaps: number;
      readonly drift: number;
      readonly exitCode: number;
      readonly answer: string;
    }
  | { readonly scan: null; readonly pass: string; readonly finishedAt: string; readonly why: string };

/** A finding's life so far. */
export interface Life {
  readonly fingerprint: string;
  readonly check: string;
  readonly asset: string;
  readonly name: string;
  readonly severity: Severity;
  readonly state: LifecycleState;
  /** Since when it fails without a proven break; of a resolved one, since when it did. */
  readonly since: string;
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** When it came to its state. */
  readonly changedAt: string;
  /** Oldest first. */
  readonly steps: readonly PastStep[];
}

export interface PastStep {
  readonly at: string;
  readonly scan: string;
  readonly step: string;
  readonly severity: Severity;
  readonly proof: Proof | null;
}

/** A drift event as it is remembered. */
export interface PastDrift {
  readonly fingerprint: string;
  readonly event: string;
  readonly asset: string;
  readonly severity: Severity;
  /** When it appeared last; what was settled and came back begins anew. */
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly settledAt: string | null;
}

/** A history to be read; nothing in it is changed. */
export interface Past {
  readonly targets: () => Promise<readonly string[]>;
  /** Newest first. */
  readonly scans: (target: string, limit: number) => Promise<readonly PastScan[]>;
  /** Findings by fingerprint, check, asset's name, or the id of anything it stands on; what stands first, then the newest. */
  readonly lives: (target: string, sought: string, limit: number) => Promise<readonly Life[]>;
  /** Drift events by fingerprint, kind of event or asset's id; what stands first, then the newest. */
  readonly drift: (target: string, sought: string, limit: number) => Promise<readonly PastDrift[]>;
  /** The last full scan of each day, oldest first. */
  readonly trend: (target: string, days: number) => Promise<readonly TrendPoint[]>;
  readonly close: () => Promise<void>;
}

export async function openPast(location: HistoryLocation): Promise<Past> {
  const { db, close } = await openDatabase(location, { readOnly: true });
  return {
    targets: () => targets(db),
    scans: (target, limit) => scans(db, target, limit),
    lives: (target, sought, limit) => lives(db, target, sought, limit),
    drift: (target, sought, limit) => drift(db, target, sought, limit),
    trend: (target, days) => trendOf(db, target, days),
    close,
  };
}

async function targets(db: Queries): Promise<readonly string[]> {
  const kept = await db.selectFrom('firebreak_scans').select('target').distinct().execute();
  const missed = await db.selectFrom('firebreak_missed').select('target').distinct().execute();
  return [...new Set([...kept, ...missed].map(({ target }) => target))].toSorted();
}

async function scans(db: Queries, target: string, limit: number): Promise<readonly PastScan[]> {
  const kept = await db
    .selectFrom('firebreak_scans')
    .selectAll()
    .where('target', '=', target)
    .orderBy('finished_at', 'desc')
    .limit(limit)
    .execute();
  const missed = await db
    .selectFrom('firebreak_missed')
    .select(['pass', 'at', 'why'])
    .where('target', '=', target)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute();
  const all: readonly PastScan[] = [
    ...kept.map(({ critical, high, medium, low, ...row }) => ({
      scan: row.scan,
      pass: row.pass,
      startedAt: row.started_at,
      finishedAt: row.finished_at,
      state: row.state,
      openBySeverity: { critical, high, medium, low },
      totalLossStores: row.total_loss_stores,
      gaps: row.gaps,
      drift: row.drift,
      exitCode: row.exit_code,
      answer: row.answer,
    })),
    ...missed.map(({ pass, at, why }) => ({ scan: null, pass, finishedAt: at, why })),
  ];
  return all.toSorted((a, b) => (a.finishedAt < b.finishedAt ? 1 : -1)).slice(0, limit);
}

/** A text as LIKE takes it for itself. */
const likely = (text: string): string => text.replace(/[!%_]/g, '!$&');

async function lives(db: Queries, target: string, sought: string, limit: number): Promise<readonly Life[]> {
  const rows = await db
    .selectFrom('firebreak_findings')
    .select(['id', 'fingerprint', 'check_id', 'asset', 'name', 'severity', 'state'])
    .select(['since', 'first_seen', 'last_seen', 'changed_at'])
    .where('target', '=', target)
    .where((is) =>
      is.or([
        is('fingerprint', '=', sought),
        is('check_id', '=', sought),
        is('asset', '=', sought),
        is('name', '=', sought),
        sql<boolean>`subjects LIKE ${`%${likely(JSON.stringify(sought))}%`} ESCAPE '!'`,
      ]),
    )
    .orderBy((is) => is.case().when('state', '=', 'resolved').then(1).else(0).end())
    .orderBy('changed_at', 'desc')
    .orderBy('fingerprint')
    .limit(limit)
    .execute();
  const full = await lastFullScan(db, target);
  const steps = await stepsOf(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map(({ id, check_id, first_seen, last_seen, changed_at, ...row }) => ({
    ...row,
    check: check_id,
    firstSeen: first_seen,
    lastSeen: last_seen ?? full?.finishedAt ?? changed_at,
    changedAt: changed_at,
    steps: (steps.get(id) ?? []).map(({ finding: _, ...step }) => step),
  }));
}

function drift(db: Queries, target: string, sought: string, limit: number): Promise<readonly PastDrift[]> {
  return db
    .selectFrom('firebreak_drift')
    .select(['fingerprint', 'event', 'asset', 'severity'])
    .select(['first_seen as firstSeen', 'last_seen as lastSeen', 'settled_at as settledAt'])
    .where('target', '=', target)
    .where((is) =>
      is.or([is('fingerprint', '=', sought), is('event', '=', sought), is('asset', '=', sought)]),
    )
    .orderBy((is) => is.case().when('settled_at', 'is', null).then(0).else(1).end())
    .orderBy('last_seen', 'desc')
    .orderBy('fingerprint')
    .limit(limit)
    .execute();
}

async function stepsOf(db: Queries, findings: readonly number[]) {
  const found = [];
  for (const part of parts(findings, 1000)) {
    const rows = await db
      .selectFrom('firebreak_steps')
      .select(['finding', 'at', 'scan', 'step', 'severity', 'proof'])
      .where('finding', 'in', part)
      .orderBy('id')
      .execute();
    found.push(...rows);
  }
  return Map.groupBy(found, ({ finding }) => finding);
}
