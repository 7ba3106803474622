import { parseArn, splitParts } from './arn.ts';
import { holds, type Lookup, matcherOf, singleValue, type Test } from './condition.ts';
import type { KeyRule } from './context-keys.ts';
import { type GlobToken, overlapOf, sampleOf } from './glob.ts';
import { type Address, addressText, parseBlock } from './ip.ts';
import { parseDate, parseNumber } from './operators.ts';
import { fill } from './template.ts';

/** One thing a key that is not known may be: its values, or null for absent. */
export type Option = readonly string[] | null;

/** The things a key may be, as far as its tests can tell them apart. `complete`: none is missing. */
export interface Options {
  readonly options: readonly Option[];
  readonly complete: boolean;
}

/** A time that goes with any token, and a token that goes with any time. */
const epochEnds: Readonly<Record<string, string>> = {
  'aws:currenttime': '4102444800',
  'aws:tokenissuetime': '0',
};
const fresh = 'any-other-value';
const maxSamples = 200;

/**
 * Everything worth trying for a key, given the tests that ask about it. Absent and "some other value" come
 * first; `extra` are values other keys go by.
 */
export function optionsFor(
  key: string,
  tests: readonly Test[],
  rule: KeyRule,
  lookup: Lookup,
  extra: readonly string[] = [],
): Options {
  if (key.startsWith('?')) return { options: [['false'], ['true']], complete: true };
  const samples = samplesOf(tests, lookup);
  const values = [...new Set([...distinct(samples.values, tests, lookup), ...extra])];
  const lists: Option[] = rule.many ? subsets(values) : values.map((value) => [value]);
  const options = rule.present === 'always' ? lists : [null, ...lists];
  return { options, complete: samples.complete };
}

function samplesOf(tests: readonly Test[], lookup: Lookup): { values: string[]; complete: boolean } {
  const patterns = tests.map((test) => patternsOf(test, lookup));
  const compares = new Set(tests.map((test) => test.operator.compares).filter((one) => one !== 'presence'));
  const values = new Set<string>();
  if (compares.has('bool')) for (const value of ['true', 'false']) values.add(value);
  if (compares.has('text') || compares.has('pattern') || compares.size === 0) values.add(fresh);
  if (compares.has('date'))
    for (const value of [epochEnds[tests[0]?.key ?? ''] ?? '0', '4102444800', '0']) values.add(value);
  if (compares.has('arn')) values.add('arn:aws:any:other:000000000000:value');
  tests.forEach((test, i) => {
    for (const value of samplesOfTest(test, patterns[i] ?? [])) values.add(value);
  });
  const complete = addOverlaps(values, tests, patterns);
  return { values: [...values].slice(0, maxSamples), complete: complete && values.size <= maxSamples };
}

type Pattern = readonly GlobToken[];

function patternsOf(test: Test, lookup: Lookup): readonly Pattern[] {
  return test.values
    .map((template) => fill(template, singleValue(lookup)))
    .filter((tokens): tokens is Pattern => tokens !== null && tokens !== undefined);
}

function textOf(pattern: Pattern): string {
  return pattern.map((token) => (token === 0 ? '*' : token === 1 ? '?' : token)).join('');
}

function samplesOfTest(test: Test, patterns: readonly Pattern[]): string[] {
  switch (test.operator.compares) {
    case 'text':
      return patterns.flatMap((pattern) =>
        caseVariants(textOf(pattern), test.operator.name.includes('IgnoreCase')),
      );
    case 'pattern':
      return patterns.flatMap((pattern) => [sampleOf(pattern, ''), sampleOf(pattern, fresh)]);
    case 'arn':
      return patterns.flatMap(arnSamples);
    case 'number':
      return patterns.flatMap((pattern) => around(parseNumber(textOf(pattern))));
    case 'date':
      return patterns.flatMap((pattern) => around(parseDate(textOf(pattern))));
    case 'ip':
      return ['192.0.2.77', ...patterns.flatMap((pattern) => blockEdges(textOf(pattern)))];
    default:
      return [];
  }
}

function caseVariants(text: string, ignoringCase: boolean): string[] {
  return ignoringCase ? [text, text.toUpperCase(), text.toLowerCase()] : [text];
}

function arnSamples(pattern: Pattern): string[] {
  const parts = splitParts(pattern);
  return [fresh, '']
    .map((filler) => parts.map((part) => sampleOf(part, filler)).join(':'))
    .filter((arn) => parseArn(arn));
}

/** Whole numbers on either side of a bound: all the intervals between bounds are met. */
function around(bound: number): string[] {
  if (Number.isNaN(bound)) return [];
  return [Math.floor(bound) - 1, bound, Math.floor(bound) + 1].filter((value) => value >= 0).map(String);
}

/** First addresses of a block and of what follows it: every stretch between block edges is met. */
function blockEdges(text: string): string[] {
  const block = parseBlock(text);
  if (block === undefined) return [];
  const edges = [block.first, block.last + 1n, block.first - 1n];
  const max = (1n << BigInt(block.bits)) - 1n;
  return edges
    .filter((value) => value >= 0n && value <= max)
    .map((value) => addressText({ bits: block.bits, value } as Address));
}

/**
 * Adds texts that match two patterns at once. Three tests with wildcards on one key may tell more apart than
 * pairs show: then the options are not complete.
 */
function addOverlaps(
  values: Set<string>,
  tests: readonly Test[],
  patterns: readonly (readonly Pattern[])[],
): boolean {
  const wild = new Map<string, readonly Pattern[]>();
  tests.forEach((test, i) => {
    const compares = test.operator.compares;
    const own = patterns[i] ?? [];
    if (
      (compares === 'pattern' || compares === 'arn') &&
      own.some((p) => p.some((token) => typeof token !== 'string'))
    )
      wild.set(own.map(textOf).join('\n'), own);
  });
  const lists = [...wild.values()];
  let complete = lists.length < 3;
  lists.forEach((left, i) => {
    for (const right of lists.slice(i + 1)) complete = addPairs(values, left, right) && complete;
  });
  return complete;
}

function addPairs(values: Set<string>, left: readonly Pattern[], right: readonly Pattern[]): boolean {
  if (left.length * right.length > 100) return false;
  let complete = true;
  for (const a of left)
    for (const b of right) {
      const overlap = overlapOf(a, b);
      if (overlap === 'unknown') complete = false;
      else if (overlap !== undefined) for (const filler of ['', fresh]) values.add(sampleOf(overlap, filler));
    }
  return complete;
}

/** One value for each way the tests can come out. */
function distinct(values: readonly string[], tests: readonly Test[], lookup: Lookup): string[] {
  const matchers = tests.map((test) =>
    test.operator.compares === 'presence' ? () => true : matcherOf(test, lookup),
  );
  const seen = new Map<string, string>();
  for (const value of values) {
    const signature = matchers.map((matches) => (matches?.(value) === true ? '1' : '0')).join('');
    if (!seen.has(signature)) seen.set(signature, value);
  }
  return [...seen.values()];
}

function subsets(values: readonly string[]): string[][] {
  if (values.length > 6) return [...values.map((value) => [value]), [...values]];
  const out: string[][] = [];
  for (let mask = 1; mask < 1 << values.length; mask++) out.push(values.filter((_, i) => (mask >> i) & 1));
  return out;
}

/** Does a test come out true under an option of its key? */
export function holdsUnder(test: Test, option: Option, lookup: Lookup): boolean {
  return holds(test, (key) => (key === test.key ? option : lookup(key))) === 2;
}
