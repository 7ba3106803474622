import { describe, expect, it } from 'vitest';
import { awsAccess } from '../../../src/access/aws/inventory.ts';
import type { Asset, CredentialType } from '../../../src/model/asset.ts';
import type { Gap } from '../../../src/model/inventory.ts';
import { asset, gap, indexOf, link } from '../../blast-radius/world.ts';
import { account, allow, deny, document, type Fields, role, user, volume } from './builders.ts';

const key = `aws:access-key:${user}:0001`;
const home = { provider: 'aws', scope: account } as const;

function policy(id: string, type: string, body: unknown, protects?: string): Asset {
  const links = protects === undefined ? [] : [link('protects', protects)];
  return asset('policy', id, 'AWS::IAM::ManagedPolicy', {
    ...home,
    name: id,
    links,
    props: { type, document: body },
  });
}

function carrying(id: string, attached: readonly string[], bounds: readonly string[] = []): Asset {
  const links = [...attached.map((to) => link('attached', to)), ...bounds.map((to) => link('bounds', to))];
  const type = id.includes(':role/') ? 'role' : 'user';
  return asset('principal', id, 'AWS::IAM::Principal', { ...home, links, props: { type } });
}

const credential = asset('credential', key, 'AWS::IAM::AccessKey', {
  ...home,
  links: [link('held-by', user)],
  props: { type: 'access-key', mfa: 'never' },
});
const store = asset('store', volume, 'AWS::EC2::Volume', { ...home, tags: { env: 'dev' } });

function told(assets: readonly Asset[], gaps: readonly Gap[] = []) {
  const access = awsAccess(indexOf({ assets: [credential, store, ...assets], gaps }));
  return access.identities(key).map((identity) => {
    const { decision, because, holdsOnlyIf, unread } = access.decide(identity, 'ec2:DeleteVolume', volume);
    return {
      who: identity.principal,
      steps: identity.steps.map(({ operation }) => operation),
      decision,
      layers: because.map(({ layer }) => layer),
      holdsOnlyIf,
      unread,
    };
  });
}

const can = (...statements: readonly Fields[]) => policy('own', 'identity', document(...statements));

describe('access read from an inventory', () => {
  it.each([
    ['a policy that allows', [can(allow())], 'allowed', ['identity']],
    ['a deny', [can(allow(), deny())], 'denied', ['identity']],
    [
      'a tag of the volume',
      [can(allow({ Condition: { StringEquals: { 'aws:ResourceTag/env': 'dev' } } }))],
      'allowed',
      ['identity'],
    ],
    [
      'a tag it has not',
      [can(allow({ Condition: { StringEquals: { 'aws:ResourceTag/env': 'prod' } } }))],
      'denied',
      ['identity'],
    ],
    [
      'MFA, which a key never carries',
      [can(allow(), deny({ Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } }))],
      'denied',
      ['identity'],
    ],
  ] as const)('%s', (_, policies, decision, layers) => {
    const [self] = told([carrying(user, ['own']), ...policies]);
    expect(self).toMatchObject({ who: user, steps: [], decision, layers, unread: [] });
  });
  it('a boundary that does not allow is what stops it', () => {
    const bound = policy('limit', 'boundary', document(allow({ Action: 's3:*' })));
    expect(
      told([carrying(user, ['own'], ['limit']), can(allow({ Action: 'ec2:*' })), bound])[0],
    ).toMatchObject({ decision: 'denied', layers: ['boundary'] });
  });
  it('a group lends its policies', () => {
    const group = asset('principal', 'group', 'AWS::IAM::Group', {
      ...home,
      links: [link('attached', 'own')],
      props: { type: 'group' },
    });
    const member = asset('principal', user, 'AWS::IAM::User', {
      ...home,
      links: [link('acts-in', 'group', 'MEMBER')],
      props: { type: 'user' },
    });
    expect(told([member, group, can(allow())])[0]).toMatchObject({ decision: 'allowed' });
  });
  it('a role is reached by one call, and only if its trust policy lets it', () => {
    const trust = (Condition: Fields) =>
      policy(
        'trust',
        'trust',
        document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: account }, Condition }),
        role,
      );
    const rest = [
      carrying(user, ['chain']),
      policy('chain', 'identity', document(allow({ Action: 'sts:AssumeRole' }))),
      carrying(role, ['own']),
      can(allow()),
    ];
    expect(told([...rest, trust({})])[1]).toMatchObject({
      who: role,
      steps: ['sts:AssumeRole'],
      decision: 'allowed',
    });
    expect(told([...rest, trust({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } })])).toHaveLength(1);
  });
});

