import type { AssetOf } from '../model/asset.ts';
import type { InventoryIndex } from '../model/inventory.ts';

type Stores = readonly AssetOf<'store'>[];

const known = new WeakMap<InventoryIndex, ReadonlyMap<string, Stores>>();

/** The stores of one account, workspace or project; grouped once an inventory. */
export function storesOfScope(index: InventoryIndex, provider: string, scope: string): Stores {
  const groups =
    known.get(index) ?? Map.groupBy(index.ofKind('store'), (store) => `${store.provider} ${store.scope}`);
  known.set(index, groups);
  return groups.get(`${provider} ${scope}`) ?? [];
}
