import check from '../../../checks/recovery/store-restore-did-not-fail.ts';
import type { RestoreTestProps } from '../../../src/model/asset.ts';
import { specify } from '../table.ts';
import { asset, backup, daysAgo, gap, store, type World } from '../world.ts';

const tested = (...tests: readonly Partial<RestoreTestProps>[]): World => ({
  assets: [
    store('db'),
    backup('b', 'db'),
    ...tests.map((props, n) => asset('restore-test', `t${n}`, { links: [{ to: 'b', as: 'tests' }], props })),
  ],
});

specify(check, {
  pass: [
    { title: 'it passed', world: tested({ result: 'passed' }) },
    {
      title: 'it passed after it had failed',
      world: tested({ result: 'failed', at: daysAgo(5) }, { result: 'passed', at: daysAgo(1) }),
    },
  ],
  fail: [
    {
      title: 'it failed',
      world: tested({ result: 'failed' }),
      says: ['The last restore test of "db", on 2026-11-12'],
      severity: 'high',
    },
    {
      title: 'it failed after it had passed',
      world: tested({ result: 'passed', at: daysAgo(5) }, { result: 'failed', at: daysAgo(1) }),
    },
  ],
  unknown: [{ title: 'tests that could not be listed', world: { ...tested(), gaps: [gap('restore-test')] } }],
  notApplicable: [{ title: 'never tested', world: tested() }],
});
