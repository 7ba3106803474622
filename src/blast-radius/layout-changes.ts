import type { InventoryIndex } from '../model/inventory.ts';
import type { Operation } from '../model/operation.ts';
import type { Layout, LayoutGuard, Shape, Target } from './layout.ts';
import { type Routes, routesOf } from './routes.ts';

/** A control that changes the world around a store, whoever asks. */
export interface LayoutChange {
  /** What people do; it names roles, not assets, so that many stores share it. */
  readonly control: string;
  /** Which of two controls that end as much comes first. */
  readonly rank: number;
  /** What it is put on, for one store of the layout. */
  readonly assetOf: (shape: Shape) => string;
  readonly layout: Layout;
  readonly routes: Routes;
}

const LOCKABLE: readonly string[] = ['AWS::EC2::Snapshot'];

/** The controls worth trying on a layout, each by itself; `example` is a store that has it. */
export function layoutChanges(
  index: InventoryIndex,
  operations: readonly Operation[],
  { layout, routes }: Pick<LayoutChange, 'layout' | 'routes'>,
  example: Shape,
): readonly LayoutChange[] {
  const guarding = (changes: readonly Guarding[]): readonly LayoutChange[] =>
    changes.map(({ control, rank, assetOf, targets }) => {
      const changed = { ...layout, targets };
      return { control, rank, assetOf, layout: changed, routes: routesOf(changed, operations) };
    });
  const tried = [
    ...guarding(vaultLocks(index, layout, example)),
    ...guarding(snapshotLocks(layout)),
    elsewhere(layout, routes),
    ...guarding(finalGuards(layout)),
    ...guarding(protections(layout, operations)),
  ];
  const distinct = new Map(tried.map((change) => [`${change.control} ${change.assetOf(example)}`, change]));
  return [...distinct.values()];
}

interface Guarding extends Pick<LayoutChange, 'control' | 'rank' | 'assetOf'> {
  readonly targets: readonly Target[];
}

/** Where a control is put on the store itself, and so helps that store alone. */
export const storeOf = ({ store }: Shape): string => store;

function elsewhere(layout: Layout, routes: Routes): LayoutChange {
  const [store] = layout.items as [Layout['items'][number]];
  const copy = { ...store, role: 'the copy elsewhere', target: null, within: [], heldBy: [], key: null };
  return {
    control: 'keep a tested copy in another account, out of reach of every credential here',
    rank: 2,
    assetOf: storeOf,
    layout: { ...layout, items: [...layout.items, copy] },
    routes,
  };
}

/** Which copies of a store lie in the same vault: what stores of one layout may still differ in. */
export function vaultPattern(index: InventoryIndex, shape: Shape): string {
  if (index.ofKind('vault').length === 0) return '';
  const vaults = shape.items.map((_, item) => vaultOf(index, shape, item));
  return vaults.map((vault) => (vault === undefined ? '-' : vaults.indexOf(vault))).join(' ');
}

function vaultOf(index: InventoryIndex, { items }: Shape, item: number): string | undefined {
  const vault = index.get(items[item]?.[0] ?? '')?.links.find(({ as }) => as === 'in-vault')?.to;
  return vault === undefined || index.get(vault) === undefined ? undefined : vault;
}

function vaultLocks(index: InventoryIndex, layout: Layout, example: Shape): readonly Guarding[] {
  const vaults = layout.items.map((_, item) => vaultOf(index, example, item));
  return vaults.flatMap((vault, item) => {
    if (vault === undefined || vaults.indexOf(vault) !== item) return [];
    const isIn = (at: number): boolean =>
      layout.items.some(({ target }, i) => target === at && vaults[i] === vault);
    return [
      {
        control: 'lock this vault in compliance mode',
        rank: 0,
        assetOf: (shape: Shape) => vaultOf(index, shape, item) ?? vault,
        targets: withGuard(layout, (_, at) => isIn(at)),
      },
    ];
  });
}

function snapshotLocks(layout: Layout): readonly Guarding[] {
  const isLockable = ({ native, copies }: Target): boolean => copies !== null && LOCKABLE.includes(native);
  if (!layout.targets.some(isLockable)) return [];
  const control = 'put a compliance lock on its snapshots, longer than the survivor horizon';
  return [{ control, rank: 1, assetOf: storeOf, targets: withGuard(layout, isLockable) }];
}

/** Guards that some call clears, made to hold. */
function finalGuards({ targets }: Layout): readonly Guarding[] {
  return targets.flatMap((target, at) =>
    target.guards
      .filter(({ clearedBy }) => clearedBy.length > 0)
      .map((guard) => ({
        control: `let no credential here clear the ${guard.type} on ${target.copies === null ? target.role : 'its copies'} (${guard.clearedBy.map(({ operation }) => operation).join(', ')})`,
        rank: 3,
        assetOf: (shape: Shape) =>
          (target.copies === null ? shape.targets[at]?.[0] : undefined) ?? shape.store,
        targets: targets.map((one) => ({
          ...one,
          guards: one.guards.map((own) => (own.type === guard.type ? { ...own, clearedBy: [] } : own)),
        })),
      })),
  );
}

/** Deletion protection where the provider has it and the target does not. */
function protections(layout: Layout, operations: readonly Operation[]): readonly Guarding[] {
  const clearing = operations.filter(
    ({ effect, label }) => effect === 'weaken-guard' && /protection/.test(label),
  );
  return layout.targets.flatMap((target, at) => {
    const row = clearing.find(
      ({ actsOn: { kind, natives } }) => kind === target.kind && natives.includes(target.native),
    );
    if (row === undefined || target.copies !== null || target.guards.length > 0) return [];
    return [
      {
        control: `protect ${target.role} from deletion, and let no credential here clear that (${row.id})`,
        rank: 3,
        assetOf: (shape: Shape) => shape.targets[at]?.[0] ?? shape.store,
        targets: withGuard(layout, (_, i) => i === at),
      },
    ];
  });
}

function withGuard(
  { targets }: Layout,
  isGuarded: (target: Target, at: number) => boolean,
): readonly Target[] {
  const guard: LayoutGuard = {
    type: 'lock',
    clearedBy: [],
    unheld: [],
    endsInHours: null,
    keepsHours: null,
  };
  return targets.map((target, at) => {
    return isGuarded(target, at) ? { ...target, guards: [...target.guards, guard] } : target;
  });
}
