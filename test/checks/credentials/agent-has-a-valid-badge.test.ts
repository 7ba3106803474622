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
    { title: 'on its last day', world: badge({ expires: '2026-11-22' }) },
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
    { title: 'without an end', world: badge({ expires: null }), says: ['never expires'] },
    { title: 'without an owner', world: badge({ owner: ' ' }), says: ['names no owner'] },
  ],
  notApplicable: [{ title: 'nobody’s agent', world: badge({ credentials: [] }) }],
});
