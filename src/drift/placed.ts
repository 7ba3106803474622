import type { Asset } from '../model/asset.ts';
import type { PlacedAsset } from '../model/history.ts';
import type { InventoryIndex } from '../model/inventory.ts';
import { subjectOf } from './unread.ts';

/** Where an asset stands, by its id; undefined for what is none. */
export type PlaceOf = (id: string) => PlacedAsset | undefined;

/** Assets and everything that holds them, nearest first, each once; ids that are no asset's are passed over. */
export function placesOf(ids: readonly string[], placeOf: PlaceOf): readonly PlacedAsset[] {
  const places = new Map<string, PlacedAsset>();
  let next = ids;
  while (next.length > 0) {
    const found = next.flatMap((id) => (places.has(id) ? [] : (placeOf(id) ?? [])));
    for (const place of found) places.set(place.id, place);
    next = found.flatMap((place) => subjectOf(place).holders);
  }
  return [...places.values()];
}

/** Where things stand now, or where they were approved to stand. */
export function placesIn(index: InventoryIndex, approved: readonly PlacedAsset[]): PlaceOf {
  const known = new Map(approved.map((asset) => [asset.id, asset]));
  return (id) => {
    const asset = index.get(id);
    const was = known.get(id);
    if (asset !== undefined) return placed(asset, index);
    return was === undefined ? undefined : slim(was);
  };
}

function slim({ id, kind, provider, native, scope, region, within, links }: PlacedAsset): PlacedAsset {
  const held = links.filter(({ as }) => as === 'acts-in' || as === 'covers');
  return { id, kind, provider, native, scope, region, within, links: held.map(({ as, to }) => ({ as, to })) };
}

function placed(asset: Asset, index: InventoryIndex): PlacedAsset {
  const holders = [
    ...index.from(asset.id, 'contains'),
    ...index.to(asset.id, 'in'),
    ...index.to(asset.id, 'copy-of'),
    ...index.to(asset.id, 'held-by'),
  ];
  return slim({ ...asset, within: [...new Set(holders.map(({ id }) => id))], links: asset.links });
}
