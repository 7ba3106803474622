import { describe, expect, it } from 'vitest';
import {
  type Actor,
  acrossAccounts,
  actorsFrom,
  buildEstate,
  type CarriedPolicy,
  type Context,
  carriedBy,
  compilePolicy,
  type EstateGroup,
  type EstatePrincipal,
  takeovers,
  trustedBy,
} from '../../../src/access/aws/index.ts';
import { account, allow, deny, document, type Fields } from './builders.ts';

const arnOf = (name: string, home = account) => `arn:aws:iam::${home}:${name}`;

interface Given {
  readonly can?: readonly Fields[];
  readonly trusts?: unknown;
  readonly bounded?: Fields;
  /** Further policies, by name: `inline`, or the ARN of a managed one. */
  readonly carries?: Readonly<Record<string, Fields>>;
  /** What their other versions give, where that is known. */
  readonly older?: Readonly<Record<string, NonNullable<CarriedPolicy['older']>>>;
  readonly groups?: readonly EstateGroup[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly trustAction?: string;
}

function carried(name: string, group: string | null, ...statements: readonly Fields[]): CarriedPolicy {
  const policy = compilePolicy(document(...statements), 'identity', name);
  return { policy, arn: name.startsWith('arn:') ? name : null, group };
}

function group(name: string, ...statements: readonly Fields[]): EstateGroup {
  const arn = arnOf(`group/${name}`);
  return { arn, account, policies: [carried(arnOf(`policy/of-${name}`), arn, ...statements)] };
}

function principal(
  name: string,
  {
    can = [],
    trusts,
    bounded,
    carries = {},
    older = {},
    groups = [],
    tags = {},
    trustAction = 'sts:AssumeRole',
  }: Given = {},
  home = account,
): EstatePrincipal {
  const trust =
    trusts === undefined ? null : document({ Effect: 'Allow', Action: trustAction, Principal: trusts });
  return {
    arn: arnOf(name, home),
    account: home,
    identity: [
      ...(can.length === 0 ? [] : [carried('arn:aws:iam::aws:policy/own', null, ...can)]),
      ...Object.entries(carries).map(([key, statement]) => {
        const gives = older[key];
        return { ...carried(key, null, statement), ...(gives === undefined ? {} : { older: gives }) };
      }),
      ...groups.flatMap(({ policies }) => policies),
    ],
    boundary: bounded === undefined ? null : carried(arnOf('policy/bound'), null, bounded),
    trust: trust === null ? null : compilePolicy(trust, 'resource'),
    trusts: trust === null ? [] : trustedBy(trust),
    tags,
    groups: groups.map(({ arn }) => arn),
  };
}

interface World {
  readonly others?: readonly EstatePrincipal[];
  readonly groups?: readonly EstateGroup[];
  readonly context?: Context;
}

/** What becomes of a principal, in short: `user/a administrator unbounded -inline +group/g`. */
function name({ principal: { arn }, changes }: Actor): string {
  const { administrator, unbounded, tags, without, joined } = changes;
  return [
    arn.split(':').at(-1),
    ...(administrator ? ['administrator'] : []),
    ...(unbounded ? ['unbounded'] : []),
    ...(tags === 'own' ? [] : [`tags-${tags}`]),
    ...without.map(({ policy }) => `-${policy.name.split(':').at(-1)}`),
    ...joined.map((one) => `+${one.arn.split(':').at(-1)}`),
  ].join(' ');
}

function actorsOf(
  first: EstatePrincipal,
  { others = [], groups = [], context = {} }: World = {},
): readonly Actor[] {
  const workloads = [{ arn: `arn:aws:ec2:eu-west-1:${account}:instance/i-1`, role: arnOf('role/app') }];
  return actorsFrom(buildEstate([first, ...others], { workloads, groups }), first, context).slice(1);
}

/** Name, number of calls, `?` if only possible, `!` if by escalation. */
function short(one: Actor): string {
  return `${name(one)} ${one.steps.length}${one.holdsOnlyIf.length > 0 ? '?' : ''}${one.escalated ? '!' : ''}`;
}

/** Everyone the first principal can act as, itself aside. */
function reached(first: EstatePrincipal, ...others: readonly EstatePrincipal[]): readonly string[] {
  return actorsOf(first, { others }).map(short).sort();
}

const can = (
  Action: string | readonly string[],
  Resource: string | readonly string[] = '*',
  more: Fields = {},
) => allow({ Action, Resource, ...more });

describe('role chains', () => {
  it('cost one call a hop', () => {
    const found = reached(
      principal('user/a', { can: [can('sts:AssumeRole')] }),
      principal('role/b', { trusts: { AWS: account }, can: [can('sts:AssumeRole')] }),
      principal('role/c', { trusts: { AWS: arnOf('role/b') } }),
    );
    expect(found).toEqual(['role/b 1', 'role/c 2']);
  });
  it('end where trust does not name the caller', () => {
    expect(
      reached(
        principal('user/a', { can: [can('sts:*')] }),
        principal('role/b', { trusts: { Service: 'ec2.amazonaws.com' } }),
      ),
    ).toEqual([]);
  });
  it('need both sides between accounts', () => {
    const abroad = principal('role/b', { trusts: { AWS: account } }, '222222222222');
    expect(reached(principal('user/a'), abroad)).toEqual([]);
    expect(reached(principal('user/a', { can: [can('sts:AssumeRole')] }), abroad)).toEqual(['role/b 1']);
  });
  it('carry what is left to hold', () => {
    const guarded = can('sts:AssumeRole', '*', {
      Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
    });
    expect(
      reached(principal('user/a', { can: [guarded] }), principal('role/b', { trusts: { AWS: account } })),
    ).toEqual(['role/b 1?']);
  });
});

const self = arnOf('user/a');
const ownPolicy = arnOf('policy/p');
const stop = deny({ Action: 'ec2:Delete*' });
const admins = group('admins', can('*'));
const passTo = (service: string, ...actions: readonly string[]) => ({
  can: [can(['iam:PassRole', ...actions])],
  others: [principal('role/app', { trusts: { Service: `${service}.amazonaws.com` } })],
});
const roleTrusting = (trusts: unknown) => [principal('role/app', { trusts })];
const saml = arnOf('saml-provider/idp');
const oidc = arnOf('oidc-provider/example.com');

interface Row extends Given, World {
  readonly name?: string;
}

/** Every call of the catalogue of escalations: what its holder has, and the edge that it gives. */
const table: Readonly<Record<string, readonly [Row, string] | string>> = {
  'iam:CreatePolicyVersion': [
    { can: [can('iam:CreatePolicyVersion')], carries: { [ownPolicy]: stop } },
    'user/a administrator -policy/p 1!',
  ],
  'iam:CreatePolicyVersion on its boundary': [
    { can: [can('iam:CreatePolicyVersion')], bounded: can('iam:*') },
    'user/a unbounded 1!',
  ],
  'iam:CreatePolicyVersion on a policy of a role it may assume': [
    {
      can: [can(['iam:CreatePolicyVersion', 'sts:AssumeRole'])],
      others: [principal('role/app', { trusts: { AWS: account }, carries: { [ownPolicy]: can('s3:*') } })],
    },
    'role/app administrator 2!',
  ],
  'iam:SetDefaultPolicyVersion': [
    { can: [can('iam:SetDefaultPolicyVersion')], carries: { [ownPolicy]: can('s3:*') } },
    'user/a administrator 1?!',
  ],
  'iam:SetDefaultPolicyVersion to one that allows everything': [
    {
      can: [can('iam:SetDefaultPolicyVersion')],
      carries: { [ownPolicy]: can('s3:*') },
      older: { [ownPolicy]: 'everything' },
    },
    'user/a administrator 1!',
  ],
  'iam:SetDefaultPolicyVersion to one that allows something else': [
    {
      can: [can('iam:SetDefaultPolicyVersion')],
      carries: { [ownPolicy]: can('s3:*') },
      older: { [ownPolicy]: 'something' },
    },
    'user/a administrator 1?!',
  ],
  'iam:SetDefaultPolicyVersion on its boundary': [
    { can: [can('iam:SetDefaultPolicyVersion')], bounded: can('iam:*') },
    'user/a unbounded 1?!',
  ],
  'iam:PutUserPolicy': [{ can: [can('iam:PutUserPolicy', self)] }, 'user/a administrator 1!'],
  'iam:PutUserPolicy over a deny': [
    { can: [can('iam:PutUserPolicy', self)], carries: { inline: stop } },
    'user/a administrator -inline 1!',
  ],
  'iam:PutUserPolicy on another, with a key for it': [
    {
      can: [can(['iam:PutUserPolicy', 'iam:CreateAccessKey'], arnOf('user/b'))],
      others: [principal('user/b')],
    },
    'user/b administrator 2!',
  ],
  'iam:PutGroupPolicy': [
    { can: [can('iam:PutGroupPolicy')], groups: [group('g', can('s3:*'))] },
    'user/a administrator 1!',
  ],
  'iam:PutRolePolicy': [
    { can: [can(['iam:PutRolePolicy', 'sts:AssumeRole'])], others: roleTrusting({ AWS: account }) },
    'role/app administrator 2!',
  ],
  'iam:AttachUserPolicy': [{ can: [can('iam:AttachUserPolicy')] }, 'user/a administrator 1!'],
  'iam:AttachUserPolicy of some policies only': [
    {
      can: [can('iam:AttachUserPolicy', '*', { Condition: { ArnEquals: { 'iam:PolicyARN': ownPolicy } } })],
    },
    'user/a administrator 1?!',
  ],
  'iam:AttachGroupPolicy': [
    { can: [can('iam:AttachGroupPolicy')], groups: [group('g', can('s3:*'))] },
    'user/a administrator 1!',
  ],
  'iam:AttachRolePolicy': [
    { can: [can(['iam:AttachRolePolicy', 'sts:AssumeRole'])], others: roleTrusting({ AWS: account }) },
    'role/app administrator 2!',
  ],
  'iam:AddUserToGroup': [
    { can: [can('iam:AddUserToGroup')], others: [], groups: [] },
    'user/a +group/admins 1!',
  ],
  'iam:DeleteUserPermissionsBoundary': [
    { can: [can('*')], bounded: can('iam:DeleteUserPermissionsBoundary') },
    'user/a unbounded 1!',
  ],
  'iam:PutUserPermissionsBoundary': [
    { can: [can('*')], bounded: can('iam:PutUserPermissionsBoundary') },
    'user/a unbounded 1!',
  ],
  'iam:DeleteRolePermissionsBoundary': [
    { name: 'role/r', can: [can('*')], bounded: can('iam:DeleteRolePermissionsBoundary') },
    'role/r unbounded 1!',
  ],
  'iam:PutRolePermissionsBoundary': [
    { name: 'role/r', can: [can('*')], bounded: can('iam:PutRolePermissionsBoundary') },
    'role/r unbounded 1!',
  ],
  'iam:DeleteUserPolicy': [{ can: [can('*')], carries: { inline: stop } }, 'user/a -inline 1!'],
  'iam:DetachUserPolicy': [
    { can: [can('iam:DetachUserPolicy')], carries: { [arnOf('policy/stop')]: stop } },
    'user/a -policy/stop 1!',
  ],
  'iam:DeleteRolePolicy': [
    { name: 'role/r', can: [can('iam:DeleteRolePolicy')], carries: { inline: stop } },
    'role/r -inline 1!',
  ],
  'iam:DetachRolePolicy': [
    { name: 'role/r', can: [can('iam:DetachRolePolicy')], carries: { [arnOf('policy/stop')]: stop } },
    'role/r -policy/stop 1!',
  ],
  'iam:RemoveUserFromGroup': [
    { can: [can('iam:RemoveUserFromGroup')], groups: [group('held', stop)] },
    'user/a -policy/of-held 1!',
  ],
  'iam:CreateAccessKey': [
    { can: [can('iam:CreateAccessKey', arnOf('user/b'))], others: [principal('user/b')] },
    'user/b 1!',
  ],
  'iam:UpdateAccessKey': [{ can: [can('iam:UpdateAccessKey')], others: [principal('user/b')] }, 'user/b 1?!'],
  'iam:CreateLoginProfile': [
    { can: [can('iam:CreateLoginProfile')], others: [principal('user/b')] },
    'user/b 1!',
  ],
  'iam:UpdateLoginProfile': [
    { can: [can('iam:UpdateLoginProfile')], others: [principal('user/b')] },
    'user/b 1!',
  ],
  'iam:CreateServiceSpecificCredential': 'opens the service it is for alone, where nothing judged lies',
  'iam:ResetServiceSpecificCredential': 'opens the service it is for alone, where nothing judged lies',
  'iam:UploadSSHPublicKey': 'opens CodeCommit alone, where nothing judged lies',
  'iam:UploadSigningCertificate': [
    { can: [can('iam:UploadSigningCertificate')], others: [principal('user/b')] },
    'user/b 1?!',
  ],
  'iam:DeactivateMFADevice': 'takes MFA away, which no policy rewards',
  'iam:UpdateAssumeRolePolicy': [
    { can: [can('iam:UpdateAssumeRolePolicy')], others: roleTrusting({ Service: 'ec2.amazonaws.com' }) },
    'role/app 2!',
  ],
  'iam:CreateOpenIDConnectProvider': [
    { can: [can('iam:CreateOpenIDConnectProvider')], others: roleTrusting({ Federated: oidc }) },
    'role/app 1?!',
  ],
  'iam:AddClientIDToOpenIDConnectProvider': [
    { can: [can('iam:AddClientIDToOpenIDConnectProvider')], others: roleTrusting({ Federated: oidc }) },
    'role/app 1?!',
  ],
  'iam:UpdateOpenIDConnectProviderThumbprint': [
    { can: [can('iam:UpdateOpenIDConnectProviderThumbprint')], others: roleTrusting({ Federated: oidc }) },
    'role/app 1?!',
  ],
  'iam:CreateSAMLProvider': 'makes a provider that no role trusts yet; the edit of the trust is followed',
  'iam:UpdateSAMLProvider': [
    {
      can: [can('iam:UpdateSAMLProvider')],
      others: [principal('role/app', { trusts: { Federated: saml }, trustAction: 'sts:AssumeRoleWithSAML' })],
    },
    'role/app 2!',
  ],
  'rolesanywhere:CreateTrustAnchor+CreateProfile': [
    passTo('rolesanywhere', 'rolesanywhere:CreateTrustAnchor', 'rolesanywhere:CreateProfile'),
    'role/app 2!',
  ],
  'rolesanywhere:UpdateTrustAnchor': [
    { ...passTo('rolesanywhere'), can: [can('rolesanywhere:UpdateTrustAnchor')] },
    'role/app 1?!',
  ],
  'rolesanywhere:UpdateProfile': [
    { ...passTo('rolesanywhere'), can: [can('rolesanywhere:UpdateProfile')] },
    'role/app 1?!',
  ],
  'sts:AssumeRole': [{ can: [can('sts:AssumeRole')], others: roleTrusting({ AWS: account }) }, 'role/app 1'],
  'sts:AssumeRoleWithWebIdentity': 'takes a token of a provider: whoever has one is a credential of its own',
  'sts:AssumeRoleWithSAML': 'takes a token of a provider: whoever has one is a credential of its own',
  'sts:TagSession': [
    {
      can: [can('sts:*')],
      others: [
        principal('role/app', {
          trusts: { AWS: account },
          trustAction: 'sts:*',
          can: [can('ec2:*', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'db' } } })],
        }),
      ],
    },
    'role/app tags-chosen 1!',
  ],
  'iam:TagUser': [
    {
      can: [
        can('iam:TagUser'),
        can('ec2:*', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'db' } } }),
      ],
    },
    'user/a tags-open 1!',
  ],
  'iam:TagRole': [
    {
      name: 'role/r',
      can: [
        can('iam:TagRole'),
        can('ec2:*', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'db' } } }),
      ],
    },
    'role/r tags-open 1!',
  ],
  'iam:PassRole+ec2:RunInstances': [passTo('ec2', 'ec2:RunInstances'), 'role/app 1!'],
  'iam:PassRole+lambda:CreateFunction': [
    passTo('lambda', 'lambda:CreateFunction', 'lambda:InvokeFunction'),
    'role/app 2!',
  ],
  'iam:PassRole+cloudformation:CreateStack': [
    passTo('cloudformation', 'cloudformation:CreateStack'),
    'role/app 1!',
  ],
  'iam:PassRole+codebuild': [
    passTo('codebuild', 'codebuild:CreateProject', 'codebuild:StartBuild'),
    'role/app 2!',
  ],
  'iam:PassRole+glue': [passTo('glue', 'glue:CreateJob', 'glue:StartJobRun'), 'role/app 2!'],
  'iam:PassRole+ecs': [passTo('ecs-tasks', 'ecs:RegisterTaskDefinition', 'ecs:RunTask'), 'role/app 2!'],
  'iam:PassRole+sagemaker': [
    passTo('sagemaker', 'sagemaker:CreateNotebookInstance', 'sagemaker:CreatePresignedNotebookInstanceUrl'),
    'role/app 2!',
  ],
  'iam:PassRole+states': [
    passTo('states', 'states:CreateStateMachine', 'states:StartExecution'),
    'role/app 2!',
  ],
  'iam:PassRole+apprunner': [passTo('tasks.apprunner', 'apprunner:CreateService'), 'role/app 1!'],
  'iam:PassRole+bedrock-agentcore': [passTo('bedrock-agentcore', 'bedrock-agentcore:*'), 'role/app 3!'],
  'iam:PassRole+datapipeline': [
    passTo(
      'datapipeline',
      'datapipeline:CreatePipeline',
      'datapipeline:PutPipelineDefinition',
      'datapipeline:ActivatePipeline',
    ),
    'role/app 3!',
  ],
  'iam:PassRole+any other service': [passTo('scheduler', 'scheduler:CreateSchedule'), 'role/app 1?!'],
  'lambda:UpdateFunctionCode': [
    { ...passTo('lambda'), can: [can('lambda:UpdateFunctionCode')] },
    'role/app 1?!',
  ],
  'ssm:SendCommand': [{ ...passTo('ec2'), can: [can('ssm:SendCommand')] }, 'role/app 1!'],
  'ssm:StartSession': [{ ...passTo('ec2'), can: [can('ssm:StartSession')] }, 'role/app 1!'],
  'ssm:StartAutomationExecution': [
    passTo('ssm', 'ssm:CreateDocument', 'ssm:StartAutomationExecution'),
    'role/app 2!',
  ],
  'ec2:ModifyInstanceAttribute': [
    {
      ...passTo('ec2'),
      can: [can(['ec2:StopInstances', 'ec2:ModifyInstanceAttribute', 'ec2:StartInstances'])],
    },
    'role/app 3!',
  ],
  'ec2-instance-connect:SendSSHPublicKey': [
    { ...passTo('ec2'), can: [can('ec2-instance-connect:SendSSHPublicKey')] },
    'role/app 1!',
  ],
  'ecs:ExecuteCommand': [{ ...passTo('ecs-tasks'), can: [can('ecs:ExecuteCommand')] }, 'role/app 1?!'],
  'codebuild:StartBuild': [{ ...passTo('codebuild'), can: [can('codebuild:StartBuild')] }, 'role/app 1?!'],
  'cloudformation:UpdateStack': [
    { ...passTo('cloudformation'), can: [can('cloudformation:UpdateStack')] },
    'role/app 1?!',
  ],
  'eks:CreateAccessEntry': [{ ...passTo('pods.eks'), can: [can('eks:CreateAccessEntry')] }, 'role/app 1?!'],
  'eks:AssociateAccessPolicy': [
    { ...passTo('pods.eks'), can: [can('eks:AssociateAccessPolicy')] },
    'role/app 1?!',
  ],
  ...Object.fromEntries(acrossAccounts.map((action) => [action, 'leaves open what its holder is denied'])),
  'organizations:LeaveOrganization': 'leaves open what its holder is denied, where an organisation limits it',
  'organizations:RemoveAccountFromOrganization':
    'is called from the management account, which no such policy limits',
  'organizations:DetachPolicy': 'is called from the management account, which no such policy limits',
  // Not in that catalogue, and ways all the same.
  'iam:CreateUser': [
    {
      can: [can(['iam:CreateUser', 'iam:AttachUserPolicy', 'iam:CreateAccessKey'], `${arnOf('user/tmp-')}*`)],
    },
    'user/any-other-name administrator 3!',
  ],
  'iam:CreateRole': [
    { can: [can(['iam:CreateRole', 'iam:PutRolePolicy'], `${arnOf('role/tmp-')}*`)] },
    'role/any-other-name administrator 3!',
  ],
  'iam:EnableMFADevice': [
    {
      can: [
        can(['iam:CreateVirtualMFADevice', 'iam:EnableMFADevice']),
        can('ec2:*', '*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
      ],
      context: carriedBy({ type: 'access-key', mfa: 'never' }),
    },
    'user/a 3!',
  ],
};

