import check from '../../../checks/recovery/declared-copy-counts.ts';
import type { CopyView } from '../../../src/model/blast-radius.ts';
import { specify } from '../table.ts';
import { store, type World } from '../world.ts';

const copies = (...views: readonly Partial<CopyView>[]): World => ({
  assets: [store('db')],
  copies: { db: views },
});
const dump = {
  location: 'laptop',
  losesHours: 2208,
  counts: false,
  why: 'it has never been restored in a test',
};

specify(check, {
  pass: [{ title: 'it counts', world: copies({}) }],
  fail: [
    {
      title: 'it does not',
      world: copies(dump),
      says: [
        'The declared copy of "db" at "laptop", 92 days old, does not count: it has never been restored in a test.',
      ],
      severity: 'medium',
    },
    {
      title: 'one of two does not',
      world: copies({}, { ...dump, losesHours: null }),
      says: ['at "laptop" does not count'],
    },
  ],
  notApplicable: [
    { title: 'nobody declared one', world: { assets: [store('db')] } },
    { title: 'what was collected is judged elsewhere', world: copies({ asset: 'snap', counts: false }) },
  ],
});
