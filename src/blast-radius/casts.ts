import type { Identity } from '../model/access.ts';
import type { Actor } from './answers.ts';

/** Actors that a plan may use together, and the calls it takes to become them all. */
export interface Cast {
  readonly actors: readonly number[];
  readonly steps: number;
}

export interface Casts {
  readonly casts: readonly Cast[];
  /** Not every combination of actors is among them. */
  readonly cut: boolean;
}

/** Past this many actors that differ, only single ones, pairs and all of them together are tried. */
const MOST_ACTORS = 8;

/**
 * Casts worth trying, those with the fewest steps first. `able` says which needs an actor may make; an actor is
 * left out where another may make at least as much and is no harder to become.
 */
export function castsOf(actors: readonly Actor[], able: readonly bigint[]): Casts {
  const useful = actors.flatMap((_, i) => (able[i] === 0n || isOutdone(actors, able, i) ? [] : [i]));
  const cut = useful.length > MOST_ACTORS;
  const sets = cut ? [...useful.map((i) => [i]), ...pairsOf(useful), useful] : subsetsOf(useful);
  const casts = sets.map((set) => ({ actors: set, steps: stepsOf(actors, set) }));
  return { casts: casts.sort((a, b) => a.steps - b.steps || a.actors.length - b.actors.length), cut };
}

/** Calls it takes to become all of these actors; steps they share count once. */
export function stepsOf(actors: readonly Actor[], set: readonly number[]): number {
  return new Set(set.flatMap((i) => [...stepNames(actors[i])])).size;
}

const named = new WeakMap<Identity, ReadonlySet<string>>();

function stepNames(actor: Actor | undefined): ReadonlySet<string> {
  if (actor === undefined) return new Set();
  const { identity } = actor;
  const names =
    named.get(identity) ?? new Set(identity.steps.map(({ operation, target }) => `${operation} ${target}`));
  named.set(identity, names);
  return names;
}

function isOutdone(actors: readonly Actor[], able: readonly bigint[], i: number): boolean {
  return actors.some(
    (_, j) => j !== i && outdoes(actors, able, j, i) && (j < i || !outdoes(actors, able, i, j)),
  );
}

function outdoes(actors: readonly Actor[], able: readonly bigint[], better: number, worse: number): boolean {
  const [a, b] = [actors[better]?.identity, actors[worse]?.identity];
  if (a === undefined || b === undefined) return false;
  if (((able[worse] ?? 0n) & ~(able[better] ?? 0n)) !== 0n) return false;
  if ((a.escalated && !b.escalated) || a.holdsOnlyIf.some((condition) => !b.holdsOnlyIf.includes(condition)))
    return false;
  const steps = stepNames(actors[worse]);
  return [...stepNames(actors[better])].every((step) => steps.has(step));
}

function subsetsOf(set: readonly number[]): readonly (readonly number[])[] {
  return Array.from({ length: 2 ** set.length - 1 }, (_, chosen) =>
    set.filter((_, i) => (((chosen + 1) >> i) & 1) === 1),
  );
}

function pairsOf(set: readonly number[]): readonly (readonly number[])[] {
  return set.flatMap((one, i) => set.slice(i + 1).map((other) => [one, other]));
}
