import type { Confidence } from '../model/access.ts';
import { type Actor, mayCall, type Reach, weaker } from './answers.ts';
import type { Need, Route, Routes } from './routes.ts';

/** The cheapest way found to end a set of items: its routes, and who makes each call. */
export interface Solution {
  readonly routes: readonly Route[];
  /** Needs in the order of the calls, each once. */
  readonly needs: readonly number[];
  /** Per need, index of the actor that makes it. */
  readonly by: readonly number[];
  /** Actors in use. */
  readonly actors: readonly number[];
  readonly calls: number;
  /** Hours until the last of what ends is gone for good. */
  readonly hours: number;
  readonly wait: number;
  readonly atLeast: boolean;
  readonly atMost: boolean;
  readonly confidence: Confidence;
  readonly escalated: boolean;
}

/** One question to the search: end all `goal` items by routes that are final within `withinHours`. */
export interface Goal {
  readonly items: bigint;
  readonly withinHours: number;
}

export interface Search {
  readonly routes: Routes;
  readonly actors: readonly Actor[];
  readonly reach: Reach;
}

/** Nodes looked at before the search settles for what it has and says `atMost`. */
const MOST_NODES = 20_000;

interface State {
  readonly search: Search;
  readonly usable: readonly Route[];
  /** Per need, the actors that may make it. */
  readonly able: readonly (readonly number[])[];
  best: Solution | null;
  nodes: number;
}

/** The fewest calls after which every item of the goal is gone; null where some item cannot be ended. */
export function cheapest(search: Search, goal: Goal): Solution | null {
  const { routes, actors, reach } = search;
  const able = routes.needs.map((need, at) =>
    actors.flatMap((actor, i) => (mayCall(actor, need, at, reach) ? [i] : [])),
  );
  const usable = routes.routes.filter(
    (route) =>
      (route.ends & goal.items) !== 0n &&
      route.hours <= goal.withinHours &&
      route.needs.every((at) => (able[at]?.length ?? 0) > 0),
  );
  const coverable = usable.reduce((bits, { ends }) => bits | ends, 0n);
  if ((goal.items & ~coverable) !== 0n) return null;
  const state: State = {
    search,
    usable: withoutWorse(usable, routes.needs, goal.items),
    able,
    best: null,
    nodes: 0,
  };
  const forced = forcedRoutes(state.usable, goal.items);
  extend(
    state,
    forced.reduce((open, { ends }) => open & ~ends, goal.items),
    forced,
  );
  if (state.best === null) return null;
  return { ...state.best, atMost: routes.cut || state.nodes > MOST_NODES };
}

/** Drops a route where an earlier one ends at least as much, as soon, by a subset of its needs. */
function withoutWorse(usable: readonly Route[], needs: readonly Need[], goal: bigint): readonly Route[] {
  const sets = usable.map((route) => new Set(route.needs));
  const sure = (route: Route): number =>
    weakestOf(route.needs.map((at) => needs[at])) === 'unverified' ? 1 : 0;
  return usable.filter((route, i) =>
    usable.every((other, j) => {
      const covers =
        (route.ends & goal & ~other.ends) === 0n && other.hours <= route.hours && other.depth <= route.depth;
      const cheaper = other.needs.every((at) => sets[i]?.has(at)) && sure(other) <= sure(route);
      const same =
        sets[i]?.size === sets[j]?.size &&
        other.hours === route.hours &&
        (other.ends & goal) === (route.ends & goal);
      return j === i || !covers || !cheaper || (same && j > i);
    }),
  );
}

/** Routes that are the only way to end some item of the goal: every plan has them. */
function forcedRoutes(usable: readonly Route[], goal: bigint): readonly Route[] {
  let once = 0n;
  let again = 0n;
  for (const { ends } of usable) {
    again |= once & ends;
    once |= ends;
  }
  const only = once & ~again & goal;
  return usable.filter(({ ends }) => (ends & only) !== 0n);
}

