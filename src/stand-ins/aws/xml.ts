/** A value of an answer: objects are elements by name, lists are repeated elements inside theirs. */
export type Wire =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Wire[]
  | { readonly [name: string]: Wire };

/**
 * How the elements of a list are named: `item` by EC2, `member` by IAM and STS, and after the list they are in by
 * others.
 */
export type Each = string | ((list: string) => string);

/** Renders as the query protocols do. */
export function xml(value: Wire, each: Each, list = ''): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) {
    const name = typeof each === 'string' ? each : each(list);
    return value.map((item) => `<${name}>${xml(item, each)}</${name}>`).join('');
  }
  if (typeof value !== 'object') return escaped(String(value));
  return Object.entries(value)
    .filter(([, child]) => child !== undefined && child !== null)
    .map(([name, child]) =>
      name === 'entry' ? entries(child, each) : `<${name}>${xml(child, each, name)}</${name}>`,
    )
    .join('');
}

/** A map of the query protocol repeats its `entry` elements without one around them. */
function entries(value: Wire, each: Each): string {
  return (Array.isArray(value) ? value : [])
    .map((item: Wire) => `<entry>${xml(item, each)}</entry>`)
    .join('');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 has no way to write most control characters, so a server of it can't send them either. */
function escaped(text: string): string {
  return text.replace(/[^\P{Cc}\t\n\r]/gu, '').replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);
}
