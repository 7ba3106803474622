import type { Operation, Requirement } from '../model/operation.ts';
import type { Attachment, Item, Layout, LayoutGuard } from './layout.ts';

/** A call a plan may need, or a permission that a call of another target uses. */
export interface Need {
  readonly operation: string;
  readonly target: number;
  readonly calls: number;
  /** The catalogue's row, where it has one. */
  readonly row: Operation | null;
}

/** One way to end some items of a layout. */
export interface Route {
  readonly row: Operation;
  /** Bit i: item i ends. */
  readonly ends: bigint;
  /** Hours until what ends is gone for good; 0: at once. */
  readonly hours: number;
  /** How far up from the store the target of the main call is. */
  readonly depth: number;
  /** Of these, hours that have to be waited for a guard to end before the call. */
  readonly wait: number;
  /** Indexes into `Routes.needs`, in the order of the calls. */
  readonly needs: readonly number[];
}

/** Every way to end anything of a layout; nothing here knows who asks. */
export interface Routes {
  readonly needs: readonly Need[];
  readonly routes: readonly Route[];
  /** Some combinations of guards were left out: plans are upper bounds. */
  readonly cut: boolean;
}

/** How the guards of a target are met: calls to clear them, hours until the end is final, hours waited. */
interface Clearing {
  readonly needs: readonly number[];
  readonly hours: number;
  readonly wait: number;
}

interface Workbench {
  readonly layout: Layout;
  readonly needs: Need[];
  readonly numbers: Map<string, number>;
  readonly operations: readonly Operation[];
  cut: boolean;
}

const NOTHING: Clearing = { needs: [], hours: 0, wait: 0 };
const MOST_CLEARINGS = 16;

/** Applies every destroying operation to every target of a layout. */
export function routesOf(layout: Layout, operations: readonly Operation[]): Routes {
  const bench: Workbench = { layout, needs: [], numbers: new Map(), operations, cut: false };
  const destroying = operations.filter(isDestroying);
  const routes = layout.targets.flatMap((_, target) =>
    destroying.filter((row) => isOn(layout, row, target)).flatMap((row) => routesBy(bench, row, target)),
  );
  return { needs: bench.needs, routes: byRow(routes, operations), cut: bench.cut };
}

function isDestroying({ effect, undo }: Operation): boolean {
  return (effect === 'destroy-data' || effect === 'destroy-backup') && (undo === null || undo.hours !== null);
}

function isOn({ targets }: Layout, { id, actsOn, onlyGuarded }: Operation, target: number): boolean {
  const { kind, native, guards } = targets[target] ?? { kind: '', native: '', guards: [] };
  if (onlyGuarded === true && !guards.some(({ clearedBy }) => clearedBy.includes(id))) return false;
  return kind === actsOn.kind && (native === '*' || actsOn.natives.includes(native));
}

function byRow(routes: readonly Route[], operations: readonly Operation[]): readonly Route[] {
  const order = new Map(operations.map((row, i) => [row, i]));
  return [...routes].sort((a, b) => (order.get(a.row) ?? 0) - (order.get(b.row) ?? 0));
}

function routesBy(bench: Workbench, row: Operation, target: number): readonly Route[] {
  const ends = endedBy(bench.layout, row, target);
  if (ends === 0n) return [];
  const onTarget = isUnguarded(bench.layout, row, target) ? [NOTHING] : clearings(bench, target, row.id);
  const before = allOf(bench, [onTarget, ...row.requires.map((one) => waysTo(bench, one, target, ends))]);
  return guardedSubsets(bench, row, target, ends).flatMap((along) =>
    before.flatMap((way) => withUndo(bench, row, target, along.ends, join(way, along.clearing))),
  );
}

/** Deletion guards hold neither the data path nor the replacement of a root disk. */
function isUnguarded({ targets }: Layout, { route, ends }: Operation, target: number): boolean {
  return route === 'data-path' || (ends.includes('root') && targets[target]?.kind === 'workload');
}

/** The main call with and without the call that closes its undo window. */
function withUndo(
  bench: Workbench,
  row: Operation,
  target: number,
  ends: bigint,
  { needs, hours, wait }: Clearing,
): readonly Route[] {
  const { count = 1, depth = 0 } = bench.layout.targets[target] ?? {};
  const main = need(bench, row.id, target, Math.ceil(count / row.batch));
  const undo = row.undo?.hours ?? 0;
  const open: Route = { row, ends, hours: Math.max(hours, undo), wait, depth, needs: [...needs, main] };
  if (row.undo?.closedBy == null) return [open];
  const close = need(bench, row.undo.closedBy, target, Math.ceil(count / row.batch));
  return [open, { ...open, hours, needs: [...open.needs, close] }];
}

