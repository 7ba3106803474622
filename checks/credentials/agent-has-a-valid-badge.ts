import { defineCheck } from '../../src/findings/check.ts';
import { fail, notApplicable, pass } from '../../src/findings/ruling.ts';
import { quoted } from '../../src/findings/wording.ts';
import type { Agent } from '../../src/model/inventory.ts';

export default defineCheck({
  id: 'agent-has-a-valid-badge',
  title: 'Every declared agent has an owner and a badge that has not expired',
  severity: { production: 'high', otherwise: 'medium' },
  judges: 'credential',
  needs: [],
  proof: 'presence',
  why: 'An agent acts on its own, at any hour. Somebody must own it, have said what it is for, and say so again from time to time; an agent whose badge has run out is one nobody vouches for.',
  fix: {
    railway: {
      steps:
        'Revoke the agent’s token, or renew its entry under `agents` in firebreak.yaml with its owner’s word.',
    },
    aws: {
      steps:
        'Deactivate the agent’s key, or renew its entry under `agents` in firebreak.yaml with its owner’s word.',
    },
  },
  frameworks: ['ISO/IEC 27001:2022 A.5.16', 'ISO/IEC 27001:2022 A.5.18', 'NIST SP 800-53 AC-2(3)'],
  evaluate(credential, { index, now }) {
    const principal = index.to(credential.id, 'held-by')[0]?.id;
    const agent = index.inventory.settings.agents.find(({ credentials }) =>
      credentials.some((id) => id === credential.id || id === principal),
    );
    if (agent === undefined) return notApplicable;
    const fault = faultOf(agent, now.toISOString());
    if (fault === null) return pass;
    return fail(
      `The badge of agent ${quoted(agent.name)} ${fault}, and ${quoted(credential.name)} still works.`,
      { agent: agent.name, owner: agent.owner, expires: agent.expires },
      { owner: `agent ${agent.name}` },
    );
  },
});

function faultOf({ owner, expires }: Agent, now: string): string | null {
  if (owner.trim() === '') return 'names no owner';
  if (expires === null) return 'never expires';
  return expires < now.slice(0, expires.length) ? `expired on ${expires.slice(0, 10)}` : null;
}
