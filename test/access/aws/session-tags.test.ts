import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { awsAccess } from '../../../src/access/aws/inventory.ts';
import type { Asset, CredentialType } from '../../../src/model/asset.ts';
import { asset, indexOf, link } from '../../blast-radius/world.ts';
import { account, allow, deny, document, type Fields, role, user, volume } from './builders.ts';

const home = { provider: 'aws', scope: account } as const;
const host = 'token.actions.githubusercontent.com';
const oidc = `arn:aws:iam::${account}:oidc-provider/${host}`;
const saml = `arn:aws:iam::${account}:saml-provider/idp`;
const abroad = '222222222222';
const key = `arn:aws:kms:eu-west-1:${account}:key/k-1`;
const next = `arn:aws:iam::${account}:role/next`;

const isDb = { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'db' } } };
const isNotDb = { Condition: { StringNotEquals: { 'aws:PrincipalTag/team': 'db' } } };
const tagged = (value: string) => ({ Condition: { StringEquals: { 'aws:RequestTag/team': value } } });

const may = (...statements: readonly Fields[]) => statements;
const ifTagged = may(allow({ Action: 'ec2:*', ...isDb }));
const unlessUntagged = may(allow({ Action: 'ec2:*' }), deny({ Action: 'ec2:*', ...isNotDb }));

/** A statement of a trust policy. */
const lets = (Principal: unknown, Action: string | readonly string[], more: Fields = {}): Fields => ({
  Effect: 'Allow',
  Principal,
  Action,
  ...more,
});

function policy(id: string, type: string, statements: readonly Fields[], protects?: string): Asset {
  const links = protects === undefined ? [] : [link('protects', protects)];
  const props = { type, document: document(...statements) };
  return asset('policy', id, 'AWS::IAM::ManagedPolicy', { ...home, name: id, links, props });
}

interface Principal {
  readonly may: readonly Fields[];
  readonly trust?: readonly Fields[];
  readonly tags?: Readonly<Record<string, string>>;
}

function principal(id: string, { may: statements, trust, tags = {} }: Principal): readonly Asset[] {
  const type = id.includes(':role/') ? 'role' : 'user';
  const links = [link('attached', `${id}#inline/own`)];
  return [
    asset('principal', id, 'AWS::IAM::Principal', { ...home, links, tags, props: { type } }),
    policy(`${id}#inline/own`, 'inline', statements),
    ...(trust === undefined ? [] : [policy(`${id}#trust`, 'trust', trust, id)]),
  ];
}

interface Holder {
  readonly id: string;
  readonly type: CredentialType;
  readonly by: string;
  readonly subject?: string;
}

const workflow: Holder = {
  id: `aws:oidc-subject:${role}:${host}:1`,
  type: 'oidc-subject',
  by: role,
  subject: '*',
};
const employee: Holder = {
  id: `aws:saml-subject:${role}:idp:1`,
  type: 'saml-subject',
  by: role,
  subject: '*',
};
const person: Holder = { id: 'aws:identity-center-user:u-1', type: 'identity-center-user', by: role };
const pod: Holder = {
  id: `aws:workload-identity:${role}:pods.eks.amazonaws.com`,
  type: 'workload-identity',
  by: role,
};
const foreigner: Holder = {
  id: `aws:foreign-account:${role}:${abroad}`,
  type: 'foreign-account',
  by: role,
  subject: abroad,
};
const bot: Holder = { id: `aws:access-key:${user}:0001`, type: 'access-key', by: user };

interface Question {
  readonly operation?: string;
  readonly target?: string;
}

/** The most that anybody the holder can act as gets; `conditional` too where becoming it is. */
function answer(
  { id, type, by, subject }: Holder,
  assets: readonly Asset[],
  { operation = 'ec2:DeleteVolume', target = volume }: Question = {},
): string {
  const props = { type, mfa: 'never' as const, ...(subject === undefined ? {} : { subject }) };
  const held = asset('credential', id, 'AWS::IAM::Credential', {
    ...home,
    links: [link('held-by', by)],
    props,
  });
  const store = asset('store', volume, 'AWS::EC2::Volume', home);
  const hasStore = assets.some((one) => one.id === volume);
  const access = awsAccess(indexOf({ assets: [held, ...(hasStore ? [] : [store]), ...assets] }));
  const answers = access.identities(id).map((identity) => {
    const { decision } = access.decide(identity, operation, target);
    return decision === 'allowed' && identity.holdsOnlyIf.length > 0 ? 'conditional' : decision;
  });
  return ['allowed', 'conditional', 'denied'].find((one) => answers.includes(one as 'denied')) ?? 'nobody';
}

