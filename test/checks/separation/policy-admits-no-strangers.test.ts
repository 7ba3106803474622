import check from '../../../checks/separation/policy-admits-no-strangers.ts';
import { specify } from '../table.ts';
import { asset, store, type World } from '../world.ts';

const policy = (Principal: unknown, Condition?: unknown, Effect = 'Allow'): World => ({
  assets: [
    store('db'),
    asset('policy', 'db#policy', {
      links: [{ to: 'db', as: 'protects' }],
      props: { type: 'resource', document: { Statement: { Effect, Principal, Action: 's3:*', Condition } } },
    }),
  ],
});

specify(check, {
  pass: [
    { title: 'its own account', world: policy({ AWS: 'arn:aws:iam::111111111111:root' }) },
    { title: 'a service', world: policy({ Service: 'backup.amazonaws.com' }) },
    {
      title: 'everybody in the organisation',
      world: policy('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }),
    },
    {
      title: 'everybody of one account, as AWS writes it',
      world: policy({ AWS: '*' }, { StringEquals: { 'kms:CallerAccount': '111111111111' } }),
    },
    { title: 'a principal that has been deleted', world: policy({ AWS: 'AIDAEXAMPLE' }) },
    { title: 'a denial for everybody', world: policy('*', undefined, 'Deny') },
  ],
  fail: [
    {
      title: 'everybody',
      world: policy('*'),
      says: ['The policy of "db" allows something to everybody.'],
      severity: 'critical',
    },
    {
      title: 'another account',
      world: policy({ AWS: ['arn:aws:iam::999999999999:role/vendor', '888888888888'] }),
      says: ['lets in 888888888888 and 999999999999, outside'],
      severity: 'medium',
    },
    {
      title: 'everybody but one',
      world: policy('*', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } }),
      severity: 'critical',
    },
  ],
  unknown: [
    {
      title: 'a document that is none',
      world: { assets: [asset('policy', 'p', { props: { type: 'resource', document: 'gibberish' } })] },
    },
  ],
  notApplicable: [{ title: 'an identity’s policy', world: { assets: [asset('policy', 'p')] } }],
});
