import { byText, canonicalJson } from './canonical-json.ts';
import { cleanId, cleanText } from './clean-text.ts';

/**
 * What a provider said, made canonical: texts cleaned, absent values left out, and every list in order and
 * without repetition (a list of facts is a set; only policy documents have lists whose order is theirs).
 */
export function tidy<T>(value: T): T;
export function tidy(value: unknown): unknown {
  if (typeof value === 'string') return cleanId(value);
  if (typeof value !== 'object' || value === null) return value;
  if (!Array.isArray(value)) return tidyRecord(value);
  return value.length === 0 ? value : asSet(value.map((item) => tidy(item)));
}

/** A list as a set: sorted by canonical JSON, each value once. */
export function asSet<T>(values: readonly T[]): readonly T[] {
  if (values.length < 2) return values;
  const unique = new Map(values.map((value) => [canonicalJson(value), value]));
  return [...unique].sort(([a], [b]) => byText(a, b)).map(([, value]) => value);
}

/** The record itself where nothing is to change; else built from entries, so that `__proto__` stays a key. */
function tidyRecord(record: object): object {
  let same = true;
  const fields = Object.entries(record).flatMap(([name, field]): [string, unknown][] => {
    const [cleanName, cleanField] = [cleanText(name), tidy(field)];
    same &&= cleanName === name && cleanField === field && field !== undefined;
    return field === undefined ? [] : [[cleanName, cleanField]];
  });
  return same ? record : Object.fromEntries(fields);
}
