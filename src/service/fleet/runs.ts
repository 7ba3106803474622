import type { Pool, PoolClient } from 'pg';
import { schema } from './tables.ts';
import type { Terms } from './terms.ts';
import { inTransaction } from './transaction.ts';

/** A scan that is to be made by many. */
export interface Run {
  readonly id: string;
  /** The configuration's name. */
  readonly target: string;
  /** `full`, or the name of a lighter pass. */
  readonly pass: string;
  readonly startedAt: Date;
  /** What is not read by then is a gap. */
  readonly deadline: Date;
}

export interface RunRequest {
  readonly target: string;
  readonly pass: string;
  /** When it was to begin: a target's pass is asked for once under it, by however many schedulers. */
  readonly due: Date;
  /** Milliseconds from now; by the clock of the database. */
  readonly within: number;
}

/** Asks for a run; false: there is one under way, or it was asked for before. */
export async function requestRun(pool: Pool, terms: Terms, request: RunRequest): Promise<boolean> {
  const { target, pass, due, within } = request;
  await endLeftBehind(pool, request);
  const { rowCount } = await pool.query(
    `INSERT INTO ${schema}.run (target, pass, due, tool, form, config, deadline)
     VALUES ($1, $2, $3, $4, $5, $6, now() + $7 * interval '1 millisecond') ON CONFLICT DO NOTHING`,
    [target, pass, due, terms.tool, terms.form, terms.config, within],
  );
  return rowCount === 1;
}

/** Ends runs whose deadline is long over: those of an older version or configuration, which nobody leads any more. */
async function endLeftBehind(pool: Pool, { target, pass }: RunRequest): Promise<void> {
  await pool.query(
    `WITH ended AS (
       UPDATE ${schema}.run SET ended_at = now(), outcome = 'left behind'
       WHERE target = $1 AND pass = $2 AND ended_at IS NULL AND deadline < now() - interval '1 hour' RETURNING id
     )
     DELETE FROM ${schema}.part WHERE run IN (SELECT id FROM ended)`,
    [target, pass],
  );
}

/** The lead of a run: held by a connection of its own, so that it ends with the process whatever that is busy with. */
export interface Lead {
  readonly run: Run;
  /** The how manieth lead of this run it is: of two that believe to lead, only the later one may end the run. */
  readonly take: number;
  /** Gives the lead up, for another to take at once. */
  readonly leave: () => Promise<void>;
}

/** So often may a run be taken up before it counts as one that ends whoever leads it. */
const mostTakes = 5;

/** Which runs: of a target's pass, and of those terms. */
export interface Sought {
  readonly target: string;
  readonly pass: string;
  readonly terms: Terms;
}

/** Takes the lead of a run that nobody leads; null: there is none. `lost`: called where the lead is gone. */
export async function takeLead(pool: Pool, sought: Sought, lost: (why: Error) => void): Promise<Lead | null> {
  const client = await pool.connect();
  let held = true;
  const release = (): void => {
    // The connection is closed, not used again: the lock goes with it.
    if (held) client.release(true);
    held = false;
  };
  client.once('error', (why) => {
    release();
    lost(why);
  });
  try {
    await client.query(aliveWithin);
    for (const id of await openRuns(client, sought)) {
      const { rows } = await client.query<{ taken: boolean }>(
        `SELECT pg_try_advisory_lock(${lockOf}) AS taken`,
        [id],
      );
      if (rows[0]?.taken !== true) continue;
      const lead = await begin(client, id);
      if (lead !== null) return { ...lead, leave: async () => release() };
      await client.query(`SELECT pg_advisory_unlock(${lockOf})`, [id]);
    }
    release();
    return null;
  } catch (error) {
    release();
    throw error;
  }
}

/** A machine that vanished is noticed in half a minute, instead of the system's two hours. */
const aliveWithin =
  'SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 4';

const lockOf = `hashtextextended('${schema} ' || $1, 0)`;

/** The runs that have not ended, led or not. */
export async function openRuns(
  client: Pool | PoolClient,
  { target, pass, terms }: Sought,
): Promise<readonly string[]> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT id FROM ${schema}.run
     WHERE ended_at IS NULL AND target = $1 AND pass = $2 AND tool = $3 AND form = $4 AND config = $5 ORDER BY due`,
    [target, pass, terms.tool, terms.form, terms.config],
  );
  return rows.map(({ id }) => id);
}

interface RunRow {
  readonly id: string;
  readonly target: string;
  readonly pass: string;
  readonly started_at: Date;
  readonly deadline: Date;
  readonly takes: number;
}

/** null: it ended meanwhile, or is given up now. */
async function begin(client: PoolClient, id: string): Promise<Pick<Lead, 'run' | 'take'> | null> {
  const { rows } = await client.query<RunRow>(
    `UPDATE ${schema}.run SET takes = takes + 1,
       ended_at = CASE WHEN takes >= ${mostTakes} THEN now() END,
       outcome = CASE WHEN takes >= ${mostTakes} THEN 'given up: each process that led it ended before it did' END
     WHERE id = $1 AND ended_at IS NULL RETURNING id, target, pass, started_at, deadline, takes`,
    [id],
  );
  const [row] = rows;
  if (row === undefined || row.takes > mostTakes) return null;
  const { target, pass, started_at: startedAt, deadline, takes: take } = row;
  return { run: { id, target, pass, startedAt, deadline }, take };
}

/**
 * Ends a run: `publish` runs while the run is locked, so that one leader publishes and no other. False, and nothing
 * was published: the lead is another's, or the run has ended.
 */
export async function endRun(
  pool: Pool,
  { run, take }: Lead,
  outcome: string,
  publish: () => Promise<void>,
): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      `SELECT FROM ${schema}.run WHERE id = $1 AND takes = $2 AND ended_at IS NULL FOR UPDATE`,
      [run.id, take],
    );
    if (rowCount !== 1) return false;
    await publish();
    await client.query(`DELETE FROM ${schema}.part WHERE run = $1`, [run.id]);
    await client.query(`UPDATE ${schema}.run SET ended_at = now(), outcome = $2 WHERE id = $1`, [
      run.id,
      outcome,
    ]);
    return true;
  });
}

/** Which of these runs are still read for. */
export async function stillOpen(pool: Pool, runs: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM ${schema}.run WHERE id = ANY($1) AND ended_at IS NULL AND deadline > now()`,
    [[...new Set(runs)]],
  );
  return new Set(rows.map(({ id }) => id));
}

/** The terms of all runs that have not ended. */
export async function openTerms(pool: Pool): Promise<readonly (Terms & { readonly target: string })[]> {
  const { rows } = await pool.query<Terms & { target: string }>(
    `SELECT DISTINCT target, tool, form, config FROM ${schema}.run WHERE ended_at IS NULL`,
  );
  return rows;
}
