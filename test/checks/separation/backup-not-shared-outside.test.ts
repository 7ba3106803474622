import check from '../../../checks/separation/backup-not-shared-outside.ts';
import { specify } from '../table.ts';
import { backup, gap, store, type World } from '../world.ts';

const shared = (sharedWith: readonly string[], over: Parameters<typeof backup>[2] = {}): World => ({
  assets: [store('db'), backup('snap', 'db', { ...over, props: { sharedWith } })],
});

specify(check, {
  pass: [
    { title: 'with nobody', world: shared([]) },
    { title: 'with an account that was scanned too', world: shared(['111111111111']) },
  ],
  fail: [
    {
      title: 'with everybody',
      world: shared(['222222222222', 'all']),
      says: ['"snap" is public'],
      severity: 'critical',
    },
    {
      title: 'with another account',
      world: shared(['222222222222']),
      says: ['is shared with 222222222222'],
      severity: 'high',
    },
    { title: 'of staging', world: shared(['222222222222'], { tier: 'staging' }), severity: 'medium' },
  ],
  unknown: [
    {
      title: 'whom it is shared with could not be read',
      world: { ...shared([]), gaps: [gap('backup', { target: 'snap' })] },
    },
  ],
  notApplicable: [
    {
      title: 'names are read for production’s copies only',
      world: shared([], { tier: 'staging' }),
      notes: ['whom a backup outside production is shared with by name is not collected'],
    },
  ],
});
