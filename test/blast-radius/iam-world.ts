import { combineAccess } from '../../src/access/access.ts';
import { awsAccess } from '../../src/access/aws/inventory.ts';
import type { AssetKind, AssetOf } from '../../src/model/asset.ts';
import type { BlastRadius } from '../../src/model/blast-radius.ts';
import { asset, blast, link } from './world.ts';

type Assets = readonly AssetOf<AssetKind>[];

export interface Statement {
  readonly Sid?: string;
  readonly Effect?: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Principal?: object;
  readonly Condition?: object;
}

export const MFA = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };

export function userArn(name: string): string {
  return `arn:aws:iam::111111111111:user/${name}`;
}

export function roleArn(name: string): string {
  return `arn:aws:iam::111111111111:role/${name}`;
}

export function keyOf(name: string): string {
  return `aws:access-key:${userArn(name)}:0001`;
}

function policy(id: string, name: string, type: string, statements: readonly Statement[]): AssetOf<'policy'> {
  const Statement = statements.map((one) => ({
    Effect: 'Allow',
    ...(type === 'trust' ? {} : { Resource: '*' }),
    ...one,
  }));
  return asset('policy', id, 'AWS::IAM::UserPolicy', {
    name,
    props: { type, document: { Version: '2012-10-17', Statement } },
  });
}

/** A user with an access key and a policy of the user's name, perhaps within a boundary. */
export function user(name: string, own: readonly Statement[], boundary?: readonly Statement[]): Assets {
  const arn = userArn(name);
  const bounds = boundary === undefined ? [] : [policy(`${arn}#boundary`, 'fence', 'boundary', boundary)];
  return [
    asset('principal', arn, 'AWS::IAM::User', {
      links: [link('attached', `${arn}#inline/${name}`), ...bounds.map(({ id }) => link('bounds', id))],
    }),
    asset('credential', keyOf(name), 'AWS::IAM::AccessKey', {
      props: { type: 'access-key' },
      links: [link('held-by', arn)],
    }),
    policy(`${arn}#inline/${name}`, name, 'inline', own),
    ...bounds,
  ];
}

/** A role that the whole account may ask for, under a condition where one is given. */
export function role(name: string, own: readonly Statement[], Condition?: object): Assets {
  const arn = roleArn(name);
  const trust = {
    Action: 'sts:AssumeRole',
    Principal: { AWS: 'arn:aws:iam::111111111111:root' },
    ...(Condition === undefined ? {} : { Condition }),
  };
  return [
    asset('principal', arn, 'AWS::IAM::Role', {
      props: { type: 'role' },
      links: [link('attached', `${arn}#inline/${name}`)],
    }),
    policy(`${arn}#inline/${name}`, name, 'inline', own),
    { ...policy(`${arn}#trust`, `trust of ${name}`, 'trust', [trust]), links: [link('protects', arn)] },
  ];
}

/** The blast radius of a world under AWS's own rules. */
export function blastAws(assets: Assets): BlastRadius {
  return blast({ assets }, undefined, (index) => combineAccess(index, { aws: awsAccess(index) }));
}
