// A worker as a process of its own, so that it can be killed: `node worker.ts '{"database": …}'`.
import { setTimeout as delay } from 'node:timers/promises';
import { openPool } from '../../../src/history/postgresql.ts';
import { joinFleet } from '../../../src/service/fleet/fleet.ts';
import { work } from '../../../src/service/fleet/work.ts';
import { liveIO, readersOf, type Served } from './estate.ts';
import type { ProcessTold } from './processes.ts';

export interface WorkerTold extends ProcessTold {
  readonly served: Served;
  readonly atOnce: number;
}

const told = JSON.parse(process.argv[2] ?? '') as WorkerTold;
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
const pool = openPool(told.database, 4);
const { terms, rhythm, retries, atOnce } = told;
const log = (level: string, message: string, about: object = {}): void => {
  process.stdout.write(`${JSON.stringify({ level, message, ...about })}\n`);
};
const fleet = await joinFleet({ pool, terms, rhythm, retries, log });
log('info', 'ready');
await work(
  fleet,
  { atOnce, readers: (budgets) => readersOf(told.served, { ...liveIO, budgets }) },
  {
    signal: stop.signal,
    wait: (milliseconds) => delay(milliseconds, undefined, { signal: stop.signal }).catch(() => {}),
  },
);
await fleet.close();
await pool.end();
