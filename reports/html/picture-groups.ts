import type { CredentialView, Pair, Plan, StoreView, Verdict } from '../../src/model/blast-radius.ts';
import type { Report } from '../../src/model/report.ts';
import { byDanger } from '../first-screen.ts';
import { verdictRank, worse } from '../words.ts';

/** Stores with the same outcome; `possible` where it holds only under conditions. */
export interface Outcome {
  readonly verdict: Verdict;
  readonly possible: boolean;
  readonly stores: readonly StoreView[];
}

/** A plan of one class of credentials, and what it comes to on the stores it is for. */
export interface PictureGroup {
  readonly plan: Plan | null;
  /** Worst first. */
  readonly outcomes: readonly Outcome[];
}

/** Beyond this many plans a picture says how many it left out. */
const most = 5;

/** What a credential reaches: its plans, the worst first, each with its outcomes; `more` plans are left out. */
export function pictureGroups(
  report: Report,
  { class: id }: CredentialView,
): { readonly groups: readonly PictureGroup[]; readonly more: number } {
  const { plans, pairs } = report.blastRadius;
  const views = new Map(report.blastRadius.stores.map((store) => [store.store, store]));
  const order = byDanger(report);
  const byPlan = Map.groupBy(
    pairs.filter((pair) => pair.class === id && worse(pair.verdict, pair.possible) !== 'no-reach'),
    ({ plan }) => plan,
  );
  const groups = [...byPlan].map(([plan, same]): PictureGroup => {
    const byVerdict = Map.groupBy(same, ({ verdict, possible }) => `${verdict} ${possible}`);
    const outcomes = [...byVerdict.values()].flatMap((alike) => outcomeOf(alike, views));
    return {
      plan: plans.find((each) => each.id === plan) ?? null,
      outcomes: outcomes
        .map((each) => ({ ...each, stores: each.stores.toSorted(order) }))
        .toSorted(
          (a, b) =>
            verdictRank(a.verdict) - verdictRank(b.verdict) || Number(a.possible) - Number(b.possible),
        ),
    };
  });
  groups.sort((a, b) => worstRank(a) - worstRank(b) || size(b) - size(a));
  return { groups: groups.slice(0, most), more: Math.max(0, groups.length - most) };
}

/** Number of stores a group is about. */
export function size({ outcomes }: PictureGroup): number {
  return outcomes.reduce((sum, { stores }) => sum + stores.length, 0);
}

/** Pairs with the same certain and possible verdict, as one outcome. */
function outcomeOf(alike: readonly Pair[], views: ReadonlyMap<string, StoreView>): readonly Outcome[] {
  const [first] = alike;
  if (first === undefined) return [];
  const verdict = worse(first.verdict, first.possible);
  const stores = alike.flatMap((pair) => pair.stores.map((store) => views.get(store) ?? unnamed(store)));
  return [{ verdict, possible: verdict !== first.verdict, stores }];
}

function worstRank({ outcomes: [first] }: PictureGroup): number {
  return verdictRank(first?.verdict ?? 'no-reach');
}

function unnamed(store: string): StoreView {
  return { store, name: store, environments: [], worst: null, stoppedBy: [], copies: [] };
}
