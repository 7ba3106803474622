import type { Operation } from '../model/operation.ts';
import { clearings, waysTo } from './clearings.ts';
import type { Item, Layout } from './layout.ts';
import {
  allOf,
  type Clearing,
  has,
  isDestroying,
  isOn,
  join,
  MOST_CLEARINGS,
  type Need,
  NOTHING,
  need,
  type Opening,
  type Workbench,
} from './workbench.ts';

/** One way to end some items of a layout. */
export interface Route {
  readonly row: Operation;
  /** Bit i: item i ends. */
  readonly ends: bigint;
  /** Hours until what ends is gone for good; 0: at once. */
  readonly hours: number;
  /** It is called on the store and spares it, so that it comes before what ends the store. */
  readonly isFirst: boolean;
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

/** Applies every destroying operation to every target of a layout. */
export function routesOf(layout: Layout, operations: readonly Operation[]): Routes {
  const bench: Workbench = { layout, needs: [], numbers: new Map(), operations, opening: null, cut: false };
  const destroying = operations.filter(isDestroying);
  const routes = layout.targets.flatMap((_, target) =>
    destroying.filter((row) => isOn(layout, row, target)).flatMap((row) => routesBy(bench, row, target)),
  );
  return { needs: bench.needs, routes: byRow(routes, operations), cut: bench.cut };
}

function byRow(routes: readonly Route[], operations: readonly Operation[]): readonly Route[] {
  const order = new Map(operations.map((row, i) => [row, i]));
  return [...routes].sort((a, b) => (order.get(a.row) ?? 0) - (order.get(b.row) ?? 0));
}

/** The ways of a row on a target: as things are, and with the policy that has a say in it out of the way. */
function routesBy(bench: Workbench, row: Operation, target: number): readonly Route[] {
  const ends = endedBy(bench.layout, row, target);
  if (ends === 0n) return [];
  const opened = openingsOf(bench, target).flatMap((opening) => {
    const behind: Workbench = { ...bench, opening };
    const routes = routesTo(behind, row, { target, ends });
    bench.cut ||= behind.cut;
    return routes.map((route) => ({ ...route, needs: [opening.call, ...route.needs] }));
  });
  return [...routesTo(bench, row, { target, ends }), ...opened];
}

function openingsOf(bench: Workbench, target: number): readonly Opening[] {
  const { layout, operations } = bench;
  const on = layout.targets[target]?.policyOn ?? null;
  if (on === null) return [];
  return operations.flatMap(({ id, opens, ...row }) => {
    if (opens === undefined || !isOn(layout, { id, ...row }, on)) return [];
    return [{ operation: id, on, policy: opens, call: need(bench, { operation: id, target: on, calls: 1 }) }];
  });
}

function routesTo(bench: Workbench, row: Operation, { target, ends }: Ending): readonly Route[] {
  const onTarget = isUnguarded(bench.layout, row, { target, ends })
    ? [NOTHING]
    : clearings(bench, target, row.id);
  const before = allOf(bench, [onTarget, ...row.requires.map((one) => waysTo(bench, one, target, ends))]);
  return guardedSubsets(bench, row, target, ends).flatMap((along) =>
    before.flatMap((way) => withUndo(bench, row, target, along.ends, join(way, along.clearing))),
  );
}

/**
 * Guards hold what would end what they are on: neither the data path nor the replacement of a root disk, nor a call
 * on a store that ends its copies alone.
 */
function isUnguarded({ targets, items }: Layout, row: Operation, { target, ends }: Ending): boolean {
  if (row.route === 'data-path') return true;
  if (row.ends.includes('root') && targets[target]?.kind === 'workload') return true;
  const own = items.findIndex((item) => item.target === target);
  return own >= 0 && !has(ends, own);
}

interface Ending {
  readonly target: number;
  readonly ends: bigint;
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
  const calls = Math.ceil(count / row.batch);
  const main = need(bench, { operation: row.id, target, calls, row });
  const undo = row.undo?.hours ?? 0;
  const isFirst = bench.layout.items[0]?.target === target && !has(ends, 0);
  const timed = { hours: Math.max(hours, undo), wait };
  const open: Route = { row, ends, ...timed, isFirst, depth, needs: [...needs, main] };
  if (row.undo?.closedBy == null) return [open];
  const close = need(bench, { operation: row.undo.closedBy, target, calls });
  return [open, { ...open, hours, needs: [...open.needs, close] }];
}

/** Bits of the items that a call ends, guards aside. */
function endedBy({ items, targets, attachments, secrets }: Layout, row: Operation, target: number): bigint {
  const attached = attachments.some(({ workload }) => workload === target);
  const isRoot = attachments.some(({ workload, root }) => workload === target && root);
  const direct = bitsOf(items, (item, i) => {
    if (row.ends.includes('self') && item.target === target) return true;
    if (row.ends.includes('contained') && item.within.includes(target))
      return row.carries?.includes(targets[item.target ?? -1]?.native ?? '') !== false;
    if (row.ends.includes('attached') && i === 0 && attached) return true;
    if (row.ends.includes('root') && i === 0 && isRoot) return true;
    if (row.ends.includes('held') && item.heldBy.includes(target)) return true;
    if (row.ends.includes('opened') && i === 0 && secrets.includes(target)) return true;
    return row.ends.includes('encrypted') && item.key === target;
  });
  const isStoreEnded = (direct & 1n) === 1n;
  if (!isStoreEnded && items[0]?.target !== target) return direct;
  const along = isStoreEnded && (row.route ?? 'api') === 'api' && row.sparesCopies !== true;
  return direct | bitsOf(items, (item) => (along && item.goesWithStore) || item.follows.includes(row.id));
}

function bitsOf(items: readonly Item[], holds: (item: Item, i: number) => boolean): bigint {
  return items.reduce((bits, item, i) => (holds(item, i) ? bits | (1n << BigInt(i)) : bits), 0n);
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
    const ways = clearings(bench, own, row.id);
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
