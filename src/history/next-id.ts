import { sql } from 'kysely';
import type { Queries } from './database.ts';
import type { Schema } from './schema.ts';

/** The highest id of a table, 0 where it is empty. */
export async function lastId(queries: Queries, table: keyof Schema): Promise<number> {
  const { rows } = await sql<{
    last: number | null;
  }>`SELECT max(id) AS last FROM ${sql.table(table)}`.execute(queries);
  return rows[0]?.last ?? 0;
}

/** Counts on from the highest id of a table; only who writes alone may ask. */
export async function idsFrom(queries: Queries, table: keyof Schema): Promise<() => number> {
  let last = await lastId(queries, table);
  return () => {
    last += 1;
    return last;
  };
}
