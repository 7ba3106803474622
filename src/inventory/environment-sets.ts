import type { EnvironmentBy, EnvironmentRef } from '../model/asset.ts';
import { byText } from './canonical-json.ts';

/** A set of environments, by number: a million assets share the few sets there are. */
export type EnvironmentSet = number;

export interface EnvironmentSets {
  readonly empty: EnvironmentSet;
  of(refs: readonly EnvironmentRef[]): EnvironmentSet;
  union(a: EnvironmentSet, b: EnvironmentSet): EnvironmentSet;
  /** The set as its neighbours receive it: come by `by`, except what is only assumed. */
  handedOn(set: EnvironmentSet, by: EnvironmentBy): EnvironmentSet;
  refs(set: EnvironmentSet): readonly EnvironmentRef[];
}

/** The stronger ground is kept where an environment is reached twice. */
const ground: readonly EnvironmentBy[] = ['declared', 'provider', 'attachment', 'inherited', 'assumed'];

export function environmentSets(): EnvironmentSets {
  const sets: (readonly EnvironmentRef[])[] = [];
  const numbers = new Map<string, EnvironmentSet>();
  const unions = new Map<string, EnvironmentSet>();

  function of(refs: readonly EnvironmentRef[]): EnvironmentSet {
    const settled = settle(refs);
    const key = JSON.stringify(settled.map(({ name, tier, by }) => [name, tier, by]));
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, sets.length);
    return sets.push(settled) - 1;
  }

  function derived(key: string, derive: () => readonly EnvironmentRef[]): EnvironmentSet {
    const known = unions.get(key);
    if (known !== undefined) return known;
    const set = of(derive());
    unions.set(key, set);
    return set;
  }

  const refs = (set: EnvironmentSet) => sets[set] ?? [];
  const empty = of([]);
  return {
    empty,
    of,
    refs,
    union: (a, b) => (a === b || b === empty ? a : derived(`${a}+${b}`, () => [...refs(a), ...refs(b)])),
    handedOn: (set, by) => derived(`${set}>${by}`, () => refs(set).map((ref) => handOn(ref, by))),
  };
}

function handOn(ref: EnvironmentRef, by: EnvironmentBy): EnvironmentRef {
  return ref.by === 'assumed' ? ref : { name: ref.name, tier: ref.tier, by };
}

/** One entry per environment and tier, on its strongest ground, in order. */
function settle(refs: readonly EnvironmentRef[]): readonly EnvironmentRef[] {
  const settled = new Map<string, EnvironmentRef>();
  for (const ref of refs) {
    const key = `${ref.name}\n${ref.tier}`;
    const known = settled.get(key);
    if (known === undefined || ground.indexOf(ref.by) < ground.indexOf(known.by)) settled.set(key, ref);
  }
  return [...settled].sort(([a], [b]) => byText(a, b)).map(([, ref]) => ref);
}
