import { arnGlob, matchesArn, parseArn } from './arn.ts';
import { type GlobToken, globOf, isLiteral, matchesGlob } from './glob.ts';
import { isWithin, parseAddress, parseBlock } from './ip.ts';

/** What kind of value an operator compares; decides which values are worth trying for an unknown key. */
export type Compares = 'text' | 'pattern' | 'number' | 'date' | 'bool' | 'ip' | 'arn' | 'presence';

/** Does one value of the request's context match what the policy says? */
export type Matcher = (value: string) => boolean;

/** A condition operator without its `ForAllValues:`, `ForAnyValue:` or `IfExists`. */
export interface Operator {
  readonly name: string;
  readonly compares: Compares;
  /** True for `StringNotEquals` and its like: true when no listed value matches. */
  readonly negated: boolean;
  /** Builds the matcher for one value of the policy, its variables put in. */
  matcher(tokens: readonly GlobToken[]): Matcher;
}

const never: Matcher = () => false;

function textOf(tokens: readonly GlobToken[]): string {
  return tokens.map((token) => (token === 0 ? '*' : token === 1 ? '?' : token)).join('');
}

function equals(tokens: readonly GlobToken[]): Matcher {
  const text = textOf(tokens);
  return (value) => value === text;
}

function equalsIgnoringCase(tokens: readonly GlobToken[]): Matcher {
  const text = textOf(tokens).toLowerCase();
  return (value) => value.toLowerCase() === text;
}

function like(tokens: readonly GlobToken[]): Matcher {
  const glob = globOf(tokens);
  if (isLiteral(glob)) return equals(tokens);
  return (value) => matchesGlob(glob, value);
}

function arnLike(tokens: readonly GlobToken[]): Matcher {
  const pattern = arnGlob(tokens, 'nothing');
  return (value) => {
    const parts = parseArn(value);
    return parts !== undefined && matchesArn(pattern, value, parts);
  };
}

function bool(tokens: readonly GlobToken[]): Matcher {
  const wanted = textOf(tokens).toLowerCase();
  if (wanted !== 'true' && wanted !== 'false') return never;
  return (value) => value.toLowerCase() === wanted;
}

function within(tokens: readonly GlobToken[]): Matcher {
  const block = parseBlock(textOf(tokens));
  if (block === undefined) return never;
  return (value) => {
    const address = parseAddress(value);
    return address !== undefined && isWithin(block, address);
  };
}

/** A number as policies write it; NaN when it is none. */
export function parseNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

/** Epoch seconds of a W3C date or of a number of seconds; NaN when it is neither. */
export function parseDate(text: string): number {
  const seconds = parseNumber(text);
  return Number.isNaN(seconds) ? Date.parse(text) / 1000 : seconds;
}

type Order = (value: number, wanted: number) => boolean;

function ordered(parse: (text: string) => number, order: Order) {
  return (tokens: readonly GlobToken[]): Matcher => {
    const wanted = parse(textOf(tokens));
    return Number.isNaN(wanted) ? never : (value) => order(parse(value), wanted);
  };
}

const orders: Readonly<Record<string, Order>> = {
  Equals: (value, wanted) => value === wanted,
  LessThan: (value, wanted) => value < wanted,
  LessThanEquals: (value, wanted) => value <= wanted,
  GreaterThan: (value, wanted) => value > wanted,
  GreaterThanEquals: (value, wanted) => value >= wanted,
};

function orderedOperators(): Operator[] {
  const families = [
    { prefix: 'Numeric', compares: 'number', parse: parseNumber },
    { prefix: 'Date', compares: 'date', parse: parseDate },
  ] as const;
  return families.flatMap(({ prefix, compares, parse }) => [
    ...Object.entries(orders).map(([suffix, order]) => ({
      name: prefix + suffix,
      compares,
      negated: false,
      matcher: ordered(parse, order),
    })),
    { name: `${prefix}NotEquals`, compares, negated: true, matcher: ordered(parse, (a, b) => a === b) },
  ]);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const all: readonly Operator[] = [
  { name: 'StringEquals', compares: 'text', negated: false, matcher: equals },
  { name: 'StringNotEquals', compares: 'text', negated: true, matcher: equals },
  { name: 'StringEqualsIgnoreCase', compares: 'text', negated: false, matcher: equalsIgnoringCase },
  { name: 'StringNotEqualsIgnoreCase', compares: 'text', negated: true, matcher: equalsIgnoringCase },
  { name: 'StringLike', compares: 'pattern', negated: false, matcher: like },
  { name: 'StringNotLike', compares: 'pattern', negated: true, matcher: like },
  { name: 'Bool', compares: 'bool', negated: false, matcher: bool },
  { name: 'BinaryEquals', compares: 'text', negated: false, matcher: equals },
  { name: 'IpAddress', compares: 'ip', negated: false, matcher: within },
  { name: 'NotIpAddress', compares: 'ip', negated: true, matcher: within },
  { name: 'ArnEquals', compares: 'arn', negated: false, matcher: arnLike },
  { name: 'ArnLike', compares: 'arn', negated: false, matcher: arnLike },
  { name: 'ArnNotEquals', compares: 'arn', negated: true, matcher: arnLike },
  { name: 'ArnNotLike', compares: 'arn', negated: true, matcher: arnLike },
  { name: 'Null', compares: 'presence', negated: false, matcher: bool },
  ...orderedOperators(),
];

const byName = new Map(all.map((operator) => [operator.name.toLowerCase(), operator]));

/** An operator as written in a policy: `ForAllValues:StringLikeIfExists`. */
export interface WrittenOperator {
  readonly operator: Operator;
  readonly set: 'all' | 'any' | null;
  readonly ifExists: boolean;
}

/** Reads an operator's name; undefined when IAM has no such operator. */
export function readOperator(text: string): WrittenOperator | undefined {
  const parts = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/i.exec(text);
  const operator = byName.get((parts?.[2] ?? '').toLowerCase());
  if (parts === null || operator === undefined) return undefined;
  if (operator.compares === 'presence' && parts[3] !== undefined) return undefined;
  const set = parts[1] === undefined ? null : parts[1].toLowerCase() === 'forallvalues' ? 'all' : 'any';
  return { operator, set, ifExists: parts[3] !== undefined };
}
