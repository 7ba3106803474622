import check from '../../../checks/tracking/account-has-audit-log.ts';
import { specify } from '../table.ts';
import { asset, container, gap, type World } from '../world.ts';

const account = (...trails: readonly ReturnType<typeof asset<'trail'>>[]): World => ({
  assets: [container('account', [], { props: { type: 'account' } }), ...trails],
  natives: ['AWS::CloudTrail::Trail'],
});

specify(check, {
  pass: [{ title: 'a trail that is on', world: account(asset('trail', 't')) }],
  fail: [
    {
      title: 'no trail',
      world: account(),
      says: ['Account 111111111111 has no audit log'],
      severity: 'high',
    },
    {
      title: 'a trail that is off',
      world: account(asset('trail', 't', { props: { logging: false } })),
      says: ['No audit log of account 111111111111 is switched on: "t".'],
    },
    { title: 'another account’s trail', world: account(asset('trail', 't', { scope: '222222222222' })) },
  ],
  unknown: [
    {
      title: 'trails that could not be listed',
      world: { ...account(), gaps: [gap('trail', { region: 'us-east-1' })] },
    },
  ],
  notApplicable: [
    {
      title: 'trails nobody collects',
      world: { ...account(), natives: [] },
      notes: ['the audit logs of AWS accounts are not collected'],
    },
    { title: 'a project', world: { assets: [container('p', [], { props: { type: 'project' } })] } },
  ],
});
