import type { Asset } from '../model/asset.ts';
import type { InventoryIndex } from '../model/inventory.ts';

/** Set by AWS itself on members of an auto scaling group; users cannot write the `aws:` prefix. */
const fleetTag = 'aws:autoscaling:groupName';

/** Which assets are approved, and under which id: members of a fleet share one, ephemeral assets have none. */
export interface Lasting {
  /** The id an asset is approved under; null where it comes and goes by itself. */
  idOf(id: string): string | null;
}

function fleetOf(asset: Asset): string | null {
  const group = asset.tags[fleetTag];
  if (asset.provider !== 'aws' || group === undefined) return null;
  return `fleet:${asset.scope}:${asset.region ?? 'global'}:${group}:${asset.native}`;
}

/** A volume belongs to a fleet when everything it is attached to does. */
function fleetOfStore(asset: Asset, index: InventoryIndex): string | null {
  const users = index.from(asset.id, 'uses');
  const groups = new Set(users.map((user) => (user.kind === 'workload' ? fleetOf(user) : null)));
  const [group] = groups;
  const own = users[0]?.tags[fleetTag];
  if (groups.size !== 1 || group === null || own === undefined) return null;
  return `fleet:${asset.scope}:${asset.region ?? 'global'}:${own}:${asset.native}`;
}

function isEphemeral(asset: Asset, index: InventoryIndex): boolean {
  if (asset.kind === 'environment') return asset.props.tier === 'ephemeral';
  if (asset.environments.length > 0) return asset.environments.every(({ tier }) => tier === 'ephemeral');
  if (asset.kind === 'credential') {
    const holders = index.to(asset.id, 'held-by');
    return holders.length > 0 && holders.every((holder) => isEphemeral(holder, index));
  }
  if (asset.kind !== 'principal') return false;
  const places = index.to(asset.id, 'acts-in');
  return (
    places.length > 0 && places.every((place) => place.kind === 'environment' && isEphemeral(place, index))
  );
}

/** The id an asset is approved under; null where it comes and goes by itself. */
export function lastingId(asset: Asset, index: InventoryIndex): string | null {
  if (isEphemeral(asset, index)) return null;
  if (asset.kind === 'workload') return fleetOf(asset) ?? asset.id;
  if (asset.kind === 'store') return fleetOfStore(asset, index) ?? asset.id;
  return asset.id;
}

/** Reads each asset once; an id that is no asset is its own. */
export function lastingAssets(index: InventoryIndex): Lasting {
  const ids = new Map<string, string | null>();
  for (const asset of index.inventory.assets) ids.set(asset.id, lastingId(asset, index));
  return {
    idOf: (id) => {
      const known = ids.get(id);
      return known === undefined ? id : known;
    },
  };
}
