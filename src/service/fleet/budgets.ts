import type { Pool } from 'pg';
import type { SharedBudgets } from '../../collectors/budgets.ts';
import { schema } from './tables.ts';

/**
 * Token buckets in PostgreSQL, by its clock: a request reserves its turn in one statement, and then waits for it
 * without holding anything. Rates are kept by all runs together, calls are counted for each.
 */
export function postgresBudgets(pool: Pool, run: string): SharedBudgets {
  return {
    async count(name) {
      const { rows } = await pool.query<{ made: number }>(count, [`${run} ${name}`]);
      return Number(rows[0]?.made ?? 0);
    },
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

/** Kept for a day, as whatever is due is. */
const count = `
  INSERT INTO ${schema}.budget AS bucket (name, due, made) VALUES ($1, ${now}, 1)
  ON CONFLICT (name) DO UPDATE SET made = bucket.made + 1 RETURNING made`;

const hold = `
  INSERT INTO ${schema}.budget AS bucket (name, due) VALUES ($1, ${now} + $2::float8)
  ON CONFLICT (name) DO UPDATE SET due = greatest(bucket.due, ${now} + $2::float8)`;
