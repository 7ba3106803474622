import { connect } from 'node:net';
import { Registry } from 'prom-client';
import { afterEach, describe, expect, it } from 'vitest';
import type { WatchConfig } from '../../src/config/config.ts';
import type { ServiceEvent } from '../../src/service/event.ts';
import { openHealth } from '../../src/service/health.ts';
import { openMetrics } from '../../src/service/metrics.ts';
import { type Listening, serve } from '../../src/service/serve.ts';
import { delta } from '../alerts/delta.ts';
import { drift, fixtureReport, gap, hostileName } from '../reports/fixture.ts';
import { readExposition } from './exposition.ts';
import { get } from './get.ts';

const plan: WatchConfig = { schedules: [], jitterSeconds: 0, deadlineMinutes: 60, listen: null };
const began = new Date('2026-11-22T02:00:00.000Z');
const minutesLater = (minutes: number): Date => new Date(began.getTime() + minutes * 60_000);

const open: Listening[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

/** A service that saw these events, asked so many minutes after its first scan began. */
async function asked(events: readonly ServiceEvent[], minutes = 5, channels: readonly string[] = ['ops']) {
  const clock = (): Date => minutesLater(minutes);
  const health = openHealth(plan, false);
  const metrics = new Registry();
  const observers = [health.observe, openMetrics(clock, channels, metrics)];
  for (const event of events) for (const each of observers) each(event);
  const listening = await serve({ health: [health], metrics, clock }, { host: '127.0.0.1', port: 0 });
  open.push(listening);
  return listening.port;
}

const begins: ServiceEvent = { type: 'began', pass: 'full', at: began };
const report = fixtureReport({
  drift: [drift({ severity: 'high' }), drift({ severity: 'high', status: 'excepted' })],
  coverage: {
    ...fixtureReport().coverage,
    gaps: [gap({ reason: 'denied', accepted: false }), gap({ accepted: true })],
  },
});
const ends: ServiceEvent = {
  type: 'ended',
  pass: 'full',
  at: minutesLater(2),
  seconds: 120,
  end: { state: 'recorded', report, delta: delta() },
};
const misses: ServiceEvent = { ...ends, end: { state: 'missed', why: 'NO_CREDENTIALS: none' } };

describe('/healthz', () => {
  it.each<[string, readonly ServiceEvent[], number, number]>([
    ['works before the first scan', [], 0, 200],
    ['works while a scan is under way', [begins], 60, 200],
    ['ails when a scan outlives its deadline', [begins], 71, 503],
    ['works again when that scan is over', [begins, ends], 200, 200],
    ['ails when a scan that is due does not begin', [{ type: 'waits', pass: 'full', until: began }], 71, 503],
  ])('%s', async (_, events, minutes, status) => {
    expect((await get(await asked(events, minutes), '/healthz')).status).toBe(status);
  });
});

describe('/readyz', () => {
  it.each<[string, readonly ServiceEvent[], number, RegExp]>([
    ['is not before a scan came to its end', [begins], 503, /no scan has come to its end yet/],
    ['is after one did', [begins, ends], 200, /ok/],
    ['is not when the last scan did not run', [begins, ends, misses], 503, /did not run: NO_CREDENTIALS/],
    ['is again after the next one did', [misses, ends], 200, /ok/],
  ])('%s', async (_, events, status, text) => {
    const answer = await get(await asked(events), '/readyz');
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(text);
  });
});

describe('/metrics', () => {
  const failures = { channel: 'ops', reason: 'no answer', gone: false, next: minutesLater(9).toISOString() };
  const sent: ServiceEvent = { type: 'sent', result: { delivered: 2, failures: [failures] }, waiting: 3 };
  const waits: ServiceEvent = { type: 'waits', pass: 'light', until: minutesLater(60) };

  const sampled = (text: string, name: string, labels: Readonly<Record<string, string>> = {}) =>
    readExposition(text).find(
      (sample) =>
        sample.name === `firebreak_${name}` &&
        Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
    )?.value;

  it('tells how things stand', async () => {
    const { text } = await get(await asked([begins, ends, waits, sent], 12), '/metrics');
    const full = { pass: 'full' };
    expect(sampled(text, 'scan_age_seconds', full)).toBe(600);
    expect(sampled(text, 'scan_duration_seconds', full)).toBe(120);
    expect(sampled(text, 'scan_running', full)).toBe(0);
    expect(sampled(text, 'next_scan_timestamp_seconds', { pass: 'light' })).toBe(
      minutesLater(60).getTime() / 1000,
    );
    expect(sampled(text, 'findings', { ...full, severity: 'critical' })).toBe(
      report.summary.openBySeverity.critical,
    );
    expect(sampled(text, 'drift_events', { ...full, severity: 'high' })).toBe(1);
    expect(sampled(text, 'gaps', full)).toBe(1);
    expect(sampled(text, 'outbox_messages')).toBe(3);
    expect(sampled(text, 'messages_sent_total')).toBe(2);
    expect(sampled(text, 'alert_failures_total', { channel: 'ops' })).toBe(1);
    expect(sampled(text, 'scans_total', { ...full, outcome: 'complete' })).toBe(1);
  });

  it('counts what did not run apart, and leaves what was seen before as it was', async () => {
    const { text } = await get(await asked([begins, ends, misses], 12), '/metrics');
    expect(sampled(text, 'scans_total', { pass: 'full', outcome: 'missed' })).toBe(1);
    expect(sampled(text, 'scan_age_seconds', { pass: 'full' })).toBe(600);
  });

  it('holds nothing of what was scanned, and no channel nobody configured', async () => {
    const hostile = { ...failures, channel: hostileName };
    const { text } = await get(
      await asked([begins, ends, { ...sent, result: { delivered: 0, failures: [hostile, hostile] } }]),
      '/metrics',
    );
    expect(sampled(text, 'alert_failures_total', { channel: 'unconfigured' })).toBe(2);
    const values = readExposition(text).flatMap(({ labels }) => Object.values(labels));
    const known = ['full', 'critical', 'high', 'medium', 'low', 'complete', 'ops', 'unconfigured'];
    expect(values.filter((value) => !known.includes(value))).toEqual([]);
  });

  it('counts for each service apart', async () => {
    await asked([begins, ends]);
    const { text } = await get(await asked([]), '/metrics');
    expect(sampled(text, 'scans_total', { pass: 'full' })).toBeUndefined();
  });
});

describe('whoever asks for more', () => {
  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])('may not %s', async (method) => {
    expect((await get(await asked([]), '/metrics', method)).status).toBe(405);
  });

  it('finds nothing elsewhere', async () => {
    const port = await asked([]);
    for (const path of ['/', '/metrics/../etc/passwd', '//metrics', '/healthz%00']) {
      expect((await get(port, path)).status).toBe(404);
    }
    expect((await get(port, '/healthz?verbose=1')).status).toBe(200);
    expect(await get(port, '/healthz', 'HEAD')).toEqual({ status: 200, text: '' });
  });

  it.each([
    [
      'a header without end',
      `GET /metrics HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`,
      /^HTTP\/1\.1 431/,
    ],
    ['what is no HTTP', 'hello\r\n\r\n', /^HTTP\/1\.1 400/],
  ])('with %s is refused', async (_, sends, expected) => {
    const port = await asked([]);
    const answer = await new Promise<string>((resolve, reject) => {
      let text = '';
      connect(port, '127.0.0.1')
        .setEncoding('utf8')
        .on('data', (chunk) => {
          text += String(chunk);
        })
        .on('close', () => resolve(text))
        .on('error', reject)
        .write(sends);
    });
    expect(answer).toMatch(expected);
    expect((await get(port, '/healthz')).status).toBe(200);
  });

  it('is told where nothing can listen', async () => {
    const port = await asked([]);
    const served = {
      health: [openHealth(plan, true)],
      metrics: new Registry(),
      clock: () => began,
    };
    await expect(serve(served, { host: '127.0.0.1', port })).rejects.toMatchObject({
      code: 'WATCH_LISTEN',
      message: expect.stringContaining('EADDRINUSE'),
    });
  });
});
