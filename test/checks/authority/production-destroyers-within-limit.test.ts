import { describe, expect, it } from 'vitest';
import check from '../../../checks/authority/production-destroyers-within-limit.ts';
import { judge, specify } from '../table.ts';
import { credential, principal, type ReachLine, store, type World } from '../world.ts';

const crowd = (
  size: number,
  over: (n: number) => Partial<ReachLine> = () => ({}),
  tier: 'production' | 'staging' = 'production',
): World => {
  const ids = Array.from({ length: size }, (_, n) => n);
  return {
    assets: [
      store('db', { tier }),
      ...ids.flatMap((n) => [principal(`p${n}`), credential(`c${n}`, `p${n}`)]),
    ],
    reach: ids.map((n) => ({ credential: `c${n}`, stores: ['db'], verdict: 'recoverable', ...over(n) })),
  };
};

specify(check, {
  pass: [
    { title: 'as many as the limit', world: crowd(3) },
    { title: 'one more, for breaking the glass', world: crowd(4, (n) => ({ breakGlass: n === 0 })) },
    {
      title: 'one more, who ends copies only',
      world: crowd(4, (n) => ({ verdict: n === 0 ? 'copies-lost' : 'recoverable' })),
    },
  ],
  fail: [
    {
      title: 'one more',
      world: crowd(4),
      says: ['4 identities can delete "db", limit 3: "p0", "p1", "p2" and 1 more.'],
      severity: 'medium',
    },
    {
      title: 'one more, possibly',
      world: crowd(4, (n) => (n === 0 ? { verdict: 'no-reach', pair: { possible: 'total-loss' } } : {})),
    },
  ],
  unknown: [
    {
      title: 'as many as the limit, and one more of whom nobody knows',
      world: crowd(4, (n) => (n === 0 ? { verdict: 'unknown' } : {})),
      says: ['whether it may is not known'],
    },
  ],
  notApplicable: [{ title: 'staging', world: crowd(9, undefined, 'staging') }],
});

describe('identities', () => {
  it('are counted once, however many credentials they hold', () => {
    const { assets, reach = [] } = crowd(3);
    const more = {
      ...crowd(3),
      assets: [...assets, credential('c9', 'p0')],
      reach: [...reach, { credential: 'c9', stores: ['db'], verdict: 'recoverable' as const }],
    };
    expect(judge(check, more).tally?.passed).toBe(1);
  });
});
