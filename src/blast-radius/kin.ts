import type { Access } from '../model/access.ts';
import type { AssetOf } from '../model/asset.ts';
import type { InventoryIndex } from '../model/inventory.ts';
import type { Operation } from '../model/operation.ts';
import { copyWorth, declaredAge, declaredWorth, obtainableIn, scannedAccounts } from './copies.ts';
import type { Layout, Shape } from './layout.ts';
import { type Routes, routesOf } from './routes.ts';
import { type DeclaredWorth, type Shaping, shapeOf } from './shape.ts';

/** Stores with one layout whose targets everyone is answered alike on: they share every verdict and plan. */
export interface Kin {
  readonly layout: Layout;
  readonly layoutNumber: number;
  readonly routes: Routes;
  /** One target id for each target of the layout, and the key it stands for. */
  readonly asked: readonly string[];
  readonly keys: readonly string[];
  readonly shapes: readonly Shape[];
}

/** Every store of an inventory, grouped; and the groups that have any target in a scope. */
export interface Kinships {
  readonly all: readonly Kin[];
  readonly inScope: ReadonlyMap<string, readonly Kin[]>;
}

/** Shapes every store once and groups them; linear in assets. */
export function kinshipsOf(
  index: InventoryIndex,
  access: Access,
  operations: readonly Operation[],
  shaping: Shaping,
): Kinships {
  const layouts = internLayouts();
  const families = new Map<string, Family>();
  for (const store of index.ofKind('store')) {
    const shape = shapeOf(shaping, store, layouts.intern);
    const keys = shape.targets.map(([id = '']) => shaping.targetKey(id));
    const family = JSON.stringify([shape.layout, keys]);
    const known = families.get(family);
    if (known === undefined) families.set(family, { keys, shapes: [shape] });
    else known.shapes.push(shape);
  }
  const routes = layouts.all.map((layout) => routesOf(layout, operations));
  const all = [...families.values()].map((family) => kinOf(family, layouts.all, routes));
  return { all, inScope: byScope(all, access) };
}

interface Family {
  readonly keys: readonly string[];
  readonly shapes: Shape[];
}

function kinOf({ keys, shapes }: Family, layouts: readonly Layout[], routes: readonly Routes[]): Kin {
  const [first] = shapes as [Shape, ...Shape[]];
  return {
    layout: layouts[first.layout] as Layout,
    layoutNumber: first.layout,
    routes: routes[first.layout] as Routes,
    asked: first.targets.map(([id = '']) => id),
    keys,
    shapes,
  };
}

function internLayouts(): { readonly all: readonly Layout[]; readonly intern: (layout: Layout) => number } {
  const all: Layout[] = [];
  const numbers = new Map<string, number>();
  const intern = (layout: Layout): number => {
    const key = JSON.stringify(layout);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, all.length);
    return all.push(layout) - 1;
  };
  return { all, intern };
}

function byScope(all: readonly Kin[], access: Access): ReadonlyMap<string, readonly Kin[]> {
  const inScope = new Map<string, Kin[]>();
  for (const kin of all) {
    const scopes = new Set(kin.asked.map((id) => access.scopeOf?.(id) ?? ''));
    for (const scope of scopes) {
      const known = inScope.get(scope);
      if (known === undefined) inScope.set(scope, [kin]);
      else known.push(kin);
    }
  }
  return inScope;
}

/** What shaping needs of an inventory, at a time. */
export function shapingOf(index: InventoryIndex, access: Access, now: Date): Shaping {
  const { inventory } = index;
  const scanned = scannedAccounts(index);
  const at = now.getTime();
  const restricting = inventory.gaps.filter((gap) => gap.direction === 'restricts');
  const scopes = new Set(
    restricting.map(({ provider, scope, target }) => `${provider} ${scope} ${target ?? ''}`),
  );
  return {
    index,
    targetKey: (target) => access.targetKey?.(target) ?? target,
    worth: (copy: AssetOf<'backup'>) => copyWorth(index, scanned, copy, at),
    declared: declaredByStore(index, at),
    restricted: ({ provider, scope, id }) =>
      scopes.has(`${provider} ${scope} `) || scopes.has(`${provider} ${scope} ${id}`),
    now: at,
    horizonHours: inventory.settings.limits.survivorHorizonDays * 24,
  };
}

function declaredByStore(index: InventoryIndex, now: number): ReadonlyMap<string, readonly DeclaredWorth[]> {
  const obtainable = obtainableIn(index);
  const byStore = new Map<string, DeclaredWorth[]>();
  for (const copy of index.inventory.settings.copies) {
    const worth = declaredWorth(index.inventory, obtainable, copy, now);
    const declared = { location: copy.location, losesHours: declaredAge(copy, now), worth };
    byStore.set(copy.of, [...(byStore.get(copy.of) ?? []), declared]);
  }
  return byStore;
}
