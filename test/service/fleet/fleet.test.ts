import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fleetScan } from '../../../src/cli/watch-fleet.ts';
import type { TaskReader } from '../../../src/collectors/collector.ts';
import { openPool } from '../../../src/history/postgresql.ts';
import { OperatorError } from '../../../src/model/error.ts';
import { type Fleet, joinFleet } from '../../../src/service/fleet/fleet.ts';
import { type LedRun, leadRun } from '../../../src/service/fleet/lead.ts';
import type { Terms } from '../../../src/service/fleet/terms.ts';
import { work } from '../../../src/service/fleet/work.ts';
import { generatedToken } from '../../../src/stand-ins/railway/worlds/generate.ts';
import { acmeId, scanner } from '../../collectors/aws/acme.ts';
import { type Postgres, postgresPrograms, startPostgres } from '../../postgres.ts';
import { type Estate, lasting, laterIO, liveIO, type Made, readersOf, scan, serveEstate } from './estate.ts';
import { fastRhythm, type Started, startWorker } from './processes.ts';

const programs = await postgresPrograms();
const terms: Terms = { tool: '0', form: 1, config: 'sha256:0' };

const tonight = new Date('2026-11-22T02:00:00Z');

describe.skipIf(programs === null)('a fleet', () => {
  let postgres: Postgres;
  let estate: Estate;
  let alone: Made;
  const open: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    if (programs === null) return;
    postgres = await startPostgres(programs);
    estate = await serveEstate(3, 5);
    alone = await scan(estate);
  });
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });
  afterAll(async () => {
    await postgres?.stop();
    await estate?.close();
  });

  interface Joined {
    readonly fleet: Fleet;
    readonly database: string;
    readonly logged: string[];
  }

  interface How {
    readonly retries?: number;
    readonly change?: Partial<Terms>;
  }

  async function join(database?: string, { retries = 50, change = {} }: How = {}): Promise<Joined> {
    const at = database ?? (await postgres.database());
    const pool = openPool(at, 6);
    open.push(() => pool.end());
    const logged: string[] = [];
    const log = (_level: string, message: string, about = {}): void => {
      logged.push(`${message} ${JSON.stringify(about)}`);
    };
    const fleet = await joinFleet({ pool, terms: { ...terms, ...change }, rhythm: fastRhythm, retries, log });
    open.push(() => fleet.close());
    return { fleet, database: at, logged };
  }

  function startOne(database: string): Started {
    const { aws, railway, accounts } = estate;
    const told = { database, served: { aws, railway, accounts }, rhythm: fastRhythm, retries: 50, atOnce: 8 };
    const started = startWorker({ ...told, terms });
    open.push(() => started.kill());
    return started;
  }

  /** Works in this process, with readers of one's own; until the test ends. */
  function workHere(fleet: Fleet, readers: Parameters<typeof work>[1]['readers']): void {
    const stop = new AbortController();
    const done = work(fleet, { atOnce: 8, readers }, { wait: liveIO.wait, signal: stop.signal });
    open.push(async () => {
      stop.abort();
      await done;
    });
  }

  async function leadOne(fleet: Fleet, within = 600_000, stop = new AbortController()): Promise<LedRun> {
    const turn = { target: 'acme', pass: 'full', due: tonight, within };
    const io = { clock: () => new Date(), wait: liveIO.wait, signal: stop.signal };
    const led = await leadRun(fleet, turn, io);
    if (led === null) throw new Error('there was nothing to lead');
    open.push(() => led.leave());
    return led;
  }

  async function judged(led: LedRun): Promise<Made> {
    const { elsewhere, budgets } = led;
    const made = await scan(estate, { elsewhere, budgets, ...laterIO });
    const published: Made[] = [];
    expect(await led.end('judged', async () => void published.push(made))).toBe(true);
    await led.leave();
    expect(published).toEqual([made]);
    return made;
  }

  const rows = async (fleet: Fleet, query: string) => (await fleet.pool.query(query)).rows;

  it('of two workers gives the report of one process, and keeps no part of it afterwards', async () => {
    const { fleet, database } = await join();
    startOne(database);
    startOne(database);
    expect(lasting(await judged(await leadOne(fleet)))).toBe(lasting(alone));
    expect(await rows(fleet, 'SELECT FROM firebreak_fleet.part')).toEqual([]);
  });

  it('is joined by processes that start together on an empty database', async () => {
    const database = await postgres.database();
    const joined = await Promise.all(Array.from({ length: 5 }, () => join(database)));
    for (const { fleet } of joined) expect(await fleet.boss.getQueue(fleet.queue)).not.toBeNull();
  });

  it('whose workers are killed in the middle of their jobs gives the same report', async () => {
    const { fleet, database } = await join();
    const led = await leadOne(fleet);
    const first = startOne(database);
    const scanning = judged(led);
    await untilCalls(estate, 40);
    await first.kill();
    startOne(database);
    expect(lasting(await scanning)).toBe(lasting(alone));
  });

  it('whose leader is gone is led on by another, without reading again what was read', async () => {
    const { fleet, database } = await join();
    workHere(fleet, (budgets) => readersOf(estate, { ...liveIO, budgets }));
    const stop = new AbortController();
    const first = await leadOne(fleet, 600_000, stop);
    const { elsewhere } = first;
    let handed = 0;
    const abandoned = scan(estate, {
      elsewhere: async (task) => {
        const read = await elsewhere(task);
        handed += 1;
        if (handed === 30) stop.abort();
        return read;
      },
    });
    await expect(abandoned).rejects.toMatchObject({ code: 'FLEET_STOPPED' });
    await first.leave();
    const done = await rows(fleet, 'SELECT source FROM firebreak_fleet.part');
    expect(done.length).toBeGreaterThanOrEqual(30);
    const second = await join(database);
    const led = await leadOne(second.fleet);
    expect(led.run).toEqual(first.run);
    expect(lasting(await judged(led))).toBe(lasting(alone));
    expect(await rows(fleet, 'SELECT takes, outcome FROM firebreak_fleet.run')).toEqual([
      { takes: 2, outcome: 'judged' },
    ]);
  });

  it('publishes once, even where an earlier leader believes to lead still', async () => {
    const { fleet, database } = await join();
    const first = await leadOne(fleet);
    // The database loses sight of the first: its lead goes with its connection.
    await rows(
      fleet,
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()`,
    );
    const second = await leadOne((await join(database)).fleet);
    expect(second.run.id).toBe(first.run.id);
    const published: string[] = [];
    const publish = (who: string) => async () => void published.push(who);
    expect(await first.end('first', publish('first'))).toBe(false);
    expect(await second.end('second', publish('second'))).toBe(true);
    expect(await second.end('second', publish('again'))).toBe(false);
    expect(published).toEqual(['second']);
  });

  it('that recorded its scan and was gone before it ended the run is not judged again', async () => {
    const { fleet } = await join();
    const io = { clock: () => new Date(), wait: liveIO.wait, signal: new AbortController().signal };
    const turn = (hour: number) => ({
      ...{ target: 'acme', pass: 'full', minutes: 5 },
      due: new Date(Date.UTC(2026, 10, 22, hour)),
    });
    const gone = await leadOne(fleet);
    await gone.leave();
    const recorded = new Map([['full', gone.run.startedAt.toISOString()]]);
    const shared = { fleet, history: { lastScans: async () => recorded } };
    const begun: Date[] = [];
    const scanning = async ({ startedAt }: { readonly startedAt: Date }) => {
      begun.push(startedAt);
      throw new OperatorError('FLEET_STOPPED', 'Far enough.', 'Nothing.');
    };
    expect(await fleetScan(shared, turn(2), io, scanning)).toBeNull();
    await expect(fleetScan(shared, turn(3), io, scanning)).rejects.toMatchObject({ code: 'FLEET_STOPPED' });
    expect(begun).toHaveLength(1);
    expect(begun[0]?.getTime()).toBeGreaterThan(gone.run.startedAt.getTime());
    expect(await rows(fleet, 'SELECT outcome FROM firebreak_fleet.run ORDER BY due')).toEqual([
      { outcome: 'judged' },
      { outcome: null },
    ]);
  });

  it('does a turn once, however many processes it comes to', async () => {
    const { fleet, database } = await join();
    const led = await leadOne(fleet);
    const other = await join(database);
    const turn = { target: 'acme', pass: 'full', due: tonight, within: 60_000 };
    const io = { clock: () => new Date(), wait: liveIO.wait, signal: new AbortController().signal };
    const waiting = leadRun(other.fleet, turn, io);
    await led.end('judged', async () => {});
    expect(await waiting).toBeNull();
    expect(await rows(fleet, 'SELECT FROM firebreak_fleet.run')).toHaveLength(1);
  });

  it('tries a source that can’t be read again, and then says why in a gap', async () => {
    const { fleet, logged } = await join(undefined, { retries: 2 });
    const tries: string[] = [];
    workHere(fleet, (budgets) => {
      const readers = readersOf(estate, { ...liveIO, budgets });
      const reader = readers.get('aws');
      const poisoned: TaskReader = {
        read: async (task) => {
          if (task.source !== `aws ${acmeId} us-east-1 ec2`) return reader?.read(task);
          tries.push(task.source);
          throw new Error('the parser gave up\u0000 on token=abcdef0123456789');
        },
        close: () => reader?.close(),
      };
      return new Map([...readers, ['aws', poisoned]]);
    });
    const { inventory } = await judged(await leadOne(fleet));
    const gaps = inventory.gaps.filter(({ detail }) => detail.startsWith('no worker could read it'));
    expect(tries).toHaveLength(3);
    expect(gaps.length).toBeGreaterThan(0);
    expect(new Set(gaps.map(({ detail }) => detail))).toEqual(
      new Set(['no worker could read it: the parser gave up on token=[secret]']),
    );
    expect(gaps.every(({ reason, region }) => reason === 'failed' && region === 'us-east-1')).toBe(true);
    expect(logged.filter((line) => line.startsWith('a source could not be read'))).toHaveLength(3);
  });

  it('judges at the deadline, and what was not read by then is a gap that names it', async () => {
    const { fleet } = await join();
    const led = await leadOne(fleet, 300);
    const { inventory, report } = await judged(led);
    const why = `it was not read by the deadline, ${led.run.deadline.toISOString()}`;
    const gaps = inventory.gaps.filter(({ reason, detail }) => reason === 'failed' && detail === why);
    expect(gaps.length).toBeGreaterThan(100);
    const unread = inventory.sources.filter(({ status, calls }) => status === 'failed' && calls === 0);
    expect(unread.length).toBeGreaterThan(100);
    expect(report.summary.exitCode).toBe(3);
  });

  it.each([
    ['an older version', { tool: '0-older' }, 'it is of firebreak 0, and this is 0-older'],
    ['another form of parts', { form: 0 }, 'it keeps parts in form 1, and this process in form 0'],
    ['another configuration', { config: 'sha256:1' }, 'it has another configuration'],
  ])('leaves its jobs alone in a worker of %s, which says so', async (_what, change, why) => {
    const { fleet, database } = await join();
    const led = await leadOne(fleet);
    const stranger = await join(database, { change });
    const none = {
      read: async () => Promise.reject(new Error('it took what is not its own')),
      close: () => {},
    };
    workHere(stranger.fleet, () => new Map(['aws', 'railway'].map((provider) => [provider, none])));
    const scanning = judged(led);
    while (!stranger.logged.some((line) => line.includes(why))) await liveIO.wait(5);
    workHere(fleet, (budgets) => readersOf(estate, { ...liveIO, budgets }));
    expect(lasting(await scanning)).toBe(lasting(alone));
    expect(stranger.logged.filter((line) => line.includes('leaves the sources'))).toHaveLength(1);
    expect(stranger.logged).toHaveLength(1);
  });

  it('keeps nothing secret in its database', async () => {
    const { fleet } = await join();
    workHere(fleet, (budgets) => readersOf(estate, { ...liveIO, budgets }));
    const led = await leadOne(fleet);
    await scan(estate, { elsewhere: led.elsewhere, budgets: led.budgets });
    const text = JSON.stringify([
      await rows(fleet, 'SELECT * FROM firebreak_queue.job'),
      await rows(fleet, 'SELECT * FROM firebreak_fleet.run'),
      await rows(fleet, 'SELECT * FROM firebreak_fleet.budget'),
      await keptText(fleet),
    ]);
    expect(text).toContain('arn:aws:iam::111111111111:user/ann');
    for (const secret of secrets) expect(text).not.toContain(secret);
  });
});

const secrets = [scanner.secretAccessKey, scanner.accessKeyId, generatedToken, 'AKIABOT0000000000BOT1'];

async function keptText({ pool }: Fleet): Promise<string> {
  const { rows } = await pool.query<{ body: Buffer }>('SELECT body FROM firebreak_fleet.part');
  return rows.map(({ body }) => gunzipSync(body).toString('utf8')).join('\n');
}

/** Until the estate was asked so many times more. */
async function untilCalls(estate: Estate, more: number): Promise<void> {
  const before = estate.calls();
  while (estate.calls() < before + more) await liveIO.wait(5);
}
