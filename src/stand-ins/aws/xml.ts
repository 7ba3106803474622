/** A value of an answer: objects are elements by name, lists are repeated elements inside theirs. */
export type Wire =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Wire[]
  | { readonly [name: string]: Wire };

/** Renders as the query protocols do; `each` names a list's elements: `item` for EC2, `member` for IAM and STS. */
export function xml(value: Wire, each: 'item' | 'member'): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map((item) => `<${each}>${xml(item, each)}</${each}>`).join('');
  if (typeof value !== 'object') return escaped(String(value));
  return Object.entries(value)
    .filter(([, child]) => child !== undefined && child !== null)
    .map(([name, child]) =>
      name === 'entry' ? entries(child, each) : `<${name}>${xml(child, each)}</${name}>`,
    )
    .join('');
}

/** A map of the query protocol repeats its `entry` elements without one around them. */
function entries(value: Wire, each: 'item' | 'member'): string {
  return (Array.isArray(value) ? value : [])
    .map((item: Wire) => `<entry>${xml(item, each)}</entry>`)
    .join('');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 has no way to write most control characters, so a server of it can't send them either. */
function escaped(text: string): string {
  return text.replace(/[^\P{Cc}\t\n\r]/gu, '').replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);
}
