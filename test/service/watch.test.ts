import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/alerts/channel.ts';
import type { Schedule, WatchConfig } from '../../src/config/config.ts';
import { defaultSettings } from '../../src/config/limits.ts';
import { OperatorError } from '../../src/model/error.ts';
import type { Delivery, MissedScan } from '../../src/model/history.ts';
import type { ServiceEvent } from '../../src/service/event.ts';
import type { Scanned } from '../../src/service/run-pass.ts';
import type { PassName } from '../../src/service/schedule.ts';
import { type Service, watch, watchOnce } from '../../src/service/watch.ts';
import { delta } from '../alerts/delta.ts';
import { fixtureReport } from '../reports/fixture.ts';
import { timeFrom } from './time.ts';

const nightly: Schedule = { cron: '0 2 * * *', timezone: 'UTC', pass: null };
const hourly: Schedule = { cron: '0 * * * *', timezone: 'UTC', pass: 'light' };

const plan: WatchConfig = { schedules: [nightly], jitterSeconds: 0, deadlineMinutes: 120, listen: null };

const scanned: Scanned = {
  report: fixtureReport(),
  hindsight: {
    coverage: { scope: [], coverage: [], gaps: [] },
    subjectsOf: () => [],
    placesOf: () => [],
    newcomer: () => null,
    prove: () => ({ findings: new Map(), drift: new Set() }),
  },
  write: async () => {},
};

interface World {
  readonly from?: string;
  readonly last?: Readonly<Record<string, string>>;
  readonly scan?: (pass: PassName, signal: AbortSignal) => Promise<Scanned>;
  readonly random?: number;
  readonly due?: readonly Delivery[];
  readonly send?: () => Promise<Outcome>;
  readonly record?: () => Promise<void>;
}

/** A service whose scans, history and channel are told what to do; it notes what happens, and when. */
function service(world: World = {}) {
  const time = timeFrom(world.from ?? '2026-11-22T12:00:00.000Z');
  const stop = new AbortController();
  const log: string[] = [];
  const missed: MissedScan[] = [];
  const note = (what: string): void => {
    log.push(`${time.clock().toISOString().slice(0, 19)} ${what}`);
  };
  const due = [...(world.due ?? [])];
  const built: Service = {
    config: { name: 'acme', alerts: [], settings: defaultSettings('acme') },
    channels: [{ name: 'ops', send: world.send ?? (async () => ({ taken: true, remark: null })) }],
    observe: (event: ServiceEvent) => {
      if (event.type === 'ended') note(`${event.pass} ${event.end.state}`);
    },
    scan: async (pass, signal) => {
      note(`${pass} began`);
      return world.scan === undefined ? scanned : world.scan(pass, signal);
    },
    history: {
      lastScans: async () => new Map(Object.entries(world.last ?? {})),
      absent: async () => ({ findings: [], drift: [] }),
      record: async () => {
        await world.record?.();
        return delta();
      },
      missed: async (scan) => {
        missed.push(scan);
      },
      waiting: async () => due.length,
      trend: async () => [],
      close: async () => {},
      outbox: {
        enqueue: async () => {},
        due: async () => due.splice(0, 1),
        delivered: async (id) => note(`delivered ${id}`),
        postpone: async (id) => note(`postponed ${id}`),
      },
    },
  };
  const io = { ...time, random: () => world.random ?? 0, tell: () => {}, signal: stop.signal };
  return { service: built, io, time, log, missed, stop: () => stop.abort() };
}

/** Runs the service up to a moment, then stops it. */
async function run(world: World, until: string, over: Partial<WatchConfig> = {}) {
  const running = service(world);
  const ended = watch(running.service, { ...plan, ...over }, running.io);
  await running.time.passTo(until);
  running.stop();
  await ended;
  return running;
}

const last = { full: '2026-11-22T02:00:00.000Z' };

/** A scan that takes so many minutes of that time, or until it is told to stop. */
const taking =
  (minutes: number, { time }: Pick<ReturnType<typeof service>, 'time'>) =>
  async (_: PassName, signal: AbortSignal): Promise<Scanned> => {
    await time.wait(minutes * 60_000, signal);
    return scanned;
  };

