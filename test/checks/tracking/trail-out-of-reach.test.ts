import check from '../../../checks/tracking/trail-out-of-reach.ts';
import type { Verdict } from '../../../src/model/blast-radius.ts';
import { specify } from '../table.ts';
import { asset, credential, gap, principal, store, type World } from '../world.ts';

const kept = (verdict?: Verdict): World => ({
  assets: [
    asset('trail', 't', { links: [{ to: 'log', as: 'uses' }] }),
    store('log', { props: { type: 'bucket' } }),
    principal('jer'),
    credential('token', 'jer'),
  ],
  reach: verdict === undefined ? [] : [{ credential: 'token', stores: ['log'], verdict }],
});

specify(check, {
  pass: [{ title: 'nobody can delete its bucket', world: kept() }],
  fail: [
    {
      title: 'somebody can',
      world: kept('recoverable'),
      says: ['1 identity can delete "log", where audit log "t" is kept: "jer".'],
      severity: 'medium',
    },
  ],
  unknown: [
    { title: 'whether they can is not settled', world: kept('unknown') },
    { title: 'stores that could not be read', world: { ...kept(), gaps: [gap('store', { target: 'log' })] } },
  ],
  notApplicable: [{ title: 'a log that lies in no store of ours', world: { assets: [asset('trail', 't')] } }],
});
