import check from '../../../checks/credentials/role-is-used.ts';
import type { PrincipalProps } from '../../../src/model/asset.ts';
import { specify } from '../table.ts';
import { credential, daysAgo, gap, harmful, principal, type World } from '../world.ts';

const role = (props: Partial<PrincipalProps>, createdAt: string | null = daysAgo(400)): World => ({
  assets: [
    principal('deploy', { createdAt, props: { type: 'role', ...props } }),
    credential('ci', 'deploy', { props: { type: 'oidc-subject' } }),
  ],
});

specify(check, {
  pass: [
    { title: 'used within the limit', world: harmful(role({ lastActive: daysAgo(45) }), 'ci') },
    { title: 'never used, and new', world: harmful(role({ lastActive: null }, daysAgo(3)), 'ci') },
  ],
  fail: [
    {
      title: 'used longer ago',
      world: harmful(role({ lastActive: daysAgo(46) }), 'ci'),
      says: ['Role "deploy" can do harm and was last used 46 days ago; limit 45.'],
      severity: 'medium',
    },
    {
      title: 'never used',
      world: harmful(role({ lastActive: null }), 'ci'),
      says: ['was made 400 days ago and never used'],
    },
  ],
  unknown: [
    {
      title: 'the stores it could harm could not be listed',
      world: { ...role({ lastActive: daysAgo(900) }), gaps: [gap('store')] },
    },
    { title: 'its last use could not be read', world: harmful(role({ lastActive: 'unknown' }), 'ci') },
    { title: 'never used, of unknown age', world: harmful(role({ lastActive: null }, null), 'ci') },
  ],
  notApplicable: [
    { title: 'it can do no harm', world: role({ lastActive: daysAgo(900) }) },
    { title: 'a user', world: harmful(role({ type: 'user', lastActive: daysAgo(900) }), 'ci') },
    {
      title: 'the provider uses it',
      world: harmful(role({ managedByProvider: true, lastActive: daysAgo(900) }), 'ci'),
    },
    {
      title: 'the provider does not say',
      world: harmful(role({ lastActive: 'inexpressible' }), 'ci'),
      notes: ['does not say when a role was last used'],
    },
  ],
});
