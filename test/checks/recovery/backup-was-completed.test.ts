import check from '../../../checks/recovery/backup-was-completed.ts';
import type { BackupProps } from '../../../src/model/asset.ts';
import { specify } from '../table.ts';
import { backup, hoursAgo, store, type World } from '../world.ts';

const begun = (complete: BackupProps['complete'], createdAt: string | null = hoursAgo(30)): World => ({
  assets: [store('db'), backup('snap', 'db', { createdAt, props: { complete } })],
});

specify(check, {
  pass: [{ title: 'it was', world: begun(true) }],
  fail: [
    {
      title: 'a day later it still is not',
      world: begun(false),
      says: ['Backup "snap" is not complete, 30 hours after it was begun'],
      severity: 'medium',
    },
    {
      title: 'nobody knows since when',
      world: begun(false, null),
      says: ['"snap" is not complete: it restores'],
    },
  ],
  unknown: [{ title: 'it could not be read', world: begun('unknown') }],
  notApplicable: [
    { title: 'it is being made', world: begun(false, hoursAgo(2)) },
    {
      title: 'the provider does not say',
      world: begun('inexpressible'),
      notes: ['does not say whether a backup is complete'],
    },
  ],
});
