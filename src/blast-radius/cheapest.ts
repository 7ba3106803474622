import type { Confidence } from '../model/access.ts';
import { type Actor, mayCall, type Reach, weaker } from './answers.ts';
import { type Casts, castsOf, stepsOf } from './casts.ts';
import { type Cover, cheapestCover, isLess } from './cover.ts';
import { isOpenEnded } from './parts.ts';
import type { Route, Routes } from './routes.ts';
import type { Need } from './workbench.ts';

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

/** One question to the search: end all `items` by routes that are final within `withinHours`. */
export interface Goal {
  readonly items: bigint;
  readonly withinHours: number;
}

/** Routes of a layout with the answers to every need of them under one reach. */
export interface Search {
  readonly routes: Routes;
  readonly actors: readonly Actor[];
  /** Per actor, bit n: it may make need n. */
  readonly able: readonly bigint[];
  readonly casts: Casts;
}

const DOUBTS: readonly Confidence[] = ['documented', 'inferred', 'unverified'];

export function searchUnder(routes: Routes, actors: readonly Actor[], reach: Reach): Search {
  const able = actors.map((actor) =>
    routes.needs.reduce(
      (bits, need, at) => (mayCall(actor, need, at, reach) ? bits | (1n << BigInt(at)) : bits),
      0n,
    ),
  );
  return { routes, actors, able, casts: castsOf(actors, able) };
}

/** Items that can be ended at all within a time. */
export function endable(search: Search, withinHours: number): bigint {
  const all = search.able.reduce((bits, one) => bits | one, 0n);
  return usableBy(search, all, withinHours).reduce((bits, { ends }) => bits | ends, 0n);
}

/** The fewest calls after which every item of the goal is gone; null where some item cannot be ended. */
export function cheapest(search: Search, { items, withinHours }: Goal): Solution | null {
  const { casts, cut } = search.casts;
  const tried = new Set<bigint>();
  let best: Solution | null = null;
  for (const { actors, steps } of casts) {
    if (best !== null && steps >= best.calls) break;
    const able = actors.reduce((bits, i) => bits | (search.able[i] ?? 0n), 0n);
    if (tried.has(able)) continue;
    tried.add(able);
    const routes = usableBy(search, able, withinHours);
    const cover = cheapestCover(
      { needs: search.routes.needs, routes, doubt: doubtBy(search, actors) },
      items,
    );
    if (cover === null) continue;
    const found = settle(search, actors, cover);
    if (best === null || isLess(marksOf(found), marksOf(best))) best = found;
  }
  return best === null || !(cut || search.routes.cut) ? best : { ...best, atMost: true };
}

function usableBy({ routes }: Search, able: bigint, withinHours: number): readonly Route[] {
  return routes.routes.filter(
    (route) => route.hours <= withinHours && route.needs.every((at) => ((able >> BigInt(at)) & 1n) === 1n),
  );
}

/** How unsure each need is, made by the first of some actors that may. */
function doubtBy(search: Search, cast: readonly number[]): (need: number) => number {
  const known = new Map<number, number>();
  return (at) => {
    const found = known.get(at) ?? DOUBTS.indexOf(confidenceOf(search, at, casted(search, cast, at)));
    known.set(at, found);
    return found;
  };
}

function casted({ actors, able }: Search, cast: readonly number[], need: number): number {
  const may = cast.filter((i) => (((able[i] ?? 0n) >> BigInt(need)) & 1n) === 1n);
  const steps = (i: number): number => actors[i]?.identity.steps.length ?? 0;
  return may.reduce((best, i) => (steps(i) < steps(best) ? i : best), may[0] ?? -1);
}

function confidenceOf({ routes, actors }: Search, need: number, actor: number): Confidence {
  const said = actors[actor]?.decisions[need]?.confidence ?? 'unverified';
  return weaker(said, routes.needs[need]?.row?.confidence ?? 'documented');
}

function settle(search: Search, cast: readonly number[], cover: Cover): Solution {
  const chosen = [...cover.routes].sort((a, b) => firstOf(a) - firstOf(b));
  const needs = [...new Set(chosen.flatMap((route) => route.needs))];
  const by = needs.map((at) => casted(search, cast, at));
  const actors = [...new Set(by)].sort((a, b) => a - b);
  return {
    routes: chosen,
    needs,
    by,
    actors,
    calls: callsOf(search.routes.needs, needs) + stepsOf(search.actors, actors),
    hours: Math.max(0, ...chosen.map((route) => route.hours)),
    wait: Math.max(0, ...chosen.map((route) => route.wait)),
    atLeast: chosen.some(isOpenEnded),
    atMost: cover.cut,
    confidence: needs.map((at, i) => confidenceOf(search, at, by[i] ?? -1)).reduce(weaker, 'documented'),
    escalated: actors.some((i) => search.actors[i]?.identity.escalated === true),
  };
}

/** The first item a route ends: plans name the store before its copies, and what has to be called on it before both. */
function firstOf({ ends, isFirst }: Route): number {
  return isFirst ? 0 : (ends & -ends).toString(2).length;
}

function callsOf(all: readonly Need[], needs: readonly number[]): number {
  return needs.reduce((sum, at) => sum + (all[at]?.calls ?? 0), 0);
}

/** Fewer calls, then an exact count, sooner, verified, narrower, surer, without escalation. */
function marksOf({ calls, atLeast, hours, confidence, routes, escalated }: Solution): readonly number[] {
  return [
    calls,
    atLeast ? 1 : 0,
    hours,
    confidence === 'unverified' ? 1 : 0,
    Math.max(0, ...routes.map(({ depth }) => depth)),
    DOUBTS.indexOf(confidence),
    escalated ? 1 : 0,
  ];
}
