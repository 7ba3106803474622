import check from '../../../checks/separation/store-has-no-public-endpoint.ts';
import { specify } from '../table.ts';
import { gap, store, type World, workload } from '../world.ts';

const open = (endpoints: readonly string[], tier: 'production' | 'staging' = 'production'): World => ({
  assets: [
    store('db', { tier }),
    workload('postgres', { props: { endpoints }, links: [{ to: 'db', as: 'uses' }] }),
  ],
});

specify(check, {
  pass: [{ title: 'only the private network leads to it', world: open([]) }],
  fail: [
    {
      title: 'a TCP proxy does',
      world: open(['a.proxy.example:1234']),
      says: ['"db" can be reached from the internet through a.proxy.example:1234'],
      severity: 'medium',
    },
    { title: 'in staging', world: open(['a.proxy.example:1234'], 'staging'), severity: 'low' },
  ],
  unknown: [
    {
      title: 'the proxies of its service could not be read',
      world: { ...open([]), gaps: [gap('workload', { target: 'postgres' })] },
    },
  ],
  notApplicable: [
    { title: 'nothing uses it', world: { assets: [store('db')] } },
    {
      title: 'the provider has no such endpoints',
      world: { assets: [store('db'), workload('i', { links: [{ to: 'db', as: 'uses' }] })] },
    },
  ],
});
