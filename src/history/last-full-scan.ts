import type { Queries } from './database.ts';
import type { FullScan } from './recording.ts';

/** The full scan of a target that was kept last. */
export async function lastFullScan(queries: Queries, target: string): Promise<FullScan | null> {
  const row = await queries
    .selectFrom('firebreak_scans')
    .select(['id', 'finished_at as finishedAt'])
    .where('target', '=', target)
    .where('pass', '=', 'full')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return row ?? null;
}