const webIdentity = 'sts:AssumeRoleWithWebIdentity';
const withSaml = 'sts:AssumeRoleWithSAML';
const tag = 'sts:TagSession';
const pods = { Service: 'pods.eks.amazonaws.com' };

describe('tags that whoever opens a session may bring', () => {
  it.each<[string, Holder, readonly Fields[], string]>([
    ['a token whose provider may not', workflow, [lets({ Federated: oidc }, webIdentity)], 'denied'],
    ['a token whose provider may', workflow, [lets({ Federated: oidc }, [webIdentity, tag])], 'conditional'],
    [
      'a token whose provider may bring some',
      workflow,
      [lets({ Federated: oidc }, webIdentity), lets({ Federated: oidc }, tag, tagged('db'))],
      'conditional',
    ],
    [
      'a token, where another provider may',
      workflow,
      [lets({ Federated: oidc }, webIdentity), lets({ Federated: saml }, tag)],
      'denied',
    ],
    ['an assertion whose provider may not', employee, [lets({ Federated: saml }, withSaml)], 'denied'],
    [
      'an assertion whose provider may',
      employee,
      [lets({ Federated: saml }, [withSaml, tag])],
      'conditional',
    ],
    [
      'Identity Center, whose roles let it',
      person,
      [lets({ Federated: saml }, [withSaml, tag], { Condition: { StringEquals: { 'saml:aud': 'x' } } })],
      'conditional',
    ],
    ['Identity Center, where it may not', person, [lets({ Federated: saml }, withSaml)], 'denied'],
    ['pods that EKS may tag', pod, [lets(pods, ['sts:AssumeRole', tag])], 'conditional'],
    ['pods that EKS may not tag', pod, [lets(pods, 'sts:AssumeRole')], 'denied'],
    ['an account that may not', foreigner, [lets({ AWS: abroad }, 'sts:AssumeRole')], 'denied'],
    ['an account that may, as it likes', foreigner, [lets({ AWS: abroad }, 'sts:*')], 'allowed'],
    [
      'an account that may bring some',
      foreigner,
      [lets({ AWS: abroad }, 'sts:AssumeRole'), lets({ AWS: abroad }, tag, tagged('web'))],
      'conditional',
    ],
  ])('%s', (_, holder, trust, expected) => {
    for (const given of [ifTagged, unlessUntagged])
      expect(answer(holder, principal(role, { may: given, trust }))).toBe(expected);
  });

  it('take nothing from what the role may without them', () => {
    const given = may(allow({ Action: 'ec2:*' }), deny({ Action: 'ec2:*', ...isDb }));
    const trust = [lets({ Federated: oidc }, [webIdentity, tag])];
    expect(answer(workflow, principal(role, { may: given, trust }))).toBe('allowed');
    expect(answer(workflow, principal(role, { may: ifTagged, trust, tags: { team: 'db' } }))).toBe('allowed');
  });

  it('may be those that a resource is compared with', () => {
    const isOwn = { StringEquals: { 'aws:ResourceTag/team': `\${aws:PrincipalTag/team}` } };
    const given = may(allow({ Action: 'ec2:*', Condition: isOwn }));
    const store = asset('store', volume, 'AWS::EC2::Volume', { ...home, tags: { team: 'db' } });
    const signIn = (action: string | readonly string[]) => [
      store,
      ...principal(role, { may: given, trust: [lets({ Federated: oidc }, action)] }),
    ];
    expect(answer(workflow, signIn(webIdentity))).toBe('denied');
    expect(answer(workflow, signIn([webIdentity, tag]))).toBe('conditional');
  });

  it('may be anything where the trust policy was not read', () => {
    const broken = asset('policy', 'broken', 'AWS::IAM::Policy', {
      ...home,
      name: 'broken',
      links: [link('protects', role)],
      props: { type: 'trust', document: 'not json' },
    });
    const own = principal(role, { may: ifTagged });
    for (const holder of [person, pod, foreigner, workflow, employee])
      for (const assets of [own, [...own, broken]]) expect(answer(holder, assets)).toBe('conditional');
  });
});

