import { type Actor, actorKey, isSovereign, unchanged } from './actor.ts';
import { becomingItself } from './edits.ts';
import type { Estate, EstatePrincipal } from './estate.ts';
import { becomingNew } from './newcomers.ts';
import { becomingOthers } from './others.ts';
import type { Context } from './request.ts';
import { assumed } from './role-chains.ts';

const maxHops = 6;

/** Everyone a principal can act as, itself first: by roles it may assume and by escalation, in at most six hops. */
export function actorsFrom(estate: Estate, principal: EstatePrincipal, context: Context): readonly Actor[] {
  const self: Actor = {
    principal,
    changes: unchanged,
    context,
    steps: [],
    escalated: false,
    holdsOnlyIf: [],
  };
  const found = new Map<string, Actor>([[actorKey(self), self]]);
  let frontier: readonly Actor[] = [self];
  for (let hop = 0; hop < maxHops && frontier.length > 0; hop++) {
    const next = new Map<string, Actor>();
    for (const actor of frontier)
      for (const { key, actor: hopped } of hopsFrom(estate, actor)) {
        const known = found.get(key);
        if (known !== undefined && !isBetterThrough(actor, hopped, known)) continue;
        const further = through(actor, hopped);
        found.set(key, further);
        next.set(key, further);
      }
    frontier = [...next.values()];
  }
  return [...found.values()];
}

/** One hop from whoever stands at its start, with the key of where it leads. */
interface Hop {
  readonly key: string;
  readonly actor: Actor;
}

const followed = new WeakMap<Estate, Map<string, readonly Hop[]>>();

/** Whom an actor can become in one hop; worked out once for all that pass through it. */
function hopsFrom(estate: Estate, actor: Actor): readonly Hop[] {
  const known = followed.get(estate) ?? new Map<string, readonly Hop[]>();
  followed.set(estate, known);
  const key = actorKey(actor);
  let hops = known.get(key);
  if (hops === undefined) {
    const start: Actor = { ...actor, steps: [], escalated: false, holdsOnlyIf: [] };
    hops = [...assumed(estate, start), ...escalated(estate, start)].map((one) => ({
      key: actorKey(one),
      actor: one,
    }));
    known.set(key, hops);
  }
  return hops;
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
