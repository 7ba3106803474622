import type { Lookup, Test } from './condition.ts';
import { holdsUnder, type Option } from './options.ts';
import { fill } from './template.ts';

const verbs: Readonly<Record<string, readonly [string, string]>> = {
  text: ['is', 'is not'],
  pattern: ['is like', 'is not like'],
  arn: ['is like', 'is not like'],
  bool: ['is', 'is not'],
  ip: ['is in', 'is not in'],
};

const comparisons: readonly (readonly [RegExp, string])[] = [
  [/LessThanEquals$/, 'is at most'],
  [/LessThan$/, 'is below'],
  [/GreaterThanEquals$/, 'is at least'],
  [/GreaterThan$/, 'is above'],
];

function valuesText(test: Test, lookup: Lookup): string {
  const texts = test.values.map((template) => {
    const tokens = fill(template, (key) =>
      lookup(key)?.length === 1 ? (lookup(key)?.[0] as string) : `\${${key}}`,
    );
    return (tokens ?? []).map((token) => (token === 0 ? '*' : token === 1 ? '?' : token)).join('');
  });
  const shown = texts.slice(0, 4).join(' or ');
  return texts.length > 4 ? `${shown} or ${texts.length - 4} more` : shown;
}

/** A comparison as a phrase: `is in 10.0.0.0/8`. */
function phrase(test: Test, isTrue: boolean, lookup: Lookup): string {
  const values = valuesText(test, lookup);
  const { name, compares, negated } = test.operator;
  if (compares === 'presence') return (values === 'true') === isTrue ? 'is absent' : 'is present';
  if (compares === 'bool' && !isTrue) return `is ${values === 'true' ? 'false' : 'true'}`;
  const comparison = comparisons.find(([pattern]) => pattern.test(name))?.[1];
  if (comparison !== undefined) return `${isTrue ? '' : 'not: '}${comparison} ${values}`;
  const [yes, no] = verbs[compares] ?? ['is', 'is not'];
  return `${isTrue !== negated ? yes : no} ${values}`;
}

function optionText(tests: readonly Test[], option: Option, lookup: Lookup): string {
  if (option === null) return 'is absent';
  const outcomes = tests.map((test) => ({ test, isTrue: holdsUnder(test, option, lookup) }));
  const met = outcomes.filter(({ test, isTrue }) => isTrue && test.operator.compares !== 'presence');
  const told = met.length > 0 ? met : outcomes;
  return [...new Set(told.map(({ test, isTrue }) => phrase(test, isTrue, lookup)))].join(' and ');
}

/** The conditions of a statement, all of them, in words. */
export function conditions(tests: readonly Test[]): string {
  return tests.map((test) => `${test.label} ${phrase(test, true, () => undefined)}`).join(' and ');
}

/** What must be so of a key, in words: `aws:SourceIp is in 10.0.0.0/8 or is absent`. */
export function wording(
  key: string,
  tests: readonly Test[],
  allowed: readonly Option[],
  lookup: Lookup,
): string {
  const isTrue = allowed.some((option) => option?.[0] === 'true');
  const [test] = tests;
  if (key.startsWith('?')) return `${isTrue ? '' : 'not: '}${(test?.label ?? key).slice(1)}`;
  if (test === undefined) return `${isTrue ? '' : 'not: '}the ${key} is taken in by its variable`;
  if (test.id === key) return `${test.label} ${phrase(test, isTrue, lookup)}`;
  const ways = allowed.toSorted((a, b) => Number(a === null) - Number(b === null));
  return `${test.label} ${[...new Set(ways.map((option) => optionText(tests, option, lookup)))].join(' or ')}`;
}
