import type { Baseline } from '../model/baseline.ts';
import type { Pair, Verdict } from '../model/blast-radius.ts';
import { endsStore, mayEndStore, worseOf } from './reach.ts';

/**
 * The stores of a pair that nobody approved a holder (`<principal> <type>`) to end, or, where that is not known, to be
 * one of whom it is not; sorted.
 */
export type Unapproved = (holder: string, pair: Pair) => readonly string[];

const known = new WeakMap<Baseline, Unapproved>();

/** The approved reach of a baseline, indexed once; holders that were approved alike share one answer a pair. */
export function unapprovedBy(baseline: Baseline): Unapproved {
  const ready = known.get(baseline);
  if (ready !== undefined) return ready;
  const groups = new Map(baseline.credentials.map(({ holder, reachAs }) => [holder, reachAs]));
  const stores = new Map(baseline.stores.map(({ store, reachedAs }) => [store, reachedAs]));
  const approvedFor = (isMeant: (verdict: Verdict) => boolean): ReadonlySet<string> =>
    new Set(
      baseline.reach
        .filter(({ verdict, possible }) => isMeant(possible ?? verdict))
        .map(({ holder, store }) => `${holder}\n${store}`),
    );
  const [ends, mayEnd] = [approvedFor(endsStore), approvedFor(mayEndStore)];
  const answers = new WeakMap<Pair, Map<string, readonly string[]>>();
  const find: Unapproved = (holder, pair) => {
    const group = groups.get(holder) ?? holder;
    const ofPair = answers.get(pair) ?? new Map<string, readonly string[]>();
    answers.set(pair, ofPair);
    const approved = endsStore(worseOf(pair).verdict) ? ends : mayEnd;
    const answer =
      ofPair.get(group) ??
      pair.stores.filter((store) => !approved.has(`${group}\n${stores.get(store) ?? store}`)).toSorted();
    ofPair.set(group, answer);
    return answer;
  };
  known.set(baseline, find);
  return find;
}
