import check from '../../../checks/recovery/store-restore-was-tested.ts';
import type { RestoreTestProps } from '../../../src/model/asset.ts';
import { specify } from '../table.ts';
import { asset, backup, daysAgo, declared, gap, store, type World } from '../world.ts';

const tested = (props: Partial<RestoreTestProps> | null, of = 'snap'): World => ({
  assets: [
    store('db'),
    backup('snap', 'db'),
    ...(props === null ? [] : [asset('restore-test', 't', { links: [{ to: of, as: 'tests' }], props })]),
  ],
});

specify(check, {
  pass: [
    { title: 'of its backup, within the limit', world: tested({ at: daysAgo(90) }) },
    { title: 'of the store itself', world: tested({}, 'db') },
    {
      title: 'attested for a declared copy',
      world: { ...tested(null), settings: { copies: [declared('db')] } },
    },
  ],
  fail: [
    { title: 'never', world: tested(null), says: ['No restore of "db" was ever tested'], severity: 'medium' },
    { title: 'too long ago', world: tested({ at: daysAgo(91) }), says: ['is 91 days old, limit 90'] },
    { title: 'it failed', world: tested({ result: 'failed' }), says: ['was ever tested'] },
    { title: 'announced for tomorrow', world: tested({ at: daysAgo(-1) }), says: ['was ever tested'] },
  ],
  unknown: [
    { title: 'the tests could not be read', world: { ...tested(null), gaps: [gap('restore-test')] } },
  ],
  notApplicable: [
    { title: 'no backup at all is another check’s finding', world: { assets: [store('db')] } },
    { title: 'staging', world: { assets: [store('db', { tier: 'staging' }), backup('snap', 'db')] } },
  ],
});
