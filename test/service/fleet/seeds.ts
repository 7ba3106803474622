import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { openHistory } from '../../../src/history/history.ts';
import { openPool } from '../../../src/history/postgresql.ts';
import type { Terms } from '../../../src/service/fleet/terms.ts';
import { draws } from '../../../src/stand-ins/draws.ts';
import type { Postgres } from '../../postgres.ts';
import { type Estate, lasting, liveIO, scan, serveEstate } from './estate.ts';
import { fastRhythm, type Started, startLeader, startWorker } from './processes.ts';

const terms: Terms = { tool: '0', form: 1, config: 'sha256:0' };

/** What happened in a run of a seed. */
export interface SeedResult {
  readonly seed: number;
  /** Workers that were killed, and schedulers. */
  readonly kills: number;
  readonly leadersKilled: number;
  /** Times it stands in the history, is told, and is ended. */
  readonly recorded: number;
  readonly told: number;
  readonly ended: number;
  /** The first line that is not that of one process; null: it is the same to the byte. */
  readonly different: string | null;
}

/** Why a run is not as that of one process; null: it is. */
export function problemOf({ recorded, told, ended, different }: SeedResult): string | null {
  if (recorded !== 1 || told !== 1 || ended !== 1)
    return `recorded ${recorded} times, told ${told} times, ended ${ended} times`;
  return different;
}

export interface Seeds {
  /** One scan by two workers and a scheduler that are killed at random; against that of one process. */
  readonly run: (seed: number) => Promise<SeedResult>;
  readonly close: () => Promise<void>;
}

/** What is the same for every run. */
interface Ground {
  readonly database: string;
  readonly pool: Pool;
  readonly estate: Estate;
  readonly folder: string;
}

/** Workers outlive a run, so that many seeds cost little more than their scans. */
export async function openSeeds(postgres: Postgres): Promise<Seeds> {
  const [database, estate] = await Promise.all([postgres.database(), serveEstate(2, 5)]);
  const alone = lasting(await scan(estate));
  const pool = openPool(database, 2);
  const history = await openHistory({ url: database }, { keepDays: 400 });
  const ground = { database, pool, estate, folder: mkdtempSync(join(tmpdir(), 'firebreak-seeds-')) };
  const start = (): Started => startWorker({ ...toldOf(ground), atOnce: 6 });
  const workers = [start(), start()];
  await Promise.all(workers.map(({ ready }) => ready));
  return {
    run: async (seed) => {
      const random = draws(seed);
      const killing = killAtRandom(workers, start, { estate, random });
      const leadersKilled = await untilMade(ground, { seed, random });
      const kills = await killing.stop();
      const made = JSON.parse(readFileSync(join(outOf(ground, seed), 'made.json'), 'utf8'));
      const different = firstDifference(lasting(made), alone);
      return { seed, kills, leadersKilled, ...(await published(pool, targetOf(seed))), different };
    },
    close: async () => {
      await Promise.all(workers.map(({ kill }) => kill()));
      await history.close();
      await pool.end();
      await estate.close();
      rmSync(ground.folder, { recursive: true });
    },
  };
}

const targetOf = (seed: number): string => `acme-${seed}`;
const outOf = ({ folder }: Ground, seed: number): string => join(folder, targetOf(seed));

function toldOf({ database, estate }: Ground) {
  const { aws, railway, accounts } = estate;
  return { database, served: { aws, railway, accounts }, terms, rhythm: fastRhythm, retries: 50 };
}

interface Chance {
  readonly seed: number;
  readonly random: () => number;
}

/** How often a scheduler is killed at most; a run is given up after five that led it. */
const mostKilled = 2;

/**
 * Schedulers make the scan, three in four times with some killed on the way, while another stands by or is started
 * then. Ends when all that were not killed came to their end, and says how many were killed.
 */
async function untilMade(ground: Ground, { seed, random }: Chance): Promise<number> {
  const out = outOf(ground, seed);
  mkdirSync(out);
  const told = { ...toldOf(ground), target: targetOf(seed), due: new Date(seed * 1000).toISOString(), out };
  const start = (): Started => startLeader(told);
  const wanted = random() < 1 / 4 ? 0 : 1 + Math.floor(random() * mostKilled);
  const others: Started[] = [];
  let leader = start();
  let killed = 0;
  while (killed < wanted) {
    await leader.ready;
    const standby = random() < 1 / 2 ? start() : null;
    await moment(ground, { leader, out, random });
    if (standby !== null) others.push(standby);
    if (leader.child.exitCode !== null) break;
    await leader.kill();
    killed += 1;
    leader = others.pop() ?? start();
  }
  for (const each of [leader, ...others]) {
    const { code, last: said } = await each.ended;
    if (code !== 0 || !/"(recorded|left)"/.test(said)) throw new Error(`a scheduler ended ${code}: ${said}`);
  }
  return killed;
}

interface Doomed {
  readonly leader: Started;
  readonly out: string;
  readonly random: () => number;
}

/** When a scheduler is killed: after so many calls; or once it has written, somewhere in what it publishes. */
async function moment({ estate }: Ground, { leader, out, random }: Doomed): Promise<void> {
  const from = estate.calls();
  const calls = Math.floor(random() * 250);
  const publishing = random() < 0.5;
  const later = Math.floor(random() * (publishing ? 60 : 300));
  const isDue = (): boolean =>
    publishing ? existsSync(join(out, 'made.json')) : estate.calls() >= from + calls;
  while (leader.child.exitCode === null && !isDue()) await liveIO.wait(2);
  await liveIO.wait(later);
}

/** How often a target's scan stands in the history and in the outbox, and its run is at its end. */
async function published(
  pool: Pool,
  target: string,
): Promise<Pick<SeedResult, 'recorded' | 'told' | 'ended'>> {
  const count = async (query: string): Promise<number> =>
    (await pool.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${query}`, [target])).rows[0]
      ?.count ?? 0;
  return {
    recorded: await count('firebreak_scans WHERE target = $1'),
    told: await count(`firebreak_outbox WHERE split_part(dedupe_key, '/', 2) = $1`),
    ended: await count(`firebreak_fleet.run WHERE target = $1 AND outcome = 'judged'`),
  };
}

/** Kills one of the workers after so many calls, up to three times, and starts another in its place. */
function killAtRandom(
  workers: Started[],
  start: () => Started,
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
