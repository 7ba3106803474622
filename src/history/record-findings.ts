import { setImmediate as breathe } from 'node:timers/promises';
import { sql } from 'kysely';
import { lives, nextTurn, type Sight, type Standing, type Turn } from '../findings/lifecycle.ts';
import type { Finding } from '../model/finding.ts';
import type { LifecycleStep, PlacedAsset, Seen } from '../model/history.ts';
import type { Engine } from './database.ts';
import { bodyOf, findingOf } from './finding-body.ts';
import { type Journal, openJournal } from './journal.ts';
import { lastId } from './next-id.ts';
import type { Left, Recording, Taken } from './recording.ts';
import { batch, parts, stored } from './rows.ts';
import type { FindingRow } from './schema.ts';
import { type Footing, footingOf, isKept, placesAndBefore, subjectsText } from './subjects.ts';

const pageSize = 5000;

/** A finding kept before, as far as its next turn needs it. */
type Kept = Pick<
  FindingRow,
  'id' | 'fingerprint' | 'asset' | 'state' | 'severity' | 'since' | 'changed_at' | 'subjects' | 'last_scan'
>;

/** Takes every finding's next turn; the steps that are news, worst first. */
export async function recordFindings(recording: Recording): Promise<readonly LifecycleStep[]> {
  const { seen } = recording;
  const failing = seen.report.findings.filter(lives);
  const unmet = new Map(failing.map((finding) => [finding.fingerprint, finding]));
  const journal = await openJournal(recording);
  for await (const page of keptPages(recording)) await meet(recording, page, unmet, journal);
  for (const fresh of parts(unmet.values(), pageSize)) await insert(recording, fresh, journal);
  return journal.news();
}

/**
 * Everything kept of the target, so many keys at a time, so that a million rows never stand in memory at once. A
 * window with two ends is found by the key in both engines; of one with a limit alone PostgreSQL may read the whole
 * table each time, when it has no statistics of it yet.
 */
async function* keptPages({ queries, seen }: Recording): AsyncGenerator<readonly Kept[]> {
  const last = await lastId(queries, 'firebreak_findings');
  for (let after = 0; after < last; after += pageSize) {
    yield await queries
      .selectFrom('firebreak_findings')
      .select([
        'id',
        'fingerprint',
        'asset',
        'state',
        'severity',
        'since',
        'changed_at',
        'subjects',
        'last_scan',
      ])
      // By the key and not by the index of targets, which would be sorted anew for every page.
      .where(sql<string>`COALESCE(target, '')`, '=', seen.target)
      .where('id', '>', after)
      .where('id', '<=', after + pageSize)
      .orderBy('id')
      .execute();
    // SQLite answers at once and never lets anything else run; a service has more to do.
    await breathe();
  }
}

async function meet(
  recording: Recording,
  page: readonly Kept[],
  unmet: Map<string, Finding>,
  journal: Journal,
): Promise<void> {
  const isFull = recording.seen.pass === 'full';
  const again: number[] = [];
  const unseen: number[] = [];
  const failing: Taken[] = [];
  const absent: { id: number; turn: Turn }[] = [];
  for (const kept of page) {
    const finding = unmet.get(kept.fingerprint) ?? null;
    unmet.delete(kept.fingerprint);
    const footing = finding === null ? noFooting : footingOf(finding, kept, recording);
    const turn = nextTurn(standingOf(kept), sightOf(recording, kept.fingerprint, { finding, footing }));
    if (turn === null) continue;
    if (finding === null) {
      if (turn.step !== null) absent.push({ id: kept.id, turn });
      else if (isFull && kept.last_scan === null) unseen.push(kept.id);
    } else if (!isAsBefore(kept, turn, { finding, footing }))
      failing.push({ id: kept.id, turn, finding, footing });
    else if (isFull && kept.last_scan !== null) again.push(kept.id);
  }
  await seeAgain(recording, again);
  await leaveUnseen(recording, unseen);
  await rewrite(recording, failing);
  const gone = await bodies(recording, absent);
  await leave(recording, gone);
  await journal.write([...failing, ...gone]);
}

function standingOf({ state, severity, since, changed_at }: Kept): Standing {
  return { state, severity, since, changedAt: changed_at };
}

interface Looked<F = Finding | null> {
  readonly finding: F;
  readonly footing: Footing;
}

const noFooting: Footing = { subjects: [], joined: [], unseen: false };

function sightOf({ seen, blindSince }: Recording, fingerprint: string, { finding, footing }: Looked): Sight {
  const { startedAt, finishedAt } = seen.report.scan;
  const ending = seen.proofs.findings.get(fingerprint) ?? null;
  const { joined } = footing;
  return { finding, ending, startedAt, finishedAt, joined, lighter: seen.pass !== 'full', blindSince };
}

function isAsBefore(kept: Kept, { step, standing }: Turn, { finding, footing }: Looked<Finding>): boolean {
  const { state, severity } = standing;
  return (
    step === null &&
    state === kept.state &&
    severity === kept.severity &&
    isKept(kept, finding, footing.subjects)
  );
}

/** Marks what was not seen by a full scan, and is again; what was is so marked already. */
async function seeAgain({ queries, engine }: Recording, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`UPDATE firebreak_findings SET last_seen = NULL, last_scan = NULL
    WHERE id IN (SELECT given.id FROM ${idsGiven(engine, ids)})`.execute(queries);
}

/** What stays as it was without having been seen: the full scan before was the last to see it. */
async function leaveUnseen({ queries, engine, before }: Recording, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`UPDATE firebreak_findings SET last_seen = ${before?.finishedAt ?? null}, last_scan = ${before?.id ?? null}
    WHERE id IN (SELECT given.id FROM ${idsGiven(engine, ids)})`.execute(queries);
}

