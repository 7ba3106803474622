import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/access/aws/index.ts';
import { allow, document, request } from './builders.ts';

type Given = string | readonly string[] | null;
/** operator, what the policy says, what the request carries (null: nothing), does the condition hold? */
type Row = readonly [string, unknown, Given, boolean];

function holds(operator: string, says: unknown, given: Given): boolean {
  const key = 'aws:PrincipalTag/k';
  const policy = document(allow({ Condition: { [operator]: { [key]: says } } }));
  const context = given === null ? {} : { [key]: given };
  const { decision } = evaluate(request({ known: 'all', context }), { identity: [policy] });
  return decision === 'allowed';
}

function table(page: string, rows: readonly Row[]): void {
  describe(page, () => {
    it.each(rows)('%s %j on %j: %s', (operator, says, given, expected) => {
      expect(holds(operator, says, given)).toBe(expected);
    });
  });
}

table('IAM User Guide, reference_policies_elements_condition_operators: strings', [
  ['StringEquals', 'a', 'a', true],
  ['StringEquals', 'a', 'A', false],
  ['StringEquals', 'a', 'b', false],
  ['StringEquals', ['a', 'b'], 'b', true],
  ['StringEquals', [], 'b', false],
  ['StringEquals', 'a*', 'ab', false],
  ['StringEquals', 'a*', 'a*', true],
  ['StringNotEquals', 'a', 'b', true],
  ['StringNotEquals', 'a', 'a', false],
  ['StringNotEquals', ['a', 'b'], 'b', false],
  ['StringNotEquals', ['a', 'b'], 'c', true],
  ['StringEqualsIgnoreCase', 'Ab', 'aB', true],
  ['StringEqualsIgnoreCase', 'Ab', 'ac', false],
  ['StringNotEqualsIgnoreCase', 'Ab', 'aB', false],
  ['StringNotEqualsIgnoreCase', 'Ab', 'x', true],
  ['StringLike', 'a*', 'abc', true],
  ['StringLike', 'a*', 'a', true],
  ['StringLike', 'a?', 'ab', true],
  ['StringLike', 'a?', 'a', false],
  ['StringLike', 'a?c', 'abc', true],
  ['StringLike', '*', 'anything', true],
  ['StringLike', '*b*', 'abc', true],
  ['StringLike', 'A*', 'abc', false],
  ['StringLike', ['x*', 'a*'], 'abc', true],
  ['StringLike', 'a*c*e', 'abcde', true],
  ['StringLike', 'a*c*e', 'abcd', false],
  ['StringNotLike', 'a*', 'abc', false],
  ['StringNotLike', 'a*', 'bcd', true],
  ['StringNotLike', ['a*', 'b*'], 'bcd', false],
  ['stringequals', 'a', 'a', true],
  ['STRINGLIKE', 'a*', 'ab', true],
  ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ5', true],
  ['BinaryEquals', 'QmluYXJ5', 'qmluYXJ5', false],
]);

table('IAM User Guide, reference_policies_elements_condition_operators: numbers', [
  ['NumericEquals', '10', '10', true],
  ['NumericEquals', 10, '10.0', true],
  ['NumericEquals', '10', '11', false],
  ['NumericEquals', ['10', '11'], '11', true],
  ['NumericNotEquals', '10', '11', true],
  ['NumericNotEquals', '10', '10', false],
  ['NumericLessThan', '10', '9', true],
  ['NumericLessThan', '10', '10', false],
  ['NumericLessThanEquals', '10', '10', true],
  ['NumericLessThanEquals', '10', '11', false],
  ['NumericGreaterThan', '10', '11', true],
  ['NumericGreaterThan', '10', '10', false],
  ['NumericGreaterThanEquals', '10', '10', true],
  ['NumericGreaterThanEquals', '10', '9', false],
  ['NumericLessThan', '10', 'x', false],
  ['NumericLessThan', 'x', '9', false],
  ['NumericEquals', '', '', false],
]);

