import { doubtOf, lowest, withoutWorse } from './dominance.ts';
import { bitsOf, type Covering, isOpenEnded, type Part, partsOf } from './parts.ts';
import type { Route } from './routes.ts';

/** Routes that together end a goal by the fewest calls. */
export interface Cover {
  readonly routes: readonly Route[];
  /** The search was cut off: there may be a cheaper one. */
  readonly cut: boolean;
}

/** Nodes looked at in one part of a goal before the search settles for the best it has. */
const MOST_NODES = 5000;

interface Search {
  readonly covering: Covering;
  /** Routes that end each item, most items first. */
  readonly byItem: ReadonlyMap<bigint, readonly Route[]>;
  /** How often each need is in use by the routes chosen so far. */
  readonly used: Map<number, number>;
  readonly chosen: Route[];
  calls: number;
  nodes: number;
  best: { readonly marks: readonly number[]; readonly routes: readonly Route[] } | null;
}

/** The fewest calls after which every item of the goal is gone; null where some item cannot be ended. */
export function cheapestCover(covering: Covering, goal: bigint): Cover | null {
  const useful = covering.routes.filter(({ ends }) => (ends & goal) !== 0n);
  const coverable = useful.reduce((bits, { ends }) => bits | ends, 0n);
  if ((goal & ~coverable) !== 0n) return null;
  const found = partsOf(covering, useful, goal).map((part) => coverPart(covering, part));
  return { routes: found.flatMap(({ routes }) => routes), cut: found.some(({ cut }) => cut) };
}

function coverPart(covering: Covering, { items, routes }: Part): Cover {
  const byItem = indexByItem(withoutWorse(covering, routes, items), items);
  const search: Search = { covering, byItem, used: new Map(), chosen: [], calls: 0, nodes: 0, best: null };
  extend(search, items);
  return { routes: search.best?.routes ?? [], cut: search.nodes > MOST_NODES };
}

function indexByItem(routes: readonly Route[], goal: bigint): ReadonlyMap<bigint, readonly Route[]> {
  const byItem = new Map<bigint, Route[]>();
  const sized = routes.map((route) => ({ route, items: bitsOf(route.ends & goal) }));
  for (const { route, items } of sized.sort((a, b) => b.items.length - a.items.length)) {
    for (const bit of items) {
      const known = byItem.get(bit);
      if (known === undefined) byItem.set(bit, [route]);
      else known.push(route);
    }
  }
  return byItem;
}

/** Extends a choice of routes by each route that ends the next open item. */
function extend(search: Search, open: bigint): void {
  search.nodes += 1;
  if (open === 0n) {
    const marks = marksOf(search);
    if (search.best === null || isLess(marks, search.best.marks))
      search.best = { marks, routes: [...search.chosen] };
    return;
  }
  if (search.best !== null && (search.nodes > MOST_NODES || search.calls >= (search.best.marks[0] ?? 0)))
    return;
  for (const route of search.byItem.get(lowest(open)) ?? []) {
    take(search, route);
    extend(search, open & ~route.ends);
    giveBack(search, route);
  }
}

function take(search: Search, route: Route): void {
  search.chosen.push(route);
  for (const at of route.needs) {
    const times = search.used.get(at) ?? 0;
    search.used.set(at, times + 1);
    if (times === 0) search.calls += search.covering.needs[at]?.calls ?? 0;
  }
}

function giveBack(search: Search, route: Route): void {
  search.chosen.pop();
  for (const at of route.needs) {
    const times = (search.used.get(at) ?? 1) - 1;
    search.used.set(at, times);
    if (times === 0) search.calls -= search.covering.needs[at]?.calls ?? 0;
  }
}

/** Fewer calls, then an exact count, sooner, verified, narrower, surer, fewer routes. */
function marksOf({ covering, chosen, calls }: Search): readonly number[] {
  const doubt = Math.max(0, ...chosen.map((route) => doubtOf(covering, route)));
  return [
    calls,
    chosen.some(isOpenEnded) ? 1 : 0,
    Math.max(0, ...chosen.map(({ hours }) => hours)),
    doubt > 1 ? 1 : 0,
    Math.max(0, ...chosen.map(({ depth }) => depth)),
    doubt,
    chosen.length,
  ];
}

/** Whether a list of marks comes before another. */
export function isLess(a: readonly number[], b: readonly number[]): boolean {
  const differs = a.findIndex((mark, i) => mark !== b[i]);
  return differs >= 0 && (a[differs] ?? 0) < (b[differs] ?? 0);
}
