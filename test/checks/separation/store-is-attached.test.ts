import check from '../../../checks/separation/store-is-attached.ts';
import { specify } from '../table.ts';
import { gap, store, workload } from '../world.ts';

specify(check, {
  pass: [
    {
      title: 'a workload uses it',
      world: { assets: [store('db'), workload('app', { links: [{ to: 'db', as: 'uses' }] })] },
    },
    {
      title: 'the provider says it is attached, to a workload that was not read',
      world: {
        assets: [store('db', { props: { attached: [{ workload: 'i-1', endsWithWorkload: false }] } })],
        gaps: [gap('workload')],
      },
    },
  ],
  fail: [
    {
      title: 'nothing uses it',
      world: { assets: [store('db'), workload('app')] },
      says: ['used by no workload'],
      severity: 'medium',
    },
    { title: 'in staging', world: { assets: [store('db', { tier: 'staging' })] }, severity: 'low' },
  ],
  unknown: [
    { title: 'the workloads could not be read', world: { assets: [store('db')], gaps: [gap('workload')] } },
  ],
  notApplicable: [
    {
      title: 'a bucket is attached to nothing',
      world: { assets: [store('b', { props: { type: 'bucket' } })] },
    },
    {
      title: 'its pending deletion is the graver finding',
      world: { assets: [store('db', { props: { pendingDeletion: { at: null } } })] },
    },
  ],
});
