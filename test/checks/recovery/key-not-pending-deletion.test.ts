import check from '../../../checks/recovery/key-not-pending-deletion.ts';
import { specify } from '../table.ts';
import { asset, store, type World } from '../world.ts';

const key = (state: string): World => ({
  assets: [
    asset('key', 'k', { props: { state } }),
    store('db', { links: [{ to: 'k', as: 'encrypted-with' }] }),
  ],
});

specify(check, {
  pass: [
    { title: 'in use', world: key('Enabled') },
    {
      title: 'a key of nothing',
      world: { assets: [asset('key', 'k', { props: { state: 'PendingDeletion' } })] },
    },
  ],
  fail: [
    {
      title: 'waiting to be deleted',
      world: key('PendingDeletion'),
      says: ['Key "k" is waiting to be deleted, and 1 asset can be read only with it.'],
      severity: 'critical',
    },
    { title: 'switched off', world: key('Disabled'), says: ['is switched off'], severity: 'high' },
  ],
});
