import type { ApprovedAsset, Baseline, CredentialShape, ReachedStore } from '../model/baseline.ts';
import type { Severity } from '../model/inventory.ts';
import { byText, type Change, listed, worstSeverity } from './change.ts';
import { pairSeverity, type Worsened } from './worsened.ts';

/** What the plan behind a pair touches beside its two ends: identities, statements, gaps it rests on. */
export type PlanTouches = (holder: CredentialShape, store: ReachedStore) => readonly string[];

/** What pairs were charged to one change. */
interface Charge {
  pairs: number;
  severity: Severity;
  example: { readonly severity: Severity; readonly text: string } | null;
}

const ranks: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** Assets around the two ends of a pair whose change could be its cause, as both sides know them. */
interface Surroundings {
  ofHolder(shape: CredentialShape): readonly string[];
  ofStore(store: string): readonly string[];
}

const holderLinks: ReadonlySet<string> = new Set(['acts-in', 'attached', 'bounds', 'may-assume', 'runs-as']);
const storeLinks: ReadonlySet<string> = new Set(['encrypted-with', 'in-vault']);
const towardsStore: ReadonlySet<string> = new Set(['uses', 'covers', 'protects']);

function surroundings(views: readonly Baseline[]): Surroundings {
  const assets = new Map<string, ApprovedAsset[]>();
  const towards = new Map<string, string[]>();
  for (const asset of views.flatMap((view) => view.assets)) {
    assets.set(asset.id, [...(assets.get(asset.id) ?? []), asset]);
    for (const { as, to } of asset.links) {
      if (towardsStore.has(as)) towards.set(to, [...(towards.get(to) ?? []), asset.id]);
    }
  }
  const around = (start: string, next: (asset: ApprovedAsset) => readonly string[]): readonly string[] => {
    const seen = new Set([start]);
    for (const id of seen) {
      for (const near of [...(assets.get(id) ?? []).flatMap(next), ...(towards.get(id) ?? [])])
        seen.add(near);
    }
    return [...seen];
  };
  const memo = new Map<string, readonly string[]>();
  const remember = (key: string, make: () => readonly string[]): readonly string[] => {
    const known = memo.get(key) ?? make();
    memo.set(key, known);
    return known;
  };
  const linked = (asset: ApprovedAsset, kinds: ReadonlySet<string>): readonly string[] =>
    asset.links.filter(({ as }) => kinds.has(as)).map(({ to }) => to);
  return {
    ofHolder: ({ holder, principal }) => [
      holder,
      ...remember(`holder ${principal}`, () => around(principal, (asset) => linked(asset, holderLinks))),
    ],
    ofStore: (store) =>
      remember(`store ${store}`, () =>
        around(store, (asset) => [...asset.within, ...linked(asset, storeLinks)]),
      ),
  };
}

function pairText({ before, after, possible }: Worsened, holder: CredentialShape, store: string): string {
  const now = possible ? `possibly ${after}` : after;
  return `${holder.type} of ${holder.principal} on ${store}: ${before} -> ${now}`;
}

function add(charge: Charge, pairs: number, severity: Severity, text: () => string): void {
  charge.pairs += pairs;
  charge.severity = worstSeverity([charge.severity, severity]);
  if (charge.example === null || ranks.indexOf(severity) < ranks.indexOf(charge.example.severity)) {
    charge.example = { severity, text: text() };
  }
}

/** Pairs that no change explains, by the holder they belong to. */
interface Unexplained {
  readonly holders: readonly CredentialShape[];
  readonly stores: readonly ReachedStore[];
  readonly worsened: Worsened;
}

/**
 * Charges each worsened pair to every change that touches its holder, its store, what surrounds them, or its plan;
 * what nothing explains becomes `reach-widened`.
 */
