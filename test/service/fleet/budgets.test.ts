import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPool } from '../../../src/history/postgresql.ts';
import { postgresBudgets } from '../../../src/service/fleet/budgets.ts';
import { makeTables } from '../../../src/service/fleet/tables.ts';
import { type Postgres, postgresPrograms, startPostgres } from '../../postgres.ts';

const programs = await postgresPrograms();

describe.skipIf(programs === null)('rates that processes keep together', () => {
  let postgres: Postgres;
  let pools: ReturnType<typeof openPool>[];

  beforeAll(async () => {
    if (programs === null) return;
    postgres = await startPostgres(programs);
    const database = await postgres.database();
    pools = [openPool(database, 8), openPool(database, 8)];
    for (const pool of pools) await makeTables(pool);
  });
  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.end()));
    await postgres?.stop();
  });

  const processes = (run = 'run') => pools.map((pool) => postgresBudgets(pool, run));
  /** Turns of so many requests by each process, all at once. */
  const turns = async (name: string, each: number, burst: number) =>
    (
      await Promise.all(
        processes().flatMap(({ reserve }) =>
          Array.from({ length: each }, () => reserve(name, { perSecond: 0.01, burst })),
        ),
      )
    ).sort((a, b) => a - b);

  it('give each request a turn of its own, whoever asks', async () => {
    const waits = await turns('steady', 10, 1);
    // A hundred seconds lie between two turns; what the database itself takes is far less.
    expect(waits.map((wait) => Math.round(wait / 100_000))).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });

  it('let a burst go at once, of all processes together', async () => {
    const waits = await turns('burst', 10, 12);
    expect(waits.filter((wait) => wait === 0)).toHaveLength(12);
  });

  it('are apart by name', async () => {
    expect(await turns('one', 1, 2)).toEqual([0, 0]);
    expect(await turns('other', 1, 2)).toEqual([0, 0]);
  });

  it('hold everybody who is told to wait', async () => {
    const [one, other] = processes();
    await one?.pause('held', 1_000_000);
    expect(await other?.reserve('held', { perSecond: 100, burst: 1 })).toBeGreaterThan(900_000);
  });

  it('count the calls of a run over all its processes', async () => {
    const counts = await Promise.all(
      [...processes('a'), ...processes('a')].map(({ count }) => count('token')),
    );
    expect(counts.sort()).toEqual([1, 2, 3, 4]);
    expect(await processes('b')[0]?.count('token')).toBe(1);
  });
});
