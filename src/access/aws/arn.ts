import {
  ANY,
  type Glob,
  type GlobToken,
  globOf,
  globTokens,
  isLiteral,
  literalPrefix,
  matchesEverything,
  matchesGlob,
} from './glob.ts';

/** The six parts of an ARN: `arn`, partition, service, region, account, resource (which may hold colons). */
export type ArnParts = readonly [string, string, string, string, string, string];

/** Takes an ARN apart; undefined for anything else (`*`, a bare name). */
export function parseArn(text: string): ArnParts | undefined {
  if (!text.startsWith('arn:')) return undefined;
  const partition = text.indexOf(':', 4);
  const service = text.indexOf(':', partition + 1);
  const region = text.indexOf(':', service + 1);
  const account = text.indexOf(':', region + 1);
  if (partition < 0 || service < 0 || region < 0 || account < 0) return undefined;
  return [
    'arn',
    text.slice(4, partition),
    text.slice(partition + 1, service),
    text.slice(service + 1, region),
    text.slice(region + 1, account),
    text.slice(account + 1),
  ];
}

/**
 * A compiled ARN pattern. `parts`: each wildcard stays inside its part. `whole`: a pattern that is not an ARN,
 * compared as plain text. `everything`: `*`.
 */
export type ArnGlob =
  | { readonly type: 'everything' }
  | { readonly type: 'parts'; readonly prefix: string; readonly checks: readonly Check[] }
  | { readonly type: 'whole'; readonly glob: Glob }
  | { readonly type: 'nothing' };

/** A part that its prefix does not settle. */
interface Check {
  readonly part: number;
  readonly glob: Glob;
}

/** Splits tokens at the first five colons. */
export function splitParts(tokens: readonly GlobToken[]): GlobToken[][] {
  const parts: GlobToken[][] = [[]];
  for (const token of tokens) {
    let rest: GlobToken = token;
    while (typeof rest === 'string' && parts.length < 6 && rest.includes(':')) {
      const colon: number = rest.indexOf(':');
      if (colon > 0) parts[parts.length - 1]?.push(rest.slice(0, colon));
      parts.push([]);
      rest = rest.slice(colon + 1);
    }
    if (rest !== '') parts[parts.length - 1]?.push(rest);
  }
  return parts;
}

/**
 * What a pattern of fewer than six parts means: filled up with stars (Resource of identity policies), plain text
 * that matches only through its own wildcards (Resource of resource policies), or nothing, unless a star is its
 * last part (ARN conditions, whose parts are compared one by one).
 */
export type Short = 'fill' | 'text' | 'nothing';

/**
 * Compiles an ARN pattern.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function arnGlob(tokens: readonly GlobToken[], short: Short): ArnGlob {
  const whole = globOf(tokens);
  if (matchesEverything(whole)) return { type: 'everything' };
  const parts = splitParts(tokens);
  if (parts.length < 6 && short === 'text')
    return tokens.includes(ANY) ? { type: 'whole', glob: whole } : { type: 'nothing' };
  if (parts.length < 6 && short === 'nothing' && parts.at(-1)?.[0] !== ANY) return { type: 'nothing' };
  while (parts.length < 6) parts.push([ANY]);
  return partsGlob(parts.map(globOf));
}

function partsGlob(parts: readonly Glob[]): ArnGlob {
  const open = parts.findIndex((part) => !isLiteral(part));
  if (open < 0)
    return {
      type: 'parts',
      prefix: parts.slice(0, 5).map(literalPrefix).join(':'),
      checks: checksOf(parts, 5),
    };
  const settled = parts.slice(0, open).map((part) => `${literalPrefix(part)}:`);
  return {
    type: 'parts',
    prefix: settled.join('') + literalPrefix(parts[open] as Glob),
    checks: checksOf(parts, open),
  };
}

/** `text*`: the shared prefix has settled it. */
function isPrefixOnly(glob: Glob): boolean {
  const [first, last] = glob.pieces;
  return glob.pieces.length === 2 && first?.holes.length === 0 && last?.text === '';
}

/** The resource first: it tells most patterns apart. */
function checksOf(parts: readonly Glob[], from: number): readonly Check[] {
  const checks = parts.map((glob, part) => ({ part, glob })).slice(from);
  const left = checks.filter(
    ({ glob, part }) => !matchesEverything(glob) && !(part === from && isPrefixOnly(glob)),
  );
  return left.toReversed();
}

/** Does an ARN match? `parts` is `parseArn(text)`, taken once per request. */
export function matchesArn(pattern: ArnGlob, text: string, parts: ArnParts | undefined): boolean {
  if (pattern.type === 'everything') return true;
  if (pattern.type === 'nothing') return false;
  if (pattern.type === 'whole') return matchesGlob(pattern.glob, text);
  if (parts === undefined || !text.startsWith(pattern.prefix)) return false;
  for (const { part, glob } of pattern.checks) if (!matchesGlob(glob, parts[part] as string)) return false;
  return true;
}

/** `arnGlob` of a pattern as written. */
export function compileArnGlob(text: string, short: Short = 'fill'): ArnGlob {
  return arnGlob(globTokens(text), short);
}
