import { defineCheck } from '../../src/findings/check.ts';
import { fail, notApplicable, pass } from '../../src/findings/ruling.ts';
import { list, quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'store-has-no-public-endpoint',
  title: 'No store’s workload is open to the internet by a database endpoint',
  severity: { production: 'medium', otherwise: 'low' },
  judges: 'store',
  needs: ['workload'],
  proof: 'absence',
  why: 'Private names resolve inside one environment only; a public endpoint is the one way by which staging, or a stranger with a leaked password, reaches a production database. A `DROP TABLE` spares the backups but not the night.',
  fix: {
    railway: {
      steps: 'Remove the TCP proxy from the database service and connect over the private network.',
    },
  },
  frameworks: ['SOC 2 CC6.6', 'ISO/IEC 27001:2022 A.8.22', 'NIST SP 800-53 SC-7'],
  evaluate({ id, name }, { index }) {
    const workloads = index.from(id, 'uses').filter((asset) => asset.kind === 'workload');
    const exposable = workloads.filter(({ props }) => props.endpoints !== undefined);
    if (exposable.length === 0) return notApplicable;
    const endpoints = exposable.flatMap(({ props }) => props.endpoints ?? []).toSorted();
    if (endpoints.length === 0) return pass;
    return fail(`${quoted(name)} can be reached from the internet through ${list(endpoints)}.`, {
      endpoints: endpoints.join(', '),
    });
  },
});
