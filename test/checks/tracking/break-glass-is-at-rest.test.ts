import check from '../../../checks/tracking/break-glass-is-at-rest.ts';
import type { PrincipalProps } from '../../../src/model/asset.ts';
import { specify } from '../table.ts';
import { daysAgo, principal, type World } from '../world.ts';

const identity = (props: Partial<PrincipalProps>): World => ({
  assets: [principal('glass', { props })],
  settings: { breakGlass: ['glass'] },
});

specify(check, {
  pass: [
    { title: 'used a week ago', world: identity({ lastActive: daysAgo(7) }) },
    { title: 'never used', world: identity({ type: 'root', lastActive: null }) },
  ],
  fail: [
    {
      title: 'used since',
      world: identity({ lastActive: daysAgo(6) }),
      says: ['The break-glass identity "glass" was used on 2026-11-16 12:00 UTC'],
      severity: 'high',
    },
    {
      title: 'the root, declared or not',
      world: { assets: [principal('root', { props: { type: 'root', lastActive: daysAgo(1) } })] },
      says: ['The root of account 111111111111'],
    },
  ],
  unknown: [{ title: 'it could not be read', world: identity({ lastActive: 'unknown' }) }],
  notApplicable: [
    { title: 'anybody else', world: { assets: [principal('ann')] } },
    {
      title: 'the provider does not say',
      world: identity({ lastActive: 'inexpressible' }),
      notes: ['does not say when an identity was last active'],
    },
  ],
});
