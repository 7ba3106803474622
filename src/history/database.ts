import { setTimeout as wait } from 'node:timers/promises';
import { Kysely, sql, type Transaction } from 'kysely';
import { OperatorError } from '../model/error.ts';
import { type HistoryLocation, shownLocation } from './location.ts';
import { type Migrations, migrate, migrations, refuseNewer, refuseOlder } from './migrations.ts';
import { postgresDialect } from './postgresql.ts';
import type { Schema } from './schema.ts';
import { isBusy, sqliteDialect } from './sqlite.ts';

/** Where queries run: a database, or a transaction in it. */
export type Queries = Kysely<Schema>;

/** An open history, whichever engine keeps it. */
export interface Database {
  readonly db: Queries;
  readonly engine: Engine;
  /** Runs `work` as the only one who writes the history, or who takes from its outbox: whole or not at all. */
  readonly alone: <T>(work: Work<T>, part?: 'history' | 'outbox') => Promise<T>;
  /** Tries again what found another writer at work; for a single statement outside of `alone`. */
  readonly patiently: <T>(work: () => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

type Work<T> = (queries: Transaction<Schema>) => Promise<T>;

export type Engine = 'sqlite' | 'postgresql';

/** Opens a history and brings it to the form of this version. `readOnly` changes nothing, not even the form. */
export async function openDatabase(
  location: HistoryLocation,
  { readOnly = false, known = migrations }: { readonly readOnly?: boolean; readonly known?: Migrations } = {},
): Promise<Database> {
  const shown = shownLocation(location);
  const [engine, dialect] =
    'path' in location
      ? (['sqlite', sqliteDialect(location.path, readOnly)] as const)
      : (['postgresql', postgresDialect(location.url)] as const);
  const db = new Kysely<Schema>({ dialect });
  try {
    await patiently(() => (readOnly ? refuseOther(db, shown, known) : migrate(db, shown, known)));
    // What may only be read is found out now, and not when a scan is to be kept.
    if (!readOnly) await alone(db, engine, async () => {}, 'history');
  } catch (error) {
    await db.destroy().catch(() => {});
    throw error instanceof OperatorError ? error : unopened(error, shown);
  }
  return {
    db,
    engine,
    alone: (work, part = 'history') => alone(db, engine, work, part),
    patiently,
    close: () => db.destroy(),
  };
}

async function refuseOther(db: Queries, shown: string, known: Migrations): Promise<void> {
  await refuseNewer(db, shown, known);
  await refuseOlder(db, shown, known);
}

/** Messages of the drivers name hosts, users and files, never a password. */
export function unopened(error: unknown, shown: string): OperatorError {
  const said = error instanceof Error ? error.message || error.name : String(error);
  return new OperatorError(
    'HISTORY_UNREADABLE',
    `The history ${shown} could not be opened: ${said}`,
    'See that the folder or the database is there and may be written, and that the file is a history of Firebreak.',
  );
}

function alone<T>(db: Queries, engine: Engine, work: Work<T>, part: string): Promise<T> {
  return patiently(() =>
    db.transaction().execute(async (queries) => {
      // SQLite's transactions begin with the writer's place; PostgreSQL needs a word to agree on.
      if (engine === 'postgresql') {
        await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`firebreak ${part}`}, 0))`.execute(queries);
      }
      return work(queries);
    }),
  );
}

const patienceMilliseconds = 300_000;
const pauseMilliseconds = 50;

/** Begins again while another process writes; what was begun left nothing behind. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let waited = 0; ; waited += pauseMilliseconds) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || waited >= patienceMilliseconds) throw error;
      await wait(pauseMilliseconds);
    }
  }
}
