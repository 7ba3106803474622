import { describe, expect, it } from 'vitest';
import { githubSubjects, readGithubSubject } from '../../../src/access/aws/index.ts';
import { account, document, type Fields } from './builders.ts';

const host = 'token.actions.githubusercontent.com';

function trust(Condition: Fields) {
  return document({
    Effect: 'Allow',
    Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${host}` },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition,
  });
}

describe('GitHub documentation, OpenID Connect reference: subjects', () => {
  it.each([
    ['repo:acme/app:ref:refs/heads/main', 'acme/app', { type: 'branch', name: 'main' }, false],
    ['repo:acme/app:ref:refs/tags/v*', 'acme/app', { type: 'tag', name: 'v*' }, false],
    ['repo:acme/app:environment:production', 'acme/app', { type: 'environment', name: 'production' }, false],
    ['repo:acme/app:pull_request', 'acme/app', { type: 'pull-request' }, false],
    ['repo:acme/app:*', 'acme/app', { type: 'any' }, false],
    ['repo:acme/app', 'acme/app', { type: 'any' }, false],
    ['repo:acme/app*', 'acme/app*', { type: 'any' }, true],
    ['repo:acme/*', 'acme/*', { type: 'any' }, true],
    ['repo:acme/*:ref:refs/heads/main', 'acme/*', { type: 'branch', name: 'main' }, true],
    ['repo:*', '*', { type: 'any' }, true],
    ['*', '*', { type: 'any' }, true],
  ])('%s', (pattern, repository, part, open) => {
    expect(readGithubSubject(pattern)).toEqual({ repository, part, pattern, open });
  });
});

describe('who a trust policy lets in from GitHub', () => {
  it.each([
    ['one subject', { StringEquals: { [`${host}:sub`]: 'repo:acme/app:pull_request' } }, ['acme/app']],
    [
      'several',
      { StringLike: { [`${host}:sub`]: ['repo:acme/a:*', 'repo:acme/b:*'] } },
      ['acme/a', 'acme/b'],
    ],
    ['the repository claim', { StringEquals: { [`${host}:repository`]: 'acme/app' } }, ['acme/app']],
    ['only the audience', { StringEquals: { [`${host}:aud`]: 'sts.amazonaws.com' } }, ['*']],
    [
      'ForAllValues, which holds for no subject at all',
      { 'ForAllValues:StringLike': { [`${host}:sub`]: 'repo:acme/a:*' } },
      ['*'],
    ],
    ['a negation, which pins nothing down', { StringNotLike: { [`${host}:sub`]: 'repo:eve/*' } }, ['*']],
  ])('%s', (_, condition, repositories) => {
    expect(githubSubjects(trust(condition)).map(({ repository }) => repository)).toEqual(repositories);
  });
  it('nobody, where the provider is another', () => {
    expect(githubSubjects(document({ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }))).toEqual(
      [],
    );
  });
});
