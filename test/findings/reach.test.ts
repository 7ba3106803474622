import { describe, expect, it } from 'vitest';
import { byTier, endsAll, endsStore, indexReach, worseOf } from '../../src/findings/reach.ts';
import type { Pair, Verdict } from '../../src/model/blast-radius.ts';
import { credential, principal, type ReachLine, store, world } from '../checks/world.ts';

const indexed = (reach: readonly ReachLine[]) => {
  const context = world({
    assets: [
      store('a'),
      store('b'),
      store('s', { tier: 'staging' }),
      principal('p'),
      ...['x', 'y', 'z'].map((id) => credential(id, 'p')),
    ],
    reach,
  });
  return indexReach(context.radius, context.index);
};

describe('verdicts', () => {
  it.each<readonly [Verdict, boolean, boolean]>([
    ['total-loss', true, true],
    ['delayed-loss', true, true],
    ['unknown', false, false],
    ['recoverable', true, false],
    ['copies-lost', false, false],
    ['no-reach', false, false],
  ])('%s ends the store: %s, and every copy: %s', (verdict, itself, all) => {
    expect([endsStore(verdict), endsAll(verdict)]).toEqual([itself, all]);
  });

  it.each<readonly [Verdict, Verdict | null, Verdict, boolean]>([
    ['recoverable', null, 'recoverable', false],
    ['recoverable', 'total-loss', 'total-loss', true],
    ['total-loss', 'unknown', 'total-loss', false],
    ['no-reach', 'unknown', 'unknown', true],
  ])('of %s, possibly %s, counts %s', (verdict, possible, counts, isPossible) => {
    const pair = { verdict, possible } as Pair;
    expect(worseOf(pair)).toEqual({ verdict: counts, possible: isPossible });
  });
});

describe('indexReach', () => {
  const lines: readonly ReachLine[] = [
    { credential: 'x', stores: ['b', 's'], verdict: 'recoverable', pair: { calls: 1 } },
    { credential: 'x', stores: ['a'], verdict: 'total-loss', pair: { calls: 3 } },
    { credential: 'y', stores: ['a'], verdict: 'total-loss', breakGlass: true },
    { credential: 'z', stores: ['a'], verdict: 'copies-lost' },
  ];

  it('gives what a credential can do, worst first', () => {
    expect(
      indexed(lines)
        .ofCredential('x')
        .map(({ verdict }) => verdict),
    ).toEqual(['total-loss', 'recoverable']);
    expect(indexed(lines).ofCredential('nobody')).toEqual([]);
  });

  it('splits it by tier, the highest first, each led by the worst', () => {
    const tiers = byTier(indexed(lines).ofCredential('x'));
    expect(tiers.map(({ tier, stores, first, lead }) => [tier, stores, first, lead.verdict])).toEqual([
      ['production', 2, 'a', 'total-loss'],
      ['staging', 1, 's', 'recoverable'],
    ]);
  });

  it('leads with the fewest calls among the equally bad', () => {
    const equal: readonly ReachLine[] = [
      { credential: 'x', stores: ['a'], verdict: 'total-loss', pair: { calls: 4 } },
      { credential: 'x', stores: ['b'], verdict: 'total-loss', pair: { calls: 2 } },
    ];
    expect(byTier(indexed(equal).ofCredential('x'))[0]).toMatchObject({ first: 'b', stores: 2 });
  });

  it('says who can end a store, break-glass identities and those who reach its copies alone apart', () => {
    expect(indexed(lines).whose('a', endsStore)).toEqual(['p']);
    const glassOnly = lines.filter(({ credential: id }) => id !== 'x');
    expect(indexed(glassOnly).whose('a', endsStore)).toEqual([]);
    expect(indexed(lines).whose('never-seen', endsStore)).toEqual([]);
  });
});
