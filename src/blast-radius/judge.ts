import type { Confidence } from '../model/access.ts';
import type { Verdict } from '../model/blast-radius.ts';
import { type Actor, mayCall, weaker } from './answers.ts';
import { cheapest, endable, type Search, type Solution, searchUnder } from './cheapest.ts';
import type { Layout } from './layout.ts';
import type { Routes } from './routes.ts';
import { has } from './workbench.ts';

/** What one set of actors can do to one layout. */
export interface Judgement {
  readonly verdict: Verdict;
  /** The worse verdict left if conditions are met; null where there is none. */
  readonly possible: Verdict | null;
  readonly holdsOnlyIf: readonly string[];
  /** The plan of the worse of both verdicts; null where nothing can be ended or the plan is not known. */
  readonly plan: Solution | null;
  /** A cheaper or sooner plan with a milder verdict. */
  readonly second: Solution | null;
  readonly confidence: Confidence;
  /** Items that are out of reach and outlast the horizon: what makes it recoverable. */
  readonly survivors: readonly number[];
  /** Gaps an `unknown` rests on. */
  readonly restsOn: readonly string[];
  /** Needs that are allowed although no loss follows: what stops the rest is worth naming. */
  readonly touches: boolean;
}

/** Worst first. */
export const VERDICTS: readonly Verdict[] = [
  'total-loss',
  'delayed-loss',
  'unknown',
  'recoverable',
  'copies-lost',
  'no-reach',
];

interface Ranked {
  readonly verdict: Verdict;
  readonly plan: Solution | null;
  readonly second: Solution | null;
}

const FOREVER = Number.POSITIVE_INFINITY;

export function isWorse(a: Verdict, b: Verdict): boolean {
  return VERDICTS.indexOf(a) < VERDICTS.indexOf(b);
}

/** The verdict that is certain, and the worse one that is possible, under domain law. */
export function judge(
  layout: Layout,
  routes: Routes,
  actors: readonly Actor[],
  horizonHours: number,
): Judgement {
  const under = (possible: boolean, unread: boolean): Ranked =>
    worst(layout, searchUnder(routes, actors, { possible, unread }), horizonHours);
  const certain = capped(under(false, false), () => under(false, true));
  const maybe = capped(under(true, false), () => under(true, true));
  const isPossible = isWorse(maybe.verdict, certain.verdict);
  const told = isPossible ? maybe : certain;
  const shown = told.verdict === 'unknown' ? unknownPlan(actors, told) : told;
  return {
    verdict: certain.verdict,
    possible: isPossible ? maybe.verdict : null,
    holdsOnlyIf: conditionsOf(actors, shown.plan),
    plan: shown.plan,
    second: isPossible && certain.plan !== null ? certain.plan : shown.second,
    confidence: confidenceOf(layout, routes, actors, told),
    survivors: survivorsOf(
      layout,
      searchUnder(routes, actors, { possible: true, unread: true }),
      horizonHours,
    ),
    restsOn: told.verdict === 'unknown' ? gapsOf(actors, told.plan) : [],
    touches: routes.routes.some(({ needs }) =>
      needs.some((need) => actors.some((actor) => isGranted(actor, routes, need))),
    ),
  };
}

function isGranted(actor: Actor, routes: Routes, at: number): boolean {
  const need = routes.needs[at];
  return need !== undefined && mayCall(actor, need, at, { possible: true, unread: false });
}

/** A milder verdict than `unknown` is claimed only where nothing unread could make it worse. */
function capped(found: Ranked, ifUnread: () => Ranked): Ranked {
  if (!isWorse('unknown', found.verdict)) return found;
  const hidden = ifUnread();
  if (!isWorse(hidden.verdict, found.verdict)) return found;
  return { verdict: 'unknown', plan: hidden.plan, second: found.plan };
}

/** The worst verdict over all plans under one reach, with the fewest calls that reach it. */
function worst(layout: Layout, search: Search, horizonHours: number): Ranked {
  const find = (items: bigint, withinHours: number): Solution | null =>
    items === 0n ? null : cheapest(search, { items, withinHours });
  const everything = bits(layout, ({ counts }) => counts);
  const lasting = bits(layout, ({ counts, lapses }) => counts && !lapses);
  const copies = lasting & ~1n;
  const now = find(everything, 0);
  const delayed = find(lasting, horizonHours);
  const store = find(1n, horizonHours) ?? find(1n, FOREVER);
  if (now !== null) return { verdict: 'total-loss', plan: now, second: milder(now, [delayed, store]) };
  if (delayed !== null) return { verdict: 'delayed-loss', plan: delayed, second: milder(delayed, [store]) };
  if (store !== null) return { verdict: 'recoverable', plan: store, second: null };
  const copiesLost = find(copies, horizonHours);
  if (copiesLost !== null) return { verdict: 'copies-lost', plan: copiesLost, second: null };
  return { verdict: 'no-reach', plan: null, second: null };
}

function bits({ items }: Layout, holds: (item: Layout['items'][number]) => boolean): bigint {
  return items.reduce((all, item, i) => (holds(item) ? all | (1n << BigInt(i)) : all), 0n);
}

function milder(plan: Solution, others: readonly (Solution | null)[]): Solution | null {
  return others.find((other) => other !== null && other.calls < plan.calls) ?? null;
}

/** Copies that count, outlast the horizon and are out of this reach. */
function survivorsOf({ items }: Layout, search: Search, horizonHours: number): readonly number[] {
  const ended = endable(search, horizonHours);
  return items.flatMap(({ counts, lapses }, i) => (i > 0 && counts && !lapses && !has(ended, i) ? [i] : []));
}

/** A plan that rests on something unread is no plan to show; one on an unverified operation is. */
function unknownPlan(actors: readonly Actor[], told: Ranked): Ranked {
  return gapsOf(actors, told.plan).length > 0 ? { ...told, plan: null } : told;
}

function used(actors: readonly Actor[], plan: Solution | null) {
  return (plan?.needs ?? []).flatMap((at, i) => {
    const actor = actors[plan?.by[i] ?? -1];
    const decision = actor?.decisions[at];
    return actor === undefined || decision === undefined ? [] : [{ actor, decision }];
  });
}

function gapsOf(actors: readonly Actor[], plan: Solution | null): readonly string[] {
  const gaps = used(actors, plan)
    .filter(({ decision }) => decision.decision !== 'allowed')
    .flatMap(({ actor, decision }) => [...decision.unread, ...actor.identity.unread]);
  return [...new Set(gaps)].sort();
}

function conditionsOf(actors: readonly Actor[], plan: Solution | null): readonly string[] {
  const left = used(actors, plan).flatMap(({ actor, decision }) => [
    ...actor.identity.holdsOnlyIf,
    ...(decision.decision === 'conditional' ? decision.holdsOnlyIf : []),
  ]);
  return [...new Set(left)].sort();
}

/** As sure as the weakest operation; at most inferred where something unread could restrict it. */
function confidenceOf(layout: Layout, routes: Routes, actors: readonly Actor[], told: Ranked): Confidence {
  if (told.verdict === 'unknown') return 'unverified';
  const denials = actors.flatMap(({ decisions }) =>
    decisions.filter(({ decision }) => decision === 'denied'),
  );
  const said =
    told.plan?.confidence ?? denials.map(({ confidence }) => confidence).reduce(weaker, 'documented');
  return layout.restricted && routes.needs.length > 0 ? weaker(said, 'inferred') : said;
}
