import check from '../../../checks/approval/key-deletion-window-long-enough.ts';
import { specify } from '../table.ts';
import { asset, gap, store, type World } from '../world.ts';

const encrypted = store('db', { links: [{ to: 'k', as: 'encrypted-with' }] });
const key = (deletionWindowDays: number | null | 'unknown' | 'inexpressible'): World => ({
  assets: [asset('key', 'k', { props: { deletionWindowDays } }), encrypted],
});

specify(check, {
  pass: [{ title: 'as long as the horizon', world: key(14) }],
  fail: [
    {
      title: 'a week',
      world: key(7),
      says: ['"k" can be gone 7 days after the order, horizon 14 days'],
      severity: 'low',
    },
    { title: 'no window at all', world: key(null), says: ['can be gone at once'] },
  ],
  unknown: [
    { title: 'not read', world: key('unknown') },
    {
      title: 'what lies under it was not read',
      world: { assets: [asset('key', 'k')], gaps: [gap('store')] },
    },
  ],
  notApplicable: [
    { title: 'no such thing', world: key('inexpressible'), notes: ['no waiting time'] },
    {
      title: 'a key of nothing',
      world: { assets: [asset('key', 'k', { props: { deletionWindowDays: 7 } })] },
    },
    {
      title: 'a key the provider keeps',
      world: { assets: [asset('key', 'k', { props: { type: 'aws-managed' } }), encrypted] },
    },
  ],
});
