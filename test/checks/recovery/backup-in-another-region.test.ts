import check from '../../../checks/recovery/backup-in-another-region.ts';
import { specify } from '../table.ts';
import { backup, gap, store, type World } from '../world.ts';

const lying = (region: string): World => ({
  assets: [
    store('db'),
    backup('b', 'db', { props: { location: { provider: 'aws', account: '1', region, vault: null } } }),
  ],
});

specify(check, {
  pass: [{ title: 'another region', world: lying('us-east-1') }],
  fail: [
    {
      title: 'its own',
      world: lying('eu-west-1'),
      says: ['The only backup of "db" lies in eu-west-1, where the store itself is.'],
      severity: 'low',
    },
  ],
  unknown: [
    {
      title: 'other regions were not read',
      world: { ...lying('eu-west-1'), gaps: [gap('backup', { region: 'us-east-1' })] },
    },
  ],
  notApplicable: [
    { title: 'no backup at all', world: { assets: [store('db')] } },
    { title: 'outside production', world: { assets: [store('db', { tier: 'staging' }), backup('b', 'db')] } },
  ],
});
