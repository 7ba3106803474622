import type { Asset, AssetKind, AssetOf, Link, LinkType } from '../model/asset.ts';
import type { Inventory, InventoryIndex } from '../model/inventory.ts';
import { byText } from './canonical-json.ts';
import { highestTier } from './tier.ts';

const none: readonly Asset[] = [];

type Neighbours = Map<string, readonly Asset[]>;

/** Look-ups over an inventory. What one kind of link leads to is gathered when first asked for. */
export function indexInventory(inventory: Inventory): InventoryIndex {
  const byId = new Map(inventory.assets.map((asset) => [asset.id, asset]));
  const kinds = groupByKind(inventory.assets);
  const incoming = new Map<LinkType, Map<string, Asset[]>>();
  const outgoing = new Map<LinkType, Neighbours>();
  return {
    inventory,
    get: (id) => byId.get(id),
    ofKind: <K extends AssetKind>(kind: K) => (kinds.get(kind) ?? none) as readonly AssetOf<K>[],
    to: (id, as) =>
      targets(
        byId,
        getOrAdd(outgoing, as, () => new Map()),
        id,
        as,
      ),
    from: (id, as) => getOrAdd(incoming, as, () => gatherSources(inventory.assets, as)).get(id) ?? none,
    tier: (id) => highestTier(byId.get(id)?.environments ?? []),
  };
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function groupByKind(assets: readonly Asset[]): ReadonlyMap<AssetKind, readonly Asset[]> {
  const kinds = new Map<AssetKind, Asset[]>();
  for (const asset of assets) getOrAdd(kinds, asset.kind, () => []).push(asset);
  for (const group of kinds.values()) group.sort((a, b) => byText(a.id, b.id));
  return kinds;
}

function gatherSources(assets: readonly Asset[], as: LinkType): Map<string, Asset[]> {
  const sources = new Map<string, Asset[]>();
  for (const asset of assets) {
    for (const link of asset.links) {
      if (link.as !== as) continue;
      const group = getOrAdd(sources, link.to, () => []);
      if (group.at(-1) !== asset) group.push(asset);
    }
  }
  return sources;
}

/** Few links are looked through each time; many are looked through once. */
const few = 8;

function targets(byId: ReadonlyMap<string, Asset>, known: Neighbours, id: string, as: LinkType) {
  const links = byId.get(id)?.links ?? [];
  const pick = () => pickTargets(byId, links, as);
  return links.length <= few ? pick() : getOrAdd(known, id, pick);
}

function pickTargets(byId: ReadonlyMap<string, Asset>, links: readonly Link[], as: LinkType) {
  const found = new Set<Asset>();
  for (const link of links) {
    const target = link.as === as ? byId.get(link.to) : undefined;
    if (target !== undefined) found.add(target);
  }
  return found.size === 0 ? none : [...found];
}
