import { combineAccess } from '../../src/access/access.ts';
import { awsAccess } from '../../src/access/aws/inventory.ts';
import type { AssetKind, AssetOf, PrincipalProps } from '../../src/model/asset.ts';
import type { BlastRadius } from '../../src/model/blast-radius.ts';
import { asset, blast, link, type World } from './world.ts';

/** Principals with policies as AWS has them, judged by AWS's rules. */
type Assets = readonly AssetOf<AssetKind>[];

export const ACCOUNT = '111111111111';
export const USER = `arn:aws:iam::${ACCOUNT}:user/deploy`;
export const ACCESS_KEY = `aws:access-key:${USER}:0001`;

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: object;
}

export function allow(Action: Statement['Action'], Resource: Statement['Resource'] = '*'): Statement {
  return { Effect: 'Allow', Action, Resource };
}

export function deny(Action: Statement['Action'], Resource: Statement['Resource'] = '*'): Statement {
  return { Effect: 'Deny', Action, Resource };
}

function document(statements: readonly Statement[]): object {
  return { Version: '2012-10-17', Statement: statements };
}

function identityPolicy(of: string, statements: readonly Statement[]): AssetOf<'policy'> {
  return asset('policy', `${of}#inline/own`, 'AWS::IAM::Policy', {
    props: { type: 'inline', document: document(statements) },
  });
}

/** A policy on a resource: a vault, a bucket, a key, a table. */
export function resourcePolicy(
  on: string,
  type: 'resource' | 'vault' | 'key',
  ...statements: readonly Statement[]
): AssetOf<'policy'> {
  return asset('policy', `${on}#policy`, 'AWS::Policy', {
    props: {
      type,
      document: document(statements.map((one) => ({ Principal: '*', Resource: '*', ...one }))),
    },
    links: [link('protects', on)],
  });
}

/** A user with one access key. */
export function user(...statements: readonly Statement[]): Assets {
  return [
    asset('principal', USER, 'AWS::IAM::User', { links: [link('attached', `${USER}#inline/own`)] }),
    asset('credential', ACCESS_KEY, 'AWS::IAM::AccessKey', {
      props: { type: 'access-key' },
      links: [link('held-by', USER)],
    }),
    identityPolicy(USER, statements),
  ];
}

/** A role that `trusted` may assume: an ARN, or a service by name. */
export function role(
  arn: string,
  trusted: string,
  statements: readonly Statement[],
  props: Partial<PrincipalProps> = {},
): Assets {
  const scope = arn.split(':')[4] ?? ACCOUNT;
  const Principal = trusted.endsWith('.amazonaws.com') ? { Service: trusted } : { AWS: trusted };
  return [
    asset('principal', arn, 'AWS::IAM::Role', {
      scope,
      props: { type: 'role', ...props },
      links: [link('attached', `${arn}#inline/own`)],
    }),
    asset('policy', `${arn}#trust`, 'AWS::IAM::TrustPolicy', {
      scope,
      props: {
        type: 'trust',
        document: document([{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }]),
      },
      links: [link('protects', arn)],
    }),
    { ...identityPolicy(arn, statements), scope },
  ];
}

export function account(id: string): AssetOf<'container'> {
  return asset('container', `aws:account:${id}`, 'AWS::Account', { scope: id, props: { type: 'account' } });
}

export function judged(world: World): BlastRadius {
  return blast(world, undefined, (index) => combineAccess(index, { aws: awsAccess(index) }));
}
