import check from '../../../checks/credentials/credential-not-too-old.ts';
import { specify } from '../table.ts';
import { credential, daysAgo, harmful, principal, type World } from '../world.ts';

const key = (over: Parameters<typeof credential>[2] = {}): World => ({
  assets: [
    principal('bot'),
    credential('key', 'bot', { name: 'AKIA…7QXA', ...over, props: { type: 'access-key', ...over.props } }),
  ],
});

specify(check, {
  pass: [{ title: 'as old as the limit', world: key({ createdAt: daysAgo(90) }) }],
  fail: [
    {
      title: 'a day older',
      world: key({ createdAt: daysAgo(91) }),
      says: ['Access key "AKIA…7QXA" is 91 days old, limit 90.'],
      severity: 'low',
    },
    {
      title: 'and able to harm production',
      world: harmful(key({ createdAt: daysAgo(91) }), 'key'),
      severity: 'medium',
    },
  ],
  unknown: [{ title: 'its age could not be read', world: key({ createdAt: null }) }],
  notApplicable: [
    { title: 'it is switched off', world: key({ createdAt: daysAgo(900), props: { status: 'inactive' } }) },
    {
      title: 'a session ends by itself',
      world: key({ createdAt: daysAgo(900), props: { type: 'browser-session' } }),
    },
    {
      title: 'the provider does not say when a token was made',
      world: key({ createdAt: null, props: { type: 'account-token' } }),
      notes: ['does not say when an account or workspace token was made'],
    },
  ],
});
