import check from '../../../checks/recovery/store-backups-kept-long-enough.ts';
import type { ScheduleProps } from '../../../src/model/asset.ts';
import { specify } from '../table.ts';
import { declared, gap, schedule, store, type World } from '../world.ts';

const kept = (...hours: readonly ScheduleProps['retentionHours'][]): World => ({
  assets: [
    store('db'),
    ...hours.map((retentionHours, n) => schedule(`s${n}`, 'db', { props: { retentionHours } })),
  ],
});

specify(check, {
  pass: [
    { title: 'as long as the horizon', world: kept(14 * 24) },
    { title: 'one of several is', world: kept(144, 'unknown', 720) },
    { title: 'for ever', world: kept(null) },
    {
      title: 'a declared copy is',
      world: { ...kept(144), settings: { copies: [declared('db', { keptFor: '2w' })] } },
    },
  ],
  fail: [
    {
      title: 'six days',
      world: kept(144, 24),
      says: ['Backups of "db" are kept 6 days at most, horizon 14 days.'],
      severity: 'medium',
    },
  ],
  unknown: [
    { title: 'one that may be longer could not be read', world: kept(144, 'unknown') },
    { title: 'another schedule may have been hidden', world: { ...kept(144), gaps: [gap('schedule')] } },
  ],
  notApplicable: [
    { title: 'no schedule is another check’s finding', world: kept() },
    {
      title: 'a pull request’s store',
      world: {
        assets: [store('db', { tier: 'ephemeral' }), schedule('s', 'db', { props: { retentionHours: 1 } })],
      },
    },
  ],
});
