import type { Tier } from '../model/asset.ts';
import type { Baseline, CredentialShape, ReachedStore } from '../model/baseline.ts';
import type { Verdict } from '../model/blast-radius.ts';
import type { Severity } from '../model/inventory.ts';
import { byText } from './change.ts';

/** Holders that may end each of the stores now, and could not, or less so, when it was approved. */
export interface Worsened {
  readonly holders: readonly CredentialShape[];
  readonly stores: readonly ReachedStore[];
  /** The worst approved verdict among them; `no-reach` for a pair that is new. */
  readonly before: Verdict;
  /** `ended`: the store goes; what is left of it a lighter pass can't tell. */
  readonly after: Verdict | 'ended';
  /** The new verdict is possible, not certain. */
  readonly possible: boolean;
}

const worstFirst: readonly Verdict[] = [
  'total-loss',
  'delayed-loss',
  'unknown',
  'recoverable',
  'copies-lost',
  'no-reach',
];

interface Outcome {
  readonly verdict: Verdict;
  readonly possible: Verdict | null;
}

const none: Outcome = { verdict: 'no-reach', possible: null };

const rank = (verdict: Verdict): number => worstFirst.indexOf(verdict);

/** The worse of what is certain and what is possible. */
const worse = ({ verdict, possible }: Outcome): Verdict =>
  possible !== null && rank(possible) < rank(verdict) ? possible : verdict;

/** Worse, or as bad and certain where it was only possible. */
function isWorse(now: Outcome, then: Outcome): boolean {
  const difference = rank(worse(now)) - rank(worse(then));
  return difference < 0 || (difference === 0 && rank(now.verdict) < rank(then.verdict));
}

const endsStore = (verdict: Verdict): boolean =>
  verdict === 'total-loss' || verdict === 'delayed-loss' || verdict === 'recoverable';

/**
 * A lighter pass reads no copies: that a store can be ended now and could not before is all it can tell. What comes
 * of it, a full scan tells.
 */
function newlyEnds(now: Outcome, then: Outcome): boolean {
  const before = worse(then);
  return endsStore(worse(now)) && (before === 'no-reach' || before === 'copies-lost');
}

interface Table {
  rowsOf(shape: CredentialShape): readonly string[];
  /** The approved group of a store; undefined where nothing reached it, or where it was not production's yet. */
  columnOf(store: ReachedStore): string | undefined;
  outcome(rows: readonly string[], column: string | undefined): Outcome;
}

/**
 * The approved verdicts. A credential nobody can list is approved as all that its principal had, and one that was
 * not listed then as what stood for it.
 */
function table({ credentials, stores, reach }: Baseline): Table {
  const rows = new Map(credentials.map(({ holder, reachAs }) => [holder, reachAs]));
  const byPrincipal = Map.groupBy(credentials, ({ principal }) => principal);
  const columns = new Map(stores.map((entry) => [entry.store, entry]));
  const cells = new Map(reach.map((entry) => [`${entry.holder}\n${entry.store}`, entry]));
  const own = (holder: string): readonly string[] =>
    [rows.get(holder)].filter((row) => row !== undefined && row !== null);
  return {
    rowsOf: ({ holder, principal, type }) => {
      if (rows.has(holder)) return own(holder);
      const had = byPrincipal.get(principal) ?? [];
      const stoodFor = type === 'unlistable' ? had : had.filter((shape) => shape.type === 'unlistable');
      return [...new Set(stoodFor.flatMap((shape) => own(shape.holder)))].sort(byText);
    },
    columnOf: ({ store, tier }) => {
      const then = columns.get(store);
      return tier === 'production' && then?.tier !== 'production' ? undefined : then?.reachedAs;
    },
    outcome: (of, column) => {
      const found = of.map((row) => cells.get(`${row}\n${column}`) ?? none);
      return found.reduce((a: Outcome, b) => (isWorse(b, a) ? b : a), none);
    },
  };
}

interface HolderGroup {
  readonly rows: readonly string[];
  readonly holders: CredentialShape[];
}

interface StoreGroup {
  readonly column: string | undefined;
  readonly stores: ReachedStore[];
}

/** Current groups, split by where their members stood at approval. */
function split<G, M>(
  members: readonly M[],
  keys: (member: M) => readonly [string, string],
  make: (member: M) => G,
  put: (group: G, member: M) => void,
): ReadonlyMap<string, readonly G[]> {
  const groups = new Map<string, Map<string, G>>();
  for (const member of members) {
    const [now, then] = keys(member);
    const parts = groups.get(now) ?? new Map<string, G>();
    const group = parts.get(then) ?? make(member);
    put(group, member);
    parts.set(then, group);
    groups.set(now, parts);
  }
  return new Map([...groups].map(([key, parts]) => [key, [...parts.values()]]));
}

/** Every pair that is worse than approved, or new, by groups that were and are alike. */
export function worsenedPairs(before: Baseline, after: Baseline): readonly Worsened[] {
  const approved = table(before);
  const reaching = after.credentials.filter(({ reachAs }) => reachAs !== null);
  const holders = split<HolderGroup, CredentialShape>(
    reaching,
    (shape) => [shape.reachAs ?? '', JSON.stringify(approved.rowsOf(shape))],
    (shape) => ({ rows: approved.rowsOf(shape), holders: [] }),
    (group, shape) => group.holders.push(shape),
  );
  const stores = split<StoreGroup, ReachedStore>(
    after.stores,
    (store) => [store.reachedAs, JSON.stringify([approved.columnOf(store) ?? null, store.tier])],
    (store) => ({ column: approved.columnOf(store), stores: [] }),
    (group, store) => group.stores.push(store),
  );
  const lighter = after.pass !== undefined;
  const found: Worsened[] = [];
  for (const cell of after.reach) {
    for (const group of holders.get(cell.holder) ?? []) {
      for (const column of stores.get(cell.store) ?? []) {
        const then = approved.outcome(group.rows, column.column);
        if (lighter ? !newlyEnds(cell, then) : !isWorse(cell, then)) continue;
        const possible = lighter ? !endsStore(cell.verdict) : rank(worse(cell)) < rank(cell.verdict);
        const ends = { holders: group.holders, stores: column.stores, before: worse(then) };
        found.push({ ...ends, after: lighter ? 'ended' : worse(cell), possible });
      }
    }
  }
  return found;
}

const inProduction: Readonly<Record<Verdict | 'ended', Severity>> = {
  'total-loss': 'critical',
  ended: 'high',
  'delayed-loss': 'high',
  unknown: 'medium',
  recoverable: 'medium',
  'copies-lost': 'medium',
  'no-reach': 'low',
};

/** How bad a new verdict is: a new total loss of a production store is critical whatever its cause. */
export function pairSeverity(verdict: Verdict | 'ended', tier: Tier): Severity {
  if (tier === 'production') return inProduction[verdict];
  return verdict === 'total-loss' ? 'medium' : 'low';
}
