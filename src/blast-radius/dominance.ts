import { bitsOf, type Covering, isOpenEnded } from './parts.ts';
import type { Route } from './routes.ts';

/** Drops a route where another ends at least as much, as soon, as surely, by a subset of its calls. */
export function withoutWorse(covering: Covering, routes: readonly Route[], goal: bigint): readonly Route[] {
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

export function doubtOf({ doubt }: Covering, { needs }: Route): number {
  return Math.max(0, ...needs.map(doubt));
}

export function lowest(bits: bigint): bigint {
  return bits & -bits;
}
