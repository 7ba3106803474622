import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Rhythm } from '../../../src/service/fleet/fleet.ts';
import type { WorkerTold } from './worker.ts';

/** Fast, so that a killed worker's jobs are soon another's. */
export const fastRhythm: Rhythm = {
  poll: 0.05,
  heartbeat: null,
  expire: 2,
  supervise: 1,
  retry: 0,
};

export interface Worker {
  readonly child: ChildProcess;
  /** Resolves when it has joined the fleet. */
  readonly ready: Promise<void>;
  readonly kill: (signal?: NodeJS.Signals) => Promise<void>;
}

const script = resolve(import.meta.dirname, 'worker.ts');

/** Starts a worker in a process of its own. */
export function startWorker(told: WorkerTold): Worker {
  const child = spawn(process.execPath, [script, JSON.stringify(told)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  });
  const ready = new Promise<void>((done) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes('"ready"')) done();
    });
    child.once('exit', () => done());
  });
  return {
    child,
    ready,
    kill: async (signal = 'SIGKILL') => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, 'exit');
      child.kill(signal);
      await exit;
    },
  };
}
