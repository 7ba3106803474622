import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Postgres, postgresPrograms, startPostgres } from './postgres.ts';

const programs = await postgresPrograms();

describe.skipIf(programs === null)('the PostgreSQL of the tests', () => {
  let server: Postgres;
  beforeAll(async () => {
    if (programs !== null) server = await startPostgres(programs);
  });
  afterAll(() => server.stop());

  it('gives every caller an empty database of its own', async () => {
    const one = new pg.Client(await server.database());
    const other = new pg.Client(await server.database());
    await Promise.all([one.connect(), other.connect()]);
    await one.query('CREATE TABLE seen (id int)');
    const { rows } = await other.query(
      "SELECT count(*)::int AS n FROM pg_tables WHERE schemaname = 'public'",
    );
    expect(rows).toEqual([{ n: 0 }]);
    await Promise.all([one.end(), other.end()]);
  });
});
