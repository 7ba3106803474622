import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openHistory } from '../../src/history/history.ts';
import type { HistoryLocation } from '../../src/history/location.ts';
import { openPast } from '../../src/history/past.ts';
import { draws } from '../../src/stand-ins/draws.ts';
import { cleanUp, engines } from './engines.ts';
import { at } from './nights.ts';
import { failingIn } from './recorder.ts';

cleanUp();

interface Recorder {
  readonly child: ChildProcess;
  /** The last night it said it had kept. */
  readonly said: () => number;
}

function record(location: HistoryLocation): Recorder {
  const script = resolve(import.meta.dirname, 'recorder.ts');
  const child = spawn(process.execPath, [script, JSON.stringify(location)]);
  let out = '';
  child.stdout?.on('data', (data) => {
    out += data;
  });
  child.stderr?.resume();
  return { child, said: () => Number(out.trim().split('\n').at(-1) ?? 0) };
}

/** Kills without a warning, some milliseconds after it kept its first night, or while it still begins. */
async function kill({ child, said }: Recorder, milliseconds: number, atStart: boolean): Promise<number> {
  const exit = once(child, 'exit');
  if (!atStart && child.stdout !== null) await Promise.race([once(child.stdout, 'data'), exit]);
  await wait(milliseconds);
  expect(child.exitCode).toBe(null);
  child.kill('SIGKILL');
  await exit;
  return said();
}

/** Everything kept agrees with the last night that was kept, and each night has its message. */
async function expectWhole(location: HistoryLocation, said: number): Promise<void> {
  await (await openHistory(location, { keepDays: 3650 })).close();
  const past = await openPast(location);
  const scans = await past.scans('acme', 10_000);
  const last = scans.length;
  expect(scans.map(({ scan }) => scan)).toEqual(
    Array.from({ length: last }, (_, number) => `scan-${last - number}-full`),
  );
  expect(last).toBeGreaterThanOrEqual(said);
  const lives = await past.lives('acme', 'store-has-backup', 10_000);
  const failing = new Set(last === 0 ? [] : failingIn(last));
  expect(
    lives
      .filter(({ state }) => state === 'open')
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual([...failing].toSorted());
  for (const { state, lastSeen, steps } of lives) {
    expect(steps.at(-1)?.step === 'resolved').toBe(state === 'resolved');
    expect(state === 'resolved' ? null : lastSeen).toBe(state === 'resolved' ? null : at(last));
  }
  await past.close();
}

/** Whether each scan has its one message, and the file is sound. */
function expectSound(location: HistoryLocation): void {
  if (!('path' in location)) return;
  const db = new DatabaseSync(location.path);
  expect(db.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
  expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([]);
  const told = db.prepare(
    'SELECT count(*) AS untold FROM firebreak_scans WHERE scan NOT IN (SELECT dedupe_key FROM firebreak_outbox)',
  );
  expect(told.get()).toEqual({ untold: 0 });
  db.close();
}

describe.each(engines)(
  'a recorder that is killed at any moment, in $engine',
  ({ engine, place, missing }) => {
    it.skipIf(missing)(
      'leaves a history that opens, is whole and goes on',
      { timeout: 120_000 },
      async () => {
        const location = await place();
        const random = draws(20261122);
        let kept = 0;
        for (let round = 0; round < (engine === 'sqlite' ? 8 : 4); round += 1) {
          const atStart = round % 4 === 0;
          const said = await kill(record(location), random() * (atStart ? 250 : 60), atStart);
          kept = Math.max(kept, said);
          await expectWhole(location, kept);
          expectSound(location);
        }
        expect(kept).toBeGreaterThan(1);
      },
    );
  },
);
