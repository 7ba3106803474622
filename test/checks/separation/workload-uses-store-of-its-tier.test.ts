import check from '../../../checks/separation/workload-uses-store-of-its-tier.ts';
import type { EnvironmentRef, Tier } from '../../../src/model/asset.ts';
import { specify } from '../table.ts';
import { store, type World, workload } from '../world.ts';

/** A workload and the store it uses; the attachment has given the store the workload's tier as well. */
const using = (own: Tier, used: Tier, by: EnvironmentRef['by'] = 'declared'): World => {
  const db = store('db', { tier: used, by });
  const attached = { name: own, tier: own, by: 'attachment' } as const;
  return {
    assets: [
      { ...db, environments: own === used ? db.environments : [...db.environments, attached] },
      workload('app', { tier: own, links: [{ to: 'db', as: 'uses' }] }),
    ],
  };
};

specify(check, {
  pass: [
    { title: 'its own tier', world: using('production', 'production') },
    { title: 'a store nobody classified', world: using('staging', 'production', 'assumed') },
  ],
  fail: [
    {
      title: 'staging on production',
      world: using('staging', 'production'),
      says: ['"app" in staging uses "db" (production)'],
      severity: 'high',
    },
    {
      title: 'production on staging',
      world: using('production', 'staging'),
      says: ['"app" in production uses "db"'],
    },
  ],
  notApplicable: [
    { title: 'it uses no store', world: { assets: [workload('app')] } },
    {
      title: 'nobody said where it runs',
      world: { assets: [store('db'), workload('app', { by: 'assumed', links: [{ to: 'db', as: 'uses' }] })] },
    },
  ],
});
