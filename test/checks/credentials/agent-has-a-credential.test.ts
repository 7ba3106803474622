import check from '../../../checks/credentials/agent-has-a-credential.ts';
import type { Agent } from '../../../src/model/inventory.ts';
import { specify } from '../table.ts';
import { credential, gap, principal, type World } from '../world.ts';

const badge = (over: Partial<Agent>): Agent => ({
  name: 'cursor',
  owner: 'ops@acme.example',
  purpose: 'chores',
  credentials: ['token'],
  expires: '2027-01-31',
  ...over,
});

const declaring = (over: Partial<Agent>): World => ({
  assets: [principal('bot'), credential('token', 'bot')],
  settings: { agents: [badge(over)] },
});

specify(check, {
  pass: [
    { title: 'a credential', world: declaring({}) },
    { title: 'a principal', world: declaring({ credentials: ['bot'] }) },
  ],
  fail: [
    {
      title: 'an id that nothing has',
      world: declaring({ credentials: ['token', 'old-token'] }),
      says: ['The badge of agent "cursor" names "old-token", which no credential and no principal is.'],
      severity: 'medium',
    },
  ],
  unknown: [
    {
      title: 'credentials that could not be listed',
      world: { ...declaring({ credentials: ['x'] }), gaps: [gap('credential')] },
    },
  ],
});
