import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Postgres, postgresPrograms, startPostgres } from '../../postgres.ts';
import { openSeeds, problemOf, type Seeds } from './seeds.ts';

const programs = await postgresPrograms();

/** `npm run soak` runs more of them. */
const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

describe.skipIf(programs === null)('a fleet whose workers and schedulers are killed at random', () => {
  let postgres: Postgres;
  let all: Seeds;

  beforeAll(async () => {
    if (programs === null) return;
    postgres = await startPostgres(programs);
    all = await openSeeds(postgres);
  });
  afterAll(async () => {
    await all?.close();
    await postgres?.stop();
  });

  it.each(seeds)('gives the report of one process, and publishes it once: seed %i', async (seed) => {
    expect(problemOf(await all.run(seed))).toBeNull();
  });
});
