import type { CredentialView, Pair, Plan, StoreView, Verdict } from '../../src/model/blast-radius.ts';
import type { Report } from '../../src/model/report.ts';
import { byDanger } from '../first-screen.ts';
import { verdictRank, worse } from '../words.ts';

/** Stores with the same outcome. */
export interface Outcome {
  readonly verdict: Verdict;
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
    pairs.filter((pair) => pair.class === id && outcome(pair) !== 'no-reach'),
    ({ plan }) => plan,
  );
  const groups = [...byPlan].map(([plan, same]): PictureGroup => {
    const byVerdict = [...Map.groupBy(same, outcome)].toSorted(([a], [b]) => verdictRank(a) - verdictRank(b));
    return {
      plan: plans.find((each) => each.id === plan) ?? null,
      outcomes: byVerdict.map(([verdict, list]) => ({
        verdict,
        stores: list
          .flatMap(({ stores }) => stores.map((store) => views.get(store) ?? unnamed(store)))
          .toSorted(order),
      })),
    };
  });
  groups.sort((a, b) => worstRank(a) - worstRank(b) || size(b) - size(a));
  return { groups: groups.slice(0, most), more: Math.max(0, groups.length - most) };
}

/** Number of stores a group is about. */
export function size({ outcomes }: PictureGroup): number {
  return outcomes.reduce((sum, { stores }) => sum + stores.length, 0);
}

function outcome({ verdict, possible }: Pair): Verdict {
  return worse(verdict, possible);
}

function worstRank({ outcomes: [first] }: PictureGroup): number {
  return verdictRank(first?.verdict ?? 'no-reach');
}

function unnamed(store: string): StoreView {
  return { store, name: store, environments: [], worst: null, stoppedBy: [], copies: [] };
}
