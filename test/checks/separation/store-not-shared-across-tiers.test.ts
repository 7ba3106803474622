import { describe, expect, it } from 'vitest';
import check from '../../../checks/separation/store-not-shared-across-tiers.ts';
import type { Tier } from '../../../src/model/asset.ts';
import type { Verdict } from '../../../src/model/blast-radius.ts';
import { judge, specify } from '../table.ts';
import { container, credential, gap, principal, store, type World } from '../world.ts';

interface Case {
  readonly tiers?: readonly Tier[];
  /** Where the one credential was made for. */
  readonly home?: Tier;
  readonly verdict?: Verdict;
  readonly type?: string;
  readonly agent?: string;
  readonly possible?: Verdict;
}

/** One volume id with an instance in each tier, and one credential that reaches all of them. */
const duplicated = ({
  tiers = ['production', 'staging'],
  home = 'production',
  verdict = 'total-loss',
  type = 'volume',
  agent,
  possible,
}: Case = {}): World => {
  const stores = tiers.map((tier, n) => store(`db-${n}`, { provider: 'railway', tier }));
  const ids = stores.map(({ id }) => id);
  return {
    assets: [
      container('volume', ids, { provider: 'railway', name: 'postgres', props: { type } }),
      ...stores,
      principal('who', { provider: 'railway' }),
      credential('token', 'who', { provider: 'railway', tier: home }),
    ],
    reach: [
      {
        credential: 'token',
        stores: ids,
        verdict,
        agent: agent ?? null,
        pair: { possible: possible ?? null },
      },
    ],
  };
};

specify(check, {
  pass: [
    { title: 'one instance', world: duplicated({ tiers: ['production'] }) },
    { title: 'two instances in one tier', world: duplicated({ tiers: ['production', 'production'] }) },
    { title: 'a project may hold every tier', world: duplicated({ type: 'project' }) },
  ],
  fail: [
    {
      title: 'the usual duplicated environment, which only its administrators reach',
      world: duplicated(),
      says: [
        '"postgres" holds the data of production and staging under one id, so one call ends 2 stores',
        '1 credential can send it, none of them made for a lower tier',
      ],
      severity: 'medium',
    },
    {
      title: 'a token made for staging ends production through it',
      world: duplicated({ home: 'staging' }),
      says: ['"token", made for a lower tier, can end production’s'],
      severity: 'critical',
    },
    { title: 'a copy survives', world: duplicated({ verdict: 'recoverable' }), severity: 'low' },
    {
      title: 'whether a token made for staging can is not known',
      world: duplicated({ home: 'staging', verdict: 'unknown' }),
      says: ['whether "token", made for a lower tier, can too is not known'],
      severity: 'low',
    },
    {
      title: 'a token made for staging possibly can',
      world: duplicated({ home: 'staging', possible: 'total-loss', verdict: 'no-reach' }),
      says: ['made for a lower tier, may be able to end production’s'],
      severity: 'high',
    },
    {
      title: 'an agent’s credential can send it',
      world: duplicated({ agent: 'cursor' }),
      says: ['an agent’s credential, "token", can send it'],
      severity: 'high',
    },
    {
      title: 'nobody is known to be able to send the call',
      world: duplicated({ verdict: 'no-reach' }),
      severity: 'low',
    },
    {
      title: 'production is not among them',
      world: duplicated({ tiers: ['staging', 'development'] }),
      severity: 'low',
    },
    {
      title: 'a store that belongs to two tiers itself',
      world: { assets: [store('db', { tier: ['production', 'staging'] })] },
      says: ['"db" belongs to production and staging'],
    },
  ],
  unknown: [
    {
      title: 'another environment of its volume could not be read',
      world: { ...duplicated({ tiers: ['production'] }), gaps: [gap('store', { provider: 'railway' })] },
    },
  ],
});

describe('one shared volume', () => {
  it('is one finding, about the volume, however many environments share it', () => {
    const { findings, tally } = judge(
      check,
      duplicated({ tiers: ['production', 'staging', 'ephemeral', 'ephemeral'] }),
    );
    expect(tally?.failed).toBe(4);
    expect(findings).toHaveLength(1);
  });
});
