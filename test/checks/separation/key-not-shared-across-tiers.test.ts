import check from '../../../checks/separation/key-not-shared-across-tiers.ts';
import { specify } from '../table.ts';
import { asset, gap, store, type World } from '../world.ts';

const encrypted = { links: [{ to: 'k', as: 'encrypted-with' as const }] };
const under = (...stores: readonly ReturnType<typeof store>[]): World => ({
  assets: [asset('key', 'k'), ...stores],
});

specify(check, {
  pass: [{ title: 'stores of one tier', world: under(store('a', encrypted), store('b', encrypted)) }],
  fail: [
    {
      title: 'production and staging',
      world: under(store('a', encrypted), store('b', { ...encrypted, tier: 'staging' })),
      says: ['"k" encrypts stores of production and staging: "a" and "b".'],
      severity: 'medium',
    },
  ],
  unknown: [{ title: 'stores that could not be listed', world: { ...under(), gaps: [gap('store')] } }],
  notApplicable: [{ title: 'a key of nothing', world: under() }],
});
