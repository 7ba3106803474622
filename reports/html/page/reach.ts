import type { BlastRadius, Pair, Plan } from '../../../src/model/blast-radius.ts';
import { verdictRank, worse } from '../../words.ts';

/** A pair, with the credentials of its class. */
export interface StorePair
  extends Pick<
    Pair,
    'class' | 'verdict' | 'possible' | 'calls' | 'holdsOnlyIf' | 'escalated' | 'confidence'
  > {
  readonly members: readonly string[];
  readonly via: string;
}

/** Look-ups over a blast radius, made once. */
export interface Reach {
  readonly plan: (id: string | null) => Plan | null;
  readonly nameOf: (credential: string) => string;
  /** Worst first. */
  readonly pairsOf: (store: string) => readonly StorePair[];
}

export function reachOf({ plans, credentials, classes, pairs }: BlastRadius): Reach {
  const planById = new Map(plans.map((plan) => [plan.id, plan]));
  const names = new Map(credentials.map(({ credential, name }) => [credential, name]));
  const classById = new Map(classes.map((each) => [each.id, each]));
  let byStore: Map<string, Pair[]> | null = null;
  return {
    plan: (id) => planById.get(id ?? '') ?? null,
    nameOf: (credential) => names.get(credential) ?? credential,
    pairsOf: (store) => {
      byStore ??= indexed(pairs);
      return (byStore.get(store) ?? [])
        .map((pair) => ({
          ...pair,
          members: classById.get(pair.class)?.members ?? [],
          via: classById.get(pair.class)?.via ?? '',
        }))
        .sort(
          (a, b) =>
            verdictRank(worse(a.verdict, a.possible)) - verdictRank(worse(b.verdict, b.possible)) ||
            a.calls - b.calls,
        );
    },
  };
}

function indexed(pairs: readonly Pair[]): Map<string, Pair[]> {
  const byStore = new Map<string, Pair[]>();
  for (const pair of pairs) {
    for (const store of pair.stores) {
      const list = byStore.get(store);
      if (list === undefined) byStore.set(store, [pair]);
      else list.push(pair);
    }
  }
  return byStore;
}
