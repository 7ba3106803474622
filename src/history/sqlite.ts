import { closeSync, openSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { type Dialect, SqliteDialect } from 'kysely';

/** How long a statement waits for another writer. It waits without letting anything else run: whoever asks tries again. */
const busyMilliseconds = 20;

/**
 * A SQLite file through Node's own driver. WAL lets others read while one writes. `synchronous=FULL` flushes at
 * every commit (https://sqlite.org/pragma.html#pragma_synchronous): a message that went out must not be forgotten by
 * a power cut, and a scan commits only a few times.
 */
export function sqliteDialect(path: string, readOnly: boolean): Dialect {
  const dialect = new SqliteDialect({ database: async () => adapted(opened(path, readOnly)) });
  return {
    createDriver: () => dialect.createDriver(),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    // SQLite takes schema changes back with their transaction; Kysely assumes the opposite.
    createAdapter: () =>
      Object.defineProperty(dialect.createAdapter(), 'supportsTransactionalDdl', { value: true }),
  };
}

/** Makes a file that is not there yet readable by its owner alone, as reports are; what SQLite puts beside it follows. */
export function madePrivate(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
}

function opened(path: string, readOnly: boolean): DatabaseSync {
  if (!readOnly && path !== ':memory:') madePrivate(path);
  const db = new DatabaseSync(path, { timeout: busyMilliseconds, readOnly });
  db.exec('PRAGMA foreign_keys = ON');
  if (!readOnly) {
    db.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -131072; PRAGMA journal_size_limit = 67108864',
    );
  }
  return db;
}

/** Node's driver in the shape Kysely asks for. A transaction takes the writer's place from its first moment on. */
function adapted(db: DatabaseSync) {
  return {
    close: () => db.close(),
    prepare: (sql: string) => {
      const statement = db.prepare(sql === 'begin' ? 'begin immediate' : sql);
      const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
      return {
        reader: statement.columns().length > 0,
        all: (parameters: readonly unknown[]) => statement.all(...values(parameters)),
        run: (parameters: readonly unknown[]) => statement.run(...values(parameters)),
        iterate: (parameters: readonly unknown[]) => statement.iterate(...values(parameters)),
      };
    },
  };
}

/** SQLITE_BUSY: another process is writing. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5;
}