/** Extends a choice of routes by each route that ends the next open item. */
function extend(state: State, open: bigint, chosen: readonly Route[]): void {
  state.nodes += 1;
  if (open === 0n) {
    const found = settle(state, chosen);
    if (state.best === null || isBetter(found, state.best)) state.best = found;
    return;
  }
  if (state.nodes > MOST_NODES && state.best !== null) return;
  if (state.best !== null && callsOf(state, chosen) > state.best.calls) return;
  const next = open & -open;
  for (const route of state.usable) {
    if ((route.ends & next) !== 0n) extend(state, open & ~route.ends, [...chosen, route]);
  }
}

function callsOf({ search }: State, chosen: readonly Route[]): number {
  const needs = new Set(chosen.flatMap((route) => route.needs));
  return [...needs].reduce((sum, at) => sum + (search.routes.needs[at]?.calls ?? 0), 0);
}

function settle(state: State, found: readonly Route[]): Solution {
  const { actors, routes } = state.search;
  const chosen = [...found].sort((a, b) => firstOf(a) - firstOf(b));
  const needs = [...new Set(chosen.flatMap((route) => route.needs))];
  const by = castNeeds(state, needs);
  const used = [...new Set(by)].sort((a, b) => a - b);
  const calls = callsOf(state, chosen) + stepsOf(actors, used);
  const rows = weakestOf(needs.map((at) => routes.needs[at]));
  const said = needs.map((at, i) => actors[by[i] ?? 0]?.decisions[at]?.confidence ?? 'unverified');
  return {
    routes: chosen,
    needs,
    by,
    actors: used,
    calls,
    hours: Math.max(0, ...chosen.map((route) => route.hours)),
    wait: Math.max(0, ...chosen.map((route) => route.wait)),
    atLeast: chosen.some(({ row }) => row.route === 'data-path'),
    atMost: false,
    confidence: said.reduce(weaker, rows),
    escalated: used.some((i) => actors[i]?.identity.escalated === true),
  };
}

/** The first item a route ends: plans name the store before its copies. */
function firstOf({ ends }: Route): number {
  return (ends & -ends).toString(2).length;
}

function weakestOf(needs: readonly (Need | undefined)[]): Confidence {
  return needs.map((need) => need?.row?.confidence ?? 'documented').reduce(weaker, 'documented');
}

/** Casts an actor for every need with the fewest steps to become them all; steps they share count once. */
function castNeeds({ search, able }: State, needs: readonly number[]): readonly number[] {
  let best: readonly number[] = [];
  let bestSteps = Number.POSITIVE_INFINITY;
  const cast = (at: number, chosen: readonly number[]): void => {
    const steps = stepsOf(search.actors, [...new Set(chosen)]);
    if (steps >= bestSteps) return;
    if (at === needs.length) {
      best = chosen;
      bestSteps = steps;
      return;
    }
    for (const actor of able[needs[at] ?? -1] ?? []) cast(at + 1, [...chosen, actor]);
  };
  cast(0, []);
  return best;
}

/** Calls it takes to become all of these actors. */
function stepsOf(actors: readonly Actor[], used: readonly number[]): number {
  const steps = used.flatMap((i) => actors[i]?.identity.steps ?? []);
  return new Set(steps.map(({ operation, target }) => `${operation} ${target}`)).size;
}

/** Fewer calls, then an exact count, sooner, verified, narrower, surer, without escalation; else the first found. */
function isBetter(a: Solution, b: Solution): boolean {
  const marks = (s: Solution): readonly number[] => [
    s.calls,
    s.atLeast ? 1 : 0,
    s.hours,
    s.confidence === 'unverified' ? 1 : 0,
    Math.max(0, ...s.routes.map(({ depth }) => depth)),
    ['documented', 'inferred', 'unverified'].indexOf(s.confidence),
    s.escalated ? 1 : 0,
    s.routes.length,
  ];
  const [left, right] = [marks(a), marks(b)];
  const differs = left.findIndex((mark, i) => mark !== right[i]);
  return differs >= 0 && (left[differs] ?? 0) < (right[differs] ?? 0);
}
