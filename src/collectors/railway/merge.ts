import type { Collected, Gap } from '../../model/inventory.ts';
import type { SourceResult } from './source.ts';

/** A source, and whether its caller sees everything there is in its scope (an admin or the workspace itself). */
export interface Read {
  readonly result: SourceResult;
  readonly wide: boolean;
}

/**
 * Puts what several callers read together, in an order that depends on nothing but the content. A gap is
 * dropped where a wide caller made the same read: what a narrow one was told may be short. Readings of one
 * asset by several callers stay side by side; the inventory makes them one.
 */
export function mergeReads(reads: readonly Read[]): Pick<Collected, 'sources' | 'gaps' | 'assets'> {
  const closed = new Set(reads.flatMap(({ result, wide }) => (wide ? result.answered : [])));
  const gaps = new Map<string, Gap>();
  for (const gap of reads.flatMap(({ result }) => result.gaps)) {
    if (!closed.has(readOf(gap)) && !gaps.has(gap.fingerprint)) gaps.set(gap.fingerprint, gap);
  }
  return {
    sources: sorted(
      reads.map(({ result }) => result.source),
      ({ scope }) => scope,
    ),
    gaps: sorted([...gaps.values()], ({ fingerprint }) => fingerprint),
    assets: sorted(
      reads.flatMap(({ result }) => result.assets),
      ({ id }) => id,
    ),
  };
}

/** The `operation:id` of a gap, from its fingerprint `railway:reason:operation:id`. */
const readOf = (gap: Gap): string => gap.fingerprint.split(':').slice(2).join(':');

/** By key, and where that is the same by all there is. */
function sorted<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  return items.toSorted((a, b) => compare(key(a), key(b)) || compare(JSON.stringify(a), JSON.stringify(b)));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
