import check from '../../../checks/credentials/agent-has-a-valid-badge.ts';
import type { Agent } from '../../../src/model/inventory.ts';
import { specify } from '../table.ts';
import { credential, harmful, principal, type World } from '../world.ts';

const agent: Agent = {
  name: 'cursor',
  owner: 'platform@acme.example',
  purpose: 'staging chores',
  credentials: ['token'],
  expires: '2027-01-31',
};

const badge = (over: Partial<Agent>): World => ({
  assets: [principal('bot'), credential('token', 'bot')],
  settings: { agents: [{ ...agent, ...over }] },
});

specify(check, {
  pass: [
    { title: 'owned and unexpired', world: badge({}) },
    { title: 'until the day it names', world: badge({ expires: '2026-11-23' }) },
    { title: 'a moment before its end', world: badge({ expires: '2026-11-22T12:00:00.001Z' }) },
    { title: 'named by its principal', world: badge({ credentials: ['bot'] }) },
  ],
  fail: [
    {
      title: 'expired',
      world: badge({ expires: '2026-11-21' }),
      says: ['The badge of agent "cursor" expired on 2026-11-21, and "token" still works.'],
      severity: 'medium',
    },
    {
      title: 'expired, and able to harm production',
      world: harmful(badge({ expires: '2026-11-21' }), 'token'),
      severity: 'high',
    },
    {
      title: 'on the day it names',
      world: badge({ expires: '2026-11-22' }),
      says: ['expired on 2026-11-22'],
    },
    {
      title: 'an end as the configuration settles it',
      world: badge({ expires: '2026-11-22T00:00:00.000Z' }),
    },
    { title: 'an end that is no date', world: badge({ expires: 'soon' }), says: ['an end that is no date'] },
    { title: 'without an end', world: badge({ expires: null }), says: ['never expires'] },
    { title: 'without an owner', world: badge({ owner: ' ' }), says: ['names no owner'] },
  ],
  notApplicable: [
    { title: 'nobody’s agent', world: badge({ credentials: [] }) },
    {
      title: 'a credential that no longer works',
      world: {
        ...badge({ expires: null }),
        assets: [principal('bot'), credential('token', 'bot', { props: { status: 'inactive' } })],
      },
    },
    {
      title: 'a credential that has ended itself',
      world: {
        ...badge({ expires: null }),
        assets: [
          principal('bot'),
          credential('token', 'bot', { props: { expires: '2026-11-22T00:00:00Z' } }),
        ],
      },
    },
  ],
});