describe('credentials of a user whose policies allow everything', () => {
  const held = (type: CredentialType) =>
    asset('credential', `aws:${type}:${user}`, 'AWS::IAM::Credential', {
      ...home,
      links: [link('held-by', user)],
      props: { type, mfa: 'never' },
    });
  const told = (type: CredentialType, operation: string) => {
    const access = awsAccess(indexOf({ assets: [held(type), store, carrying(user, ['own']), can(allow())] }));
    const [self, ...others] = access.identities(`aws:${type}:${user}`);
    const { decision = '', because = [] } = self ? access.decide(self, operation, volume) : {};
    const left = self?.holdsOnlyIf.length === 0 ? '' : '?';
    return [others.length, decision + left, because[0]?.layer];
  };
  it.each([
    ['access-key', 'ec2:DeleteVolume', 'allowed', 'identity'],
    ['access-key', 'cassandra:Drop', 'allowed', 'identity'],
    ['ssh-key', 'ec2:DeleteVolume', 'denied', 'provider'],
    ['ssh-key', 'iam:CreateAccessKey', 'denied', 'provider'],
    ['service-specific', 'ec2:DeleteVolume', 'denied', 'provider'],
    ['service-specific', 'cassandra:Drop', 'allowed', 'identity'],
    ['certificate', 'ec2:DeleteVolume', 'allowed?', 'identity'],
  ] as const)('%s calls %s: %s', (type, operation, decision, layer) => {
    expect(told(type, operation)).toEqual([0, decision, layer]);
  });
  it('an SSH key becomes nobody else', () => {
    const chain = [
      carrying(user, ['own']),
      can(allow({ Action: 'sts:AssumeRole' })),
      carrying(role, []),
      policy(
        'trust',
        'trust',
        document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: account } }),
        role,
      ),
    ];
    const count = (type: CredentialType) =>
      awsAccess(indexOf({ assets: [held(type), ...chain] })).identities(`aws:${type}:${user}`).length;
    expect([count('access-key'), count('ssh-key')]).toEqual([2, 1]);
  });
  it('a credential of somebody who was not read is denied nothing for certain', () => {
    const access = awsAccess(indexOf({ assets: [held('access-key'), store] }));
    const [self] = access.identities(`aws:access-key:${user}`);
    expect(self && access.decide(self, 'ec2:DeleteVolume', volume)).toMatchObject({
      decision: 'denied',
      confidence: 'unverified',
      unread: [`aws:failed:principal:${user}`],
    });
  });
});

describe('targets that nothing tells apart', () => {
  const volumes = Array.from({ length: 6 }, (_, i) =>
    asset('store', `${volume}${i}`, 'AWS::EC2::Volume', {
      ...home,
      tags: i % 2 === 0 ? { env: 'dev' } : { env: `other-${i}` },
    }),
  );
  it('share a key, and a decision', () => {
    const narrow = document(
      allow({ Condition: { StringEquals: { 'ec2:ResourceTag/env': 'dev' } } }),
      deny({ Resource: `${volume}4` }),
    );
    const access = awsAccess(
      indexOf({
        assets: [credential, ...volumes, carrying(user, ['own']), policy('own', 'identity', narrow)],
      }),
    );
    const keys = volumes.map(({ id }) => access.targetKey?.(id));
    expect(keys[0]).toBe(keys[2]);
    expect(keys[1]).toBe(keys[3]);
    expect(new Set(keys).size).toBe(3);
    const [self] = access.identities(key);
    const decisions = volumes.map(({ id }) => self && access.decide(self, 'ec2:DeleteVolume', id).decision);
    expect(decisions).toEqual(['allowed', 'denied', 'allowed', 'denied', 'denied', 'denied']);
  });
});

