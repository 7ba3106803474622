import { openPool } from '../../../src/history/postgresql.ts';
import { type Fleet, joinFleet } from '../../../src/service/fleet/fleet.ts';
import { leadRun } from '../../../src/service/fleet/lead.ts';
import type { Terms } from '../../../src/service/fleet/terms.ts';
import type { Postgres } from '../../postgres.ts';
import { type Estate, lasting, laterIO, liveIO, scan, serveEstate } from './estate.ts';
import { fastRhythm, startWorker, type Worker } from './workers.ts';

const terms: Terms = { tool: '0', form: 1, config: 'sha256:0' };

/** What happened in a run of a seed. */
export interface SeedResult {
  readonly seed: number;
  readonly kills: number;
  readonly leaders: number;
  /** The first line that is not that of one process; null: it is the same to the byte. */
  readonly different: string | null;
}

export interface Seeds {
  /** One scan by two workers that are killed at random, and its leader too; against that of one process. */
  readonly run: (seed: number) => Promise<SeedResult>;
  readonly close: () => Promise<void>;
}

/** Workers outlive a run, so that many seeds cost little more than their scans. */
export async function openSeeds(postgres: Postgres): Promise<Seeds> {
  const [database, estate] = await Promise.all([postgres.database(), serveEstate(2, 5)]);
  const alone = lasting(await scan(estate));
  const pool = openPool(database, 6);
  const log = (): void => {};
  const fleet = await joinFleet({ pool, terms, rhythm: fastRhythm, retries: 50, log });
  const start = (): Worker => {
    const { aws, railway, accounts } = estate;
    const served = { aws, railway, accounts };
    return startWorker({ database, served, terms, rhythm: fastRhythm, retries: 50, atOnce: 6 });
  };
  const workers = [start(), start()];
  await Promise.all(workers.map(({ ready }) => ready));
  return {
    run: async (seed) => {
      const random = mulberry32(seed);
      const killing = killAtRandom(workers, start, { estate, random });
      const { said, leaders } = await scanLed(fleet, estate, { seed, random });
      return { seed, kills: await killing.stop(), leaders, different: firstDifference(said, alone) };
    },
    close: async () => {
      await Promise.all(workers.map(({ kill }) => kill()));
      await fleet.close();
      await pool.end();
      await estate.close();
    },
  };
}

interface Chance {
  readonly seed: number;
  readonly random: () => number;
}

/** Leads until the run has ended; a leader in three is lost on the way, and another takes up the run. */
async function scanLed(fleet: Fleet, estate: Estate, { seed, random }: Chance) {
  const turn = { target: 'acme', pass: 'full', due: new Date(seed * 1000), within: 300_000 };
  for (let leaders = 1; ; leaders += 1) {
    const stop = new AbortController();
    const lostAfter = random() < 1 / 3 ? Math.floor(random() * 120) : Number.POSITIVE_INFINITY;
    const led = await leadRun(fleet, turn, {
      clock: () => new Date(),
      wait: liveIO.wait,
      signal: stop.signal,
    });
    if (led === null) throw new Error('the run ended without a leader');
    let handed = 0;
    const elsewhere: typeof led.elsewhere = (task) => {
      handed += 1;
      if (handed >= lostAfter) stop.abort();
      return led.elsewhere(task);
    };
    try {
      const made = await scan(estate, { elsewhere, budgets: led.budgets, ...laterIO });
      if (await led.end('judged', async () => {})) return { said: lasting(made), leaders };
    } catch (error) {
      if (!stop.signal.aborted) throw error;
    } finally {
      await led.leave();
    }
  }
}

/** Kills one of the workers after so many calls, up to three times, and starts another in its place. */
function killAtRandom(
  workers: Worker[],
  start: () => Worker,
  { estate, random }: { readonly estate: Estate; readonly random: () => number },
) {
  let kills = 0;
  let stopped = false;
  const wanted = 1 + Math.floor(random() * 3);
  const loop = async (): Promise<void> => {
    while (!stopped && kills < wanted) {
      const from = estate.calls();
      const after = Math.floor(random() * 150);
      while (!stopped && estate.calls() < from + after) await liveIO.wait(5);
      const which = Math.floor(random() * workers.length);
      const victim = workers[which];
      if (stopped || victim === undefined) return;
      await victim.kill();
      kills += 1;
      workers[which] = start();
    }
  };
  const killing = loop();
  return {
    stop: async (): Promise<number> => {
      stopped = true;
      await killing;
      return kills;
    },
  };
}

function firstDifference(said: string, wanted: string): string | null {
  if (said === wanted) return null;
  const lines = wanted.split('\n');
  const at = said.split('\n').findIndex((line, n) => line !== lines[n]);
  return `line ${at}: ${said.split('\n')[at]} instead of ${lines[at]}`;
}

/** https://gist.github.com/tommyettinger/46a874533244883189143505d203312c: small, and the same for a seed everywhere. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
