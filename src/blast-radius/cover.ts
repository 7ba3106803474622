import type { Need, Route } from './routes.ts';

/** Routes that together end a goal by the fewest calls. */
export interface Cover {
  readonly routes: readonly Route[];
  /** The search was cut off: there may be a cheaper one. */
  readonly cut: boolean;
}

/** What a cover is chosen from. `doubt` of a need is higher the less sure it is. */
export interface Covering {
  readonly needs: readonly Need[];
  readonly routes: readonly Route[];
  readonly doubt: (need: number) => number;
}

/** Nodes looked at in one part of a goal before the search settles for the best it has. */
const MOST_NODES = 5000;

interface Part {
  readonly items: bigint;
  readonly routes: readonly Route[];
}

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

/** Parts of a goal that share neither a route nor a call: the best of each makes the best of all. */
function partsOf({ needs }: Covering, routes: readonly Route[], goal: bigint): readonly Part[] {
  const parts: { items: bigint; needs: Set<number>; routes: Route[] }[] = [];
  const ofNeed = new Map<number, (typeof parts)[number]>();
  const ofItem = new Map<bigint, (typeof parts)[number]>();
  for (const route of routes) {
    const items = bitsOf(route.ends & goal);
    const calls = route.needs.filter((at) => (needs[at]?.calls ?? 0) > 0);
    const touched = new Set([...items.map((bit) => ofItem.get(bit)), ...calls.map((at) => ofNeed.get(at))]);
    touched.delete(undefined);
    const known = [...touched].filter((part) => part !== undefined);
    const [home = { items: 0n, needs: new Set<number>(), routes: [] }, ...others] = known.sort(
      (a, b) => b.routes.length - a.routes.length,
    );
    if (known.length === 0) parts.push(home);
    for (const part of others) {
      for (const one of part.routes) home.routes.push(one);
      for (const at of part.needs) ofNeed.set(at, home.needs.add(at) && home);
      for (const bit of bitsOf(part.items)) ofItem.set(bit, home);
      home.items |= part.items;
      part.routes.length = 0;
    }
    home.routes.push(route);
    home.items |= route.ends & goal;
    for (const bit of items) ofItem.set(bit, home);
    for (const at of calls) ofNeed.set(at, home.needs.add(at) && home);
  }
  return parts.filter((part) => part.routes.length > 0);
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

/** Drops a route where another ends at least as much, as soon, as surely, by a subset of its calls. */
function withoutWorse(covering: Covering, routes: readonly Route[], goal: bigint): readonly Route[] {
  const weighed = routes.map((route, at) => ({
    route,
    at,
    calls: callsOf(covering, route),
    doubt: doubtOf(covering, route),
  }));
  type Weighed = (typeof weighed)[number];
  const byItem = new Map<bigint, Weighed[]>();
  for (const one of weighed) {
    for (const bit of bitsOf(one.route.ends & goal)) byItem.set(bit, [...(byItem.get(bit) ?? []), one]);
  }
  const isWorse = (one: Weighed, other: Weighed): boolean => {
    const isNoWider = other.route.depth <= one.route.depth && other.doubt <= one.doubt;
    const isAsMuch =
      (one.route.ends & goal & ~other.route.ends) === 0n && other.route.hours <= one.route.hours;
    const isAsExact = !isOpenEnded(other.route) || isOpenEnded(one.route);
    if (!isNoWider || !isAsMuch || !isAsExact || ![...other.calls].every((at) => one.calls.has(at)))
      return false;
    return isEqual(one, other, goal) ? other.at < one.at : true;
  };
  return weighed
    .filter((one) => {
      const rivals = byItem.get(lowest(one.route.ends & goal)) ?? [];
      return !rivals.some((other) => other !== one && isWorse(one, other));
    })
    .map(({ route }) => route);
}

interface Comparable {
  readonly route: Route;
  readonly calls: ReadonlySet<number>;
  readonly doubt: number;
}

function isEqual(a: Comparable, b: Comparable, goal: bigint): boolean {
  return (
    (a.route.ends & goal) === (b.route.ends & goal) &&
    a.route.hours === b.route.hours &&
    a.route.depth === b.route.depth &&
    a.doubt === b.doubt &&
    a.calls.size === b.calls.size &&
    isOpenEnded(a.route) === isOpenEnded(b.route)
  );
}

function callsOf({ needs }: Covering, route: Route): ReadonlySet<number> {
  return new Set(route.needs.filter((at) => (needs[at]?.calls ?? 0) > 0));
}

function doubtOf({ doubt }: Covering, { needs }: Route): number {
  return Math.max(0, ...needs.map(doubt));
}

/** Whether it takes an unknown number of statements. */
export function isOpenEnded({ row }: Route): boolean {
  return row.route === 'data-path';
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

function lowest(bits: bigint): bigint {
  return bits & -bits;
}

function bitsOf(bits: bigint): readonly bigint[] {
  const found: bigint[] = [];
  for (let left = bits; left !== 0n; left &= left - 1n) found.push(left & -left);
  return found;
}
