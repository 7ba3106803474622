import { describe, expect, it } from 'vitest';
import type { Attempt } from '../../../src/collectors/railway/failure.ts';
import { pacer, retryAfterMs } from '../../../src/collectors/railway/pace.ts';
import { now, patientIO } from './scanning.ts';

const attempt = (
  given: Partial<Omit<Attempt, 'headers'>> & { headers?: Record<string, string> },
): Attempt => ({
  status: 200,
  data: {},
  errors: [],
  unreadable: false,
  silence: null,
  at: now,
  ...given,
  headers: new Headers(given.headers),
});

const rate = { requestsPerSecond: 2, callsPerScan: null };
const token = 'RAILWAY_API_TOKEN';

describe('pacer', () => {
  it('lets so many calls go a second', async () => {
    const io = patientIO();
    const pace = pacer(rate, io, token);
    for (let call = 0; call < 5; call += 1) await pace.admit();
    expect(io.waits).toEqual([500, 500, 500, 500]);
  });

  it('holds everyone for as long as it was told', async () => {
    const io = patientIO();
    const pace = pacer(rate, io, token);
    await pace.pause(7_000);
    expect(await pace.admit()).toBeNull();
    expect(io.waits).toEqual([7_000]);
  });

  it.each<[string, Parameters<typeof attempt>[0], number, string | null]>([
    ['silence, for long', { status: null, unreadable: true }, 12, 'failed'],
    ['silence, not for long', { status: null, unreadable: true }, 11, null],
    ['server errors, for long', { status: 503 }, 12, 'failed'],
    [
      'pages of something else, for long',
      { unreadable: true, headers: { 'content-type': 'text/html' } },
      12,
      'failed',
    ],
    ['refusals, for ever', { status: 403, unreadable: true }, 50, null],
    ['errors that are answers', { errors: [{ message: 'Not Authorized' }] }, 50, null],
    ['a tenth of the hour left', { headers: hour(100, 1000) }, 1, 'throttled'],
    ['a little more than that', { headers: hour(101, 1000) }, 1, null],
    ['no more than is under way', { headers: hour(8, 20) }, 1, 'throttled'],
    ['a little more than is under way', { headers: hour(9, 20) }, 1, null],
    ['no limit told, few left', { headers: { 'x-ratelimit-remaining': '3' } }, 1, 'throttled'],
    ['a refusal that shows an empty second', { status: 429, headers: hour(0, 1000) }, 1, null],
    ['headers that make no sense', { headers: { 'x-ratelimit-remaining': 'soon' } }, 1, null],
  ])('%s', async (_, given, times, reason) => {
    const pace = pacer(rate, patientIO(), token);
    for (let seen = 0; seen < times; seen += 1) pace.observe(attempt(given));
    expect((await pace.admit())?.reason ?? null).toBe(reason);
  });

  it('forgets silence after an answer', async () => {
    const pace = pacer(rate, patientIO(), token);
    for (let seen = 0; seen < 30; seen += 1) pace.observe(attempt(seen % 8 ? { status: null } : {}));
    expect(await pace.admit()).toBeNull();
  });

  it('ends when the scan is stopped', async () => {
    const stop = new AbortController();
    const pace = pacer(rate, { ...patientIO(), signal: stop.signal }, token);
    expect(await pace.admit()).toBeNull();
    stop.abort();
    expect(await pace.admit()).toEqual({ reason: 'failed', detail: 'the scan was stopped' });
  });
});

describe('Retry-After', () => {
  it.each([
    ['7', 7_000],
    ['0', 0],
    ['Thu, 23 Apr 2026 12:00:30 GMT', 30_000],
    ['Thu, 23 Apr 2026 11:00:00 GMT', 0],
    ['soon', null],
    ['', null],
  ])('%s', (header, expected) => {
    expect(retryAfterMs(attempt({ headers: { 'retry-after': header } }))).toBe(expected);
  });
});

function hour(remaining: number, limit: number): Record<string, string> {
  return { 'x-ratelimit-remaining': String(remaining), 'x-ratelimit-limit': String(limit) };
}
