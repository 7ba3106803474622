import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileGlob, matchesGlob } from '../../../src/access/aws/glob.ts';
import { compile, evaluate, hasBit, indexResources, reach } from '../../../src/access/aws/index.ts';
import { account, document, type Fields, request } from './builders.ts';

const rank = { denied: 0, conditional: 1, allowed: 2 } as const;

const resources = [
  '*',
  `arn:aws:ec2:*:${account}:volume/*`,
  `arn:aws:ec2:*:${account}:volume/vol-1*`,
  `arn:aws:ec2:eu-west-1:*:volume/vol-?`,
];
const conditions: readonly Fields[] = [
  {},
  { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
  { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
  { NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } },
  { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
  { NotIpAddress: { 'aws:SourceIp': '10.1.0.0/16' } },
  { StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
  { StringEquals: { 'aws:ResourceTag/env': 'dev' } },
  { StringNotLike: { 'aws:ResourceTag/env': 'd*' } },
  { 'ForAllValues:StringEquals': { 'aws:CalledVia': ['cloudformation.amazonaws.com'] } },
  { Bool: { 'aws:ViaAWSService': 'true' } },
  { Null: { 'aws:ResourceTag/env': 'true' } },
  { StringLike: { 'aws:UserAgent': 'aws-cli*' } },
  { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
];

const statement = fc.record({
  Effect: fc.constantFrom('Allow', 'Deny'),
  Action: fc.constantFrom('*', 'ec2:*', 'ec2:Delete*', 's3:*', 'ec2:DeleteVolume'),
  Resource: fc.constantFrom(...resources),
  Condition: fc.constantFrom(...conditions),
});
const statements = fc.array(statement, { minLength: 1, maxLength: 5 });
const givenContext = fc.constantFrom<Record<string, string | string[]>>(
  {},
  { 'aws:ResourceTag/env': 'dev' },
  { 'aws:ResourceTag/*': [] },
  { 'aws:MultiFactorAuthPresent': [] },
  { 'aws:SourceIp': '10.1.2.3' },
);

function decide(list: readonly Fields[], context: Record<string, string | string[]>) {
  return evaluate(request({ context }), { identity: [document(...list)] });
}

describe('whatever the policies', () => {
  it('adding a Deny never widens', () => {
    fc.assert(
      fc.property(statements, statement, givenContext, (list, one, context) => {
        const more = decide([...list, { ...one, Effect: 'Deny' }], context);
        expect(rank[more.decision]).toBeLessThanOrEqual(rank[decide(list, context).decision]);
      }),
      { numRuns: 1500 },
    );
  });
  it('adding an Allow never narrows', () => {
    fc.assert(
      fc.property(statements, statement, givenContext, (list, one, context) => {
        const more = decide([...list, { ...one, Effect: 'Allow' }], context);
        expect(rank[more.decision]).toBeGreaterThanOrEqual(rank[decide(list, context).decision]);
      }),
      { numRuns: 1500 },
    );
  });
  it('the order of statements never matters', () => {
    fc.assert(
      fc.property(statements, givenContext, (list, context) => {
        expect(decide(list.toReversed(), context).decision).toBe(decide(list, context).decision);
      }),
      { numRuns: 1500 },
    );
  });
  it('conditional is allowed under one consistent assignment and denied under another', () => {
    fc.assert(
      fc.property(statements, givenContext, (list, context) => {
        const { decision, witness, holdsOnlyIf } = decide(list, context);
        expect(holdsOnlyIf.length > 0).toBe(decision === 'conditional');
        if (decision !== 'conditional') return;
        expect(decide(list, { ...context, ...copied(witness?.allowed) }).decision).toBe('allowed');
        expect(decide(list, { ...context, ...copied(witness?.denied) }).decision).toBe('denied');
      }),
      { numRuns: 2000 },
    );
  });
  it('a boundary never widens', () => {
    fc.assert(
      fc.property(statements, statements, (list, limit) => {
        const identity = [document(...list)];
        const plain = evaluate(request(), { identity }).decision;
        const bounded = evaluate(request(), { identity, boundary: document(...limit) }).decision;
        expect(rank[bounded]).toBeLessThanOrEqual(rank[plain]);
      }),
      { numRuns: 1000 },
    );
  });
});

function copied(
  assignment: Readonly<Record<string, readonly string[]>> | undefined,
): Record<string, string[]> {
  return Object.fromEntries(Object.entries(assignment ?? {}).map(([key, values]) => [key, [...values]]));
}

/** A matcher that tries everything. */
function slowMatch(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  if (pattern[0] === '*')
    return slowMatch(pattern.slice(1), text) || (text !== '' && slowMatch(pattern, text.slice(1)));
  return (
    text !== '' &&
    (pattern[0] === '?' || pattern[0] === text[0]) &&
    slowMatch(pattern.slice(1), text.slice(1))
  );
}

describe('wildcards', () => {
  it('agree with a matcher that tries everything', () => {
    const letters = (chars: string, maxLength: number) =>
      fc.array(fc.constantFrom(...chars), { maxLength }).map((list) => list.join(''));
    fc.assert(
      fc.property(letters('ab*?', 8), letters('ab', 10), (pattern, text) => {
        expect(matchesGlob(compileGlob(pattern), text)).toBe(slowMatch(pattern, text));
      }),
      { numRuns: 2500 },
    );
  });
  it('stay quick on patterns made to be slow', () => {
    expect(matchesGlob(compileGlob('*a'.repeat(5000)), 'a'.repeat(20_000).concat('b'))).toBe(false);
  });
});

describe('many resources at once', () => {
  const volumes = Array.from({ length: 24 }, (_, i) => {
    const arn = `arn:aws:ec2:${i % 2 === 0 ? 'eu-west-1' : 'us-east-1'}:${i % 5 === 4 ? '222222222222' : account}:volume/vol-${i}`;
    const tags = [undefined, {}, { env: 'dev' }, { env: 'prod', team: 'x' }][i % 4];
    return tags === undefined ? { arn } : { arn, tags };
  });
  const index = indexResources(volumes);
  it('agrees with one question for each', () => {
    fc.assert(
      fc.property(statements, (list) => {
        const compiled = compile({ identity: [document(...list)] });
        const { allowed, conditional } = reach(
          compiled,
          { principal: request().principal, action: 'ec2:DeleteVolume' },
          index,
        );
        volumes.forEach(({ arn, tags }, place) => {
          const own = Object.entries(tags ?? {}).map(([key, value]) => [`aws:ResourceTag/${key}`, value]);
          const context = tags === undefined ? {} : { 'aws:ResourceTag/*': [], ...Object.fromEntries(own) };
          const { decision } = compiled.decide(request({ resource: arn, context }));
          expect([arn, hasBit(allowed, place), hasBit(conditional, place)]).toEqual([
            arn,
            decision === 'allowed',
            decision === 'conditional',
          ]);
        });
      }),
      { numRuns: 300 },
    );
  });
});
