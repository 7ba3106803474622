import { defineCheck, type Judging } from '../../src/findings/check.ts';
import { fail, notApplicable, pass } from '../../src/findings/ruling.ts';
import { count, list, quoted } from '../../src/findings/wording.ts';
import type { Asset, WorkloadVariable } from '../../src/model/asset.ts';

/** Names that lead to data: connection strings, hosts and the secrets beside them. */
const leadsToData =
  /(?:DATABASE|POSTGRES|MYSQL|MONGO|REDIS|PG|DB)\w*_?(?:URL|URI|DSN|HOST|PASSWORD|PASS)$|^PGHOST$|^PGPASSWORD$|_DSN$/i;

export default defineCheck({
  id: 'duplicate-carries-no-production-secrets',
  title: 'A duplicated environment carries no connection secrets of production',
  severity: { production: 'medium', otherwise: 'medium' },
  judges: 'environment',
  needs: ['workload'],
  proof: 'absence',
  why: 'Duplicating an environment copies variables as they stand: a connection string typed into production points at production from the copy too, and from every pull request’s environment made of it. Sealed variables and references are not copied that way.',
  fix: {
    railway: {
      steps:
        'In production, seal the variable or replace it by a reference to the database’s own variable; in the duplicate, set its own value.',
    },
  },
  frameworks: ['SOC 2 CC6.1', 'ISO/IEC 27001:2022 A.8.31'],
  evaluate(environment, judging) {
    const { index } = judging;
    const [source] = index.to(environment.id, 'duplicated-from');
    if (source === undefined || index.tier(source.id) !== 'production') return notApplicable;
    if (index.tier(environment.id) === 'production') return notApplicable;
    const there = new Set(literals(source, judging));
    const carried = [...new Set(literals(environment, judging))].filter((name) => there.has(name)).toSorted();
    if (carried.length === 0) return pass;
    return fail(
      `${quoted(environment.name)} was made from ${quoted(source.name)} and has ${count(carried.length, 'variable')} of it that may still lead to production’s data: ${list(carried)}. Their values are not read.`,
      { duplicatedFrom: source.id, variables: carried.join(', ') },
      { confidence: 'inferred' },
    );
  },
});

/** Names of variables typed in as they are, in any workload of the environment. */
function literals(environment: Asset, { index }: Judging): readonly string[] {
  return index
    .from(environment.id, 'in')
    .filter((asset) => asset.kind === 'workload')
    .flatMap(({ props }) => props.variables ?? [])
    .filter(isLiteralSecret)
    .map(({ name }) => name);
}

function isLiteralSecret({ name, references, sealed }: WorkloadVariable): boolean {
  return !sealed && references.length === 0 && leadsToData.test(name);
}
