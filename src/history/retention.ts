import type { Queries } from './database.ts';

const day = 24 * 3_600_000;

/**
 * Forgets what is over and older than `keepDays`: scans, resolved findings with their steps, settled drift, messages
 * that went out. What is open, waits, or rests on it stays, however old.
 */
export async function forget(queries: Queries, now: Date, keepDays: number): Promise<void> {
  const before = new Date(now.getTime() - keepDays * day).toISOString();
  await queries
    .deleteFrom('firebreak_findings')
    .where('state', '=', 'resolved')
    .where('changed_at', '<', before)
    .execute();
  // That it was opened stays, for whoever asks since when.
  await queries
    .deleteFrom('firebreak_steps')
    .where('at', '<', before)
    .where('step', '<>', 'opened')
    .execute();
  await queries.deleteFrom('firebreak_drift').where('settled_at', '<', before).execute();
  await queries.deleteFrom('firebreak_outbox').where('delivered_at', '<', before).execute();
  await queries.deleteFrom('firebreak_missed').where('at', '<', before).execute();
  await queries
    .deleteFrom('firebreak_scans')
    .where('finished_at', '<', before)
    .where('id', 'not in', (of) =>
      of
        .selectFrom('firebreak_findings')
        .select('last_scan')
        .distinct()
        .where('state', '<>', 'resolved')
        .where('last_scan', 'is not', null)
        .$narrowType<{ last_scan: number }>(),
    )
    .where('id', 'not in', (of) =>
      of
        .selectFrom('firebreak_scans')
        .select(({ fn }) => fn.max('id').as('id'))
        .where('pass', '=', 'full')
        .groupBy('target'),
    )
    .where('id', 'not in', (of) =>
      of.selectFrom('firebreak_drift').select('last_scan').distinct().where('settled_at', 'is', null),
    )
    .execute();
  await queries
    .deleteFrom('firebreak_coverages')
    .where('digest', 'not in', (of) => of.selectFrom('firebreak_scans').select('coverage').distinct())
    .execute();
}
