import type { Pool } from 'pg';
import { inTransaction } from './transaction.ts';

/** The schema of a fleet's own tables; pg-boss has one beside it. */
export const schema = 'firebreak_fleet';

/** The schema of the queue. */
export const queueSchema = 'firebreak_queue';

/**
 * `run`: a scan that is to be made by many; of a target's pass there is one at a time. `part`: what one source of it gave, compressed, or why
 * nobody could read it; gone once the run is published. `budget`: when the next request under a name is due, in
 * milliseconds, and how many there were; it is not logged, because a bucket that is full again after a crash of the database does no harm.
 */
const statements = `
CREATE SCHEMA IF NOT EXISTS ${schema};
CREATE TABLE IF NOT EXISTS ${schema}.run (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  target text NOT NULL,
  pass text NOT NULL,
  due timestamptz NOT NULL,
  tool text NOT NULL,
  form integer NOT NULL,
  config text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  deadline timestamptz NOT NULL,
  takes integer NOT NULL DEFAULT 0,
  ended_at timestamptz,
  outcome text,
  UNIQUE (target, pass, due)
);
CREATE UNIQUE INDEX IF NOT EXISTS run_open ON ${schema}.run (target, pass, tool, form, config)
  WHERE ended_at IS NULL;
CREATE TABLE IF NOT EXISTS ${schema}.part (
  run uuid NOT NULL REFERENCES ${schema}.run ON DELETE CASCADE,
  source uuid NOT NULL,
  place bigint GENERATED ALWAYS AS IDENTITY,
  body bytea,
  lost text,
  PRIMARY KEY (run, source)
);
CREATE INDEX IF NOT EXISTS part_place ON ${schema}.part (run, place);
CREATE UNLOGGED TABLE IF NOT EXISTS ${schema}.budget (
  name text PRIMARY KEY,
  due double precision NOT NULL,
  made integer NOT NULL DEFAULT 0
);
`;

/** Buckets that have been full for a day say nothing any more. */
const forgetBudgets = `
DELETE FROM ${schema}.budget WHERE due < extract(epoch FROM now() - interval '1 day') * 1000`;

/** Makes the tables where they are not there yet. */
export async function makeTables(pool: Pool): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query(statements);
    await client.query(forgetBudgets);
  });
}
