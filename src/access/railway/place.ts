import type { InventoryIndex } from '../../model/inventory.ts';

/** Where a target lies: the ids of its workspace and project, and of every environment it has a part in. */
export interface Place {
  readonly workspace: string | null;
  readonly project: string | null;
  readonly environments: readonly string[];
  /** False for a store that no service is attached to. */
  readonly attached: boolean;
}

/** Finds places by links, remembering what it found. */
export function railwayPlaces(index: InventoryIndex): (target: string) => Place {
  const known = new Map<string, Place>();
  return (target) => {
    const found = known.get(target) ?? locate(index, target);
    known.set(target, found);
    return found;
  };
}

function locate(index: InventoryIndex, target: string): Place {
  const around = ancestors(index, target);
  const ofNative = (native: string): string[] =>
    [...around].filter((id) => index.get(id)?.native === native).sort();
  const inside = index.to(target, 'contains').flatMap((child) => parents(index, child.id));
  const partOf = index.get(target)?.native === 'railway.Volume' ? inside : [];
  const environments = new Set([...ofNative('railway.Environment'), ...environmentsAmong(index, partOf)]);
  return {
    workspace: ofNative('railway.Workspace')[0] ?? null,
    project: ofNative('railway.Project')[0] ?? null,
    environments: [...environments].sort(),
    attached: isAttached(index, target),
  };
}

/** The target itself and everything it lies in. */
function ancestors(index: InventoryIndex, target: string): ReadonlySet<string> {
  const seen = new Set([target]);
  for (const id of seen) for (const parent of parents(index, id)) seen.add(parent);
  return seen;
}

function parents(index: InventoryIndex, id: string): readonly string[] {
  return [
    ...index.from(id, 'contains'),
    ...index.to(id, 'in'),
    ...index.to(id, 'copy-of'),
    ...index.to(id, 'covers'),
  ].map((asset) => asset.id);
}

function environmentsAmong(index: InventoryIndex, ids: readonly string[]): readonly string[] {
  return ids.filter((id) => index.get(id)?.native === 'railway.Environment');
}

function isAttached(index: InventoryIndex, target: string): boolean {
  const asset = index.get(target);
  if (asset?.kind !== 'store') return false;
  return index.from(target, 'uses').length > 0 || (asset.props.attached ?? []).length > 0;
}
