import { type Actor, actorKey, isSovereign, type Tags, unchanged } from './actor.ts';
import { alikeKey } from './alike.ts';
import { becomingItself } from './edits.ts';
import type { Estate, EstatePrincipal } from './estate.ts';
import { becomingNew } from './newcomers.ts';
import { becomingOthers } from './others.ts';
import type { Context } from './request.ts';
import { assumed } from './role-chains.ts';

const maxHops = 6;

/**
 * Everyone a principal can act as, itself first: by roles it may assume and by escalation, in at most six hops.
 * `tagged`: whose word the tags of its own session can be.
 */
export function actorsFrom(
  estate: Estate,
  principal: EstatePrincipal,
  context: Context,
  tagged: readonly Tags[] = ['own'],
): readonly Actor[] {
  const found = new Map<string, Actor>();
  for (const tags of tagged) {
    const changes = tags === 'own' ? unchanged : { ...unchanged, tags };
    const self: Actor = { principal, changes, context, steps: [], escalated: false, holdsOnlyIf: [] };
    found.set(actorKey(self), self);
  }
  const done: Expanded = new Map();
  let frontier: ReadonlyMap<string, Actor> = new Map(found);
  for (let hop = 0; hop < maxHops && frontier.size > 0; hop++) {
    const next = new Map<string, Actor>();
    for (const [at, actor] of frontier)
      for (const { key, actor: hopped } of hopsFrom(estate, at, actor, done)) {
        const known = found.get(key);
        if (hopped.principal === actor.principal && !hopped.escalated) continue;
        if (known !== undefined && !isBetterThrough(actor, hopped, known)) continue;
        const further = through(actor, hopped);
        found.set(key, further);
        next.set(key, further);
      }
    frontier = next;
  }
  return [...found.values()];
}

/** One hop from whoever stands at its start, with the key of where it leads. */
interface Hop {
  readonly key: string;
  readonly actor: Actor;
}

/** Hops worked out once for all that pass through them: role chains of those alike, escalations of each. */
interface Followed {
  /** Which of those alike each is, by key. */
  readonly alike: Map<string, string>;
  readonly chains: Map<string, readonly Hop[]>;
  readonly escalations: Map<string, readonly Hop[]>;
}

const followed = new WeakMap<Estate, Followed>();

function hopsOnce(
  known: Map<string, readonly Hop[]>,
  key: string,
  find: () => readonly Actor[],
): readonly Hop[] {
  let hops = known.get(key);
  if (hops === undefined) {
    hops = find().map((actor) => ({ key: actorKey(actor), actor }));
    known.set(key, hops);
  }
  return hops;
}

/** Role chains followed so far, by those alike: from where they were, what they led to can't get better. */
type Expanded = Map<string, Actor[]>;

/** Whom an actor can become in one hop. Chains are left out where one alike, no harder to become, was there before. */
function* hopsFrom(estate: Estate, key: string, actor: Actor, done: Expanded): Generator<Hop> {
  const known = followed.get(estate) ?? { alike: new Map(), chains: new Map(), escalations: new Map() };
  followed.set(estate, known);
  const start = (): Actor => ({ ...actor, steps: [], escalated: false, holdsOnlyIf: [] });
  const alike = known.alike.get(key) ?? alikeKey(estate, actor);
  known.alike.set(key, alike);
  const before = done.get(alike);
  if (before === undefined || !before.some((other) => isNoHarder(other, actor))) {
    done.set(alike, [...(before ?? []), actor]);
    yield* hopsOnce(known.chains, alike, () => assumed(estate, start()));
  }
  yield* hopsOnce(known.escalations, key, () => escalated(estate, start()));
}

function isNoHarder(a: Actor, b: Actor): boolean {
  return (
    a.steps.length <= b.steps.length &&
    Math.min(a.holdsOnlyIf.length, 1) <= Math.min(b.holdsOnlyIf.length, 1) &&
    Number(a.escalated) <= Number(b.escalated)
  );
}

/** Whoever makes itself master of its account by one certain call need try nothing else there. */
function escalated(estate: Estate, actor: Actor): readonly Actor[] {
  const itself = isSovereign(actor) ? [] : becomingItself(estate, actor);
  const isMaster = itself.some(
    (one) => one.steps.length === 1 && one.holdsOnlyIf.length === 0 && isSovereign(one),
  );
  if (isMaster) return itself;
  return [...itself, ...becomingNew(estate, actor), ...becomingOthers(estate, actor)];
}

function through(first: Actor, hop: Actor): Actor {
  return {
    ...hop,
    steps: first.steps.length === 0 ? hop.steps : [...first.steps, ...hop.steps],
    escalated: first.escalated || hop.escalated,
    holdsOnlyIf: union(first.holdsOnlyIf, hop.holdsOnlyIf),
  };
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  if (a.length === 0) return b;
  return b.length === 0 ? a : [...new Set([...a, ...b])];
}

/** Certain before possible, then fewer calls, then without escalation. */
function isBetterThrough(first: Actor, hop: Actor, known: Actor): boolean {
  const open = Math.min(first.holdsOnlyIf.length + hop.holdsOnlyIf.length, 1);
  const differences = [
    open - Math.min(known.holdsOnlyIf.length, 1),
    first.steps.length + hop.steps.length - known.steps.length,
    Number(first.escalated || hop.escalated) - Number(known.escalated),
  ];
  return (differences.find((difference) => difference !== 0) ?? 0) < 0;
}
