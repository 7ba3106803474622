import type { TrendPoint } from '../model/report.ts';
import type { Queries } from './database.ts';

/** The last full scan of each of the last `days` days on which there was one, oldest first. */
export async function trendOf(db: Queries, target: string, days: number): Promise<readonly TrendPoint[]> {
  const rows = await db
    .selectFrom('firebreak_scans')
    .select(['finished_at', 'critical', 'high', 'medium', 'low', 'total_loss_stores', 'gaps'])
    .where('id', 'in', (of) =>
      of
        .selectFrom('firebreak_scans')
        .select(({ fn }) => fn.max('id').as('id'))
        .where('target', '=', target)
        .where('pass', '=', 'full')
        .groupBy(({ fn, ref, lit }) => fn('substr', [ref('finished_at'), lit(1), lit(10)])),
    )
    .orderBy('finished_at', 'desc')
    .limit(days)
    .execute();
  return rows.toReversed().map(({ finished_at, total_loss_stores, gaps, ...openBySeverity }) => ({
    at: finished_at,
    openBySeverity,
    totalLossStores: total_loss_stores,
    gaps,
  }));
}
