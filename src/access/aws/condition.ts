import { canonicalKey } from './context-keys.ts';
import type { GlobToken } from './glob.ts';
import type { Matcher, Operator, WrittenOperator } from './operators.ts';
import { fill, parseTemplate, type Template, type Variable, variablesOf } from './template.ts';
import { MAYBE, NO, type Truth, YES } from './truth.ts';

/** The values of a context key: null when the key is absent, undefined when it is not known. */
export type Values = readonly string[] | null | undefined;
/** Looks a context key up, by its name in lower case. */
export type Lookup = (key: string) => Values;

/** One line of a Condition block: an operator, a key and the values it is compared with. */
export interface Test extends WrittenOperator {
  /** Same id, same meaning. */
  readonly id: string;
  /** Key under its one name; `label` as the policy writes it. */
  readonly key: string;
  readonly label: string;
  readonly values: readonly Template[];
  readonly variables: readonly Variable[];
  /** Compiled once where no variable has to be put in. */
  readonly matches: Matcher | null;
}

export function compileTest(
  written: WrittenOperator,
  key: string,
  values: readonly string[],
  withVariables: boolean,
): Test {
  const templates = values.map((value) => parseTemplate(value, withVariables));
  const variables = templates.flatMap(variablesOf);
  const set = written.set === null ? '' : `${written.set}:`;
  const id = `${set}${written.operator.name}${written.ifExists ? '?' : ''}(${canonicalKey(key)})${JSON.stringify([withVariables, values])}`;
  return {
    ...written,
    id,
    key: canonicalKey(key),
    label: key,
    values: templates,
    variables,
    matches: variables.length > 0 ? null : anyOf(written.operator, templates.map(plainTokens)),
  };
}

function plainTokens(template: Template): readonly GlobToken[] {
  return template.filter((token) => typeof token !== 'object');
}

function anyOf(operator: Operator, values: readonly (readonly GlobToken[])[]): Matcher {
  if (operator.name === 'StringEquals' || operator.name === 'StringNotEquals') {
    const texts = new Set(
      values.map((tokens) => tokens.map((t) => (t === 0 ? '*' : t === 1 ? '?' : t)).join('')),
    );
    return (value) => texts.has(value);
  }
  const matchers = values.map((tokens) => operator.matcher(tokens));
  if (matchers.length === 1) return matchers[0] as Matcher;
  return (value) => matchers.some((matches) => matches(value));
}

/** One value of a key to put in for a variable; null when absent or many, undefined when not known. */
export function singleValue(lookup: Lookup): (key: string) => string | null | undefined {
  return (key) => {
    const values = lookup(key);
    if (values === undefined) return undefined;
    return values?.length === 1 ? (values[0] as string) : null;
  };
}

/** The matcher with variables put in; undefined when one of them is not known. */
export function matcherOf(test: Test, lookup: Lookup): Matcher | undefined {
  if (test.matches !== null) return test.matches;
  const filled = test.values.map((template) => fill(template, singleValue(lookup)));
  if (filled.includes(undefined)) return undefined;
  return anyOf(
    test.operator,
    filled.filter((tokens): tokens is readonly GlobToken[] => tokens !== null && tokens !== undefined),
  );
}

/**
 * Does a test hold? The table of absent keys and of set operators is that of
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function holds(test: Test, lookup: Lookup): Truth {
  const values = lookup(test.key);
  if (values === undefined) return MAYBE;
  if (test.operator.compares === 'presence') return isNull(test, values) ? YES : NO;
  if (values === null || values.length === 0) return holdsWithout(test);
  const matches = matcherOf(test, lookup);
  if (matches === undefined) return MAYBE;
  return compare(test, values, matches) ? YES : NO;
}

function isNull(test: Test, values: readonly string[] | null): boolean {
  return test.matches?.(values === null ? 'true' : 'false') ?? false;
}

function holdsWithout(test: Test): Truth {
  if (test.ifExists || test.set === 'all') return YES;
  return test.operator.negated && test.set === null ? YES : NO;
}

function compare(test: Test, values: readonly string[], matches: Matcher): boolean {
  const { negated } = test.operator;
  if (test.set === 'any') return values.some((value) => matches(value) !== negated);
  if (test.set === 'all' || negated) return values.every((value) => matches(value) !== negated);
  return values.some(matches);
}

/** Do all tests of a statement hold? */
export function allHold(tests: readonly Test[], lookup: Lookup): Truth {
  let truth: Truth = YES;
  for (const test of tests) {
    const one = holds(test, lookup);
    if (one === NO) return NO;
    if (one < truth) truth = one;
  }
  return truth;
}