const idsGiven = (engine: Engine, ids: readonly number[]) =>
  batch(
    engine,
    { id: 'integer' },
    ids.map((id) => ({ id })),
  );

const rowShape = {
  id: 'integer',
  fingerprint: 'text',
  check_id: 'text',
  asset: 'text',
  name: 'text',
  severity: 'text',
  state: 'text',
  since: 'text',
  changed_at: 'text',
  subjects: 'text',
} as const;

const bodyShape = { finding: 'integer', places: 'text', body: 'text' } as const;

function rowOf({ id, turn, finding, footing }: Taken) {
  const { state, severity, since, changedAt } = turn.standing;
  return {
    id,
    fingerprint: finding.fingerprint,
    check_id: finding.check,
    asset: finding.asset,
    name: finding.name,
    severity,
    state,
    since,
    changed_at: changedAt,
    subjects: subjectsText(finding, footing.subjects),
  };
}

function bodyRowOf({ id, finding, footing }: Taken, { placesOf }: Seen, before: readonly PlacedAsset[] = []) {
  const places = JSON.stringify(placesAndBefore(placesOf(footing.subjects), before));
  return { finding: id, places, body: bodyOf(finding) };
}

/** When it was seen and by which scan: a full scan goes without saying. */
function sightMark({ seen, scan }: Recording): readonly [at: string | null, scan: number | null] {
  return seen.pass === 'full' ? [null, null] : [seen.report.scan.finishedAt, scan];
}

async function rewrite(recording: Recording, taken: readonly Taken[]): Promise<void> {
  if (taken.length === 0) return;
  const { queries, engine, seen } = recording;
  const [at, scan] = sightMark(recording);
  const rows = taken.map(rowOf);
  await sql`UPDATE firebreak_findings SET asset = given.asset, name = given.name, severity = given.severity, state = given.state,
    since = given.since, changed_at = given.changed_at, last_seen = ${at}, last_scan = ${scan},
    subjects = given.subjects
    FROM ${batch(engine, rowShape, rows)} WHERE firebreak_findings.id = given.id`.execute(queries);
  const before = await placesBefore(recording, taken);
  const bodies = taken.map((each) => bodyRowOf(each, seen, before.get(each.id)));
  await sql`UPDATE firebreak_bodies SET places = given.places, body = given.body
    FROM ${batch(engine, bodyShape, bodies)} WHERE firebreak_bodies.finding = given.finding`.execute(queries);
}

/** Where those stood of which some was not seen this time, by their rows. */
async function placesBefore(
  { queries }: Recording,
  taken: readonly Taken[],
): Promise<ReadonlyMap<number, readonly PlacedAsset[]>> {
  const ids = taken.flatMap(({ id, footing }) => (footing.unseen ? [id] : []));
  if (ids.length === 0) return new Map();
  const rows = await queries
    .selectFrom('firebreak_bodies')
    .select(['finding', 'places'])
    .where('finding', 'in', ids)
    .execute();
  return new Map(rows.map(({ finding, places }) => [finding, JSON.parse(places) as readonly PlacedAsset[]]));
}

/** What is not there any more keeps everything but its state. */
async function leave({ queries, engine, seen, before }: Recording, taken: readonly Left[]): Promise<void> {
  if (taken.length === 0) return;
  const given = batch(
    engine,
    { id: 'integer', state: 'text' },
    taken.map(({ id, turn }) => ({ id, state: turn.standing.state })),
  );
  await sql`UPDATE firebreak_findings SET state = given.state, changed_at = ${seen.report.scan.finishedAt},
    last_seen = COALESCE(last_seen, ${before?.finishedAt ?? null}), last_scan = COALESCE(last_scan, ${before?.id ?? null})
    FROM ${given} WHERE firebreak_findings.id = given.id`.execute(queries);
}

async function bodies(
  { queries }: Recording,
  absent: readonly { readonly id: number; readonly turn: Turn }[],
): Promise<readonly Left[]> {
  if (absent.length === 0) return [];
  const rows = await queries
    .selectFrom('firebreak_findings')
    .innerJoin('firebreak_bodies', 'finding', 'id')
    .select(['id', 'body', 'severity'])
    .where(
      'id',
      'in',
      absent.map(({ id }) => id),
    )
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return absent.flatMap(({ id, turn }) => {
    const row = byId.get(id);
    return row === undefined ? [] : [{ id, turn, finding: findingOf(row) }];
  });
}

async function insert(recording: Recording, fresh: readonly Finding[], journal: Journal): Promise<void> {
  const { queries, engine, seen } = recording;
  const { finishedAt } = seen.report.scan;
  const [at, scan] = sightMark(recording);
  const taken = fresh.flatMap((finding): readonly Taken[] => {
    const footing = footingOf(finding, null, recording);
    const turn = nextTurn(null, sightOf(recording, finding.fingerprint, { finding, footing }));
    return turn === null ? [] : [{ id: journal.newId(), turn, finding, footing }];
  });
  const rows = taken.map(rowOf);
  await sql`INSERT INTO firebreak_findings (id, target, fingerprint, check_id, asset, name, severity, state, since,
      first_seen, changed_at, last_seen, last_scan, subjects)
    SELECT id, ${stored(seen.target)}, fingerprint, check_id, asset, name, severity, state, since,
      ${finishedAt}, changed_at, ${at}, ${scan}, subjects
    FROM ${batch(engine, rowShape, rows)}`.execute(queries);
  const bodies = taken.map((each) => bodyRowOf(each, seen));
  await sql`INSERT INTO firebreak_bodies (finding, places, body)
    SELECT finding, places, body FROM ${batch(engine, bodyShape, bodies)}`.execute(queries);
  await journal.write(taken);
  await breathe();
}
