import check from '../../../checks/credentials/agent-credential-has-a-badge.ts';
import type { Agent } from '../../../src/model/inventory.ts';
import { specify } from '../table.ts';
import { credential, harmful, principal, type World } from '../world.ts';

const badge = (over: Partial<Agent>): Agent => ({
  name: 'cursor',
  owner: 'ops@acme.example',
  purpose: 'chores',
  credentials: ['token'],
  expires: '2027-01-31',
  ...over,
});

const named = (name: string): World => ({
  assets: [principal('bot'), credential('token', 'bot', { name })],
});

specify(check, {
  pass: [
    { title: 'no agent’s name', world: named('deploy') },
    { title: 'a name that only begins like one', world: named('agentur-acme') },
    { title: 'declared', world: { ...named('cursor'), settings: { agents: [badge({})] } } },
    {
      title: 'declared by its principal',
      world: { ...named('cursor'), settings: { agents: [badge({ credentials: ['bot'] })] } },
    },
  ],
  fail: [
    {
      title: 'named like an agent’s',
      world: named('cursor-staging'),
      says: ['Account token "cursor-staging" is named like an agent’s, and no agent is declared for it.'],
      severity: 'low',
    },
    {
      title: 'held by something named like an agent',
      world: { assets: [principal('bot', { name: 'ci-agent' }), credential('token', 'bot')] },
      says: ['Account token "token" of "ci-agent" is named'],
    },
    { title: 'able to harm production', world: harmful(named('Claude Code'), 'token'), severity: 'high' },
  ],
  notApplicable: [
    {
      title: 'one that no longer works',
      world: {
        assets: [
          principal('bot'),
          credential('token', 'bot', { name: 'mcp', props: { status: 'inactive' } }),
        ],
      },
    },
  ],
});
