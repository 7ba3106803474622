import { describe, expect, it } from 'vitest';
import check from '../../../checks/separation/environment-is-classified.ts';
import { judge, specify } from '../table.ts';
import { environment, store } from '../world.ts';

specify(check, {
  pass: [
    { title: 'a rule declares it', world: { assets: [store('db')] } },
    {
      title: 'the provider says so',
      world: { assets: [store('db', { tier: 'ephemeral', by: 'provider' })] },
    },
  ],
  fail: [
    {
      title: 'nothing says',
      world: { assets: [store('db', { by: 'assumed' })] },
      says: ['"db" in account 111111111111', 'counts as production (assumed)'],
      severity: 'medium',
    },
    {
      title: 'its environment is not classified',
      world: {
        assets: [
          environment('env', { name: 'blue', by: 'assumed' }),
          store('db', { by: 'assumed', links: [{ to: 'env', as: 'in' }] }),
        ],
      },
      says: ['in environment "blue"'],
    },
    {
      title: 'a whole account is one finding',
      world: { assets: ['a', 'b', 'c', 'd', 'e'].map((id) => store(id, { by: 'assumed' })) },
      says: ['The same holds for "b", "c", "d" and 1 more.'],
    },
  ],
});

describe('a store without any environment', () => {
  it('is not taken for classified', () => {
    expect(judge(check, { assets: [store('db', { tier: [] })] }).tally?.failed).toBe(1);
  });
});
