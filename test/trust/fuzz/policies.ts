import * as fc from 'fast-check';
import { evaluate, PolicyError } from '../../../src/access/aws/index.ts';
import { type Damage, damagedJson, damages, trickyText } from './damage.ts';
import type { FuzzTarget } from './target.ts';

/** A policy variable, as IAM writes it. */
const variable = ['$', '{aws:username}'].join('');

const allowing = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'one',
      Effect: 'Allow',
      Action: ['ec2:Delete*', 's3:*'],
      Resource: 'arn:aws:ec2:*:111111111111:volume/*',
    },
    {
      Effect: 'Allow',
      NotAction: 'iam:*',
      Resource: ['*'],
      Condition: {
        StringLike: { 'aws:ResourceTag/env': ['dev*', variable] },
        IpAddress: { 'aws:SourceIp': '10.0.0.0/8' },
        'ForAnyValue:StringEquals': { 'aws:CalledVia': 'cloudformation.amazonaws.com' },
        NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' },
        DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' },
        Bool: { 'aws:MultiFactorAuthPresent': true },
      },
    },
  ],
});
const denying = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Deny', Action: '*', NotResource: 'arn:aws:ec2:*:*:volume/vol-1*' },
});

interface Case {
  readonly allow: readonly Damage[];
  readonly deny: readonly Damage[];
  readonly pattern: string;
  readonly resource: string;
}

/** Many stars and a text that nearly fits: what takes for ever where each star is tried at each place. */
const starry = fc
  .record({
    stars: fc.integer({ min: 1, max: 3000 }),
    text: fc.integer({ min: 1, max: 6000 }),
    end: fc.boolean(),
  })
  .map(({ stars, text, end }) => ({
    pattern: `${'*a'.repeat(stars)}b`,
    resource: 'a'.repeat(text) + (end ? 'b' : ''),
  }));

/**
 * IAM policies as anybody may write them: read as IAM would, or refused by name. What is added as a Deny never
 * allows more, whatever stands in it.
 */
export const policies: FuzzTarget<Case> = {
  name: 'iam-policies',
  share: 1700,
  cases: fc
    .record({
      allow: damages,
      deny: damages,
      wild: fc.oneof(starry, fc.record({ pattern: trickyText, resource: trickyText })),
    })
    .map(({ allow, deny, wild }) => ({ allow, deny, ...wild })),
  run: ({ allow, deny, pattern, resource }) => {
    const granted = decided([damagedJson(allowing, allow)], resource);
    const limited = decided([damagedJson(allowing, allow), damagedJson(denying, deny)], resource);
    if (granted !== null && limited !== null && rank[limited] > rank[granted]) {
      throw new Error(`a further policy of Deny turned ${granted} into ${limited}`);
    }
    const stars = {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 'ec2:*', Resource: pattern },
    };
    decided([JSON.stringify(stars)], resource);
  },
};

const rank = { denied: 0, conditional: 1, allowed: 2 } as const;

/** null: refused. */
function decided(identity: readonly string[], resource: string): keyof typeof rank | null {
  try {
    return evaluate(
      { principal: 'arn:aws:iam::111111111111:user/ann', action: 'ec2:DeleteVolume', resource },
      { identity },
    ).decision;
  } catch (error) {
    if (error instanceof PolicyError) return null;
    throw error;
  }
}
