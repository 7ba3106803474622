import { describe, expect, it } from 'vitest';
import { faultSchedule, type Met, tryFaults, tryNarrower, unearned } from './faults.ts';

/** `npm run soak -- faults` tries a thousand. */
const seeds = Array.from({ length: 60 }, (_, seed) => ({ seed }));

describe('a scan between which and its provider something goes wrong', () => {
  it.each(seeds)('ends, and names as gaps exactly what is missing (seed $seed)', async ({ seed }) => {
    const { schedule, problems } = await tryFaults(faultSchedule(seed));
    expect({ schedule, problems }).toEqual({ schedule, problems: [] });
  });
});

describe('a caller who is shown less than the one at approval', () => {
  it.each(seeds.slice(0, 12))('tells nothing as gone, fixed or undone (seed $seed)', async ({ seed }) => {
    const { schedule, problems } = await tryNarrower(seed);
    expect({ schedule, problems }).toEqual({ schedule, problems: [] });
  });
});

describe('gaps that no fault explains', () => {
  const gap = (reason: 'denied' | 'failed', operation: string) => ({
    fingerprint: `railway:${reason}:${operation}:TOKEN`,
    operation,
    reason,
  });
  const [lost, refused, cut] = [gap('failed', 'apiToken'), gap('denied', 'me'), gap('failed', 'me')];
  const reset = { operation: 'apiToken', fault: 'reset' } as const;
  const [told, asked] = ['apiToken', 'me'].map((operation) => ({ operation, fault: null })) as [Met, Met];

  it.each<[string, readonly (typeof lost)[], readonly Met[], readonly string[]]>([
    ['none, where its call met a fault', [lost], [reset], []],
    ['one, where none of its calls did', [cut], [asked], [cut.fingerprint]],
    [
      'none, where it is told by the call that met a fault',
      [gap('failed', 'apiToken.workspaces')],
      [reset],
      [],
    ],
    ['no refused `me`, where a fault took the kind of token', [lost, refused], [reset, asked], []],
    [
      'a refused `me`, where the kind of token was told in the end',
      [refused],
      [reset, asked],
      [refused.fingerprint],
    ],
    [
      'a refused `me`, beside a gap that no fault explains either',
      [lost, refused],
      [told, asked],
      [lost.fingerprint, refused.fingerprint],
    ],
    ['a `me` that broke, whatever befell the kind of token', [lost, cut], [reset, asked], [cut.fingerprint]],
  ])('%s', (_, gaps, met, expected) => {
    expect(unearned(gaps, met)).toEqual(
      expected.map((fingerprint) => `${fingerprint} is a gap, though no call of it met a fault`),
    );
  });
});
