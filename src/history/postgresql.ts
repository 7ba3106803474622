import { type Dialect, PostgresDialect } from 'kysely';
import pg from 'pg';

/** A PostgreSQL database. A history needs few connections: one that records, some that send and read. */
export function postgresDialect(url: string): Dialect {
  return new PostgresDialect({ pool: openPool(url, 4) });
}

/** At most so many connections to a PostgreSQL database. */
export function openPool(url: string, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: 'firebreak',
    connectionTimeoutMillis: 10_000,
    types: {
      getTypeParser: (oid, format) => (oid === bigint ? Number : pg.types.getTypeParser(oid, format)),
    },
  });
  // A connection that breaks while idle is replaced by the next query; unheard, it would end the process.
  pool.on('error', () => {});
  return pool;
}

/** Ids and counts stay far below 2^53. */
const bigint = pg.types.builtins.INT8;
