import type { CredentialView, Plan, StoreView, Verdict } from '../../src/model/blast-radius.ts';
import type { Report } from '../../src/model/report.ts';
import { byDanger } from '../first-screen.ts';
import { verdictRank, worse } from '../words.ts';

/** Stores that one class of credentials ends by the same plan with the same outcome. */
export interface PictureGroup {
  readonly verdict: Verdict;
  readonly plan: Plan | null;
  readonly stores: readonly StoreView[];
}

/** Beyond this many a picture says how many groups it left out. */
const most = 5;

/** What a credential reaches, worst first, as few groups as tell it apart; `more` groups are left out. */
export function pictureGroups(
  { blastRadius, ...report }: Report,
  { class: id }: CredentialView,
): { readonly groups: readonly PictureGroup[]; readonly more: number } {
  const plans = new Map(blastRadius.plans.map((plan) => [plan.id, plan]));
  const stores = new Map(blastRadius.stores.map((store) => [store.store, store]));
  const found = new Map<string, { verdict: Verdict; plan: Plan | null; stores: StoreView[] }>();
  for (const pair of blastRadius.pairs) {
    const verdict = worse(pair.verdict, pair.possible);
    if (pair.class !== id || verdict === 'no-reach') continue;
    const key = `${verdict} ${pair.plan}`;
    const group = found.get(key) ?? { verdict, plan: plans.get(pair.plan ?? '') ?? null, stores: [] };
    for (const store of pair.stores) group.stores.push(stores.get(store) ?? unnamed(store));
    found.set(key, group);
  }
  const order = byDanger({ blastRadius, ...report });
  const groups = [...found.values()]
    .map((group) => ({ ...group, stores: group.stores.toSorted(order) }))
    .toSorted((a, b) => verdictRank(a.verdict) - verdictRank(b.verdict) || b.stores.length - a.stores.length);
  return { groups: groups.slice(0, most), more: Math.max(0, groups.length - most) };
}

function unnamed(store: string): StoreView {
  return { store, name: store, environments: [], worst: null, stoppedBy: [], copies: [] };
}
