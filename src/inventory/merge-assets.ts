import type { CollectedAsset } from '../model/asset.ts';
import { byText, canonicalJson } from './canonical-json.ts';
import { asSet } from './tidy.ts';

type Facts = Readonly<Record<string, unknown>>;

/**
 * Readings of one asset by several callers, as one: what is known beats what is unknown, lists and links are
 * put together, and where two readings contradict each other the one that promises less is kept.
 * The order of the readings does not matter.
 */
export function mergeReadings(readings: readonly CollectedAsset[]): CollectedAsset {
  const [only, second] = readings;
  if (only !== undefined && second === undefined) return only;
  const keyed = readings.map((reading) => ({ reading, key: canonicalJson(reading) }));
  const ordered = keyed.sort((a, b) => byText(a.key, b.key)).map(({ reading }) => reading);
  return ordered.reduce(mergeTwo);
}

function mergeTwo(a: CollectedAsset, b: CollectedAsset): CollectedAsset {
  if (a.kind !== b.kind) return { ...a, links: asSet([...a.links, ...b.links]) };
  if (a.kind === 'policy' && b.kind === 'policy') return mergePolicy(a, b);
  return mergeFacts(a as unknown as Facts, b as unknown as Facts) as unknown as CollectedAsset;
}

type PolicyReading = Extract<CollectedAsset, { kind: 'policy' }>;

/** A document and its digest belong together, so they come from one reading. */
function mergePolicy(a: PolicyReading, b: PolicyReading): CollectedAsset {
  const props = certainty(b.props.document) > certainty(a.props.document) ? b.props : a.props;
  return { ...a, tags: { ...b.tags, ...a.tags }, links: asSet([...a.links, ...b.links]), props };
}

function mergeFacts(a: Facts, b: Facts): Facts {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries([...names].map((name) => [name, mergeFact(name, fact(a, name), fact(b, name))]));
}

function fact(facts: Facts, name: string): unknown {
  return Object.hasOwn(facts, name) ? facts[name] : undefined;
}

function mergeFact(name: string, a: unknown, b: unknown): unknown {
  if (a === b) return a;
  if (certainty(a) !== certainty(b)) return certainty(a) > certainty(b) ? a : b;
  if (Array.isArray(a) && Array.isArray(b)) return asSet([...a, ...b]);
  if (isFacts(a) && isFacts(b)) return mergeFacts(a, b);
  return later.has(name) ? larger(a, b) : smaller(a, b);
}

/** A fact read beats "none", which beats "the provider has no such field", which beats "not readable". */
function certainty(value: unknown): number {
  if (value === undefined) return 0;
  if (value === 'unknown') return 1;
  if (value === 'inexpressible') return 2;
  return value === null ? 3 : 4;
}

function isFacts(value: unknown): value is Facts {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `true` wins for `self`, the latest use for the others; elsewhere "no", less and earlier promise less. */
const later: ReadonlySet<string> = new Set(['self', 'lastUsed', 'lastActive']);

function smaller(a: unknown, b: unknown): unknown {
  return compare(a, b) <= 0 ? a : b;
}

function larger(a: unknown, b: unknown): unknown {
  return compare(a, b) >= 0 ? a : b;
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return byText(canonicalJson(a), canonicalJson(b));
}
