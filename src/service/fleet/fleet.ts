import type { Pool } from 'pg';
import { PgBoss } from 'pg-boss';
import { makeTables, queueSchema, schema } from './tables.ts';
import { lostOf, queueOf, type Terms } from './terms.ts';
import { oneByOne } from './transaction.ts';

/** One process's place in a fleet: the database it shares with the others, and the queue of its own terms. */
export interface Fleet {
  readonly pool: Pool;
  readonly boss: PgBoss;
  readonly queue: string;
  readonly terms: Terms;
  readonly rhythm: Rhythm;
  readonly log: Log;
  close(): Promise<void>;
}

/** Says what happens; never anything secret. */
export type Log = (
  level: 'info' | 'warn',
  message: string,
  about?: Readonly<Record<string, unknown>>,
) => void;

/** How often and how long, in seconds. */
export interface Rhythm {
  /** Between two looks at what came in, or is to be done. */
  readonly poll: number;
  /** A worker that was not heard of for so long has lost its jobs; null: only `expire` tells. At least 10. */
  readonly heartbeat: number | null;
  /** A job that takes longer is another worker's. */
  readonly expire: number;
  /** Between two looks for jobs whose worker is gone. */
  readonly supervise: number;
  /** Before a job that failed is tried again; then twice as long, and so on. */
  readonly retry: number;
}

export const usualRhythm: Rhythm = {
  poll: 0.5,
  heartbeat: 60,
  expire: 4 * 3600,
  supervise: 15,
  retry: 5,
};

/** So often a source is tried again before it is a gap. */
const usualRetries = 4;

/** Unheard of jobs and done ones are kept for a day, to be looked at. */
const day = 24 * 3600;

export interface FleetOptions {
  readonly pool: Pool;
  readonly terms: Terms;
  readonly rhythm?: Rhythm;
  readonly retries?: number;
  readonly log: Log;
}

/** Joins the fleet of a database: makes what tables and queues it needs. `close` ends all but the pool. */
export async function joinFleet(options: FleetOptions): Promise<Fleet> {
  const { pool, terms, rhythm = usualRhythm, log } = options;
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    schema: queueSchema,
    superviseIntervalSeconds: rhythm.supervise,
    monitorIntervalSeconds: rhythm.supervise,
    schedule: false,
    openTelemetry: { enabled: false },
  });
  boss.on('error', (error) => log('warn', 'the queue reports an error', { error: error.message }));
  const queue = queueOf(terms);
  // The queue's own tables are not made to be made by several at once.
  await oneByOne(pool, schema, async () => {
    await makeTables(pool);
    await boss.start();
    await makeQueues(boss, queue, options);
  });
  return { pool, boss, queue, terms, rhythm, log, close: () => boss.stop({ graceful: false, close: false }) };
}

/** The queue and the one where its lost jobs go; what was set for them before is brought up to date. */
async function makeQueues(
  boss: PgBoss,
  queue: string,
  { rhythm = usualRhythm, retries = usualRetries }: FleetOptions,
): Promise<void> {
  const lost = lostOf(queue);
  const kept = { retentionSeconds: day, deleteAfterSeconds: day };
  await boss.createQueue(lost, kept);
  const again = {
    retryLimit: retries,
    retryDelay: rhythm.retry,
    retryBackoff: rhythm.retry > 0,
    expireInSeconds: rhythm.expire,
    ...(rhythm.heartbeat === null ? {} : { heartbeatSeconds: rhythm.heartbeat }),
  };
  await boss.createQueue(queue, { ...kept, ...again, deadLetter: lost });
  await boss.updateQueue(queue, again);
}
