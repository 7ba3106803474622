import check from '../../../checks/recovery/store-has-backup.ts';
import { specify } from '../table.ts';
import { backup, declared, gap, store } from '../world.ts';

specify(check, {
  pass: [
    { title: 'a backup', world: { assets: [store('db'), backup('b', 'db')] } },
    {
      title: 'a backup, in spite of a gap',
      world: { assets: [store('db'), backup('b', 'db')], gaps: [gap('backup')] },
    },
    { title: 'a declared copy', world: { assets: [store('db')], settings: { copies: [declared('db')] } } },
    {
      title: 'a backup whose completeness the provider does not tell',
      world: { assets: [store('db'), backup('b', 'db', { props: { complete: 'inexpressible' } })] },
    },
  ],
  fail: [
    { title: 'no backup', world: { assets: [store('db')] }, says: ['"db" has no backup'], severity: 'high' },
    { title: 'in staging', world: { assets: [store('db', { tier: 'staging' })] }, severity: 'low' },
    {
      title: 'a volume deleted with its instance was declared disposable',
      world: {
        assets: [store('root', { props: { attached: [{ workload: 'i', endsWithWorkload: true }] } })],
      },
      severity: 'medium',
    },
    {
      title: 'only an incomplete backup',
      world: { assets: [store('db'), backup('b', 'db', { props: { complete: false } })] },
    },
    {
      title: 'only a declaration that ran out',
      world: { assets: [store('db')], settings: { copies: [declared('db', { expires: '2026-11-21' })] } },
    },
    {
      title: 'a declared copy that does not count',
      world: {
        assets: [store('db')],
        settings: { copies: [declared('db')] },
        copies: { db: [{ asset: 'declared:backblaze b2', counts: false }] },
      },
      says: ['only a declared copy that does not count'],
    },
    {
      title: 'a gap elsewhere excuses nothing',
      world: { assets: [store('db')], gaps: [gap('backup', { region: 'us-east-1' })] },
    },
  ],
  unknown: [
    {
      title: 'its backups could not be read',
      world: { assets: [store('db')], gaps: [gap('backup', { region: 'eu-west-1' })] },
      says: ['Not known for 1 store ("db")', 'Listbackup was denied', 'aws:Listbackup'],
      severity: 'medium',
    },
    {
      title: 'nor those of many stores, in one finding',
      world: { assets: [store('a'), store('b'), store('c'), store('d')], gaps: [gap('backup')] },
      says: ['4 stores ("a", "b", "c" and 1 more)'],
    },
  ],
  notApplicable: [
    { title: 'a pull request’s store', world: { assets: [store('db', { tier: 'ephemeral' })] } },
  ],
});
