import { sql } from 'kysely';
import type { DriftEvent } from '../model/drift.ts';
import type { Delta } from '../model/history.ts';
import type { Severity } from '../model/inventory.ts';
import { idsFrom } from './next-id.ts';
import type { Recording } from './recording.ts';
import { batch, parts, stored } from './rows.ts';
import type { DriftRow } from './schema.ts';

type Kept = Pick<DriftRow, 'id' | 'fingerprint' | 'settled_at' | 'first_seen' | 'last_seen' | 'severity'>;

/**
 * Brings drift events up to date: what is new or worse appears, what stands is seen again, and what is no longer
 * there is settled by proof alone.
 */
export async function recordDrift(recording: Recording): Promise<Delta['drift']> {
  const { queries, seen } = recording;
  const kept = await queries
    .selectFrom('firebreak_drift')
    .select(['id', 'fingerprint', 'settled_at', 'first_seen', 'last_seen', 'severity'])
    .where('target', '=', seen.target)
    .execute();
  const known = new Map(kept.map((row) => [row.fingerprint, row]));
  const now = new Map(seen.report.drift.map((event) => [String(stored(event.fingerprint)), event]));
  await write(recording, now, known);
  const gone = kept.filter((row) => !now.has(row.fingerprint) && isSettled(row, recording));
  const settled = await settle(recording, gone);
  const appeared = [...now].filter(([fingerprint, event]) => isNews(known.get(fingerprint), event));
  return { appeared: appeared.map(([, event]) => event), settled };
}

function isSettled({ fingerprint, settled_at, last_seen }: Kept, { seen }: Recording): boolean {
  const { startedAt } = seen.report.scan;
  return settled_at === null && last_seen <= startedAt && seen.proofs.drift.has(fingerprint);
}

const severities: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

function isNews(kept: Kept | undefined, { severity }: DriftEvent): boolean {
  if (kept === undefined || kept.settled_at !== null) return true;
  return severities.indexOf(severity) > severities.indexOf(kept.severity);
}

/** What sees less calls nothing milder: see the lifecycle of findings. */
function severityOf(
  { severity }: DriftEvent,
  kept: Kept | undefined,
  { seen, blindSince }: Recording,
): Severity {
  if (kept === undefined || kept.settled_at !== null) return severity;
  const seesLess = seen.pass !== 'full' || (blindSince !== null && blindSince > kept.first_seen);
  const isMilder = severities.indexOf(severity) < severities.indexOf(kept.severity);
  return seesLess && isMilder ? kept.severity : severity;
}

const shape = {
  id: 'integer',
  fingerprint: 'text',
  event: 'text',
  asset: 'text',
  severity: 'text',
  places: 'text',
  body: 'text',
} as const;

/** First seen is when an event appeared last: one that was settled and is back begins anew. */
async function write(
  recording: Recording,
  now: ReadonlyMap<string, DriftEvent>,
  known: ReadonlyMap<string, Kept>,
): Promise<void> {
  const { queries, engine, seen, scan } = recording;
  const newId = await idsFrom(queries, 'firebreak_drift');
  const { finishedAt } = seen.report.scan;
  for (const part of parts(now, 1000)) {
    const rows = part.map(([fingerprint, event]) => ({
      id: known.get(fingerprint)?.id ?? newId(),
      fingerprint,
      event: event.event,
      asset: event.asset,
      severity: severityOf(event, known.get(fingerprint), recording),
      places: JSON.stringify(seen.placesOf(seen.subjectsOf(event))),
      body: JSON.stringify(event),
    }));
    await sql`INSERT INTO firebreak_drift
        (id, target, fingerprint, event, asset, severity, first_seen, last_seen, last_scan, places, body)
      SELECT id, ${seen.target}, fingerprint, event, asset, severity, ${finishedAt}, ${finishedAt}, ${scan}, places,
        body
      FROM ${batch(engine, shape, rows)} WHERE true
      ON CONFLICT (target, fingerprint) DO UPDATE SET severity = excluded.severity,
        first_seen = CASE WHEN firebreak_drift.settled_at IS NULL THEN firebreak_drift.first_seen
          ELSE excluded.first_seen END,
        last_seen = excluded.last_seen, last_scan = excluded.last_scan, settled_at = NULL,
        places = excluded.places, body = excluded.body`.execute(queries);
  }
}

async function settle({ queries, seen }: Recording, gone: readonly Kept[]): Promise<readonly DriftEvent[]> {
  const events: DriftEvent[] = [];
  for (const part of parts(gone, 1000)) {
    const rows = await queries
      .updateTable('firebreak_drift')
      .set({ settled_at: seen.report.scan.finishedAt })
      .where(
        'id',
        'in',
        part.map(({ id }) => id),
      )
      .returning('body')
      .execute();
    events.push(...rows.map(({ body }) => JSON.parse(body) as DriftEvent));
  }
  return events.toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
}