table('IAM User Guide, reference_policies_elements_condition_operators: dates', [
  ['DateEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', true],
  ['DateEquals', '2026-01-01T00:00:00Z', '1767225600', true],
  ['DateEquals', '1767225600', '2026-01-01T00:00:00Z', true],
  ['DateEquals', '2026-01-01T01:00:00+01:00', '2026-01-01T00:00:00Z', true],
  ['DateNotEquals', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', true],
  ['DateNotEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', false],
  ['DateLessThan', '2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z', true],
  ['DateLessThan', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', false],
  ['DateLessThanEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', true],
  ['DateGreaterThan', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', true],
  ['DateGreaterThan', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', false],
  ['DateGreaterThanEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', true],
  ['DateGreaterThan', 'yesterday', '2026-01-01T00:00:00Z', false],
]);

table('IAM User Guide, reference_policies_elements_condition_operators: Bool', [
  ['Bool', 'true', 'true', true],
  ['Bool', 'true', 'TRUE', true],
  ['Bool', true, 'true', true],
  ['Bool', 'true', 'false', false],
  ['Bool', 'false', 'false', true],
  ['Bool', false, 'true', false],
  ['Bool', 'yes', 'true', false],
]);

table('IAM User Guide, reference_policies_elements_condition_operators: addresses', [
  ['IpAddress', '10.0.0.0/8', '10.1.2.3', true],
  ['IpAddress', '10.0.0.0/8', '11.0.0.0', false],
  ['IpAddress', '10.0.0.7', '10.0.0.7', true],
  ['IpAddress', '10.0.0.7', '10.0.0.8', false],
  ['IpAddress', '0.0.0.0/0', '203.0.113.9', true],
  ['IpAddress', ['10.0.0.0/8', '192.0.2.0/24'], '192.0.2.200', true],
  ['IpAddress', '10.0.0.0/33', '10.0.0.0', false],
  ['IpAddress', '10.0.0.256', '10.0.0.0', false],
  ['IpAddress', '2001:db8::/32', '2001:db8:1::1', true],
  ['IpAddress', '2001:db8::/32', '2001:db9::1', false],
  ['IpAddress', '2001:DB8:1234:5678::/64', '2001:db8:1234:5678:0:0:0:1', true],
  ['IpAddress', '0.0.0.0/0', '2001:db8::1', false],
  ['IpAddress', '::/0', '10.0.0.1', false],
  ['IpAddress', '::ffff:10.0.0.1', '::ffff:a00:1', true],
  ['NotIpAddress', '10.0.0.0/8', '11.0.0.0', true],
  ['NotIpAddress', '10.0.0.0/8', '10.0.0.1', false],
  ['NotIpAddress', ['10.0.0.0/8', '11.0.0.0/8'], '11.0.0.1', false],
]);

table('IAM User Guide, reference_policies_elements_condition_operators: ARNs', [
  ['ArnEquals', 'arn:aws:sns:eu-west-1:1:t', 'arn:aws:sns:eu-west-1:1:t', true],
  ['ArnEquals', 'arn:aws:sns:*:1:t', 'arn:aws:sns:eu-west-1:1:t', true],
  ['ArnLike', 'arn:aws:sns:*:1:t', 'arn:aws:sns:eu-west-1:1:t', true],
  ['ArnLike', 'arn:aws:sns:*:t', 'arn:aws:sns:eu-west-1:1:t', false],
  ['ArnLike', 'arn:aws:iam::1:role/*', 'arn:aws:iam::1:role/a/b', true],
  ['ArnLike', 'arn:aws:iam::1:role/?', 'arn:aws:iam::1:role/ab', false],
  ['ArnLike', 'arn:aws:iam::1:Role/*', 'arn:aws:iam::1:role/a', false],
  ['ArnLike', 'arn:aws:iam::1:role/a', 'not-an-arn', false],
  ['ArnLike', '*', 'arn:aws:iam::1:role/a', true],
  ['ArnNotEquals', 'arn:aws:iam::1:role/a', 'arn:aws:iam::1:role/b', true],
  ['ArnNotEquals', 'arn:aws:iam::1:role/a', 'arn:aws:iam::1:role/a', false],
  ['ArnNotLike', 'arn:aws:iam::*:role/a', 'arn:aws:iam::2:role/a', false],
  ['ArnNotLike', 'arn:aws:iam::*:role/a', 'arn:aws:iam::2:user/a', true],
]);

const positive = [
  ['StringEquals', 'a'],
  ['StringLike', 'a*'],
  ['StringEqualsIgnoreCase', 'a'],
  ['NumericEquals', '1'],
  ['NumericLessThan', '1'],
  ['DateGreaterThan', '2026-01-01T00:00:00Z'],
  ['Bool', 'true'],
  ['IpAddress', '10.0.0.0/8'],
  ['ArnLike', 'arn:aws:iam::1:role/a'],
] as const;
const negated = [
  ['StringNotEquals', 'a'],
  ['StringNotLike', 'a*'],
  ['StringNotEqualsIgnoreCase', 'a'],
  ['NumericNotEquals', '1'],
  ['DateNotEquals', '2026-01-01T00:00:00Z'],
  ['NotIpAddress', '10.0.0.0/8'],
  ['ArnNotLike', 'arn:aws:iam::1:role/a'],
] as const;

table('IAM User Guide, reference_policies_elements_condition_operators: a key that is absent', [
  ...positive.map(([operator, says]): Row => [operator, says, null, false]),
  ...negated.map(([operator, says]): Row => [operator, says, null, true]),
  ...[...positive, ...negated].map(([operator, says]): Row => [`${operator}IfExists`, says, null, true]),
  ...[...positive, ...negated].map(([operator, says]): Row => [`ForAllValues:${operator}`, says, null, true]),
  ...[...positive, ...negated].map(([operator, says]): Row => [`ForAnyValue:${operator}`, says, null, false]),
  ['Null', 'true', null, true],
  ['Null', 'false', null, false],
  ['Null', 'true', 'a', false],
  ['Null', 'false', 'a', true],
  ['Null', true, null, true],
  ['StringEqualsIfExists', 'a', 'a', true],
  ['StringEqualsIfExists', 'a', 'b', false],
  ['StringNotEqualsIfExists', 'a', 'a', false],
]);

table('IAM User Guide, reference_policies_condition-single-vs-multi-valued-context-keys', [
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], true],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a'], true],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
  ['ForAllValues:StringLike', 'a*', ['ab', 'ac'], true],
  ['ForAllValues:StringNotEquals', ['a'], ['b', 'c'], true],
  ['ForAllValues:StringNotEquals', ['a'], ['a', 'c'], false],
  ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'b'], true],
  ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'd'], false],
  ['ForAnyValue:StringLike', 'a*', ['b', 'ac'], true],
  ['ForAnyValue:StringNotEquals', ['a'], ['a', 'c'], true],
  ['ForAnyValue:StringNotEquals', ['a'], ['a'], false],
  ['StringEquals', ['a'], ['b', 'a'], true],
  ['StringNotEquals', ['a'], ['b', 'a'], false],
  ['forallvalues:stringequals', 'a', 'a', true],
]);

describe('IAM User Guide, reference_policies_condition-logic-multiple-context-keys-or-values', () => {
  const context = { 'aws:PrincipalTag/a': '1', 'aws:PrincipalTag/b': '2' };
  it.each([
    [
      'all keys of an operator must match',
      { StringEquals: { 'aws:PrincipalTag/a': '1', 'aws:PrincipalTag/b': '2' } },
      'allowed',
    ],
    [
      'one key that does not match is enough',
      { StringEquals: { 'aws:PrincipalTag/a': '1', 'aws:PrincipalTag/b': '3' } },
      'denied',
    ],
    [
      'all operators must match',
      { StringEquals: { 'aws:PrincipalTag/a': '1' }, StringLike: { 'aws:PrincipalTag/b': '3*' } },
      'denied',
    ],
    ['key names are matched in any case', { StringEquals: { 'AWS:principaltag/A': '1' } }, 'allowed'],
    ['an empty block is true', {}, 'allowed'],
  ])('%s', (_, Condition, expected) => {
    const { decision } = evaluate(request({ known: 'all', context }), {
      identity: [document(allow({ Condition }))],
    });
    expect(decision).toBe(expected);
  });
});