function edges({ name: first = 'user/a', others, groups = [], context, ...given }: Row): readonly string[] {
  return actorsOf(principal(first, { ...given, groups }), {
    ...(others === undefined ? {} : { others }),
    ...(context === undefined ? {} : { context }),
    groups: [...groups, admins],
  }).map(short);
}

describe('escalations', () => {
  const followed = Object.entries(table).flatMap(([call, row]) =>
    typeof row === 'string' ? [] : [[call, ...row] as const],
  );
  it.each(followed)('%s', (_, row, edge) => {
    expect(edges(row)).toContain(edge);
  });
  it('iam:SetDefaultPolicyVersion gives nothing where no other version does', () => {
    const older = { [ownPolicy]: 'nothing' } as const;
    const carries = { [ownPolicy]: can('s3:*') };
    expect(
      reached(principal('user/a', { can: [can('iam:SetDefaultPolicyVersion')], carries, older })),
    ).toEqual([]);
  });

  it.each(followed)('%s gives nothing to whoever may not call it', (_, row, edge) => {
    const denied = [...(row.can ?? []), deny({ Action: '*' })];
    expect(edges({ ...row, can: denied })).not.toContain(edge);
  });
  it('rest on sources', () => {
    for (const { source } of takeovers) expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  });
  it('come one after the other: what denies taking off the rest goes first', () => {
    const first = deny({ Action: 'iam:DetachUserPolicy', Resource: self });
    const found = edges({
      can: [can('*')],
      carries: { inline: first, [arnOf('policy/stop')]: stop },
      bounded: can(['iam:*', 'ec2:*']),
    });
    expect(found).toContain('user/a unbounded -inline -policy/stop 3!');
  });
  it('do not lift a deny that also denies lifting it', () => {
    const found = edges({ can: [can('*')], carries: { inline: deny({ Action: ['iam:*', 'ec2:Delete*'] }) } });
    expect(found.filter((one) => one.startsWith('user/a'))).toEqual([]);
  });
  it('keep the boundary that a newcomer must have', () => {
    const must = { Condition: { StringEquals: { 'iam:PermissionsBoundary': arnOf('policy/bound') } } };
    const create = can(['iam:CreateRole', 'iam:AttachRolePolicy'], '*', must);
    expect(edges({ can: [create], bounded: create })).toEqual([
      'role/any-other-name-under-bound administrator 3!',
    ]);
  });
  it('leave it where the boundary itself does not ask for it', () => {
    const must = { Condition: { StringEquals: { 'iam:PermissionsBoundary': arnOf('policy/bound') } } };
    const calls = ['iam:CreateRole', 'iam:AttachRolePolicy', 'sts:AssumeRole'];
    expect(edges({ can: [can(calls, '*', must)], bounded: can(calls) })).toContain(
      'role/any-other-name administrator 6!',
    );
  });
  it('are not listed for whoever can do everything already', () => {
    expect(reached(principal('user/a', { can: [can('*')] }), principal('user/b'))).toEqual([]);
  });
  it.each([
    ['no network to run it in', ['arn:aws:iam::*:role/*', 'arn:aws:ec2:*:*:instance/*'], {}, 'role/app 1?!'],
    [
      'another service',
      '*',
      { Condition: { StringEquals: { 'iam:PassedToService': 'glue.amazonaws.com' } } },
      undefined,
    ],
  ])('iam:PassRole to an instance, but %s', (_, resource, more, edge) => {
    const { others } = passTo('ec2');
    const given = { can: [can(['iam:PassRole', 'ec2:RunInstances'], resource, more)], others };
    expect(edges(given).find((one) => one.startsWith('role/app'))).toBe(edge);
  });
});
