import check from '../../../checks/recovery/store-newest-backup-is-fresh.ts';
import { specify } from '../table.ts';
import { backup, gap, hoursAgo, store } from '../world.ts';

specify(check, {
  pass: [
    {
      title: 'the newest of several is young enough',
      world: {
        assets: [
          store('db'),
          backup('old', 'db', { createdAt: hoursAgo(500) }),
          backup('new', 'db', { createdAt: hoursAgo(26) }),
        ],
      },
    },
    {
      title: 'young enough, in spite of a gap',
      world: { assets: [store('db'), backup('new', 'db')], gaps: [gap('backup')] },
    },
  ],
  fail: [
    {
      title: 'the newest is too old',
      world: {
        assets: [
          store('db'),
          backup('a', 'db', { createdAt: hoursAgo(61) }),
          backup('b', 'db', { createdAt: hoursAgo(90) }),
        ],
      },
      says: ['The newest backup of "db" is 61 hours old, limit 26', '2026-11-19 23:00 UTC'],
      severity: 'high',
    },
    {
      title: 'the newest is incomplete',
      world: {
        assets: [
          store('db'),
          backup('a', 'db', { props: { complete: false } }),
          backup('b', 'db', { createdAt: hoursAgo(27) }),
        ],
      },
      says: ['27 hours old'],
    },
    {
      title: 'in staging',
      world: { assets: [store('db', { tier: 'staging' }), backup('b', 'db', { createdAt: hoursAgo(61) })] },
      severity: 'low',
    },
  ],
  unknown: [
    {
      title: 'a newer one may have been hidden',
      world: { assets: [store('db'), backup('b', 'db', { createdAt: hoursAgo(61) })], gaps: [gap('backup')] },
    },
    {
      title: 'no backup has a date',
      world: { assets: [store('db'), backup('b', 'db', { createdAt: null })] },
      says: ['does not say when'],
    },
  ],
  notApplicable: [
    { title: 'no backup at all is another check’s finding', world: { assets: [store('db')] } },
    {
      title: 'a pull request’s store',
      world: { assets: [store('db', { tier: 'ephemeral' }), backup('b', 'db', { createdAt: hoursAgo(61) })] },
    },
  ],
});
