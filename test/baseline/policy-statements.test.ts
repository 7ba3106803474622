import { describe, expect, it } from 'vitest';
import { policyDigest, policyStatements } from '../../src/baseline/policy-statements.ts';

const digest = (document: unknown): string => policyDigest(document, policyStatements(document));
const policy = (...Statement: readonly object[]): object => ({ Version: '2012-10-17', Statement });
const allow = { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: ['arn:a', 'arn:b'] };

describe('policies that say the same have the same digest', () => {
  it.each<[string, object, object]>([
    [
      'lists in another order',
      policy(allow),
      policy({ ...allow, Action: ['s3:PutObject', 's3:GetObject'], Resource: ['arn:b', 'arn:a'] }),
    ],
    [
      'actions in another case',
      policy(allow),
      policy({ ...allow, Action: ['S3:getobject', 's3:PUTOBJECT'] }),
    ],
    ['labels', policy(allow), policy({ ...allow, Sid: 'Read' })],
    ['one statement without its list', policy(allow), { Version: '2012-10-17', Statement: allow }],
    [
      'a single value without its list',
      policy({ ...allow, Action: ['s3:*'] }),
      policy({ ...allow, Action: 's3:*' }),
    ],
    [
      'split by action',
      policy(allow),
      policy({ ...allow, Action: 's3:PutObject' }, { ...allow, Action: 's3:GetObject' }),
    ],
    [
      'split by resource',
      policy(allow),
      policy({ ...allow, Resource: 'arn:b' }, { ...allow, Resource: 'arn:a' }),
    ],
    ['said twice', policy(allow), policy(allow, allow)],
    ['an empty condition', policy(allow), policy({ ...allow, Condition: {} })],
    [
      'an account and its root',
      policy({ Effect: 'Allow', Principal: { AWS: '111111111111' }, Action: 'sts:AssumeRole' }),
      policy({
        Effect: 'Allow',
        Principal: { AWS: ['arn:aws:iam::111111111111:root'] },
        Action: ['sts:AssumeRole'],
      }),
    ],
    [
      'condition keys in another case, values in another order',
      policy({ ...allow, Condition: { StringEquals: { 'aws:SourceVpc': ['a', 'b'] } } }),
      policy({ ...allow, Condition: { StringEquals: { 'AWS:sourcevpc': ['b', 'a'] } } }),
    ],
  ])('%s', (_, one, other) => {
    expect(digest(one)).toBe(digest(other));
  });
});

describe('policies that say something else do not', () => {
  it.each<[string, object]>([
    ['another effect', policy({ ...allow, Effect: 'Deny' })],
    ['one action more', policy({ ...allow, Action: [...allow.Action, 's3:DeleteObject'] })],
    ['one resource more', policy({ ...allow, Resource: '*' })],
    [
      'actions and resources paired differently',
      policy(
        { ...allow, Action: 's3:GetObject', Resource: 'arn:a' },
        { ...allow, Action: 's3:PutObject', Resource: 'arn:b' },
      ),
    ],
    ['a condition', policy({ ...allow, Condition: { Bool: { 'aws:MultiFactorAuthPresent': true } } })],
    ['all but', policy({ Effect: 'Allow', NotAction: allow.Action, Resource: allow.Resource })],
    [
      'all but those resources',
      policy({ Effect: 'Allow', Action: allow.Action, NotResource: allow.Resource }),
    ],
    ['an older grammar', { Version: '2008-10-17', Statement: [allow] }],
    ['a resource in another case', policy({ ...allow, Resource: ['arn:A', 'arn:b'] })],
  ])('%s', (_, other) => {
    expect(digest(other)).not.toBe(digest(policy(allow)));
  });

  it.each([
    null,
    'text',
    3,
    [],
    { Statement: 'x' },
    { Statement: [{ Effect: 'Allow', Action: { a: 1 } }] },
    { Statement: [{ Effect: 'Allow', Condition: null }] },
  ])('a document that is none is told apart by its own bytes: %j', (document) => {
    expect(policyStatements(document)).toBeNull();
    expect(digest(document)).not.toBe(digest({ other: document }));
  });
});
