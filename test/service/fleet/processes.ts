import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Rhythm } from '../../../src/service/fleet/fleet.ts';
import type { Terms } from '../../../src/service/fleet/terms.ts';
import type { LeaderTold } from './leader.ts';
import type { WorkerTold } from './worker.ts';

/** Fast, so that a killed worker's jobs are soon another's. */
export const fastRhythm: Rhythm = {
  poll: 0.05,
  heartbeat: null,
  expire: 2,
  supervise: 1,
  retry: 0,
};

/** What a process of the fleet is told, as JSON. */
export interface ProcessTold {
  readonly database: string;
  readonly terms: Terms;
  readonly rhythm: Rhythm;
  readonly retries: number;
}

export interface Started {
  readonly child: ChildProcess;
  /** Resolves when it has joined the fleet. */
  readonly ready: Promise<void>;
  /** Its last line and its exit code, null where it was killed. */
  readonly ended: Promise<{ readonly code: number | null; readonly last: string }>;
  readonly kill: (signal?: NodeJS.Signals) => Promise<void>;
}

/** Starts a worker in a process of its own. */
export const startWorker = (told: WorkerTold): Started => start('worker.ts', told);

/** Starts one that leads one scan, or stands by for whoever does. */
export const startLeader = (told: LeaderTold): Started => start('leader.ts', told);

function start(script: string, told: ProcessTold): Started {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, script), JSON.stringify(told)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  });
  const ready = Promise.withResolvers<void>();
  let last = '';
  createInterface({ input: child.stdout }).on('line', (line) => {
    last = line;
    if (line.includes('"ready"')) ready.resolve();
  });
  const closed = once(child, 'close');
  return {
    child,
    ready: Promise.race([ready.promise, closed.then(() => {})]),
    ended: closed.then(([code]) => ({ code, last })),
    kill: async (signal = 'SIGKILL') => {
      child.kill(signal);
      await closed;
    },
  };
}
