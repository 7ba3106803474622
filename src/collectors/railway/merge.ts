import type { CollectedAsset, Link } from '../../model/asset.ts';
import type { Collected, Gap } from '../../model/inventory.ts';
import type { SourceResult } from './source.ts';

/** A source, and whether its caller sees everything there is in its scope (an admin or the workspace itself). */
export interface Read {
  readonly result: SourceResult;
  readonly wide: boolean;
}

/**
 * Puts what several callers read together, in an order that depends on nothing but the content. An asset seen
 * twice is one, with all its links, and what is known of it beats what is not. A gap is dropped where a wide
 * caller made the same read: what a narrow one was told may be short.
 */
export function mergeReads(reads: readonly Read[]): Pick<Collected, 'sources' | 'gaps' | 'assets'> {
  const closed = new Set(reads.flatMap(({ result, wide }) => (wide ? [...result.answered] : [])));
  const gaps = new Map<string, Gap>();
  const assets = new Map<string, CollectedAsset>();
  for (const { result } of reads) {
    for (const gap of result.gaps) if (!closed.has(readOf(gap))) gaps.set(gap.fingerprint, gap);
    for (const asset of result.assets) {
      const known = assets.get(asset.id);
      assets.set(asset.id, known ? mergeAsset(known, asset) : asset);
    }
  }
  return {
    sources: reads
      .map(({ result }) => result.source)
      .sort(
        byText(
          ({ scope, service, caller }) => `${scope} ${service} ${caller.credential} ${caller.principal}`,
        ),
      ),
    gaps: [...gaps.values()].sort(byText(({ fingerprint }) => fingerprint)),
    assets: [...assets.values()].map(withSortedLinks).sort(byText(({ id }) => id)),
  };
}

/** The `operation:id` of a gap, from its fingerprint `railway:reason:operation:id`. */
const readOf = (gap: Gap): string => gap.fingerprint.split(':').slice(2).join(':');

function mergeAsset(a: CollectedAsset, b: CollectedAsset): CollectedAsset {
  const fields = mergeFields(a, b);
  const props = mergeFields(a.props, b.props);
  return { ...fields, links: [...a.links, ...b.links], props } as CollectedAsset;
}

/** Field by field, the known value; of two known ones the lesser text, so that order does not matter. */
function mergeFields<T extends object>(a: T, b: T): T {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof T>;
  return Object.fromEntries([...keys].map((key) => [key, better(a[key], b[key])])) as T;
}

function better<T>(a: T, b: T): T {
  if (a === b) return a;
  const [weightA, weightB] = [weight(a), weight(b)];
  if (weightA !== weightB) return weightA < weightB ? a : b;
  return JSON.stringify(a) <= JSON.stringify(b) ? a : b;
}

/** `true` first: of a flag like `self` one sight is enough. */
function weight(value: unknown): number {
  if (value === true) return 0;
  if (value === undefined || value === null) return 3;
  if (value === 'unknown' || value === 'inexpressible') return 2;
  return 1;
}

function withSortedLinks(asset: CollectedAsset): CollectedAsset {
  const links = new Map<string, Link>(asset.links.map((link) => [textOf(link), link]));
  return { ...asset, links: [...links.values()].sort(byText(textOf)) };
}

const textOf = ({ as, to, role }: Link): string => `${as} ${to} ${role ?? ''}`;

function byText<T>(text: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => {
    const [left, right] = [text(a), text(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  };
}