describe('tags that the caller of sts:AssumeRole passes', () => {
  const assume = may(allow({ Action: 'sts:AssumeRole' }));
  const both = may(allow({ Action: ['sts:AssumeRole', tag] }));
  it.each<[string, readonly Fields[], readonly Fields[], string]>([
    ['where both sides let it', both, [lets({ AWS: account }, ['sts:AssumeRole', tag])], 'allowed'],
    ['not where the caller may not', assume, [lets({ AWS: account }, ['sts:AssumeRole', tag])], 'denied'],
    ['not where the trust does not say so', both, [lets({ AWS: account }, 'sts:AssumeRole')], 'denied'],
    ['where the trust names the caller', may(), [lets({ AWS: user }, ['sts:AssumeRole', tag])], 'allowed'],
    [
      'some of them, where the trust lets it pass only those',
      both,
      [lets({ AWS: account }, 'sts:AssumeRole'), lets({ AWS: account }, tag, tagged('web'))],
      'conditional',
    ],
    [
      'with an external id, which it says in the same call',
      both,
      [
        lets({ AWS: account }, ['sts:AssumeRole', tag], {
          Condition: { StringEquals: { 'sts:ExternalId': 'x' } },
        }),
      ],
      'allowed',
    ],
  ])('%s', (_, caller, trust, expected) => {
    const assets = [...principal(user, { may: caller }), ...principal(role, { may: ifTagged, trust })];
    expect(answer(bot, assets)).toBe(expected);
  });

  it('go over tags of the role, but take none away', () => {
    const given = (Condition: Fields) => [
      ...principal(user, { may: both }),
      ...principal(role, {
        may: may(allow({ Action: 'ec2:*' }), deny({ Action: 'ec2:*', Condition })),
        trust: [lets({ AWS: account }, ['sts:AssumeRole', tag])],
        tags: { frozen: 'yes' },
      }),
    ];
    expect(answer(bot, given({ StringEquals: { 'aws:PrincipalTag/frozen': 'yes' } }))).toBe('allowed');
    expect(answer(bot, given({ Null: { 'aws:PrincipalTag/frozen': 'false' } }))).toBe('denied');
  });

  const trusting = [lets({ AWS: account }, ['sts:AssumeRole', tag])];
  it('count where a policy of the organisation alone asks for them', () => {
    const levels = ['arn:aws:organizations::999999999999:root/o-1/r-1', `aws:account:${account}`] as const;
    const limit = asset('policy', 'scp', 'AWS::Organizations::Policy', {
      ...home,
      name: 'scp',
      links: levels.map((level) => link('bounds', level)),
      props: { type: 'scp', document: document(allow(), deny({ Action: 'ec2:*', ...isNotDb })) },
    });
    const containers = [
      asset('container', levels[0], 'AWS::Organizations::Root', {
        ...home,
        links: [link('contains', levels[1])],
      }),
      asset('container', levels[1], 'AWS::Account', home),
    ];
    const member = may(allow({ Action: 'ec2:*' }));
    const assets = [...principal(user, { may: both }), limit, ...containers];
    expect(answer(bot, [...assets, ...principal(role, { may: member, trust: trusting })])).toBe('allowed');
    const untagged = [lets({ AWS: account }, 'sts:AssumeRole')];
    expect(answer(bot, [...assets, ...principal(role, { may: member, trust: untagged })])).toBe('denied');
  });

  it('count where the policy of a resource alone asks for them', () => {
    const keyPolicy = policy(
      `${key}#policy`,
      'key',
      [
        { Effect: 'Allow', Principal: { AWS: account }, Action: 'kms:*', Resource: '*' },
        { Effect: 'Deny', Principal: '*', Action: 'kms:ScheduleKeyDeletion', Resource: '*', ...isNotDb },
      ],
      key,
    );
    const assets = [
      asset('key', key, 'AWS::KMS::Key', home),
      keyPolicy,
      ...principal(user, { may: both }),
      ...principal(role, { may: may(allow({ Action: 'kms:*' })), trust: trusting }),
    ];
    expect(answer(bot, assets, { operation: 'kms:ScheduleKeyDeletion', target: key })).toBe('allowed');
  });
});

