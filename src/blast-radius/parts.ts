import type { Route } from './routes.ts';
import type { Need } from './workbench.ts';

/** What a cover is chosen from. `doubt` of a need is higher the less sure it is. */
export interface Covering {
  readonly needs: readonly Need[];
  readonly routes: readonly Route[];
  readonly doubt: (need: number) => number;
}

export interface Part {
  readonly items: bigint;
  readonly routes: readonly Route[];
}

/** Parts of a goal that share neither a route nor a call: the best of each makes the best of all. */
export function partsOf({ needs }: Covering, routes: readonly Route[], goal: bigint): readonly Part[] {
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

/** Whether it takes an unknown number of calls or statements. */
export function isOpenEnded({ row }: Route): boolean {
  return row.route === 'data-path' || row.openEnded === true;
}

export function bitsOf(bits: bigint): readonly bigint[] {
  const found: bigint[] = [];
  for (let left = bits; left !== 0n; left &= left - 1n) found.push(left & -left);
  return found;
}
