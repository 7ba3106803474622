import type { Pool } from 'pg';
import type { SharedBudgets } from '../../collectors/budgets.ts';
import { schema } from './tables.ts';

/**
 * Token buckets in PostgreSQL, by its clock: a request reserves its turn in one statement, and then waits for it
 * without holding anything.
 */
export function postgresBudgets(pool: Pool): SharedBudgets {
  return {
    async reserve(name, { perSecond, burst }) {
      const interval = 1000 / perSecond;
      const slack = (Math.max(burst, 1) - 1) * interval;
      const { rows } = await pool.query<{ wait: number }>(reserve, [name, interval, slack]);
      return rows[0]?.wait ?? 0;
    },
    async pause(name, milliseconds) {
      await pool.query(hold, [name, milliseconds]);
    },
  };
}

const now = 'extract(epoch FROM statement_timestamp()) * 1000';

/** `due` is when the bucket is full again; the turn came one interval earlier, less what may come at once. */
const reserve = `
  INSERT INTO ${schema}.budget AS bucket (name, due) VALUES ($1, ${now} + $2::float8)
  ON CONFLICT (name) DO UPDATE SET due = greatest(${now}, bucket.due) + $2::float8
  RETURNING greatest(0, due - $2::float8 - $3::float8 - ${now})::float8 AS wait`;

const hold = `
  INSERT INTO ${schema}.budget AS bucket (name, due) VALUES ($1, ${now} + $2::float8)
  ON CONFLICT (name) DO UPDATE SET due = greatest(bucket.due, ${now} + $2::float8)`;
