import check from '../../../checks/tracking/declared-copy-names-a-store.ts';
import { specify } from '../table.ts';
import { declared, gap, principal, store, type World } from '../world.ts';

const of = (id: string, over: Partial<World> = {}): World => ({
  assets: [store('db')],
  settings: { copies: [declared(id)] },
  ...over,
});

specify(check, {
  pass: [
    { title: 'a copy of a store', world: of('db') },
    { title: 'a store that was read, in spite of a gap', world: of('db', { gaps: [gap('store')] }) },
  ],
  fail: [
    {
      title: 'a copy of nothing',
      world: of('old-db'),
      says: [
        'The copy declared at "backblaze b2" is of "old-db", an id that nothing has: it protects nothing.',
      ],
      severity: 'medium',
    },
    {
      title: 'a copy of something else',
      world: of('jer', { assets: [principal('jer')] }),
      says: ['a principal, not a store'],
    },
  ],
  unknown: [
    {
      title: 'stores that could not be listed',
      world: of('old-db', { gaps: [gap('store')] }),
      severity: 'medium',
    },
  ],
});