describe('watch', () => {
  it('scans when a schedule comes, night after night', async () => {
    const { log } = await run({ last }, '2026-11-24T03:00:00.000Z');
    expect(log).toEqual([
      '2026-11-23T02:00:00 full began',
      '2026-11-23T02:00:00 full recorded',
      '2026-11-24T02:00:00 full began',
      '2026-11-24T02:00:00 full recorded',
    ]);
  });

  it('begins at once where nothing was ever scanned', async () => {
    const { log } = await run({}, '2026-11-22T13:00:00.000Z');
    expect(log[0]).toBe('2026-11-22T12:00:00 full began');
  });

  it('catches up once after a week of downtime, however many scans were missed', async () => {
    const { log } = await run({ last: { full: '2026-11-15T02:00:00.000Z' } }, '2026-11-22T23:00:00.000Z', {
      schedules: [nightly, { ...nightly, cron: '0 14 * * mon' }],
    });
    expect(log).toEqual(['2026-11-22T12:00:00 full began', '2026-11-22T12:00:00 full recorded']);
  });

  it('begins later by a share of the jitter', async () => {
    const { log } = await run({ last, random: 0.5 }, '2026-11-23T03:00:00.000Z', { jitterSeconds: 60 });
    expect(log[0]).toBe('2026-11-23T02:00:30 full began');
  });

  it('never scans twice at a time: what comes due meanwhile follows', async () => {
    const running = service({ last, from: '2026-11-22T23:30:00.000Z' });
    const slow: Service = {
      ...running.service,
      scan: async (pass, signal) => {
        running.log.push(`${running.time.clock().toISOString().slice(0, 19)} ${pass} began`);
        return taking(pass === 'full' ? 90 : 5, running)(pass, signal);
      },
    };
    const ended = watch(slow, { ...plan, schedules: [nightly, hourly] }, running.io);
    await running.time.passTo('2026-11-23T04:30:00.000Z');
    running.stop();
    await ended;
    expect(running.log.filter((line) => line >= '2026-11-23T01:30')).toEqual([
      '2026-11-23T02:00:00 full began',
      '2026-11-23T03:30:00 full recorded',
      '2026-11-23T03:30:00 light began',
      '2026-11-23T03:35:00 light recorded',
      '2026-11-23T04:00:00 light began',
      '2026-11-23T04:05:00 light recorded',
    ]);
  });

  it('notices within a minute that the clock was put forward', async () => {
    const running = service({ last, from: '2026-11-22T12:00:00.000Z' });
    let shift = 0;
    const clock = (): Date => new Date(running.time.clock().getTime() + shift);
    const ended = watch(running.service, plan, { ...running.io, clock });
    await running.time.passTo('2026-11-22T12:30:00.000Z');
    shift = 24 * 3_600_000;
    await running.time.passTo('2026-11-22T12:31:00.000Z');
    running.stop();
    await ended;
    expect(running.log).toEqual(['2026-11-22T12:31:00 full began', '2026-11-22T12:31:00 full recorded']);
  });

  it('keeps a scan that cannot run as missed, and goes on', async () => {
    let tries = 0;
    const scan = async (): Promise<Scanned> => {
      tries += 1;
      if (tries === 1) throw new OperatorError('NO_CREDENTIALS', 'No credential was found.', 'Set one.');
      return scanned;
    };
    const { log, missed } = await run({ last, scan }, '2026-11-24T03:00:00.000Z');
    expect(log.map((line) => line.slice(20))).toEqual([
      'full began',
      'full missed',
      'full began',
      'full recorded',
    ]);
    expect(missed).toEqual([
      {
        target: 'acme',
        pass: 'full',
        at: '2026-11-23T02:00:00.000Z',
        why: 'NO_CREDENTIALS: No credential was found.',
      },
    ]);
  });

  it('gives a scan up at its deadline, and keeps it as missed', async () => {
    const running = service({ last });
    const ended = watch({ ...running.service, scan: taking(600, running) }, plan, running.io);
    await running.time.passTo('2026-11-23T05:00:00.000Z');
    running.stop();
    await ended;
    expect(running.missed).toMatchObject([
      { at: '2026-11-23T04:00:00.000Z', why: 'it did not come to its end in time' },
    ]);
  });

  it('gives a scan up to stop, and says nothing of it', async () => {
    const running = service({ last });
    const ended = watch({ ...running.service, scan: taking(60, running) }, plan, running.io);
    await running.time.passTo('2026-11-23T02:30:00.000Z');
    running.stop();
    await ended;
    expect(running.log).toEqual(['2026-11-23T02:30:00 full abandoned']);
    expect(running.missed).toEqual([]);
  });

  it('ends with a bug in a scan instead of going on', async () => {
    const running = service({
      last,
      scan: async () => {
        throw new TypeError('a bug');
      },
    });
    const ended = expect(watch(running.service, plan, running.io)).rejects.toThrow('a bug');
    await running.time.passTo('2026-11-23T03:00:00.000Z');
    await ended;
  });

  it('ends with a history that is out of reach', async () => {
    const running = service({
      last,
      record: async () => {
        throw new Error('the database went away');
      },
    });
    const ended = expect(watch(running.service, plan, running.io)).rejects.toThrow('went away');
    await running.time.passTo('2026-11-23T03:00:00.000Z');
    await ended;
  });

  it('writes the reports before the history takes note', async () => {
    const order: string[] = [];
    const write = async (): Promise<void> => {
      order.push('write');
    };
    const record = async (): Promise<void> => {
      order.push('record');
    };
    await run({ last, scan: async () => ({ ...scanned, write }), record }, '2026-11-23T03:00:00.000Z');
    expect(order).toEqual(['write', 'record']);
  });

  it('sends what is due while it scans', async () => {
    const running = service({ last, due: [message('7')] });
    const ended = watch({ ...running.service, scan: taking(60, running) }, plan, running.io);
    await running.time.passTo('2026-11-22T12:00:01.000Z');
    expect(running.log).toEqual(['2026-11-22T12:00:00 delivered 7']);
    running.stop();
    await ended;
  });

  it('sends at once what a scan has to say', async () => {
    const running = service({ last, from: '2026-11-23T01:59:50.000Z' });
    const { outbox } = running.service.history;
    const written: Delivery[] = [];
    const history = {
      ...running.service.history,
      outbox: { ...outbox, due: async () => written.splice(0) },
      record: async () => {
        written.push(message('10'));
        return delta();
      },
    };
    const ended = watch({ ...running.service, history }, plan, running.io);
    await running.time.passTo('2026-11-23T02:00:01.000Z');
    running.stop();
    await ended;
    expect(running.log.at(-1)).toBe('2026-11-23T02:00:00 delivered 10');
  });

  it('is held up by no channel that does not answer', async () => {
    const running = service({ last, due: [message('8')], send: () => new Promise(() => {}) });
    void watch(running.service, plan, running.io);
    await running.time.passTo('2026-11-23T03:00:00.000Z');
    expect(running.log).toEqual(['2026-11-23T02:00:00 full began', '2026-11-23T02:00:00 full recorded']);
  });
});

describe('watch --once', () => {
  it('scans now, sends what there is to say, and ends', async () => {
    const { service: once, io, log } = service({ last, due: [message('9')] });
    const end = await watchOnce(once, 'light', { ...io, deadlineMinutes: 120 });
    expect(end.state).toBe('recorded');
    expect(log.map((line) => line.slice(20))).toEqual(['light began', 'light recorded', 'delivered 9']);
  });
});

function message(id: string): Delivery {
  const body = { kind: 'changes', items: [], notes: [], more: 0 };
  return {
    id,
    channel: 'ops',
    dedupeKey: `key/${id}`,
    body,
    createdAt: '2026-11-22T11:00:00.000Z',
    attempts: 0,
  };
}