/** Bits of the items that a call ends, guards aside. */
function endedBy({ items, attachments }: Layout, row: Operation, target: number): bigint {
  const attached = attachments.some(({ workload }) => workload === target);
  const isRoot = attachments.some(({ workload, root }) => workload === target && root);
  const direct = bitsOf(items, (item, i) => {
    if (row.ends.includes('self') && item.target === target) return true;
    if (row.ends.includes('contained') && item.within.includes(target)) return true;
    if (row.ends.includes('attached') && i === 0 && attached) return true;
    if (row.ends.includes('root') && i === 0 && isRoot) return true;
    if (row.ends.includes('held') && item.heldBy.includes(target)) return true;
    return row.ends.includes('encrypted') && item.key === target;
  });
  if ((direct & 1n) === 0n) return direct;
  const along = (row.route ?? 'api') === 'api';
  return direct | bitsOf(items, (item) => (along && item.goesWithStore) || item.follows.includes(row.id));
}

function bitsOf(items: readonly Item[], holds: (item: Item, i: number) => boolean): bigint {
  return items.reduce((bits, item, i) => (holds(item, i) ? bits | (1n << BigInt(i)) : bits), 0n);
}

/** The ways to meet a requirement: one without calls where it does not hold, none where it cannot be met. */
function waysTo(
  bench: Workbench,
  requirement: Requirement,
  target: number,
  ends: bigint,
): readonly Clearing[] {
  const { or } = requirement;
  const plain = waysBy(bench, requirement, target, ends);
  return or === undefined ? plain : [...plain, ...waysBy(bench, { ...requirement, ...or }, target, ends)];
}

function waysBy(
  bench: Workbench,
  requirement: Requirement,
  target: number,
  ends: bigint,
): readonly Clearing[] {
  const { operation, permissionOnly = false } = requirement;
  const where = whereRequired(bench.layout, requirement, target, ends);
  if (where === null) return [];
  const row = bench.operations.find(({ id }) => id === operation);
  const isGuarded = row !== undefined && isDestroying(row) && !permissionOnly;
  return allOf(
    bench,
    where.map((on) => {
      const count = bench.layout.targets[on]?.count ?? 1;
      const call = { ...NOTHING, needs: [need(bench, operation, on, permissionOnly ? 0 : count)] };
      return isGuarded ? clearings(bench, on).map((way) => join(way, call)) : [call];
    }),
  );
}

/** Every combination of one way from each list. */
function allOf(bench: Workbench, lists: readonly (readonly Clearing[])[]): readonly Clearing[] {
  return lists.reduce<readonly Clearing[]>(
    (sofar, list) => {
      const combined = sofar.flatMap((way) => list.map((next) => join(way, next)));
      if (combined.length > MOST_CLEARINGS) bench.cut = true;
      return combined.slice(0, MOST_CLEARINGS);
    },
    [NOTHING],
  );
}

/** The targets a requirement is called on: none where its condition does not hold, null where none can be. */
function whereRequired(
  layout: Layout,
  { when, on }: Requirement,
  target: number,
  ends: bigint,
): readonly number[] | null {
  const { items, attachments } = layout;
  const item = items.find((candidate) => candidate.target === target);
  const workloads = attachmentsFor(attachments, when, target);
  const holds =
    when === 'always' ||
    (when === 'held' && (item?.heldBy.length ?? 0) > 0) ||
    (when === 'not-public' && !layout.public) ||
    ((when === 'attached' || when === 'attached-root' || when === 'outlives-workload') &&
      workloads.length > 0);
  if (!holds) return [];
  if (on === 'target') return [target];
  if (on === 'holder') return item?.heldBy ?? [];
  if (on === 'workload') return workloads.length > 0 ? workloads.map(({ workload }) => workload) : null;
  return items.flatMap((held, i) =>
    held.target !== null && held.heldBy.includes(target) && has(ends, i) ? [held.target] : [],
  );
}

function attachmentsFor(
  attachments: readonly Attachment[],
  when: Requirement['when'],
  target: number,
): readonly Attachment[] {
  if (when === 'attached-root') return attachments.filter(({ root }) => root);
  if (when !== 'outlives-workload') return attachments;
  return attachments.filter(({ workload, endsWithWorkload }) => workload === target && !endsWithWorkload);
}

