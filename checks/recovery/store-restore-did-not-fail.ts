import { defineCheck } from '../../src/findings/check.ts';
import { restoreTestsOf } from '../../src/findings/copies.ts';
import { fail, noneSeen, pass } from '../../src/findings/ruling.ts';
import { moment, quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'store-restore-did-not-fail',
  title: 'The last restore test of every store passed',
  severity: { production: 'high', otherwise: 'low' },
  judges: 'store',
  needs: ['restore-test', 'backup'],
  proof: 'presence',
  why: 'A restore that failed in a test will fail on the day. Until it is repaired the store has no backup, whatever the list of snapshots says.',
  fix: {
    aws: {
      steps: 'Read the job’s message, repair what it names, and restore again.',
      cli: 'aws backup list-restore-jobs --by-status FAILED',
    },
    railway: { steps: 'Make a new backup or dump, restore it into an empty service, and look at the data.' },
  },
  frameworks: ['SOC 2 A1.3', 'ISO/IEC 27001:2022 A.8.13', 'NIST SP 800-53 CP-9(1)'],
  evaluate(store, judging) {
    const last = restoreTestsOf(store, judging).at(-1);
    if (last === undefined) return noneSeen;
    if (last.props.result === 'passed') return pass;
    return fail(
      `The last restore test of ${quoted(store.name)}, on ${moment(last.props.at)}, failed: its backups are not known to work.`,
      { at: last.props.at, result: last.props.result, by: last.props.by },
      { seen: true },
    );
  },
});
