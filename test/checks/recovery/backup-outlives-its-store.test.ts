import check from '../../../checks/recovery/backup-outlives-its-store.ts';
import { specify } from '../table.ts';
import { backup, declared, gap, store } from '../world.ts';

const dies = { props: { survivesSource: false } } as const;

specify(check, {
  pass: [
    {
      title: 'one of several outlives it',
      world: { assets: [store('db'), backup('a', 'db', dies), backup('b', 'db')] },
    },
    {
      title: 'a declared copy does',
      world: { assets: [store('db'), backup('a', 'db', dies)], settings: { copies: [declared('db')] } },
    },
  ],
  fail: [
    {
      title: 'its only backup dies with it',
      world: { assets: [store('db'), backup('a', 'db', dies)] },
      says: ['The only backup of "db" would be deleted with it: it is no way back'],
      severity: 'high',
    },
    {
      title: 'all of them do',
      world: { assets: [store('db', { tier: 'staging' }), backup('a', 'db', dies), backup('b', 'db', dies)] },
      says: ['Both backups of "db"'],
      severity: 'low',
    },
    {
      title: 'a declared copy does not count',
      world: {
        assets: [store('db'), backup('a', 'db', dies)],
        settings: { copies: [declared('db')] },
        copies: { db: [{ asset: 'declared:backblaze b2', counts: false }] },
      },
    },
    {
      title: 'the one that would outlive it is incomplete',
      world: {
        assets: [store('db'), backup('a', 'db', dies), backup('b', 'db', { props: { complete: false } })],
      },
    },
  ],
  unknown: [
    {
      title: 'one that does may have been hidden',
      world: { assets: [store('db'), backup('a', 'db', dies)], gaps: [gap('backup')] },
    },
    {
      title: 'the provider does not say',
      world: {
        assets: [
          store('db'),
          backup('a', 'db', dies),
          backup('b', 'db', { props: { survivesSource: 'unknown' } }),
        ],
      },
    },
  ],
  notApplicable: [{ title: 'no backup at all is another check’s finding', world: { assets: [store('db')] } }],
});
