import check from '../../../checks/recovery/store-has-more-than-a-replica.ts';
import { specify } from '../table.ts';
import { backup, gap, store } from '../world.ts';

const replica = backup('r', 'db', { props: { type: 'replica' } });

specify(check, {
  pass: [
    { title: 'a replica and a snapshot', world: { assets: [store('db'), replica, backup('b', 'db')] } },
    { title: 'a snapshot', world: { assets: [store('db'), backup('b', 'db')] } },
  ],
  fail: [
    {
      title: 'only a replica',
      world: { assets: [store('db'), replica] },
      says: ['"db" has replicas and no backup'],
      severity: 'high',
    },
  ],
  unknown: [
    {
      title: 'other backups could not be listed',
      world: { assets: [store('db'), replica], gaps: [gap('backup')] },
    },
  ],
  notApplicable: [{ title: 'nothing at all', world: { assets: [store('db')] } }],
});
