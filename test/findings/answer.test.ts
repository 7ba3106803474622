import { describe, expect, it } from 'vitest';
import { answer } from '../../src/findings/answer.ts';
import type { AgentView, StoreView } from '../../src/model/blast-radius.ts';
import { asset, world } from '../checks/world.ts';
import { credential, gap, store as view } from '../reports/fixture.ts';

const production = asset('store', 'store:prod', { name: 'pg' });
const second = asset('store', 'store:second', { name: 'uploads' });
const staging = asset('store', 'store:staging', { name: 'pg-staging', tier: 'staging' });
const token = credential({ credential: 'token:1', name: 'domains', type: 'account-token', agent: null });

type Worst = NonNullable<StoreView['worst']>;
const worst = (over: Partial<Worst> = {}): Worst => ({
  credential: 'token:1',
  class: 'class:1',
  verdict: 'total-loss',
  possible: false,
  calls: 1,
  plan: null,
  undoUntilHours: null,
  ...over,
});
const of = (id: string, name: string, over: Partial<Worst> | null): StoreView =>
  view({ store: id, name, worst: over === null ? null : worst(over) });

function said(
  stores: readonly StoreView[],
  assets = [production, second, staging],
  gaps = [] as never[],
): string {
  const { index, radius } = world({ assets });
  return answer({ index, radius: { ...radius, stores, credentials: [token] }, gaps });
}

describe('the one sentence', () => {
  it.each<[Partial<Worst> | null, string]>([
    [{}, 'Account token "domains" can end pg and every copy of it, for good, in 1 call; nothing stops it.'],
    [
      { calls: 2, possible: true },
      'Account token "domains" may be able to end pg and every copy of it, for good, in 2 calls; nothing stops it.',
    ],
    [
      { verdict: 'delayed-loss', undoUntilHours: 48 },
      'Account token "domains" can end pg and every copy of it in 1 call; the last way back ends 48 hours later.',
    ],
    [
      { verdict: 'unknown' },
      'Nobody can say whether account token "domains" could end pg and its copies: what decides it could not be read.',
    ],
    [
      { verdict: 'recoverable' },
      'Account token "domains" can end pg in 1 call, but a copy out of its reach survives.',
    ],
    [
      { verdict: 'copies-lost' },
      'Account token "domains" can end every copy of pg in 1 call; the store itself stays.',
    ],
    [{ verdict: 'no-reach' }, 'No credential that was read can end pg or its copies.'],
    [null, 'No credential that was read can end the 1 production store.'],
  ])('%j', (over, sentence) => {
    expect(said([of('store:prod', 'pg', over)], [production])).toBe(sentence);
  });

  it('is about production, however bad staging stands', () => {
    const stores = [
      of('store:staging', 'pg-staging', {}),
      of('store:prod', 'pg', { verdict: 'recoverable' }),
    ];
    expect(said(stores)).toContain('end pg in 1 call, but a copy');
  });

  it('takes the worst verdict first, then the fewest calls, and counts the others', () => {
    const stores = [of('store:prod', 'pg', { calls: 3 }), of('store:second', 'uploads', { calls: 2 })];
    expect(said(stores)).toBe(
      'Account token "domains" can end uploads and every copy of it, for good, in 2 calls; nothing stops it. ' +
        '2 of 2 production stores stand like this.',
    );
  });

  it('names an agent that could end production before any other credential', () => {
    const { index, radius } = world({ assets: [production] });
    const agent = (over: Partial<AgentView['worst'] & object>): AgentView => ({
      name: 'cursor',
      owner: 'platform@acme.example',
      purpose: 'staging chores',
      expires: null,
      credentials: ['token:2'],
      verdicts: token.verdicts,
      leastCalls: 2,
      worst: {
        store: 'store:prod',
        name: 'pg',
        verdict: 'total-loss',
        possible: false,
        calls: 2,
        plan: null,
        ...over,
      },
    });
    const stores = [of('store:prod', 'pg', {})];
    const by = (over: Partial<AgentView['worst'] & object>) =>
      answer({ index, radius: { ...radius, stores, credentials: [token], agents: [agent(over)] }, gaps: [] });
    expect(by({})).toBe(
      'The agent cursor, meant for staging chores, can end pg and every copy of it, for good, in 2 calls.',
    );
    expect(by({ verdict: 'recoverable' })).toMatch(/^Account token "domains" can end pg/);
  });

  it('never says nothing was found without saying what was not read', () => {
    const { index, radius } = world({ assets: [staging] });
    expect(answer({ index, radius, gaps: [gap({ reason: 'denied', accepted: false })] })).toBe(
      'No production data store was found in what was read. 1 thing could not be read.',
    );
  });

  it('claims nothing where nothing was read', () => {
    const { index, radius } = world({ assets: [] });
    expect(answer({ index, radius, gaps: [gap({ reason: 'failed' })] })).toBe(
      'Nothing could be read, so nothing is known. 1 thing could not be read.',
    );
  });
});
