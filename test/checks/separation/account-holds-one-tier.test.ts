import check from '../../../checks/separation/account-holds-one-tier.ts';
import { specify } from '../table.ts';
import { container, gap, store, type World } from '../world.ts';

const account = (...stores: readonly ReturnType<typeof store>[]): World => ({
  assets: [container('account', [], { props: { type: 'account' } }), ...stores],
});

specify(check, {
  pass: [
    { title: 'production alone', world: account(store('a'), store('b')) },
    {
      title: 'lower tiers alone',
      world: account(store('a', { tier: 'staging' }), store('b', { tier: 'development' })),
    },
    {
      title: 'production and a pull request’s store',
      world: account(store('a'), store('b', { tier: 'ephemeral' })),
    },
    {
      title: 'another account’s staging',
      world: account(store('a'), store('b', { tier: 'staging', scope: '222222222222' })),
    },
  ],
  fail: [
    {
      title: 'two tiers in one account',
      world: account(store('a'), store('b', { tier: 'staging' })),
      says: ['holds stores of production and staging side by side: 1 production store, 1 staging store'],
      severity: 'low',
    },
    {
      title: 'two tiers in one project, at any depth',
      world: {
        assets: [
          container('p', ['v'], { provider: 'railway', props: { type: 'project' } }),
          container('v', ['a', 'b'], { provider: 'railway' }),
          store('a', { provider: 'railway' }),
          store('b', { provider: 'railway', tier: 'development' }),
        ],
      },
    },
  ],
  unknown: [{ title: 'stores that could not be listed', world: { ...account(), gaps: [gap('store')] } }],
  notApplicable: [
    { title: 'an account without stores', world: account() },
    { title: 'a volume', world: { assets: [container('v', ['a']), store('a')] } },
  ],
});
