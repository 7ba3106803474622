import check from '../../../checks/approval/store-has-deletion-protection.ts';
import type { Guard } from '../../../src/model/asset.ts';
import { specify } from '../table.ts';
import { container, gap, store, type World } from '../world.ts';

const native = 'AWS::RDS::DBInstance';
const protection: Guard = {
  type: 'deletion-protection',
  clearedBy: [{ operation: 'rds:ModifyDBInstance' }],
  until: null,
};
const database = (guards: readonly Guard[]): World => ({
  assets: [store('db', { native, props: { guards } })],
});

specify(check, {
  pass: [
    { title: 'protected', world: database([protection]) },
    {
      title: 'protected by what holds it',
      world: {
        assets: [...database([]).assets, container('cluster', ['db'], { props: { guards: [protection] } })],
      },
    },
  ],
  fail: [
    {
      title: 'not protected',
      world: database([]),
      says: ['"db" has no deletion protection: one call deletes it.'],
      severity: 'medium',
    },
  ],
  unknown: [
    {
      title: 'its settings were not read',
      world: { ...database([]), gaps: [gap('store', { target: 'db' })] },
    },
  ],
  notApplicable: [
    { title: 'outside production', world: { assets: [store('db', { native, tier: 'staging' })] } },
    { title: 'a volume, which cannot be protected', world: { assets: [store('db')] } },
  ],
});
