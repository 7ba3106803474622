/** Order of two texts by code unit: the same on every machine, whatever its locale. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * JSON with one spelling per value: `type` first, then the other fields by name, absent ones left out. Lists
 * keep their order. Built as text, so that a key named `__proto__` is only a key.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  return canonicalRecord(value, ordered(Object.keys(value)));
}

/** A record with its fields in the order of `names`; those that are absent are left out. */
export function canonicalRecord(record: object, names: readonly string[]): string {
  let text = '';
  for (const name of names) {
    const field = (record as Readonly<Record<string, unknown>>)[name];
    if (field === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonicalJson(field)}`;
  }
  return `{${text}}`;
}

/** Most records come in order already, and then need no sorting. */
function ordered(names: readonly string[]): readonly string[] {
  const isOrdered = names.every((name, place) => place === 0 || byField(names[place - 1] ?? '', name) < 0);
  return isOrdered ? names : names.toSorted(byField);
}

function byField(a: string, b: string): number {
  if (a === 'type') return -1;
  return b === 'type' ? 1 : byText(a, b);
}
