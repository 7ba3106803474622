import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Registry } from 'prom-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { WorkEvent } from '../../../src/service/fleet/work-event.ts';
import { openWorkHealth } from '../../../src/service/fleet/work-health.ts';
import { openWorkMetrics } from '../../../src/service/fleet/work-metrics.ts';
import { type Listening, serve } from '../../../src/service/serve.ts';
import { type Postgres, postgresPrograms, startPostgres } from '../../postgres.ts';
import { type Child, endChildren } from '../child.ts';
import { readExposition } from '../exposition.ts';
import { get } from '../get.ts';
import { type Commands, openCommands, until } from './commands.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  endChildren();
  for (const close of open.splice(0)) await close();
});

const sampled = (text: string, name: string, outcome?: string): number | undefined =>
  readExposition(text).find(
    (sample) =>
      sample.name === `firebreak_${name}` && (outcome === undefined || sample.labels.outcome === outcome),
  )?.value;

const began = new Date('2026-11-22T02:00:00.000Z').getTime();
const answered: WorkEvent = { type: 'asked', answered: true };
const silent: WorkEvent = { type: 'asked', answered: false };
const took = (job: string): WorkEvent => ({ type: 'took', job });
const looked: WorkEvent = { type: 'looked' };

/** A worker that saw each of these at so many minutes, asked at another. */
async function asked(events: readonly (readonly [number, WorkEvent])[], minutes: number): Promise<number> {
  let now = began;
  const clock = (): Date => new Date(now);
  const health = openWorkHealth(clock, { expire: 4 * 3600 });
  const metrics = new Registry();
  const count = openWorkMetrics(clock, metrics);
  for (const [at, event] of events) {
    now = began + at * 60_000;
    health.observe(event);
    count(event);
  }
  now = began + minutes * 60_000;
  const listening: Listening = await serve(
    { health: [health], metrics, clock },
    { host: '127.0.0.1', port: 0 },
  );
  open.push(() => listening.close());
  return listening.port;
}

describe('a worker', () => {
  it.each<[string, readonly (readonly [number, WorkEvent])[], number, string | null]>([
    ['works when it was started', [], 1, null],
    [
      'works while the queue is silent',
      [
        [9, looked],
        [9, silent],
      ],
      10,
      null,
    ],
    ['ails when it looks for work no more', [[0, looked]], 6, 'it does not look for sources any more'],
    [
      'works as long as a source takes',
      [
        [0, took('a')],
        [240, looked],
      ],
      240,
      null,
    ],
    [
      'ails when one takes longer',
      [
        [0, took('a')],
        [251, looked],
      ],
      251,
      'a source is not read to its end',
    ],
    [
      'works when that one ended after all',
      [
        [0, took('a')],
        [251, looked],
        [251, { type: 'ended', job: 'a', outcome: 'failed' }],
      ],
      251,
      null,
    ],
  ])('%s', async (_, events, minutes, ailment) => {
    const { status, text } = await get(await asked(events, minutes), '/healthz');
    expect([status, text]).toEqual(ailment === null ? [200, 'ok\n'] : [503, `${ailment}\n`]);
  });

  it.each<[string, readonly (readonly [number, WorkEvent])[], number, number]>([
    ['is not ready before the queue answered', [], 0, 503],
    ['is ready once it did', [[0, answered]], 0, 200],
    [
      'is not when it stopped answering',
      [
        [0, answered],
        [0, silent],
      ],
      0,
      503,
    ],
    ['is not when it was not heard of for two minutes', [[0, answered]], 2, 503],
    [
      'is again when it answers again',
      [
        [0, silent],
        [3, answered],
      ],
      3,
      200,
    ],
  ])('%s', async (_, events, minutes, status) => {
    const answer = await get(await asked(events, minutes), '/readyz');
    expect(answer).toEqual({ status, text: status === 200 ? 'ok\n' : 'the queue does not answer\n' });
  });

  it('counts what it takes, and what comes of it', async () => {
    const ended = (job: string, outcome: 'read' | 'failed' | 'refused'): WorkEvent => ({
      ...{ type: 'ended', job, outcome },
    });
    const events: readonly WorkEvent[] = [
      ...[answered, took('a'), took('b'), took('c'), took('d')],
      ...[ended('a', 'read'), ended('b', 'failed'), ended('c', 'refused')],
      { type: 'others', runs: 1 },
    ];
    const port = await asked(
      events.map((event) => [3, event]),
      5,
    );
    const { text } = await get(port, '/metrics');
    const values = ['queue_answers', 'jobs_taken_total', 'jobs_in_hand', 'last_job_age_seconds'];
    expect([...values, 'runs_left_to_others'].map((name) => sampled(text, name))).toEqual([1, 4, 1, 120, 1]);
    expect(
      ['read', 'failed', 'refused'].map((outcome) => sampled(text, 'jobs_ended_total', outcome)),
    ).toEqual([1, 1, 1]);
  });
});

const programs = await postgresPrograms();

describe.skipIf(programs === null)('firebreak watch --role worker', () => {
  let postgres: Postgres;
  let commands: Commands;
  beforeAll(async () => {
    if (programs !== null) postgres = await startPostgres(programs);
    commands = await openCommands({ projects: 2 });
  });
  afterAll(async () => {
    await commands?.close();
    await postgres?.stop();
  });

  const worker = (database: string, ...options: readonly string[]): Child =>
    commands.start(database, '--role', 'worker', ...options);

  it('answers on loopback for what it does, and says when the database is gone', async () => {
    if (programs === null) return;
    const own = await startPostgres(programs);
    const database = await own.database();
    const child = worker(database, '--listen', '127.0.0.1:0');
    const port = Number(/"port":(\d+)/.exec(await child.said('"listens"'))?.[1]);
    await until(async () => (await get(port, '/readyz')).status === 200);
    const { code, log } = await commands.start(database, '--role', 'scheduler', '--once').ended;
    expect(code, log).toBe(0);
    const { text } = await get(port, '/metrics');
    expect(sampled(text, 'queue_answers')).toBe(1);
    expect(sampled(text, 'jobs_taken_total')).toBe(2);
    expect(sampled(text, 'jobs_ended_total', 'read')).toBe(2);
    expect(sampled(text, 'last_job_age_seconds')).toBeGreaterThan(0);
    await own.stop();
    await until(async () => (await get(port, '/readyz')).status === 503);
    expect(await get(port, '/readyz')).toEqual({ status: 503, text: 'the queue does not answer\n' });
    expect(await get(port, '/healthz')).toEqual({ status: 200, text: 'ok\n' });
    child.kill('SIGTERM');
    expect((await child.ended).code).toBe(0);
  });

  it('goes on without where the place of its configuration is taken, and is refused where it was named', async () => {
    const neighbour = createServer().listen(0, '127.0.0.1');
    await new Promise((ready) => neighbour.once('listening', ready));
    const at = `127.0.0.1:${(neighbour.address() as AddressInfo).port}`;
    const beside = await openCommands({ listen: at });
    open.push(beside.close, async () => void neighbour.close());
    const database = await postgres.database();
    const child = beside.start(database, '--role', 'worker');
    await child.said('does not listen');
    child.kill('SIGTERM');
    expect((await child.ended).code).toBe(0);
    const { code, log } = await worker(database, '--listen', at).ended;
    expect(code).toBe(2);
    expect(log).toContain('WATCH_LISTEN');
  });
});
