import { defineCheck } from '../../src/findings/check.ts';
import { fail, notApplicable, pass } from '../../src/findings/ruling.ts';
import { credentialName, quoted } from '../../src/findings/wording.ts';

/** Names people give to what agents hold: products, and the word itself. */
const soundsLikeAgent =
  /(?:^|[^a-z])(?:agents?|cursor|claude|codex|copilot|devin|windsurf|cline|aider|gemini|openai|chatgpt|mcp|llm)(?:[^a-z]|$)/i;

export default defineCheck({
  id: 'agent-credential-has-a-badge',
  title: 'Every credential that an agent seems to hold is declared as one',
  severity: { production: 'high', otherwise: 'low' },
  judges: 'credential',
  needs: [],
  proof: 'absence',
  why: 'An agent nobody declared has no owner, no purpose and no end, and what it can destroy is counted among a person’s rights. The first thing to know of an agent is that it is there.',
  fix: {
    railway: {
      steps:
        'If an agent holds it, add it under `agents` in firebreak.yaml with an owner, a purpose and an end; if not, rename it or except this finding.',
    },
    aws: {
      steps:
        'If an agent holds it, add it under `agents` in firebreak.yaml with an owner, a purpose and an end; if not, rename it or except this finding.',
    },
  },
  frameworks: ['ISO/IEC 27001:2022 A.5.16'],
  evaluate(credential, { index }) {
    if (credential.props.status === 'inactive' || credential.props.type === 'unlistable')
      return notApplicable;
    const [principal] = index.to(credential.id, 'held-by');
    const telling = [credential.name, principal?.name ?? ''].find((name) => soundsLikeAgent.test(name));
    if (telling === undefined) return pass;
    const badges = index.inventory.settings.agents.flatMap(({ credentials }) => credentials);
    if (badges.includes(credential.id) || badges.includes(principal?.id ?? '')) return pass;
    const whose = telling === credential.name ? '' : ` of ${quoted(telling)}`;
    return fail(
      `${credentialName(credential.props.type, credential.name)}${whose} is named like an agent’s, and no agent is declared for it.`,
      { named: telling },
      { confidence: 'inferred' },
    );
  },
});
