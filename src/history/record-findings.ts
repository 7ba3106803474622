import { setImmediate as breathe } from 'node:timers/promises';
import { sql } from 'kysely';
import { lives, nextTurn, type Sight, type Standing, type Turn } from '../findings/lifecycle.ts';
import type { Finding } from '../model/finding.ts';
import type { LifecycleStep, Seen } from '../model/history.ts';
import { bodyOf, findingOf } from './finding-body.ts';
import { type Journal, openJournal } from './journal.ts';
import type { Recording, Taken } from './recording.ts';
import { batch, parts, stored } from './rows.ts';
import type { FindingRow } from './schema.ts';

const pageSize = 5000;

/** A finding kept before, as far as its next turn needs it. */
type Kept = Pick<
  FindingRow,
  'id' | 'fingerprint' | 'state' | 'severity' | 'since' | 'last_seen' | 'subjects'
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

/** Everything kept of the target, page by page, so that a million rows never stand in memory at once. */
async function* keptPages({ queries, seen }: Recording): AsyncGenerator<readonly Kept[]> {
  for (let after = 0; ; ) {
    const page = await queries
      .selectFrom('firebreak_findings')
      .select(['id', 'fingerprint', 'state', 'severity', 'since', 'last_seen', 'subjects'])
      .where('target', '=', seen.target)
      .where('id', '>', after)
      .orderBy('id')
      .limit(pageSize)
      .execute();
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    after = last.id;
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
  const again: number[] = [];
  const failing: Taken[] = [];
  const absent: { id: number; turn: Turn }[] = [];
  for (const kept of page) {
    const finding = unmet.get(kept.fingerprint) ?? null;
    unmet.delete(kept.fingerprint);
    const turn = nextTurn(standingOf(kept), sightOf(recording.seen, kept.fingerprint, finding));
    if (turn === null) continue;
    if (finding === null) {
      if (turn.step !== null) absent.push({ id: kept.id, turn });
    } else if (isAsBefore(kept, turn, recording.seen, finding)) again.push(kept.id);
    else failing.push({ id: kept.id, turn, finding });
  }
  await seeAgain(recording, again);
  await rewrite(recording, failing);
  const gone = await bodies(recording, absent);
  await leave(recording, gone);
  await journal.write([...failing, ...gone]);
}

function standingOf({ state, severity, since, last_seen }: Kept): Standing {
  return { state, severity, since, lastSeen: last_seen };
}

function sightOf({ report, pass, proofs }: Seen, fingerprint: string, finding: Finding | null): Sight {
  const { startedAt, finishedAt } = report.scan;
  const proof = proofs.findings.get(fingerprint) ?? null;
  return { finding, proof, startedAt, finishedAt, lighter: pass !== 'full' };
}

function isAsBefore(kept: Kept, { step, standing }: Turn, seen: Seen, finding: Finding): boolean {
  const { state, severity } = standing;
  return (
    step === null &&
    state === kept.state &&
    severity === kept.severity &&
    kept.subjects === subjectsText(finding, seen.subjectsOf(finding))
  );
}

/** Most findings stand on their own asset alone, which is not written twice. */
function subjectsText({ asset }: Finding, subjects: readonly string[]): string | null {
  return subjects.length === 1 && subjects[0] === asset ? null : JSON.stringify(subjects);
}

async function seeAgain({ queries, engine, seen, scan }: Recording, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const given = batch(
    engine,
    { id: 'integer' },
    ids.map((id) => ({ id })),
  );
  await sql`UPDATE firebreak_findings SET last_seen = ${seen.report.scan.finishedAt}, last_scan = ${scan}
    WHERE id IN (SELECT given.id FROM ${given})`.execute(queries);
}

const rowShape = {
  id: 'integer',
  fingerprint: 'text',
  check_id: 'text',
  asset: 'text',
  name: 'text',
  severity: 'text',
  state: 'text',
  since: 'text',
  subjects: 'text',
  places: 'text',
  body: 'text',
} as const;

function rowOf({ id, turn, finding }: Taken, { subjectsOf, placesOf }: Seen) {
  const subjects = subjectsOf(finding);
  const { state, severity, since } = turn.standing;
  return {
    id,
    fingerprint: finding.fingerprint,
    check_id: finding.check,
    asset: finding.asset,
    name: finding.name,
    severity,
    state,
    since,
    subjects: subjectsText(finding, subjects),
    places: JSON.stringify(placesOf(subjects)),
    body: bodyOf(finding),
  };
}

async function rewrite({ queries, engine, seen, scan }: Recording, taken: readonly Taken[]): Promise<void> {
  if (taken.length === 0) return;
  const { finishedAt } = seen.report.scan;
  const given = batch(
    engine,
    rowShape,
    taken.map((each) => rowOf(each, seen)),
  );
  await sql`UPDATE firebreak_findings SET name = given.name, severity = given.severity, state = given.state,
    since = given.since, last_seen = ${finishedAt}, last_scan = ${scan}, changed_at = ${finishedAt},
    subjects = given.subjects, places = given.places, body = given.body
    FROM ${given} WHERE firebreak_findings.id = given.id`.execute(queries);
}

/** What is not there any more keeps everything but its state. */
async function leave({ queries, engine, seen }: Recording, taken: readonly Taken[]): Promise<void> {
  if (taken.length === 0) return;
  const given = batch(
    engine,
    { id: 'integer', state: 'text' },
    taken.map(({ id, turn }) => ({ id, state: turn.standing.state })),
  );
  await sql`UPDATE firebreak_findings SET state = given.state, changed_at = ${seen.report.scan.finishedAt}
    FROM ${given} WHERE firebreak_findings.id = given.id`.execute(queries);
}

async function bodies(
  { queries }: Recording,
  absent: readonly { readonly id: number; readonly turn: Turn }[],
): Promise<readonly Taken[]> {
  if (absent.length === 0) return [];
  const rows = await queries
    .selectFrom('firebreak_findings')
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
  const { queries, engine, seen, scan } = recording;
  const { finishedAt } = seen.report.scan;
  const taken = fresh.flatMap((finding): readonly Taken[] => {
    const turn = nextTurn(null, sightOf(seen, finding.fingerprint, finding));
    return turn === null ? [] : [{ id: journal.newId(), turn, finding }];
  });
  const given = batch(
    engine,
    rowShape,
    taken.map((each) => rowOf(each, seen)),
  );
  await sql`INSERT INTO firebreak_findings (id, target, fingerprint, check_id, asset, name, severity, state, since,
      first_seen, last_seen, last_scan, changed_at, subjects, places, body)
    SELECT id, ${stored(seen.target)}, fingerprint, check_id, asset, name, severity, state, since,
      ${finishedAt}, ${finishedAt}, ${scan}, ${finishedAt}, subjects, places, body
    FROM ${given}`.execute(queries);
  await journal.write(taken);
  await breathe();
}
