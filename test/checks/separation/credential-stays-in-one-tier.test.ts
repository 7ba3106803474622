import check from '../../../checks/separation/credential-stays-in-one-tier.ts';
import type { CredentialType } from '../../../src/model/asset.ts';
import { specify } from '../table.ts';
import { credential, principal, type ReachLine, store, type World } from '../world.ts';

const reaching = (lines: readonly Partial<ReachLine>[], type: CredentialType = 'account-token'): World => ({
  assets: [
    principal('jer'),
    credential('token', 'jer', { name: 'domain-cli', props: { type } }),
    store('live', { name: 'orders' }),
    store('test', { tier: 'staging', name: 'orders-test' }),
    store('dev', { tier: 'development' }),
    store('dev2', { tier: 'development' }),
  ],
  reach: lines.map((line) => ({
    credential: 'token',
    stores: ['live', 'test'],
    verdict: 'total-loss',
    ...line,
  })),
});

specify(check, {
  pass: [
    { title: 'it reaches production alone', world: reaching([{ stores: ['live'] }]) },
    {
      title: 'it reaches nothing',
      world: reaching([{ verdict: 'no-reach' }]),
    },
    {
      title: 'one tier for sure, and the others for sure not',
      world: reaching([{ stores: ['dev', 'dev2'] }, { stores: ['live', 'test'], verdict: 'no-reach' }]),
    },
  ],
  fail: [
    {
      title: 'production and staging',
      world: reaching([{}]),
      says: [
        'Account token "domain-cli" can do harm to 1 production store ("orders") and 1 staging store ("orders-test").',
      ],
      severity: 'medium',
    },
    { title: 'staging and development', world: reaching([{ stores: ['test', 'dev'] }]), severity: 'low' },
    {
      title: 'one of them possibly',
      world: reaching([
        { stores: ['live'] },
        { stores: ['test'], verdict: 'no-reach', pair: { possible: 'recoverable' } },
      ]),
      says: ['may do harm to'],
    },
    {
      title: 'by several ways',
      world: reaching([
        { stores: ['live'], verdict: 'recoverable' },
        { stores: ['dev', 'dev2'], verdict: 'copies-lost' },
      ]),
      says: ['2 development stores ("dev" …)'],
    },
  ],
  unknown: [
    {
      title: 'whether it reaches the second tier',
      world: reaching([
        { stores: ['test'] },
        { stores: ['live'], verdict: 'unknown', pair: { restsOn: ['g'] } },
      ]),
    },
  ],
  notApplicable: [
    { title: 'a person signs in with it', world: reaching([{}], 'browser-session') },
    { title: 'a stand-in for what nobody can list', world: reaching([{}], 'unlistable') },
    { title: 'declared for breaking the glass', world: reaching([{ breakGlass: true }]) },
  ],
});
