import type { Queries } from './database.ts';

/** When the last scan of each pass began, as ISO time by the name of the pass. */
export async function lastScans(db: Queries, target: string): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('firebreak_scans')
    .select(({ fn }) => ['pass', fn.max('started_at').as('at')])
    .where('target', '=', target)
    .groupBy('pass')
    .execute();
  return new Map(rows.map(({ pass, at }) => [pass, at]));
}

/** How many messages no channel took yet. */
export async function waitingMessages(db: Queries): Promise<number> {
  const { count } = await db
    .selectFrom('firebreak_outbox')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('delivered_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}
