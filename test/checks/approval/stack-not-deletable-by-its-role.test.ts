import check from '../../../checks/approval/stack-not-deletable-by-its-role.ts';
import { specify } from '../table.ts';
import { container, credential, gap, principal, store, type World } from '../world.ts';

const stack = (...calls: readonly string[]): World => ({
  assets: [
    principal('role'),
    container('s', ['db'], { props: { type: 'stack' }, links: [{ to: 'role', as: 'runs-as' }] }),
    store('db'),
    principal('jer'),
    credential('token', 'jer'),
  ],
  reach: calls.length === 0 ? [] : [{ credential: 'token', stores: ['db'], verdict: 'recoverable', calls }],
});

specify(check, {
  pass: [
    { title: 'nobody deletes it', world: stack() },
    { title: 'who ends the store deletes the store', world: stack('rds:DeleteDBInstance') },
  ],
  fail: [
    {
      title: 'a store goes with the stack',
      world: stack('cloudformation:DeleteStack'),
      says: ['Whoever may delete stack "s" ends "db" with the rights of its role.'],
      severity: 'high',
    },
  ],
  unknown: [
    { title: 'the role’s policies were not read', world: { ...stack(), gaps: [gap('policy')] } },
    {
      title: 'whether anybody deletes it is not known',
      world: { ...stack(), reach: [{ credential: 'token', stores: ['db'], verdict: 'unknown' }] },
    },
  ],
  notApplicable: [
    {
      title: 'a stack without a role',
      world: { assets: [container('s', ['db'], { props: { type: 'stack' } }), store('db')] },
    },
  ],
});
