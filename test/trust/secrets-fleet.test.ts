import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Postgres, postgresPrograms, startPostgres } from '../postgres.ts';
import { endChildren, startWatch } from '../service/child.ts';
import { canary, leaks } from './canary.ts';
import { openSecretService, pagesOf, type SecretService } from './secret-service.ts';
import { env as inHand, type Served, serveSecrets } from './secret-world.ts';
import { filesBelow, firebreak } from './user-process.ts';

const programs = await postgresPrograms();
const wrongToken = canary('a wrong token', 'uuid');
const broken = JSON.stringify(Object.values(inHand));

/** A fleet of processes as users run it, over a database that keeps whatever was ever written into it. */
interface SecretFleet {
  readonly service: SecretService;
  readonly env: Readonly<Record<string, string>>;
  readonly database: string;
  close(): Promise<void>;
}

async function openFleet(postgres: Postgres, served: Served): Promise<SecretFleet> {
  const service = await openSecretService(served, {
    providers: ['aws', 'railway'],
    history: { urlEnv: 'HISTORY_URL' },
  });
  const database = await postgres.database();
  const url = new URL(database);
  url.password = canary('PostgreSQL password', 'password');
  const aws = Object.entries(inHand).filter(([name]) => name.startsWith('AWS_'));
  return {
    service,
    database,
    env: {
      ...service.env,
      ...Object.fromEntries(aws),
      AWS_ENDPOINT_URL: served.aws.url,
      HISTORY_URL: url.href,
    },
    close: () => service.close(),
  };
}

/** Keeps a copy of each row that is written from now on, since some are gone when a scan is through. */
const keepAll = `
  CREATE SCHEMA kept;
  CREATE TABLE kept.row (place bigint GENERATED ALWAYS AS IDENTITY, name text, body text);
  CREATE FUNCTION kept.note() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN INSERT INTO kept.row (name, body) VALUES (TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME, NEW::text); RETURN NULL; END $$;
  DO $$ DECLARE it record; BEGIN
    FOR it IN SELECT c.oid::regclass AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname LIKE 'firebreak%'
    LOOP EXECUTE format('CREATE TRIGGER kept AFTER INSERT OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION kept.note()', it.name);
    END LOOP; END $$`;

const tables = `
  SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
  WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`;

async function query(database: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client(database);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** Every row of every table as text, and what is packed in it, by the table's name. */
async function stored(database: string): Promise<ReadonlyMap<string, string>> {
  const named = (await query(database, tables)).map(({ name }) => String(name));
  const all = named.map(async (name) => {
    const rows = await query(database, `SELECT it::text AS text FROM ${name} AS it`);
    return [name, rows.map(({ text }) => withUnpacked(String(text))).join('\n')] as const;
  });
  return new Map(await Promise.all(all));
}

/** Gzip in a column of bytes. */
const withUnpacked = (row: string): string =>
  [
    row,
    ...[...row.matchAll(/\\x(1f8b08[0-9a-f]*)/g)].map(([, hex = '']) => gunzipSync(Buffer.from(hex, 'hex'))),
  ].join('\n');

/** Texts that are not there. */
const missing = (among: string, ...texts: readonly string[]): readonly string[] =>
  texts.filter((text) => !among.includes(text));

describe.skipIf(programs === null)('a fleet over a PostgreSQL', () => {
  let postgres: Postgres;
  beforeAll(async () => {
    if (programs !== null) postgres = await startPostgres(programs);
  });
  afterAll(async () => {
    endChildren();
    await postgres?.stop();
  });

  interface Running extends SecretFleet {
    readonly start: (role: string, other?: Readonly<Record<string, string>>) => ReturnType<typeof startWatch>;
  }

  /** Runs the processes of `act`, then searches all they said, showed, wrote and kept; what was ever kept comes back. */
  async function keptBy(faulty: boolean, act: (fleet: Running) => Promise<unknown>): Promise<string> {
    const served = await serveSecrets({ broken: faulty });
    const fleet = await openFleet(postgres, served);
    const { service, env, database } = fleet;
    service.channel.alwaysAnswer({ status: 400, text: `${broken} ${JSON.stringify(env)}` });
    const started: ReturnType<typeof startWatch>[] = [];
    const start: Running['start'] = (role, other = {}) => {
      const process = startWatch(
        service.folder,
        { ...env, ...other },
        '--role',
        role,
        '--log-level',
        'debug',
      );
      started.push(process);
      return process;
    };
    try {
      await act({ ...fleet, start });
      const pages = await pagesOf(service);
      for (const each of started) each.kill('SIGTERM');
      const logs = started.map(async ({ ended }, n) => [`log ${n}`, (await ended).log] as const);
      const rows = await stored(database);
      const written = filesBelow(service.folder, ['firebreak.yaml']);
      expect(leaks(new Map([...pages, ...rows, ...written, ...(await Promise.all(logs))]))).toEqual([]);
      return rows.get('kept."row"') ?? '';
    } finally {
      endChildren();
      await Promise.all([fleet.close(), served.close()]);
    }
  }

  it.each([
    ['whose answers hold secrets', false],
    ['whose errors hold secrets', true],
  ])('that reads providers %s keeps and says none', async (_, faulty) => {
    const kept = await keptBy(faulty, async ({ start, database }) => {
      const scheduler = start('scheduler');
      await scheduler.said('listens');
      await query(database, keepAll);
      const stray = start('worker', { RAILWAY_API_TOKEN: wrongToken });
      await stray.said('could not be read');
      stray.kill('SIGTERM');
      start('worker');
      await scheduler.said('sent messages');
    });
    expect(missing(kept, 'Railway did not let in the token', 'vol-told')).toEqual([]);
  });

  it('of one process that does all keeps and says none', async () => {
    const kept = await keptBy(false, async ({ start, database }) => {
      const all = start('all');
      await all.said('listens');
      await query(database, keepAll);
      await all.said('sent messages');
    });
    expect(missing(kept, 'vol-told')).toEqual([]);
  });

  it.each<[string, (at: URL) => string]>([
    ['does not know the user', (at) => `postgres://nobody:${at.password}@${at.host}/postgres`],
    ['does not know the database', (at) => `${at.href}-that-is-not-there`],
    ['is not there', (at) => at.href.replace(at.host, '127.0.0.1:1')],
    ['has no address that can be read', (at) => `postgres://firebreak:${at.password}%@127.0.0.1:x/y`],
  ])('whose server %s says no password', async (_, wrong) => {
    const at = new URL(await postgres.database());
    at.password = canary('PostgreSQL password', 'password');
    const served = await serveSecrets();
    const service = await openSecretService(served, {
      providers: ['railway'],
      history: { urlEnv: 'HISTORY_URL' },
    });
    try {
      const env = { ...service.env, HISTORY_URL: wrong(at) };
      const said = await firebreak(['watch', '--role', 'worker'], { cwd: service.folder, env });
      expect(said.code).toBe(2);
      expect(said.stderr).toMatch(/\[[A-Z_]+\]/);
      expect(leaks(new Map([['said', said.stdout + said.stderr]]))).toEqual([]);
    } finally {
      await Promise.all([service.close(), served.close()]);
    }
  });
});
