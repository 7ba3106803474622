import { gunzipSync, gzipSync } from 'node:zlib';
import type { Pool, PoolClient } from 'pg';
import { bareJson } from './bare-json.ts';
import { schema } from './tables.ts';

/** What became of a source: its part, or why nobody could read it. */
export type Outcome = { readonly part: unknown } | { readonly lost: string };

/** A source's outcome on its way to the table. */
export interface Kept {
  readonly run: string;
  /** Its id within the run. */
  readonly source: string;
  readonly body: Buffer | null;
  readonly lost: string | null;
}

/** A row as it came in. */
export interface Arrived {
  readonly source: string;
  readonly place: number;
  readonly outcome: Outcome;
}

export function keptPart(run: string, source: string, part: unknown): Kept {
  return { run, source, body: gzipSync(bareJson(part)), lost: null };
}

export function keptLoss(run: string, source: string, lost: string): Kept {
  return { run, source, body: null, lost };
}

/**
 * Writes outcomes; of two for one source the first stays, so that reading one twice changes nothing, and so does what
 * comes after the end of its run.
 */
export async function keep(client: Pool | PoolClient, kept: readonly Kept[]): Promise<void> {
  if (kept.length === 0) return;
  await client.query(
    `INSERT INTO ${schema}.part (run, source, body, lost)
     SELECT came.* FROM unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::text[]) AS came (run, source, body, lost)
     JOIN ${schema}.run ON run.id = came.run AND run.ended_at IS NULL FOR KEY SHARE OF run
     ON CONFLICT (run, source) DO NOTHING`,
    [
      kept.map(({ run }) => run),
      kept.map(({ source }) => source),
      kept.map(({ body }) => body),
      kept.map(({ lost }) => lost),
    ],
  );
}

/** Rows read at once: a source of a large account is megabytes. */
const atOnce = 200;

/** The next rows of a run after a place, in their order. */
export async function partsAfter(pool: Pool, run: string, place: number): Promise<readonly Arrived[]> {
  return arrived(
    pool,
    `SELECT source, place, body, lost FROM ${schema}.part WHERE run = $1 AND place > $2 ORDER BY place LIMIT ${atOnce}`,
    [run, place],
  );
}

/** Rows of certain sources: a row can appear behind a place that was read already, where it was committed late. */
export async function partsOf(
  pool: Pool,
  run: string,
  sources: readonly string[],
): Promise<readonly Arrived[]> {
  return arrived(
    pool,
    `SELECT source, place, body, lost FROM ${schema}.part WHERE run = $1 AND source = ANY($2) LIMIT ${atOnce}`,
    [run, sources],
  );
}

interface Row {
  readonly source: string;
  readonly place: string | number;
  readonly body: Buffer | null;
  readonly lost: string | null;
}

async function arrived(pool: Pool, query: string, values: readonly unknown[]): Promise<readonly Arrived[]> {
  const { rows } = await pool.query<Row>(query, [...values]);
  return rows.map(({ source, place, body, lost }) => ({
    source,
    place: Number(place),
    outcome: body === null ? { lost: lost ?? 'it was left without a reason' } : { part: unpacked(body) },
  }));
}

/** No source comes near this; more is a bomb, not a part. */
const largestPart = 2 * 1024 ** 3 - 1;

function unpacked(body: Buffer): unknown {
  return JSON.parse(gunzipSync(body, { maxOutputLength: largestPart }).toString('utf8'));
}
