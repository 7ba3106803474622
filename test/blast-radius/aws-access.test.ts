import { describe, expect, test } from 'vitest';
import { combineAccess } from '../../src/access/access.ts';
import { awsAccess } from '../../src/access/aws/inventory.ts';
import type { AssetKind, AssetOf } from '../../src/model/asset.ts';
import { attachedVolume, SCANNED, server, snapshots, VOLUME } from './ec2-world.ts';
import { asset, blast, link, pairOf } from './world.ts';

const USER = 'arn:aws:iam::111111111111:user/deploy';
const ROLE = 'arn:aws:iam::111111111111:role/admin';
const KEY = `aws:access-key:${USER}:0001`;

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string;
  readonly Condition?: object;
}

function policy(id: string, ...statements: readonly Statement[]): AssetOf<'policy'> {
  return asset('policy', id, 'AWS::IAM::ManagedPolicy', {
    props: { type: 'identity', document: { Version: '2012-10-17', Statement: statements } },
  });
}

/** A user with an access key and one policy. */
function user(...statements: readonly Statement[]): readonly AssetOf<AssetKind>[] {
  return [
    asset('principal', USER, 'AWS::IAM::User', { links: [link('attached', 'policy/own')] }),
    asset('credential', KEY, 'AWS::IAM::AccessKey', {
      props: { type: 'access-key' },
      links: [link('held-by', USER)],
    }),
    policy('policy/own', ...statements),
  ];
}

const world = [SCANNED, attachedVolume(), server(), ...snapshots(3)];

function told(...assets: readonly AssetOf<AssetKind>[]) {
  const radius = blast({ assets: [...world, ...assets] }, undefined, (index) =>
    combineAccess(index, { aws: awsAccess(index) }),
  );
  return pairOf(radius, KEY, VOLUME);
}

const allow = (Action: string | readonly string[], Condition?: object): Statement => ({
  Effect: 'Allow',
  Action,
  Resource: '*',
  ...(Condition === undefined ? {} : { Condition }),
});

describe('an EC2 volume and its snapshots under policies as AWS has them', () => {
  test('an administrator ends all of it', () => {
    expect(told(...user(allow('*')))).toMatchObject({
      verdict: 'total-loss',
      calls: 4,
      plan: ['ec2:TerminateInstances', 'ec2:DeleteSnapshot x3'],
    });
  });

  test('the plan names the policy that allows it', () => {
    const radius = blast({ assets: [...world, ...user(allow('ec2:*'))] }, undefined, (index) =>
      combineAccess(index, { aws: awsAccess(index) }),
    );
    expect(radius.plans[0]?.steps[0]?.allowedBy.map(({ text }) => text).join()).toContain('own');
  });

  test('who may only terminate leaves the snapshots', () => {
    expect(told(...user(allow('ec2:TerminateInstances')))).toMatchObject({
      verdict: 'recoverable',
      calls: 1,
    });
  });

  test('a deny on the snapshots keeps them', () => {
    const deny: Statement = { Effect: 'Deny', Action: 'ec2:DeleteSnapshot', Resource: '*' };
    expect(told(...user(allow('ec2:*'), deny))?.verdict).toBe('recoverable');
  });

  test('an access key never carries MFA', () => {
    const mfa = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
    expect(told(...user(allow('ec2:*', mfa)))).toBeUndefined();
  });

  test('a source address is left to hold', () => {
    const office = { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } };
    expect(told(...user(allow('ec2:*', office)))).toMatchObject({
      verdict: 'no-reach',
      possible: 'total-loss',
    });
  });

  test('a role that may be assumed is one more call', () => {
    const trust = asset('policy', `${ROLE}#trust`, 'AWS::IAM::TrustPolicy', {
      props: {
        type: 'trust',
        document: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { AWS: USER }, Action: 'sts:AssumeRole' }],
        },
      },
      links: [link('protects', ROLE)],
    });
    const role = asset('principal', ROLE, 'AWS::IAM::Role', {
      props: { type: 'role' },
      links: [link('attached', 'policy/admin')],
    });
    expect(
      told(...user(allow('sts:AssumeRole')), role, trust, policy('policy/admin', allow('ec2:*'))),
    ).toMatchObject({
      verdict: 'total-loss',
      calls: 5,
      plan: ['sts:AssumeRole', 'ec2:TerminateInstances', 'ec2:DeleteSnapshot x3'],
    });
  });
});
