import { defineCheck } from '../../src/findings/check.ts';
import { fail, notApplicable, pass } from '../../src/findings/ruling.ts';
import { list, quoted } from '../../src/findings/wording.ts';

/** `PROD_DATABASE_URL`, `PRODUCTION_DB_HOST`: production, and a way to data. Values are never read. */
const namesProduction = /(?:^|_)PROD(?:UCTION)?_.*(?:URL|URI|DSN|HOST|PASSWORD|TOKEN|KEY)$/i;

export default defineCheck({
  id: 'variable-names-no-production',
  title: 'Workloads outside production hold no variable that is named for it',
  severity: { production: 'medium', otherwise: 'medium' },
  judges: 'workload',
  needs: [],
  proof: 'absence',
  why: 'A variable called PROD_DATABASE_URL in staging is there because something in staging talks to production. Whoever can read staging’s variables, an agent included, then holds production’s password.',
  fix: {
    railway: {
      steps:
        'Find out what in this environment reads the variable, give it a store of its own environment, delete the variable, and change the password it held.',
    },
  },
  frameworks: ['ISO/IEC 27001:2022 A.8.31'],
  evaluate({ id, name, props: { variables } }, { index }) {
    if (variables === undefined || index.tier(id) === 'production') return notApplicable;
    const telling = variables.filter((it) => namesProduction.test(it.name)).map((it) => it.name);
    if (telling.length === 0) return pass;
    return fail(
      `${quoted(name)} in ${index.tier(id)} has ${list(telling.toSorted())}, which is named for production. Its value is not read.`,
      { variables: telling.toSorted().join(', ') },
      { confidence: 'inferred' },
    );
  },
});
