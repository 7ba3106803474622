import { type Kysely, SqliteAdapter, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { OperatorError } from '../model/error.ts';
import type { Schema } from './schema.ts';

const table = 'firebreak_migration';

/** Changes of form, in the order of their names. */
export type Migrations = Readonly<Record<string, Migration>>;

/** Brings a history to the form of the last of `known`, all at once or not at all. */
export async function migrate(db: Kysely<Schema>, shown: string, known: Migrations): Promise<void> {
  await refuseNewer(db, shown, known);
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...known }) },
    migrationTableName: table,
    migrationLockTableName: `${table}_lock`,
  }).migrateToLatest();
  if (error !== undefined) throw error;
}

/** What is there and unknown to this version was written by a later one, whose rows it could misread. */
export async function refuseNewer(db: Kysely<Schema>, shown: string, known: Migrations): Promise<void> {
  const unknown = (await applied(db)).filter((name) => !Object.hasOwn(known, name));
  if (unknown.length === 0) return;
  throw new OperatorError(
    'HISTORY_NEWER',
    `The history ${shown} was written by a newer Firebreak (${unknown.toSorted().join(', ')}).`,
    'Update Firebreak, or name another history; nothing was changed in this one.',
  );
}

/** Refuses to read what it would have to change first. */
export async function refuseOlder(db: Kysely<Schema>, shown: string, known: Migrations): Promise<void> {
  const names = new Set(await applied(db));
  if (Object.keys(known).every((name) => names.has(name))) return;
  throw new OperatorError(
    'HISTORY_OLDER',
    names.size === 0
      ? `${shown} holds no history of Firebreak.`
      : `The history ${shown} was written by an older Firebreak.`,
    names.size === 0
      ? 'Name another one; a scan that keeps a history makes it.'
      : 'The next scan brings it forward.',
  );
}

async function applied(db: Kysely<Schema>): Promise<readonly string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === table)) return [];
  const { rows } = await sql<{ name: string }>`SELECT name FROM ${sql.table(table)}`.execute(db);
  return rows.map(({ name }) => name);
}

/** The one word on which the engines differ: only as INTEGER is a key SQLite's own row number. */
type KeyType = 'INTEGER' | 'BIGINT';

async function run(db: Kysely<unknown>, statements: (key: KeyType) => readonly string[]): Promise<void> {
  const sqlite = db.getExecutor().adapter instanceof SqliteAdapter;
  for (const statement of statements(sqlite ? 'INTEGER' : 'BIGINT')) await sql.raw(statement).execute(db);
}

const first = (key: KeyType): readonly string[] => [
  `CREATE TABLE firebreak_coverages (digest TEXT PRIMARY KEY, body TEXT NOT NULL)`,
  `CREATE TABLE firebreak_scans (
    id ${key} PRIMARY KEY, target TEXT NOT NULL, scan TEXT NOT NULL, pass TEXT NOT NULL,
    started_at TEXT NOT NULL, finished_at TEXT NOT NULL, state TEXT NOT NULL, answer TEXT NOT NULL,
    critical INTEGER NOT NULL, high INTEGER NOT NULL, medium INTEGER NOT NULL, low INTEGER NOT NULL,
    total_loss_stores INTEGER NOT NULL, gaps INTEGER NOT NULL, drift INTEGER NOT NULL,
    exit_code INTEGER NOT NULL, coverage TEXT NOT NULL REFERENCES firebreak_coverages (digest),
    UNIQUE (target, scan))`,
  `CREATE TABLE firebreak_findings (
    id ${key} PRIMARY KEY, target TEXT NOT NULL, fingerprint TEXT NOT NULL, check_id TEXT NOT NULL,
    asset TEXT NOT NULL, name TEXT NOT NULL, severity TEXT NOT NULL, state TEXT NOT NULL,
    since TEXT NOT NULL, first_seen TEXT NOT NULL, changed_at TEXT NOT NULL,
    last_seen TEXT, last_scan ${key}, subjects TEXT, UNIQUE (target, fingerprint))`,
  `CREATE TABLE firebreak_bodies (
    finding ${key} PRIMARY KEY REFERENCES firebreak_findings (id) ON DELETE CASCADE,
    places TEXT NOT NULL, body TEXT NOT NULL)`,
  `CREATE TABLE firebreak_steps (
    id ${key} PRIMARY KEY, finding ${key} NOT NULL REFERENCES firebreak_findings (id) ON DELETE CASCADE,
    scan TEXT NOT NULL, at TEXT NOT NULL, step TEXT NOT NULL, severity TEXT NOT NULL, proof TEXT)`,
  `CREATE INDEX firebreak_steps_of_finding ON firebreak_steps (finding)`,
  `CREATE TABLE firebreak_drift (
    id ${key} PRIMARY KEY, target TEXT NOT NULL, fingerprint TEXT NOT NULL, event TEXT NOT NULL,
    asset TEXT NOT NULL, severity TEXT NOT NULL, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL,
    last_scan ${key} NOT NULL, settled_at TEXT, places TEXT NOT NULL, body TEXT NOT NULL,
    UNIQUE (target, fingerprint))`,
  `CREATE TABLE firebreak_gaps (
    target TEXT NOT NULL, pass TEXT NOT NULL, fingerprint TEXT NOT NULL, provider TEXT NOT NULL,
    scope TEXT NOT NULL, since TEXT NOT NULL, PRIMARY KEY (target, pass, fingerprint))`,
  `CREATE TABLE firebreak_outbox (
    id ${key} PRIMARY KEY, channel TEXT NOT NULL, dedupe_key TEXT NOT NULL, body TEXT NOT NULL,
    created_at TEXT NOT NULL, due_at TEXT NOT NULL, leased_until TEXT, attempts INTEGER NOT NULL,
    delivered_at TEXT, last_error TEXT, UNIQUE (channel, dedupe_key))`,
  `CREATE INDEX firebreak_outbox_due ON firebreak_outbox (delivered_at, due_at)`,
  `CREATE TABLE firebreak_missed (
    id ${key} PRIMARY KEY, target TEXT NOT NULL, pass TEXT NOT NULL, at TEXT NOT NULL, why TEXT NOT NULL)`,
];

/** Every form a history had, by name and in order; what was released is never edited. */
export const migrations: Migrations = {
  '001-first': { up: (db) => run(db, first) },
};
