import type { Asset, AssetKind } from '../model/asset.ts';
import type { Gap, InventoryIndex } from '../model/inventory.ts';
import type { CheckDefinition } from './check.ts';
import { isOfAnotherService } from './gap-service.ts';
import { isEntry, type Subject } from './subject.ts';

/** Where an asset stands: itself and all it belongs to, and the scopes of all those. */
interface Place {
  readonly ids: ReadonlySet<string>;
  readonly scopes: ReadonlySet<string>;
}

/** Finds the gaps that could change what is said of an asset. */
export interface GapFinder {
  /** Sorted by fingerprint. */
  touching(subject: Subject, check: Pick<CheckDefinition, 'needs' | 'proof'>): readonly Gap[];
  /**
   * Gaps that may hide whole assets the check would have judged, sorted by fingerprint. Standing facts are left
   * out: they are printed once, with how to look by hand.
   */
  hiding(check: Pick<CheckDefinition, 'judges' | 'fix'>): readonly Gap[];
}

/**
 * A gap touches an asset when it hides a needed kind of the same provider and lies where the asset lies: about
 * the asset, about something it belongs to or that belongs to it, or about its whole scope and region. A gap
 * about one known asset of the kind it hides leaves details of it unread: that can hide a bad, but not that
 * there is a good one. Where the place of a gap can't be told it is taken to touch: better unknown than wrongly
 * safe.
 */
export function findGaps(index: InventoryIndex): GapFinder {
  const sorted = index.inventory.gaps.toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
  const byKind = new Map<string, Gap[]>();
  for (const gap of sorted) {
    for (const kind of kindsOf(gap)) {
      const place = key(gap.provider, kind);
      const known = byKind.get(place);
      if (known === undefined) byKind.set(place, [gap]);
      else known.push(gap);
    }
  }
  const places = new Map<string, Place>();

  const placeOf = (asset: Asset): Place => {
    const known = places.get(asset.id) ?? place(asset, index);
    places.set(asset.id, known);
    return known;
  };
  const touches = (gap: Gap, asset: Asset, { anyRegion, proof }: Sight): boolean => {
    const apart = gap.region !== null && asset.region !== null && gap.region !== asset.region;
    if ((apart && !anyRegion) || isOfAnotherService(gap, asset)) return false;
    const { ids, scopes } = placeOf(asset);
    const target = gap.target === null ? undefined : index.get(gap.target);
    // Of which stores a vault holds backups, only its list would tell.
    if (target === undefined || (target.kind === 'vault' && gap.kind === 'backup'))
      return scopes.has(gap.scope);
    if (target.kind === gap.kind && proof === 'presence') return target.id === asset.id;
    const around = placeOf(target).ids;
    if (ids.has(target.id) || around.has(asset.id)) return true;
    // What a credential may end lies anywhere below the places it acts in.
    return asset.kind === 'credential' && [...ids].some((id) => around.has(id));
  };

  return {
    touching: (asset, { needs, proof }) => {
      if (isEntry(asset)) {
        const needed = new Set(needs.map((need) => (typeof need === 'string' ? need : need.kind)));
        return sorted.filter((gap) => kindsOf(gap).some((kind) => needed.has(kind)));
      }
      const found = needs.flatMap((need) => {
        const [kind, anyRegion] = typeof need === 'string' ? [need, false] : [need.kind, true];
        const gaps = byKind.get(key(asset.provider, kind)) ?? [];
        return gaps.filter((gap) => touches(gap, asset, { anyRegion, proof }));
      });
      return found.length < 2 ? found : [...new Set(found)];
    },
    hiding: ({ judges, fix }) =>
      sorted.filter(
        ({ kind, below = [], reason, provider, target }) =>
          (kind === judges || below.some((further) => further === judges)) &&
          (reason === 'denied' || reason === 'throttled' || reason === 'failed') &&
          (Object.hasOwn(fix, provider) || Object.keys(fix).length === 0) &&
          index.get(target ?? '')?.kind !== judges,
      ),
  };
}

/** How far a check looks, and for what. */
interface Sight {
  readonly anyRegion: boolean;
  readonly proof: CheckDefinition['proof'];
}

/** All kinds of which something may be missing. */
function kindsOf({ kind, below = [] }: Gap): readonly AssetKind[] {
  return below.length === 0 ? [kind] : [kind, ...below];
}

const key = (provider: string, kind: AssetKind): string => `${provider}\u0000${kind}`;

/** What a thing belongs to, by the links that mean belonging. */
function parents(asset: Asset, index: InventoryIndex): readonly Asset[] {
  return [
    ...index.from(asset.id, 'contains'),
    ...index.to(asset.id, 'in'),
    ...index.to(asset.id, 'copy-of'),
    ...index.to(asset.id, 'covers'),
    ...index.to(asset.id, 'held-by'),
    ...index.to(asset.id, 'acts-in'),
    ...index.to(asset.id, 'in-vault'),
    ...index.to(asset.id, 'uses'),
    ...index.to(asset.id, 'duplicated-from'),
  ];
}

function place(asset: Asset, index: InventoryIndex): Place {
  const ids = new Set<string>();
  const scopes = new Set<string>();
  const open: Asset[] = [asset];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (ids.has(next.id)) continue;
    ids.add(next.id);
    scopes.add(next.scope).add(next.id.slice(next.id.lastIndexOf(':') + 1));
    open.push(...parents(next, index));
  }
  return { ids, scopes };
}
