import { describe, expect, it } from 'vitest';
import type { Schedule } from '../../src/config/config.ts';
import {
  afterTurn,
  checkSchedules,
  nextOf,
  nextTurn,
  type Served,
  servedBefore,
} from '../../src/service/schedule.ts';

const schedule = (cron: string, over: Partial<Schedule> = {}): Schedule => ({
  cron,
  timezone: 'UTC',
  pass: null,
  ...over,
});

/** The times a schedule comes after `from`. */
function comes(cron: string, timezone: string, from: string, count: number): readonly string[] {
  const times: string[] = [];
  let after = new Date(from);
  for (let n = 0; n < count; n += 1) {
    after = nextOf(schedule(cron, { timezone }), after);
    times.push(after.toISOString().slice(0, 16));
  }
  return times;
}

it('waits for no clock that was ahead: what was scanned in times to come counts for nothing', () => {
  const nightly = schedule('0 2 * * *');
  const served = servedBefore([nightly], new Map([['full', '2031-01-01T02:00:00.000Z']]));
  const now = new Date('2026-11-22T12:00:00.000Z');
  const turn = nextTurn(served, now);
  expect(turn.at).toEqual(now);
  expect(nextTurn(afterTurn(served, turn, now), now).at).toEqual(new Date('2026-11-23T02:00:00.000Z'));
});

describe('when a schedule comes', () => {
  it.each<[string, string, string, string, readonly string[]]>([
    [
      'by the clocks of its zone, summer and winter',
      '0 2 * * *',
      'Europe/Berlin',
      '2026-10-23T12:00Z',
      ['2026-10-24T00:00', '2026-10-25T00:00', '2026-10-26T01:00'],
    ],
    [
      'once, and late, on the night its time is left out',
      '30 2 * * *',
      'Europe/Berlin',
      '2026-03-28T12:00Z',
      ['2026-03-29T01:00', '2026-03-30T00:30'],
    ],
    [
      'once on the night its time comes twice',
      '30 2 * * *',
      'Europe/Berlin',
      '2026-10-24T12:00Z',
      ['2026-10-25T00:30', '2026-10-26T01:30'],
    ],
    [
      'once on the night its time comes twice, west of Greenwich',
      '30 1 * * *',
      'America/New_York',
      '2026-10-31T12:00Z',
      ['2026-11-01T05:30', '2026-11-02T06:30'],
    ],
    [
      'at every half hour of a night that is an hour shorter',
      '*/30 * * * *',
      'Europe/Berlin',
      '2026-03-29T00:20Z',
      ['2026-03-29T00:30', '2026-03-29T01:00', '2026-03-29T01:30'],
    ],
    [
      'at every hour of a night that is an hour longer',
      '0 * * * *',
      'Europe/Berlin',
      '2026-10-24T23:30Z',
      ['2026-10-25T00:00', '2026-10-25T01:00', '2026-10-25T02:00'],
    ],
    [
      'in a zone that is off by three quarters of an hour, on working days',
      '0 9 * * mon-fri',
      'Asia/Kathmandu',
      '2026-11-20T12:00Z',
      ['2026-11-23T03:15', '2026-11-24T03:15'],
    ],
    [
      'only in months that have its day',
      '0 0 31 * *',
      'UTC',
      '2026-01-31T00:00Z',
      ['2026-03-31T00:00', '2026-05-31T00:00'],
    ],
    [
      'only in leap years',
      '0 2 29 2 *',
      'UTC',
      '2026-11-20T12:00Z',
      ['2028-02-29T02:00', '2032-02-29T02:00'],
    ],
  ])('is %s', (_, cron, timezone, from, expected) => {
    expect(comes(cron, timezone, from, expected.length)).toEqual(expected);
  });

  it.each(['0 0 31 2 *', '61 0 * * *', '0 2 * * noday', '* * *'])('is refused as %s', (cron) => {
    expect(() => checkSchedules([schedule(cron)], new Date('2026-11-22T12:00Z'))).toThrow(
      expect.objectContaining({ code: 'WATCH_CRON', message: expect.stringContaining(cron) }),
    );
  });
});

describe('the next turn', () => {
  const nightly = schedule('0 2 * * *');
  const hourly = schedule('0 * * * *', { pass: 'light' });
  const served = (full: string | null, light: string | null): Served =>
    new Map([
      [nightly, full === null ? null : new Date(full)],
      [hourly, light === null ? null : new Date(light)],
    ]);

  it.each<[string, Served, string, string, string, readonly Schedule[]]>([
    [
      'is the schedule that comes first',
      served('2026-11-22T02:00:05Z', '2026-11-22T09:00:00Z'),
      '2026-11-22T09:10:00Z',
      'light',
      '2026-11-22T10:00:00.000Z',
      [hourly],
    ],
    [
      'is full where a full and a lighter scan come together',
      served('2026-11-22T02:00:00Z', '2026-11-23T01:00:00Z'),
      '2026-11-23T01:30:00Z',
      'full',
      '2026-11-23T02:00:00.000Z',
      [nightly, hourly],
    ],
    [
      'is one scan at once for all that was missed in a week',
      served('2026-11-15T02:00:00Z', '2026-11-15T09:00:00Z'),
      '2026-11-22T12:34:56Z',
      'full',
      '2026-11-22T12:34:56.000Z',
      [nightly, hourly],
    ],
    [
      'is one lighter scan at once where only lighter ones were missed',
      served('2026-11-22T02:00:00Z', '2026-11-22T08:00:00Z'),
      '2026-11-22T12:34:56Z',
      'light',
      '2026-11-22T12:34:56.000Z',
      [hourly],
    ],
    [
      'is a full scan at once where there was none',
      served(null, null),
      '2026-11-22T12:34:56Z',
      'full',
      '2026-11-22T12:34:56.000Z',
      [nightly, hourly],
    ],
  ])('%s', (_, before, now, pass, at, serves) => {
    const turn = nextTurn(before, new Date(now));
    expect({ ...turn, at: turn.at.toISOString() }).toEqual({ pass, at, serves });
  });

  it('keeps what came due during a scan for the scan after it', () => {
    const turn = nextTurn(
      served('2026-11-22T02:00:00Z', '2026-11-23T01:00:00Z'),
      new Date('2026-11-23T02:00:00Z'),
    );
    const after = afterTurn(served(null, null), turn, new Date('2026-11-23T02:00:00Z'));
    expect(nextTurn(after, new Date('2026-11-23T03:10:00Z'))).toMatchObject({
      pass: 'light',
      at: new Date('2026-11-23T03:10:00Z'),
    });
  });

  it('remembers what scans of before served: a full one serves the lighter too', () => {
    const before = servedBefore(
      [nightly, hourly],
      new Map([
        ['full', '2026-11-22T02:00:00.000Z'],
        ['light', '2026-11-21T23:00:00.000Z'],
      ]),
    );
    expect([...before.values()].map((at) => at?.toISOString())).toEqual([
      '2026-11-22T02:00:00.000Z',
      '2026-11-22T02:00:00.000Z',
    ]);
    expect([...servedBefore([nightly], new Map([['light', '2026-11-22T09:00:00.000Z']])).values()]).toEqual([
      null,
    ]);
  });
});