describe('letting sessions be tagged', () => {
  const operators = [
    'StringEquals',
    'StringNotEquals',
    'StringEqualsIfExists',
    'ForAllValues:StringLike',
  ] as const;
  const conditions = fc.oneof(
    fc
      .tuple(fc.constantFrom(...operators), fc.constantFrom('team', 'env'), fc.constantFrom('db', 'web'))
      .map(([operator, name, value]) => ({ [operator]: { [`aws:PrincipalTag/${name}`]: value } })),
    fc.constantFrom('true', 'false').map((value) => ({ Null: { 'aws:PrincipalTag/team': value } })),
    fc.constant({}),
  );
  const statements = fc.array(
    fc
      .tuple(fc.boolean(), conditions)
      .map(([isAllow, Condition]) => (isAllow ? allow : deny)({ Action: 'ec2:*', Condition })),
    { minLength: 1, maxLength: 3 },
  );
  const ways: readonly (readonly [Holder, unknown, string])[] = [
    [workflow, { Federated: oidc }, webIdentity],
    [employee, { Federated: saml }, withSaml],
    [person, { Federated: saml }, withSaml],
    [pod, pods, 'sts:AssumeRole'],
    [foreigner, { AWS: abroad }, 'sts:AssumeRole'],
    [bot, { AWS: user }, 'sts:AssumeRole'],
  ];
  const tags = fc.constantFrom({}, { team: 'db' }, { env: 'web' });
  it('never makes an answer milder', () => {
    const ranks = ['nobody', 'denied', 'conditional', 'allowed'];
    fc.assert(
      fc.property(statements, tags, fc.constantFrom(...ways), (given, own, [holder, by, action]) => {
        const rank = (...actions: readonly string[]) => {
          const trust = [lets(by, actions)];
          const assets = principal(role, { may: given, trust, tags: own });
          return ranks.indexOf(answer(holder, [...assets, ...principal(user, { may: may() })]));
        };
        expect(rank(action, tag)).toBeGreaterThanOrEqual(rank(action));
      }),
      { numRuns: process.env.CI === 'true' ? 1_000 : 200 },
    );
  });
});

describe('tags that go on along a chain', () => {
  const onward = may(allow({ Action: ['sts:AssumeRole', tag], Resource: next, ...isDb }));
  const chain = (signIn: string | readonly string[], then: string | readonly string[]) => [
    ...principal(role, { may: onward, trust: [lets({ Federated: oidc }, signIn)] }),
    ...principal(next, { may: ifTagged, trust: [lets({ AWS: role }, then, isDb)] }),
  ];
  it.each([
    [
      'from a token, over two roles that take them',
      [webIdentity, tag],
      ['sts:AssumeRole', tag],
      'conditional',
    ],
    ['not where the second takes none', [webIdentity, tag], 'sts:AssumeRole', 'denied'],
    ['not where the first took none', webIdentity, ['sts:AssumeRole', tag], 'denied'],
  ])('%s', (_, signIn, then, expected) => {
    expect(answer(workflow, chain(signIn, then))).toBe(expected);
  });
});

describe('tags of sessions had by an escalation', () => {
  const byBot = (action: string, trust: readonly Fields[]) =>
    answer(bot, [
      ...principal(user, { may: may(allow({ Action: action })) }),
      ...principal(role, { may: ifTagged, trust }),
    ]);
  it.each<[string, string, readonly Fields[], string]>([
    [
      'a rewritten trust policy allows',
      'iam:UpdateAssumeRolePolicy',
      [lets(pods, 'sts:AssumeRole')],
      'allowed',
    ],
    [
      'a rewritten SAML provider says',
      'iam:UpdateSAMLProvider',
      [lets({ Federated: saml }, [withSaml, tag])],
      'allowed',
    ],
    [
      'a rewritten SAML provider may not say',
      'iam:UpdateSAMLProvider',
      [lets({ Federated: saml }, withSaml)],
      'denied',
    ],
    [
      'an edited OIDC provider may say',
      'iam:AddClientIDToOpenIDConnectProvider',
      [lets({ Federated: oidc }, [webIdentity, tag])],
      'conditional',
    ],
    [
      'an edited OIDC provider may not say',
      'iam:AddClientIDToOpenIDConnectProvider',
      [lets({ Federated: oidc }, webIdentity)],
      'denied',
    ],
  ])('%s', (_, action, trust, expected) => {
    expect(byBot(action, trust)).toBe(expected);
  });
});

describe('tags of a session that a user federates itself into', () => {
  it.each<[string, readonly string[], string]>([
    ['may be others', ['sts:GetFederationToken', tag], 'conditional'],
    ['are its own where it may not tag', ['sts:GetFederationToken'], 'denied'],
    ['are its own where it may not federate', [tag], 'denied'],
  ])('%s', (_, calls, expected) => {
    const given = may(allow({ Action: calls }), ...ifTagged);
    expect(answer(bot, principal(user, { may: given }))).toBe(expected);
  });
});

describe('names of sessions', () => {
  const named = { Condition: { StringLike: { 'sts:RoleSessionName': 'deploy-*' } } };
  it('are chosen by the holder of a token, and said by whoever signs an assertion', () => {
    const given = may(allow({ Action: 'ec2:*' }));
    const signIn = (Federated: string, action: string) => [lets({ Federated }, action, named)];
    const byToken = principal(role, { may: given, trust: signIn(oidc, webIdentity) });
    const byAssertion = principal(role, { may: given, trust: signIn(saml, withSaml) });
    expect(answer(workflow, byToken)).toBe('allowed');
    expect(answer(employee, byAssertion)).toBe('conditional');
  });
});
