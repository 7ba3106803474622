import check from '../../../checks/separation/role-trust-stays-in-one-tier.ts';
import { specify } from '../table.ts';
import { gap, principal, type World } from '../world.ts';

const link = { links: [{ to: 'admin', as: 'may-assume' as const }], by: 'declared' as const };
const trust = (...others: readonly ReturnType<typeof principal>[]): World => ({
  assets: [principal('admin', { props: { type: 'role' } }), ...others],
});

specify(check, {
  pass: [
    { title: 'trust within production', world: trust(principal('ann', link)) },
    {
      title: 'trust in what nobody classified',
      world: trust(principal('ann', { ...link, tier: 'staging', by: 'assumed' })),
    },
  ],
  fail: [
    {
      title: 'trust in staging',
      world: trust(principal('ci', { ...link, tier: 'staging' })),
      says: ['"ci" (staging) can become "admin", an identity of production.'],
      severity: 'high',
    },
  ],
  unknown: [{ title: 'trust policies that were not read', world: { ...trust(), gaps: [gap('policy')] } }],
  notApplicable: [{ title: 'a role of staging', world: { assets: [principal('dev', { tier: 'staging' })] } }],
});
