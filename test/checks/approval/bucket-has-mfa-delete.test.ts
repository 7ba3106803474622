import check from '../../../checks/approval/bucket-has-mfa-delete.ts';
import type { Guard } from '../../../src/model/asset.ts';
import { specify } from '../table.ts';
import { gap, store, type World } from '../world.ts';

const bucket = (guards: readonly Guard[]): World => ({
  assets: [store('db', { props: { type: 'bucket', guards } })],
});

specify(check, {
  pass: [
    { title: 'MFA delete', world: bucket([{ type: 'mfa-delete', clearedBy: [], until: null }]) },
    { title: 'an object lock', world: bucket([{ type: 'object-lock', clearedBy: [], until: null }]) },
  ],
  fail: [
    {
      title: 'neither',
      world: bucket([]),
      says: ['without a second factor, and no lock holds them'],
      severity: 'medium',
    },
  ],
  unknown: [
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
