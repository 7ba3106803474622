import { defineCheck } from '../../src/findings/check.ts';
import { fail, notApplicable, pass } from '../../src/findings/ruling.ts';
import { credentialName } from '../../src/findings/wording.ts';

/** Token types that work wherever their owner may go, and what they open. */
const blanket: Readonly<Record<string, string>> = {
  'account-token': 'works in every workspace and project its owner may enter',
  'workspace-token': 'works as an administrator of every project of the workspace',
};

export default defineCheck({
  id: 'token-is-scoped',
  title: 'Tokens are made for one environment, not for a whole account',
  severity: { production: 'low', otherwise: 'low' },
  judges: 'credential',
  needs: [],
  proof: 'absence',
  why: 'The token in the PocketOS incident was made to manage domains and could delete volumes, because an account token can do whatever the person can. The narrowest kind that does the chore is the only limit such a token has.',
  fix: {
    railway: {
      steps:
        'Make a project token for the one environment that needs it, put it in place, and delete this one under Account or Workspace Settings, Tokens.',
    },
  },
  frameworks: ['SOC 2 CC6.3', 'ISO/IEC 27001:2022 A.8.2', 'NIST SP 800-53 AC-6'],
  evaluate({ name, props: { type, status, self } }) {
    const opens = blanket[type];
    if (status === 'inactive') return notApplicable;
    if (opens === undefined) return type === 'project-token' ? pass : notApplicable;
    const why = self ? ' It is the one this scan was run with.' : '';
    return fail(`${credentialName(type, name)} ${opens}.${why}`, { type, self });
  },
});
