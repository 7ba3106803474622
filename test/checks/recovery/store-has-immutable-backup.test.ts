import check from '../../../checks/recovery/store-has-immutable-backup.ts';
import type { Guard } from '../../../src/model/asset.ts';
import { specify } from '../table.ts';
import { backup, daysAgo, declared, gap, store, type World } from '../world.ts';

const locked = (...locks: readonly Pick<Guard, 'clearedBy' | 'until'>[]): World => ({
  assets: [
    store('db'),
    backup('b', 'db', { props: { guards: locks.map((lock) => ({ type: 'snapshot-lock', ...lock })) } }),
  ],
});

specify(check, {
  pass: [
    { title: 'a lock for good', world: locked({ clearedBy: [], until: null }) },
    { title: 'a lock beyond the horizon', world: locked({ clearedBy: [], until: daysAgo(-15) }) },
  ],
  fail: [
    {
      title: 'no lock',
      world: locked(),
      says: ['No backup of "db" is locked beyond the next 14 days.'],
      severity: 'medium',
    },
    {
      title: 'a lock that somebody can lift',
      world: locked({ clearedBy: [{ operation: 'x' }], until: null }),
      says: ['1 has a lock that can be lifted'],
    },
    { title: 'a lock that ends within the horizon', world: locked({ clearedBy: [], until: daysAgo(-13) }) },
  ],
  unknown: [
    { title: 'locks that were not read', world: { ...locked(), gaps: [gap('vault')] } },
    { title: 'backups that could not be listed', world: { assets: [store('db')], gaps: [gap('backup')] } },
  ],
  notApplicable: [
    { title: 'no backup at all', world: { assets: [store('db')] } },
    {
      title: 'a declared copy, whose lock nobody sees',
      world: { ...locked(), settings: { copies: [declared('db')] } },
    },
    {
      title: 'Railway, which has no locks',
      world: { assets: [store('db', { provider: 'railway' }), backup('b', 'db', { provider: 'railway' })] },
      notes: ['Railway has no lock for backups'],
    },
  ],
});
