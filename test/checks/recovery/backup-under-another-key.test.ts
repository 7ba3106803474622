import check from '../../../checks/recovery/backup-under-another-key.ts';
import { specify } from '../table.ts';
import { asset, backup, gap, store, type World } from '../world.ts';

const under = (key: string, type = 'customer-managed'): World => ({
  assets: [
    asset('key', 'k', { props: { type } }),
    store('db', { props: { key: 'k' } }),
    backup('b', 'db', { props: { key } }),
  ],
  natives: ['AWS::KMS::Key'],
});

specify(check, {
  pass: [
    { title: 'another key', world: under('other') },
    {
      title: 'one of two',
      world: {
        ...under('k'),
        assets: [...under('k').assets, backup('b2', 'db', { props: { key: 'other' } })],
      },
    },
  ],
  fail: [
    {
      title: 'the store’s own key',
      world: under('k'),
      says: ['The only backup of "db" and the store itself lie under one key'],
      severity: 'medium',
    },
  ],
  unknown: [
    { title: 'backups that could not be listed', world: { ...under('k'), gaps: [gap('backup')] } },
    {
      title: 'a key that was not read',
      world: { ...under('k'), assets: under('k').assets.filter(({ kind }) => kind !== 'key') },
    },
  ],
  notApplicable: [
    { title: 'a key the provider keeps', world: under('k', 'aws-managed') },
    { title: 'a store that is not encrypted', world: { assets: [store('db')] } },
    {
      title: 'keys nobody collects',
      world: { ...under('k'), natives: [] },
      notes: ['the keys of aws are not collected'],
    },
  ],
});
