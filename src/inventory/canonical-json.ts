/** Order of two texts by code unit: the same on every machine, whatever its locale. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * JSON with one spelling per value: `leading` fields first, then `type`, then the others by name; absent
 * values left out. Lists keep their order. Built as text, so that a key named `__proto__` is only a key.
 */
export function canonicalJson(value: unknown, leading: readonly string[] = []): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  fields.sort(([a], [b]) => rank(a, leading) - rank(b, leading) || byText(a, b));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`).join(',')}}`;
}

function rank(name: string, leading: readonly string[]): number {
  const place = leading.indexOf(name);
  if (place >= 0) return place;
  return name === 'type' ? leading.length : leading.length + 1;
}
