import check from '../../../checks/approval/protection-not-cleared-by-destroyer.ts';
import { specify } from '../table.ts';
import { credential, principal, store, type World } from '../world.ts';

const guards = [
  { type: 'deletion-protection' as const, clearedBy: [{ operation: 'rds:ModifyDBInstance' }], until: null },
];
const guarded = (...calls: readonly string[]): World => ({
  assets: [principal('jer'), credential('token', 'jer'), store('db', { props: { guards } })],
  reach: calls.length === 0 ? [] : [{ credential: 'token', stores: ['db'], verdict: 'recoverable', calls }],
});

specify(check, {
  pass: [
    { title: 'nobody can delete it', world: guarded() },
    { title: 'who deletes it goes another way', world: guarded('rds:DeleteDBCluster') },
  ],
  fail: [
    {
      title: 'one credential does both',
      world: guarded('rds:ModifyDBInstance', 'rds:DeleteDBInstance'),
      says: [
        'The deletion protection of "db" is switched off by those who can delete it, with rds:ModifyDBInstance: "token".',
      ],
      severity: 'medium',
    },
  ],
  unknown: [
    {
      title: 'whether anybody clears it is not known',
      world: {
        ...guarded(),
        reach: [{ credential: 'token', stores: ['db'], verdict: 'unknown' }],
      },
    },
  ],
  notApplicable: [
    { title: 'nothing protects it', world: { assets: [store('db')] } },
    {
      title: 'a lock that nobody can clear',
      world: {
        assets: [store('db', { props: { guards: [{ type: 'object-lock', clearedBy: [], until: null }] } })],
      },
    },
  ],
});
