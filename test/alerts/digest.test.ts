import { describe, expect, it } from 'vitest';
import { type DigestPart, digestOf } from '../../src/alerts/digest.ts';
import { digestHour } from '../../src/alerts/digest-hour.ts';
import { messagesOf } from '../../src/alerts/messages.ts';
import type { Delta, Message } from '../../src/model/history.ts';
import { delta, report, route, settings, step } from './delta.ts';

const berlin = { at: '09:00', timezone: 'Europe/Berlin' };
const messages = (over: Partial<Delta>): readonly Message[] =>
  messagesOf(delta(over), settings(route({ digest: berlin })), report);

function digest(...days: readonly Partial<Delta>[]) {
  return digestOf(days.flatMap(messages).map(({ body }) => body as DigestPart));
}

describe('a channel with a digest', () => {
  it('hears of what changed at its hour', () => {
    expect(messages({ steps: [step('opened')] })).toMatchObject([
      {
        dedupeKey: 'scan/scan-2/full/team',
        notBefore: '2026-11-22T08:00:00.000Z',
        body: { kind: 'digest-part' },
      },
    ]);
  });

  it('is as quiet as any where nothing changed', () => {
    expect(messages({})).toEqual([]);
  });

  it('hears of the first scan at once', () => {
    const [first] = messages({ previous: null, steps: [step('opened')] });
    expect([first?.notBefore, first?.body]).toMatchObject([undefined, { kind: 'first' }]);
  });
});

describe('a digest', () => {
  const a = { fingerprint: 'a' };
  it('sums up a day in one message, with plans', () => {
    const body = digest(
      { steps: [step('opened', a)] },
      { steps: [step('opened', { fingerprint: 'b', asset: 'b', severity: 'high' })], missed: 1 },
    );
    expect(body).toMatchObject({
      kind: 'digest',
      headline: 'acme, since the last digest: +1 critical, +1 high, scans run again',
      items: [
        { plan: 'total loss in 1 call: railway:volumeDelete on its volume', stoppedBy: 'nothing' },
        { plan: null },
      ],
    });
  });

  it.each<[string, readonly Partial<Delta>[], string | null]>([
    ['what came and went', [{ steps: [step('opened', a)] }, { steps: [step('resolved', a)] }], null],
    [
      'what came and grew worse',
      [{ steps: [step('opened', { ...a, severity: 'high' })] }, { steps: [step('worsened', a)] }],
      '+1 critical',
    ],
    [
      'what was fixed and is back',
      [{ steps: [step('resolved', a)] }, { steps: [step('reopened', a)] }],
      '+1 critical',
    ],
    [
      'what was lost from sight',
      [{ steps: [step('opened', a)] }, { steps: [step('not-verified', a)] }],
      '1 not readable',
    ],
    [
      'a gap that closed again',
      [
        { gaps: { appeared: ['aws:denied:x'], closed: [] } },
        { gaps: { appeared: [], closed: ['aws:denied:x'] } },
      ],
      null,
    ],
  ])('tells the net: %s', (_title, days, counts) => {
    expect(digest(...days)?.headline ?? null).toBe(
      counts === null ? null : `acme, since the last digest: ${counts}`,
    );
  });

  it('counts what came and went beside other news', () => {
    const days = [
      { steps: [step('opened', a), step('opened', { fingerprint: 'b' })] },
      { steps: [step('resolved', a)] },
    ];
    expect(digest(...days)?.notes[0]).toBe('1 came and went in between.');
  });

  it('of a storm stays bounded', () => {
    const steps = Array.from({ length: 50_000 }, (_, n) =>
      step('opened', { fingerprint: `f${n}`, name: 'x'.repeat(5000) }),
    );
    expect(JSON.stringify(messages({ steps })).length).toBeLessThan(2_000_000);
  });
});

describe('the hour of a digest', () => {
  it.each([
    ['later the same day', '2026-11-22T03:00:00Z', berlin, '2026-11-22T08:00:00Z'],
    ['on the next day', '2026-11-22T08:00:01Z', berlin, '2026-11-23T08:00:00Z'],
    ['that very moment', '2026-11-22T08:00:00Z', berlin, '2026-11-22T08:00:00Z'],
    ['by summer time', '2026-07-01T00:00:00Z', berlin, '2026-07-01T07:00:00Z'],
    ['on the day clocks go forward', '2026-03-29T00:00:00Z', berlin, '2026-03-29T07:00:00Z'],
    [
      'an hour that day does not have',
      '2026-03-29T00:00:00Z',
      { ...berlin, at: '02:30' },
      '2026-03-30T00:30:00Z',
    ],
    [
      'east of the date line',
      '2026-11-22T20:00:00Z',
      { at: '09:00', timezone: 'Pacific/Kiritimati' },
      '2026-11-23T19:00:00Z',
    ],
    ['west of it', '2026-11-22T20:00:00Z', { at: '09:00', timezone: 'Pacific/Niue' }, '2026-11-22T20:00:00Z'],
    [
      'with half an hour of offset',
      '2026-11-22T00:00:00Z',
      { at: '09:00', timezone: 'Asia/Kolkata' },
      '2026-11-22T03:30:00Z',
    ],
    ['at midnight', '2026-11-22T12:00:00Z', { at: '00:00', timezone: 'UTC' }, '2026-11-23T00:00:00Z'],
  ])('%s', (_title, time, hour, expected) => {
    expect(digestHour(new Date(time), hour)).toEqual(new Date(expected));
  });
});
