import check from '../../../checks/credentials/foreign-trust-has-external-id.ts';
import { specify } from '../table.ts';
import { asset, credential, principal, type World } from '../world.ts';

const vendor = '999999999999';

const trust = (statement: object, subject = vendor): World => ({
  assets: [
    principal('role', { name: 'reader', props: { type: 'role' } }),
    credential('vendor', 'role', { name: subject, props: { type: 'foreign-account', subject } }),
    asset('policy', 'role#trust', {
      region: null,
      links: [{ to: 'role', as: 'protects' }],
      props: {
        type: 'trust',
        document: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement }] },
      },
    }),
  ],
});

const root = { Principal: { AWS: `arn:aws:iam::${vendor}:root` } };
const externalId = { Condition: { StringEquals: { 'sts:ExternalId': 'acme-1' } } };

specify(check, {
  pass: [
    { title: 'an external id is asked for', world: trust({ ...root, ...externalId }) },
    {
      title: 'whatever the case of its name',
      world: trust({ ...root, Condition: { stringlike: { 'STS:externalid': 'a*' } } }),
    },
    {
      title: 'everybody of one’s own organisation',
      world: trust({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }, '*'),
    },
  ],
  fail: [
    {
      title: 'none is',
      world: trust(root),
      says: [`Account "${vendor}" can assume "reader" without an external id.`],
      severity: 'low',
    },
    { title: 'an account by its number', world: trust({ Principal: { AWS: [vendor] } }) },
    {
      title: 'a condition that excludes is no condition that asks',
      world: trust({ ...root, Condition: { StringNotEquals: { 'sts:ExternalId': 'x' } } }),
    },
    {
      title: 'everybody',
      world: trust({ Principal: { AWS: '*' } }, '*'),
      says: ['names everybody'],
      severity: 'critical',
    },
  ],
  unknown: [
    {
      title: 'the trust policy was not read',
      world: {
        assets: [
          principal('role'),
          credential('v', 'role', { props: { type: 'foreign-account', subject: vendor } }),
        ],
      },
    },
    { title: 'no statement names them', world: trust({ Principal: { AWS: '888888888888' } }) },
    { title: 'the document makes no sense', world: trust({ Principal: 7 }) },
  ],
  notApplicable: [{ title: 'an access key', world: { assets: [principal('bot'), credential('k', 'bot')] } }],
});