export function charge(
  changes: readonly Change[],
  worsened: readonly Worsened[],
  views: readonly Baseline[],
  planTouches: PlanTouches,
  nameOf: (id: string) => string,
): readonly Change[] {
  const byTouch = new Map<string, Set<Change>>();
  for (const change of changes) {
    for (const id of change.touches) byTouch.set(id, (byTouch.get(id) ?? new Set()).add(change));
  }
  const charges = new Map<Change, Charge>();
  const chargeOf = (change: Change): Charge => {
    const known = charges.get(change) ?? { pairs: 0, severity: 'low', example: null };
    charges.set(change, known);
    return known;
  };
  const touching = (ids: readonly string[]): ReadonlySet<Change> =>
    new Set(ids.flatMap((id) => [...(byTouch.get(id) ?? [])]));
  const near = surroundings(views);
  const left = worsened.flatMap((pair) => chargePair(pair, near, touching, chargeOf, planTouches));
  return [
    ...changes.flatMap((change) => withCharge(change, charges.get(change))),
    ...unexplained(left, nameOf),
  ];
}

function chargePair(
  pair: Worsened,
  near: Surroundings,
  touching: (ids: readonly string[]) => ReadonlySet<Change>,
  chargeOf: (change: Change) => Charge,
  planTouches: PlanTouches,
): readonly Unexplained[] {
  const { holders, stores, after } = pair;
  const [holder, store] = [holders[0], stores[0]];
  if (holder === undefined || store === undefined) return [];
  const severity = worstSeverity(stores.map(({ tier }) => pairSeverity(after, tier)));
  const plan = touching(planTouches(holder, store));
  for (const change of plan) {
    add(chargeOf(change), holders.length * stores.length, severity, () =>
      pairText(pair, holder, store.store),
    );
  }
  const freeHolders = holders.filter((own) => {
    const found = touching(near.ofHolder(own));
    for (const change of found)
      add(chargeOf(change), stores.length, severity, () => pairText(pair, own, store.store));
    return found.size === 0;
  });
  const freeStores = stores.filter((own) => {
    const found = touching(near.ofStore(own.store));
    const worst = pairSeverity(after, own.tier);
    for (const change of found)
      add(chargeOf(change), holders.length, worst, () => pairText(pair, holder, own.store));
    return found.size === 0;
  });
  const all = plan.size > 0 || freeHolders.length === 0 || freeStores.length === 0;
  return all ? [] : [{ holders: freeHolders, stores: freeStores, worsened: pair }];
}

function withCharge(change: Change, charge: Charge | undefined): readonly Change[] {
  if (charge === undefined) return change.onlyIfWorse === true ? [] : [change];
  const more = charge.pairs > 1 ? ` (and ${charge.pairs - 1} more)` : '';
  return [
    {
      ...change,
      severity: worstSeverity([change.severity, charge.severity]),
      why: `${change.why}; verdicts that worsened with it: ${charge.example?.text ?? ''}${more}`,
    },
  ];
}

/** One event a group of holders: what they may end now, and nothing here says why. */
function unexplained(left: readonly Unexplained[], nameOf: (id: string) => string): readonly Change[] {
  const groups = Map.groupBy(left, ({ holders }) => holders[0]?.holder ?? '');
  return [...groups].flatMap(([holder, parts]): readonly Change[] => {
    const first = parts[0]?.holders[0];
    if (first === undefined) return [];
    const holders = new Set(parts.flatMap((part) => part.holders.map((shape) => shape.holder)));
    const others = holders.size > 1 ? ` and ${holders.size - 1} with the same reach` : '';
    const lines = (pick: (pair: Worsened) => string): string =>
      parts
        .map(({ worsened, stores }) => `${pick(worsened)}: ${listed(stores.map(({ store }) => store))}`)
        .sort(byText)
        .join('; ');
    return [
      {
        event: 'reach-widened',
        asset: first.principal,
        name: nameOf(first.principal),
        detail: holder.slice(first.principal.length + 1),
        before: lines(({ before }) => before),
        after: lines(({ after, possible }) => (possible ? `possibly ${after}` : after)),
        why: `reach widened, cause not found: ${first.type} of ${nameOf(first.principal)}${others} can end more than approved`,
        severity: worstSeverity(
          parts.flatMap(({ stores, worsened }) =>
            stores.map(({ tier }) => pairSeverity(worsened.after, tier)),
          ),
        ),
        touches: [],
        wayBack: null,
      },
    ];
  });
}
