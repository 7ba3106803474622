import { describe, expect, it } from 'vitest';
import { trustWays } from '../../../src/collectors/aws/trust.ts';

const provider = 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com';
const saml = 'arn:aws:iam::111111111111:saml-provider/idp';
const sub = 'token.actions.githubusercontent.com:sub';
const allow = (Principal: unknown, more: object = {}) => ({
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal, ...more }],
});
const oidc = (Condition?: object) =>
  allow(
    { Federated: provider },
    { Action: 'sts:AssumeRoleWithWebIdentity', ...(Condition ? { Condition } : {}) },
  );
const subject = (value: string) => ({ by: 'oidc', provider, subject: value });

describe('whom a trust policy names', () => {
  it.each([
    ['a user', allow({ AWS: 'arn:aws:iam::1:user/a' }), [{ by: 'principal', arn: 'arn:aws:iam::1:user/a' }]],
    ['an account by number', allow({ AWS: '222222222222' }), [{ by: 'account', account: '222222222222' }]],
    [
      'an account by its root',
      allow({ AWS: ['arn:aws:iam::222222222222:root', '222222222222'] }),
      [{ by: 'account', account: '222222222222' }],
    ],
    ['anyone', allow('*'), [{ by: 'anyone' }]],
    ['anyone in AWS', allow({ AWS: '*' }), [{ by: 'anyone' }]],
    [
      'everyone but one',
      { Statement: [{ Effect: 'Allow', Action: '*', NotPrincipal: { AWS: 'x' } }] },
      [{ by: 'anyone' }],
    ],
    [
      'a role session, as its role',
      allow({ AWS: 'arn:aws:sts::222222222222:assumed-role/ci/run' }),
      [{ by: 'principal', arn: 'arn:aws:iam::222222222222:role/ci' }],
    ],
    [
      'services',
      allow({ Service: ['ec2.amazonaws.com', 'lambda.amazonaws.com'] }),
      [
        { by: 'service', service: 'ec2.amazonaws.com' },
        { by: 'service', service: 'lambda.amazonaws.com' },
      ],
    ],
    [
      'a token subject',
      oidc({ StringEquals: { [sub]: 'repo:a/b:ref:refs/heads/main' } }),
      [subject('repo:a/b:ref:refs/heads/main')],
    ],
    [
      'several',
      oidc({ 'ForAnyValue:StringLike': { [sub.toUpperCase()]: ['a', 'b'] } }),
      [subject('a'), subject('b')],
    ],
    [
      'no subject: any',
      oidc({ StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts' } }),
      [subject('*')],
    ],
    ['a subject only ruled out: any', oidc({ StringNotEquals: { [sub]: 'x' } }), [subject('*')]],
    [
      'ForAllValues, which nothing satisfies too: any',
      oidc({ 'ForAllValues:StringLike': { [sub]: 'x' } }),
      [subject('*')],
    ],
    ['no condition: any', oidc(), [subject('*')]],
    [
      'SAML',
      allow({ Federated: saml }, { Action: 'sts:AssumeRoleWithSAML' }),
      [{ by: 'saml', provider: saml, subject: '*' }],
    ],
    ['nobody by a Deny', { Statement: [{ Effect: 'Deny', Action: '*', Principal: '*' }] }, []],
    ['nobody by another action', allow('*', { Action: 'sts:TagSession' }), []],
    ['somebody by a wildcard action', allow('*', { Action: ['sts:*'] }), [{ by: 'anyone' }]],
    ['one statement without a list', { Statement: allow('*').Statement[0] }, [{ by: 'anyone' }]],
  ])('%s', (_name, document, ways) => {
    expect(trustWays(document)).toEqual(ways);
  });

  it.each([
    undefined,
    null,
    7,
    'text',
    [],
    {},
    { Statement: 'x' },
    { Statement: [null, 1, { Effect: 'Allow' }] },
  ])('nobody, and no crash, in %j', (document) => {
    expect(trustWays(document)).toEqual([]);
  });
});
