import check from '../../../checks/credentials/credential-is-used.ts';
import { specify } from '../table.ts';
import { credential, daysAgo, harmful, principal, type World } from '../world.ts';

const key = (over: Parameters<typeof credential>[2] = {}): World => ({
  assets: [
    principal('bot'),
    credential('key', 'bot', { ...over, props: { type: 'access-key', ...over.props } }),
  ],
});

specify(check, {
  pass: [
    { title: 'used as long ago as the limit', world: key({ props: { lastUsed: daysAgo(45) } }) },
    { title: 'never used, and new', world: key({ createdAt: daysAgo(2), props: { lastUsed: null } }) },
  ],
  fail: [
    {
      title: 'used longer ago',
      world: key({ props: { lastUsed: daysAgo(46) } }),
      says: ['was last used 46 days ago, on 2026-10-07', 'limit 45'],
      severity: 'low',
    },
    {
      title: 'never used',
      world: key({ createdAt: daysAgo(100), props: { lastUsed: null } }),
      says: ['was made 100 days ago and never used'],
    },
    {
      title: 'and able to harm production',
      world: harmful(key({ props: { lastUsed: daysAgo(46) } }), 'key'),
      severity: 'medium',
    },
    {
      title: 'a password nobody types',
      world: key({ props: { type: 'console-password', lastUsed: daysAgo(46) } }),
    },
  ],
  unknown: [
    { title: 'its last use could not be read', world: key({ props: { lastUsed: 'unknown' } }) },
    { title: 'never used, of unknown age', world: key({ createdAt: null, props: { lastUsed: null } }) },
  ],
  notApplicable: [
    { title: 'it is switched off', world: key({ props: { status: 'inactive', lastUsed: daysAgo(900) } }) },
    {
      title: 'a session ends by itself',
      world: key({ props: { type: 'browser-session', lastUsed: daysAgo(900) } }),
    },
    {
      title: 'the provider does not say',
      world: key({ props: { lastUsed: 'inexpressible' } }),
      notes: ['does not say when an access key was last used'],
    },
  ],
});
