import type { Tier } from '../model/asset.ts';
import type {
  BlastRadius,
  CredentialView,
  Pair,
  PlanStep,
  StoreView,
  Verdict,
} from '../model/blast-radius.ts';
import type { InventoryIndex } from '../model/inventory.ts';
import { pass, type Ruling, unknown } from './ruling.ts';
import { sortedTiers } from './wording.ts';

const worstFirst: readonly Verdict[] = [
  'total-loss',
  'delayed-loss',
  'unknown',
  'recoverable',
  'copies-lost',
  'no-reach',
];

/** One group of stores a credential has the same verdict on. */
export interface Hit {
  readonly pair: Pair;
  /** The worse of the certain and the possible verdict. */
  readonly verdict: Verdict;
  /** True when that verdict is only possible. */
  readonly possible: boolean;
  /** How many of the stores lie in each tier, and the first of them by id. */
  readonly tiers: ReadonlyMap<Tier, { readonly stores: number; readonly first: string }>;
}

/** The blast radius by credential and by store. */
export interface Reach {
  /** What the credential can do to which stores, worst first; empty where it was not computed. */
  ofCredential(id: string): readonly Hit[];
  view(credential: string): CredentialView | undefined;
  onStore(id: string): StoreView | undefined;
  /** What any class of credentials can do to the store; `no-reach` left out. */
  hitsOn(store: string): readonly Hit[];
  /** Ids of the principals whose verdict on the store is meant, break-glass identities apart; sorted. */
  whose(store: string, isMeant: (verdict: Verdict) => boolean): readonly string[];
  /** The calls of the plan a hit goes by; none where it has no plan. */
  steps(hit: Hit): readonly PlanStep[];
  /** Ids of the credentials a hit holds for. */
  members(hit: Hit): readonly string[];
}

/** True when the store itself is gone after it, for a while or for good. */
export function endsStore(verdict: Verdict): boolean {
  return verdict === 'total-loss' || verdict === 'delayed-loss' || verdict === 'recoverable';
}

/** True when it ends the store, or may for all that is known. */
export function mayEndStore(verdict: Verdict): boolean {
  return endsStore(verdict) || verdict === 'unknown';
}

/** True when neither the store nor any copy that counts is left. */
export function endsAll(verdict: Verdict): boolean {
  return verdict === 'total-loss' || verdict === 'delayed-loss';
}

export function worseOf(pair: Pair): { readonly verdict: Verdict; readonly possible: boolean } {
  const { verdict, possible } = pair;
  return possible !== null && worstFirst.indexOf(possible) < worstFirst.indexOf(verdict)
    ? { verdict: possible, possible: true }
    : { verdict, possible: false };
}

/** The part of a credential's reach that lies in one tier. */
export interface ReachInTier {
  readonly tier: Tier;
  /** The hit to speak of: the worst, then the one with the fewest calls. */
  readonly lead: Hit;
  /** First store of the lead in that tier. */
  readonly first: string;
  /** How many stores of that tier are hit, by any of the hits. */
  readonly stores: number;
}

/** Splits hits by tier, highest tier first. */
export function byTier(hits: readonly Hit[]): readonly ReachInTier[] {
  return sortedTiers(hits.flatMap(({ tiers }) => [...tiers.keys()])).flatMap((tier) => {
    const there = hits.filter(({ tiers }) => tiers.has(tier));
    const lead = there.toSorted((a, b) => rank(a) - rank(b) || a.pair.calls - b.pair.calls)[0];
    if (lead === undefined) return [];
    const stores = there.reduce((sum, { tiers }) => sum + (tiers.get(tier)?.stores ?? 0), 0);
    return [{ tier, lead, first: lead.tiers.get(tier)?.first ?? '', stores }];
  });
}

