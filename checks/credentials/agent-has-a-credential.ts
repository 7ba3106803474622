import { defineCheck } from '../../src/findings/check.ts';
import { fail, passSeen } from '../../src/findings/ruling.ts';
import { list, quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'agent-has-a-credential',
  title: 'Every badge is of credentials that exist',
  severity: { production: 'medium', otherwise: 'medium' },
  judges: 'agent',
  needs: ['credential', 'principal'],
  proof: 'presence',
  why: 'A badge whose id matches nothing watches nothing: the agent’s token was replaced, and the new one is judged as if nobody had ever said that an agent holds it.',
  fix: {
    firebreak: {
      steps:
        'Look up the id of the agent’s credential or principal in inventory.json and correct it under `agents` in firebreak.yaml; remove the entry if the agent is gone.',
    },
  },
  frameworks: ['ISO/IEC 27001:2022 A.5.16'],
  evaluate({ entry: { name, owner, credentials } }, { index }) {
    const missing = credentials.filter((id) => {
      const kind = index.get(id)?.kind;
      return kind !== 'credential' && kind !== 'principal';
    });
    if (missing.length === 0) return passSeen;
    return fail(
      `The badge of agent ${quoted(name)} names ${list(missing.map(quoted))}, which no credential and no principal is.`,
      { agent: name, owner, missing: missing.join(', ') },
    );
  },
});
