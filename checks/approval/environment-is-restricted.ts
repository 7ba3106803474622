import { defineCheck } from '../../src/findings/check.ts';
import { fail, inexpressible, notApplicable, pass, unknown } from '../../src/findings/ruling.ts';
import { quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'environment-is-restricted',
  title: 'Production environments are restricted to those who run them',
  severity: { production: 'medium', otherwise: 'low' },
  judges: 'environment',
  needs: [],
  proof: 'presence',
  why: 'In an environment that is not restricted every member of the project may change and delete. Restricting it makes production a place one has to be let into.',
  fix: {
    railway: {
      steps:
        'Open the project’s settings, Environments, and switch on Restricted for production (Enterprise plan).',
    },
  },
  frameworks: ['SOC 2 CC6.3', 'ISO/IEC 27001:2022 A.8.3'],
  evaluate({ id, name, provider, props: { restricted } }, { index }) {
    if (index.tier(id) !== 'production') return notApplicable;
    if (restricted === true) return pass;
    // Railway tells a caller whom the restriction keeps out, and nobody else.
    if (restricted === 'inexpressible' || provider === 'railway')
      return inexpressible(
        'the provider does not tell those who may enter whether an environment is restricted',
      );
    if (restricted === 'unknown')
      return unknown('it could not be read whether the environment is restricted');
    return fail(`${quoted(name)} is open to every member: it is not restricted.`, { restricted });
  },
});
