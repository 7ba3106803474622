import { canonicalKey } from './context-keys.ts';
import { type GlobToken, globTokens } from './glob.ts';

/** `${key}` or `${key, 'default'}`: stands for what the request's context holds. */
export interface Variable {
  readonly key: string;
  readonly fallback: string | null;
}

export type TemplateToken = GlobToken | Variable;
export type Template = readonly TemplateToken[];

const escapes = new Set(['*', '?', '$']);

/**
 * Takes a policy value apart. Variables exist only in policies of version 2012-10-17; elsewhere `${` is text.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function parseTemplate(text: string, withVariables: boolean): Template {
  if (!withVariables || !text.includes('${')) return globTokens(text);
  const out: TemplateToken[] = [];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('${', at);
    const close = open < 0 ? -1 : text.indexOf('}', open);
    if (close < 0) {
      out.push(...globTokens(text.slice(at)));
      break;
    }
    out.push(...globTokens(text.slice(at, open)), variableOf(text.slice(open + 2, close)));
    at = close + 1;
  }
  return out;
}

function variableOf(inner: string): TemplateToken {
  if (escapes.has(inner)) return inner;
  const comma = inner.indexOf(',');
  if (comma < 0) return { key: canonicalKey(inner.trim()), fallback: null };
  const quoted = inner.slice(comma + 1).trim();
  const fallback = /^'.*'$/s.test(quoted) ? quoted.slice(1, -1) : quoted;
  return { key: canonicalKey(inner.slice(0, comma).trim()), fallback };
}

export function variablesOf(template: Template): readonly Variable[] {
  return template.filter((token): token is Variable => typeof token === 'object');
}

/** What a variable's key holds: its one value, null when there is none to put in, undefined when not known. */
export type Resolve = (key: string) => string | null | undefined;

/** The template with its variables put in; null when one can't be resolved, undefined when one is not known. */
export function fill(template: Template, resolve: Resolve): readonly GlobToken[] | null | undefined {
  const out: GlobToken[] = [];
  for (const token of template) {
    if (typeof token !== 'object') out.push(token);
    else {
      const value = resolve(token.key);
      if (value === undefined) return undefined;
      const text = value ?? token.fallback;
      if (text === null) return null;
      out.push(text);
    }
  }
  return out;
}
