import check from '../../../checks/approval/bucket-has-mfa-delete.ts';
import type { Guard } from '../../../src/model/asset.ts';
import { specify } from '../table.ts';
import { backup, gap, store, type World } from '../world.ts';

const bucket = (guards: readonly Guard[]): World => ({
  assets: [store('db', { props: { type: 'bucket', guards } })],
});

const lock: Guard = { type: 'object-lock', clearedBy: [], until: null };

/** A bucket without a guard of its own, and a copy of it under a lock. */
const locked = (type: string): World => ({
  assets: [...bucket([]).assets, backup('copy', 'db', { props: { type, guards: [lock] } })],
});

specify(check, {
  pass: [
    { title: 'MFA delete', world: bucket([{ type: 'mfa-delete', clearedBy: [], until: null }]) },
    { title: 'an object lock', world: bucket([lock]) },
    { title: 'a lock on its older versions', world: locked('noncurrent-versions') },
  ],
  fail: [
    {
      title: 'neither',
      world: bucket([]),
      says: ['without a second factor, and no lock holds them'],
      severity: 'medium',
    },
    { title: 'a lock on a copy elsewhere', world: locked('replica') },
  ],
  unknown: [
    {
      title: 'its versions were not read',
      world: { ...bucket([]), gaps: [gap('backup', { target: 'db' })] },
    },
    { title: 'its settings were not read', world: { ...bucket([]), gaps: [gap('store', { target: 'db' })] } },
  ],
  notApplicable: [
    {
      title: 'another provider’s bucket',
      world: { assets: [store('db', { provider: 'railway', props: { type: 'bucket' } })] },
    },
    { title: 'a volume', world: { assets: [store('db')] } },
  ],
});
