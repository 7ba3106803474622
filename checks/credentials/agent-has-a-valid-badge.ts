import { defineCheck } from '../../src/findings/check.ts';
import { fail, notApplicable, pass } from '../../src/findings/ruling.ts';
import { isPast, quoted } from '../../src/findings/wording.ts';
import type { AssetOf } from '../../src/model/asset.ts';
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
    if (agent === undefined || isDead(credential, now)) return notApplicable;
    const fault = faultOf(agent, now);
    if (fault === null) return pass;
    return fail(
      `The badge of agent ${quoted(agent.name)} ${fault}, and ${quoted(credential.name)} still works.`,
      { agent: agent.name, owner: agent.owner, expires: agent.expires },
      { owner: `agent ${agent.name}` },
    );
  },
});

/** A badge ends with the first moment, in UTC, of the day it names. */
function faultOf({ owner, expires }: Agent, now: Date): string | null {
  if (owner.trim() === '') return 'names no owner';
  if (expires === null) return 'never expires';
  if (Number.isNaN(Date.parse(expires))) return `has an end that is no date, ${quoted(expires)}`;
  return isPast(expires, now) ? `expired on ${expires.slice(0, 10)}` : null;
}

function isDead({ props: { status, expires } }: AssetOf<'credential'>, now: Date): boolean {
  const ended = typeof expires === 'string' && !Number.isNaN(Date.parse(expires)) && isPast(expires, now);
  return status === 'inactive' || ended;
}
