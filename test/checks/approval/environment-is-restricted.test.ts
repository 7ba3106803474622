import check from '../../../checks/approval/environment-is-restricted.ts';
import { specify } from '../table.ts';
import { environment } from '../world.ts';

specify(check, {
  pass: [
    { title: 'restricted', world: { assets: [environment('production', { props: { restricted: true } })] } },
  ],
  fail: [
    {
      title: 'open',
      world: { assets: [environment('production', { props: { restricted: false } })] },
      says: ['"production" is open to every member'],
      severity: 'medium',
    },
  ],
  unknown: [
    {
      title: 'not read',
      world: { assets: [environment('production', { props: { restricted: 'unknown' } })] },
    },
  ],
  notApplicable: [
    {
      title: 'Railway, which does not tell those who may enter',
      world: {
        assets: [environment('production', { provider: 'railway', props: { restricted: 'unknown' } })],
      },
      notes: ['does not tell those who may enter'],
    },
    {
      title: 'staging',
      world: { assets: [environment('staging', { tier: 'staging', props: { restricted: false } })] },
    },
  ],
});