describe('somebody from outside', () => {
  const host = 'token.actions.githubusercontent.com';
  const provider = `arn:aws:iam::${account}:oidc-provider/${host}`;
  const signIn = (sub: string) =>
    policy(
      'trust',
      'trust',
      document({
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: provider },
        Condition: { StringEquals: { [`${host}:sub`]: sub } },
      }),
      role,
    );
  const subject = asset('credential', `aws:oidc-subject:${role}:${host}:1`, 'AWS::IAM::OIDCSubject', {
    ...home,
    links: [link('held-by', role)],
    props: { type: 'oidc-subject', mfa: 'never', subject: 'repo:acme/app:pull_request' },
  });
  it.each([
    [
      'signs in by one call where the subject fits',
      'repo:acme/app:pull_request',
      'allowed',
      ['sts:AssumeRoleWithWebIdentity'],
    ],
    [
      'is kept out by the trust policy where it does not',
      'repo:acme/app:environment:production',
      'denied',
      [],
    ],
  ])('%s', (_, sub, decision, steps) => {
    const index = indexOf({ assets: [subject, store, carrying(role, ['own']), can(allow()), signIn(sub)] });
    const access = awsAccess(index);
    const [identity] = access.identities(subject.id);
    expect(identity?.steps.map(({ operation }) => operation)).toEqual(steps);
    expect(identity && access.decide(identity, 'ec2:DeleteVolume', volume).decision).toBe(decision);
  });
});

describe('what could not be read', () => {
  it('a policy that is no policy makes a denial open, naming it', () => {
    expect(told([carrying(user, ['own']), policy('own', 'identity', 'not json')])[0]).toMatchObject({
      decision: 'denied',
      unread: ['aws:failed:policy:own'],
    });
  });
  it('a policy that is missing does as well', () => {
    expect(told([carrying(user, ['gone'])])[0]).toMatchObject({
      decision: 'denied',
      unread: ['aws:failed:policy:gone'],
    });
  });
  it('so does a list of policies that could not be read', () => {
    const unread = gap({
      fingerprint: 'aws:denied:iam',
      provider: 'aws',
      scope: account,
      kind: 'policy',
      direction: 'widens',
      target: null,
    });
    expect(told([carrying(user, [])], [unread])[0]).toMatchObject({
      decision: 'denied',
      unread: ['aws:denied:iam'],
    });
  });
  it('a call that gives rights in any account leaves open what its holder is denied, there and here', () => {
    const abroad = asset('store', volume.replace(account, '222222222222'), 'AWS::EC2::Volume', {
      ...home,
      scope: '222222222222',
    });
    const index = indexOf({
      assets: [
        credential,
        store,
        abroad,
        carrying(user, ['own']),
        can(allow({ Action: 'sso:CreateAccountAssignment' })),
      ],
    });
    const access = awsAccess(index);
    const [self] = access.identities(key);
    const unread = ['aws:unsupported:sso:CreateAccountAssignment'];
    expect(self?.unread).toEqual(unread);
    expect(self && access.decide(self, 'ec2:DeleteVolume', abroad.id)).toMatchObject({
      decision: 'denied',
      unread,
    });
  });
  it('tags that could not be listed may be those a policy asks for', () => {
    const wanted = can(
      allow({
        Action: 'ec2:DeleteVolume',
        Condition: { StringEquals: { 'aws:ResourceTag/env': 'prod' } },
      }),
    );
    const untold = gap({
      ...home,
      fingerprint: 'tags',
      operation: 'dynamodb:ListTagsOfResource',
      kind: 'store',
      direction: 'neither',
      target: volume,
    });
    const carried = [carrying(user, ['own']), wanted];
    expect(told(carried).map(({ decision }) => decision)).toEqual(['denied']);
    expect(told(carried, [untold]).map(({ decision }) => decision)).toEqual(['conditional']);
  });

  it('an explicit deny stands whatever is unread', () => {
    expect(told([carrying(user, ['own', 'gone']), can(deny())])[0]).toMatchObject({
      decision: 'denied',
      unread: [],
    });
  });
});
