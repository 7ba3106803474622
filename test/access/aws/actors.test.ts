import { describe, expect, it } from 'vitest';
import {
  actorsFrom,
  buildEstate,
  compilePolicy,
  type EstatePrincipal,
  escalations,
  trustedBy,
} from '../../../src/access/aws/index.ts';
import { account, allow, document, type Fields } from './builders.ts';

const arnOf = (name: string, home = account) => `arn:aws:iam::${home}:${name}`;

interface Given {
  readonly can?: readonly Fields[];
  readonly trusts?: unknown;
  readonly bounded?: Fields;
  readonly ownPolicies?: readonly string[];
  readonly ownGroups?: readonly string[];
}

function principal(
  name: string,
  { can = [], trusts, bounded, ownPolicies = [], ownGroups = [] }: Given = {},
  home = account,
): EstatePrincipal {
  const trust =
    trusts === undefined ? null : document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: trusts });
  return {
    arn: arnOf(name, home),
    account: home,
    identity: [compilePolicy(document(...can))],
    boundary: bounded === undefined ? null : compilePolicy(document(bounded)),
    trust: trust === null ? null : compilePolicy(trust, 'resource'),
    trusts: trust === null ? [] : trustedBy(trust),
    tags: {},
    ownPolicies,
    ownGroups,
  };
}

/** `name:variant calls` of everyone the first principal can act as, itself aside. */
function reached(first: EstatePrincipal, ...others: readonly EstatePrincipal[]): readonly string[] {
  const workloads = [{ arn: `arn:aws:ec2:eu-west-1:${account}:instance/i-1`, role: arnOf('role/app') }];
  const actors = actorsFrom(buildEstate([first, ...others], workloads), first, {});
  return actors
    .slice(1)
    .map(
      (one) =>
        `${one.principal.arn.split(':').at(-1)} ${one.variant} ${one.steps.length}${one.holdsOnlyIf.length > 0 ? '?' : ''}${one.escalated ? '!' : ''}`,
    )
    .sort();
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
    expect(found).toEqual(['role/b itself 1', 'role/c itself 2']);
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
    expect(reached(principal('user/a', { can: [can('sts:AssumeRole')] }), abroad)).toEqual([
      'role/b itself 1',
    ]);
  });
  it('carry what is left to hold', () => {
    const guarded = can('sts:AssumeRole', '*', {
      Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
    });
    expect(
      reached(principal('user/a', { can: [guarded] }), principal('role/b', { trusts: { AWS: account } })),
    ).toEqual(['role/b itself 1?']);
  });
});

describe('escalations', () => {
  it('have a unique id, steps and a source', () => {
    for (const one of escalations) {
      expect(one.steps.length).toBeGreaterThan(0);
      expect(one.source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    }
    expect(new Set(escalations.map(({ id, doneTo, yields }) => `${id} ${doneTo} ${yields}`)).size).toBe(
      escalations.length,
    );
  });
  const self = arnOf('user/a');
  it.each([
    ['iam:PutUserPolicy on itself', { can: [can('iam:PutUserPolicy', self)] }, ['user/a administrator 1!']],
    ['iam:PutUserPolicy on another', { can: [can('iam:PutUserPolicy', arnOf('user/b'))] }, []],
    [
      'iam:CreatePolicyVersion on a policy it carries',
      { can: [can('iam:CreatePolicyVersion')], ownPolicies: [arnOf('policy/p')] },
      ['user/a administrator 1!'],
    ],
    ['iam:CreatePolicyVersion on none', { can: [can('iam:CreatePolicyVersion')] }, []],
    [
      'iam:PutGroupPolicy on its group',
      { can: [can('iam:PutGroupPolicy')], ownGroups: [arnOf('group/g')] },
      ['user/a administrator 1!'],
    ],
    [
      'iam:CreateAccessKey for another user',
      { can: [can('iam:CreateAccessKey', arnOf('user/b'))] },
      ['user/b itself 1!'],
    ],
    [
      'iam:UpdateAssumeRolePolicy, then assume',
      { can: [can('iam:UpdateAssumeRolePolicy')] },
      ['role/app itself 2!'],
    ],
    ['iam:PutRolePolicy on a role it may not assume', { can: [can('iam:PutRolePolicy')] }, []],
    [
      'iam:PassRole to an instance',
      { can: [can(['iam:PassRole', 'ec2:RunInstances'])] },
      ['role/app itself 1!'],
    ],
    [
      'iam:PassRole, but no network to run it in',
      {
        can: [
          can(['iam:PassRole', 'ec2:RunInstances'], ['arn:aws:iam::*:role/*', 'arn:aws:ec2:*:*:instance/*']),
        ],
      },
      [],
    ],
    ['iam:PassRole without a service that takes it', { can: [can('iam:PassRole')] }, []],
    [
      'iam:PassRole to another service',
      {
        can: [
          can('iam:PassRole', '*', {
            Condition: { StringEquals: { 'iam:PassedToService': 'glue.amazonaws.com' } },
          }),
          can('ec2:RunInstances'),
        ],
      },
      [],
    ],
    ['a command on an instance', { can: [can('ssm:SendCommand')] }, ['role/app itself 1!']],
    [
      'a user made for the purpose',
      {
        can: [
          can(['iam:CreateUser', 'iam:AttachUserPolicy', 'iam:CreateAccessKey'], `${arnOf('user/tmp-')}*`),
        ],
      },
      ['user/a new-administrator 3!'],
    ],
    [
      'its boundary taken off',
      { can: [can('*')], bounded: can(['iam:DeleteUserPermissionsBoundary']) },
      ['user/a unbounded 1!'],
    ],
  ])('%s', (_, given, expected) => {
    const app = principal('role/app', { trusts: { Service: 'ec2.amazonaws.com' } });
    expect(reached(principal('user/a', given), principal('user/b'), app)).toEqual(expected);
  });
  it('are not listed for whoever can do everything already', () => {
    expect(reached(principal('user/a', { can: [can('*')] }), principal('user/b'))).toEqual([]);
  });
});