/**
 * Which guarded items go along: every guarded item is either spared or cleared first. With many of them only
 * all and none are tried.
 */
function guardedSubsets(
  bench: Workbench,
  row: Operation,
  target: number,
  ends: bigint,
): readonly { readonly ends: bigint; readonly clearing: Clearing }[] {
  const { items, targets } = bench.layout;
  const guarded = items.flatMap((item, i) => {
    const own = item.target;
    const isGuarded = own !== null && own !== target && (targets[own]?.guards.length ?? 0) > 0;
    return has(ends, i) && isGuarded && (row.route ?? 'api') === 'api' ? [{ bit: 1n << BigInt(i), own }] : [];
  });
  let subsets = [{ ends: guarded.reduce((bits, { bit }) => bits & ~bit, ends), clearing: NOTHING }];
  for (const { bit, own } of guarded) {
    const ways = clearings(bench, own);
    subsets = subsets.flatMap((subset) => [
      subset,
      ...ways.map((way) => ({ ends: subset.ends | bit, clearing: join(subset.clearing, way) })),
    ]);
    if (subsets.length > MOST_CLEARINGS) {
      bench.cut = true;
      subsets = [subsets[0] ?? { ends: 0n, clearing: NOTHING }, ...subsets.slice(1 - MOST_CLEARINGS)];
    }
  }
  return subsets.filter((subset) => subset.ends !== 0n).map((subset) => sparing(bench.layout, ends, subset));
}

/** A spared store spares the copies that would have gone with it. */
function sparing<T extends { readonly ends: bigint }>({ items }: Layout, all: bigint, subset: T): T {
  if ((all & 1n) === 0n || (subset.ends & 1n) === 1n) return subset;
  return { ...subset, ends: subset.ends & ~bitsOf(items, (item) => item.goesWithStore) };
}

/** Every combination of ways past the guards of a target; one that names the call itself does not hold it. */
function clearings(bench: Workbench, target: number, call?: string): readonly Clearing[] {
  const { guards = [], count = 1 } = bench.layout.targets[target] ?? {};
  return allOf(
    bench,
    guards
      .filter(({ clearedBy }) => call === undefined || !clearedBy.includes(call))
      .map((guard) => pastGuard(bench, guard, count)),
  );
}

function pastGuard(bench: Workbench, guard: LayoutGuard, guarded: number): readonly Clearing[] {
  const count = bench.layout.targets[guard.on]?.count ?? guarded;
  const ways: Clearing[] = guard.clearedBy.map((operation) => ({
    ...NOTHING,
    needs: [need(bench, operation, guard.on, count, guard.type)],
  }));
  if (guard.keepsHours !== null) ways.push({ ...NOTHING, hours: Math.max(guard.keepsHours, 1) });
  if (guard.endsInHours !== null) ways.push({ needs: [], hours: guard.endsInHours, wait: guard.endsInHours });
  return ways;
}

function join(a: Clearing, b: Clearing): Clearing {
  return {
    needs: [...new Set([...a.needs, ...b.needs])],
    hours: Math.max(a.hours, b.hours),
    wait: Math.max(a.wait, b.wait),
  };
}

/** Numbers a call; the same operation on the same target is one call, but each guard is cleared by its own. */
function need(bench: Workbench, operation: string, target: number, calls: number, clears = ''): number {
  const key = `${operation} ${target} ${calls} ${clears}`;
  const known = bench.numbers.get(key);
  if (known !== undefined) return known;
  const number = bench.needs.length;
  bench.needs.push({ operation, target, calls, row: rowOn(bench, operation, target) });
  bench.numbers.set(key, number);
  return number;
}

/**
 * The row of an operation that acts on the target's native type, or else any row of it. On a key that was not
 * read it is unverified: keys that the provider manages cannot be ended.
 */
function rowOn({ layout, operations }: Workbench, operation: string, target: number): Operation | null {
  const rows = operations.filter(({ id }) => id === operation);
  const row = rows.find((one) => isOn(layout, one, target)) ?? rows[0] ?? null;
  const { kind, native } = layout.targets[target] ?? {};
  if (row === null || kind !== 'key' || native !== '*') return row;
  return { ...row, confidence: 'unverified', note: 'the key could not be read; the provider may manage it' };
}

/** Whether bit `i` is set. */
export function has(bits: bigint, i: number): boolean {
  return ((bits >> BigInt(i)) & 1n) === 1n;
}