/** The ruling on hits whose verdict is `unknown`: the gaps they rest on, or a rule or policy that settles nothing. */
export function unsettled(hits: readonly Hit[]): Ruling {
  return unknown(
    'whether it may is not known: nobody has verified the rule, or what decides it could not be understood',
    hits.flatMap(({ pair }) => pair.restsOn),
  );
}

/** Whether nobody can say by which calls it would go: a plan that rests on something unread is not shown. */
export function isUntold({ verdict, pair }: Hit): boolean {
  return verdict === 'unknown' && pair.plan === null;
}

/** A pass, where there are no hits of which nobody knows. */
export function passUnless(open: readonly Hit[]): Ruling {
  return open.length > 0 ? unsettled(open) : pass;
}

/** Indexes a blast radius once; every look-up after that is constant. */
export function indexReach(radius: BlastRadius, index: InventoryIndex): Reach {
  const views = new Map(radius.credentials.map((view) => [view.credential, view]));
  const stores = new Map(radius.stores.map((view) => [view.store, view]));
  const plans = new Map(radius.plans.map((plan) => [plan.id, plan]));
  const members = new Map(radius.classes.map(({ id, members: ids }) => [id, ids]));
  const byClass = Map.groupBy(
    radius.pairs.map((pair) => toHit(pair, index)),
    ({ pair }) => pair.class,
  );
  for (const hits of byClass.values()) hits.sort((a, b) => rank(a) - rank(b) || a.pair.calls - b.pair.calls);
  const classOf = new Map(
    radius.classes.flatMap(({ id, members: ids }) => ids.map((member) => [member, id])),
  );
  const byStore = lazily(() => hitsByStore([...byClass.values()].flat()));
  const groups = new Map<string, readonly string[]>();

  // Stores that the same classes can end share one list: there are few such sets, and many stores.
  const whose: Reach['whose'] = (store, isMeant) => {
    const meant = (byStore().get(store) ?? []).filter(({ verdict }) => isMeant(verdict));
    const ids = [...new Set(meant.map(({ pair }) => pair.class))];
    const key = ids.join('\n');
    const known =
      groups.get(key) ??
      principalsOf(
        ids.flatMap((id) => members.get(id) ?? []),
        views,
      );
    groups.set(key, known);
    return known;
  };

  return {
    ofCredential: (id) => byClass.get(classOf.get(id) ?? '') ?? [],
    view: (credential) => views.get(credential),
    onStore: (id) => stores.get(id),
    hitsOn: (store) => byStore().get(store) ?? [],
    whose,
    steps: (hit) => plans.get(hit.pair.plan ?? '')?.steps ?? [],
    members: (hit) => members.get(hit.pair.class) ?? [],
  };
}

function principalsOf(
  credentials: readonly string[],
  views: ReadonlyMap<string, CredentialView>,
): readonly string[] {
  const acting = credentials.filter((id) => views.get(id)?.breakGlass !== true);
  return [...new Set(acting.map((id) => views.get(id)?.principal ?? id))].toSorted();
}

function toHit(pair: Pair, index: InventoryIndex): Hit {
  const tiers = new Map<Tier, { stores: number; first: string }>();
  for (const store of pair.stores) {
    const tier = index.tier(store);
    const entry = tiers.get(tier);
    if (entry === undefined) tiers.set(tier, { stores: 1, first: store });
    else {
      entry.stores += 1;
      if (store < entry.first) entry.first = store;
    }
  }
  return { pair, tiers, ...worseOf(pair) };
}

function hitsByStore(hits: readonly Hit[]): ReadonlyMap<string, readonly Hit[]> {
  const byStore = new Map<string, Hit[]>();
  for (const hit of hits) {
    if (hit.verdict === 'no-reach') continue;
    for (const store of hit.pair.stores) {
      const known = byStore.get(store);
      if (known === undefined) byStore.set(store, [hit]);
      else known.push(hit);
    }
  }
  return byStore;
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

const rank = ({ verdict }: Hit): number => worstFirst.indexOf(verdict);
