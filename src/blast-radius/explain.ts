import type {
  AgentView,
  BlastRadius,
  ControlView,
  CredentialView,
  Pair,
  Plan,
  StoppedBy,
  StoreView,
  TenantView,
  Verdict,
} from '../model/blast-radius.ts';
import { VERDICTS } from './judge.ts';
import { worseOf } from './stopped-by.ts';

/** One pair with everything it refers to put in. */
export interface ExplainedPair {
  readonly verdict: Verdict;
  /** True when that verdict holds only if conditions are met. */
  readonly possible: boolean;
  /** Credentials of the class, and how they get there. */
  readonly credentials: readonly string[];
  readonly via: string;
  readonly stores: readonly { readonly id: string; readonly name: string }[];
  readonly plan: Plan | null;
  readonly second: Plan | null;
  readonly pair: Pair;
}

/** What `firebreak blast` shows: of one credential, of one store, or the worst of all. */
export type Explanation =
  | {
      readonly of: 'credential';
      readonly credential: CredentialView;
      /** The agent that holds it, and the plan of everything that agent holds together. */
      readonly agent: { readonly view: AgentView; readonly plan: Plan | null } | null;
      /** What refuses it the calls that would end the other stores in its reach. */
      readonly stoppedBy: readonly StoppedBy[];
      readonly pairs: readonly ExplainedPair[];
      readonly tenant: readonly TenantView[];
      readonly controls: readonly ControlView[];
    }
  | {
      readonly of: 'store';
      readonly store: StoreView;
      readonly pairs: readonly ExplainedPair[];
      readonly controls: readonly ControlView[];
    }
  | {
      readonly of: 'worst';
      readonly pairs: readonly ExplainedPair[];
      readonly controls: readonly ControlView[];
    };

/** The worst pairs of one credential with their plans; null where there is no such credential. */
export function explainCredential(radius: BlastRadius, credential: string): Explanation | null {
  const view = radius.credentials.find((one) => one.credential === credential);
  if (view === undefined) return null;
  return {
    of: 'credential',
    credential: view,
    agent: agentOf(radius, view.agent),
    stoppedBy: radius.classes.find(({ id }) => id === view.class)?.stoppedBy ?? [],
    pairs: explained(radius, (pair) => pair.class === view.class),
    tenant: radius.tenant.filter((one) => one.credential === credential),
    controls: radius.controls.filter(({ classes }) => classes.includes(view.class)),
  };
}

function agentOf({ agents, plans }: BlastRadius, name: string | null) {
  const view = agents.find((agent) => agent.name === name);
  if (view === undefined) return null;
  return { view, plan: plans.find(({ id }) => id === view.worst?.plan) ?? null };
}

/** Everything that can end one store, and what stops it; null where there is no such store. */
export function explainStore(radius: BlastRadius, store: string): Explanation | null {
  const view = radius.stores.find((one) => one.store === store);
  if (view === undefined) return null;
  const pairs = explained(radius, (pair) => pair.stores.includes(store));
  return {
    of: 'store',
    store: view,
    pairs,
    controls: storeControls(radius, store, pairs),
  };
}

/** Controls on a store itself, and those on whoever could end it. */
function storeControls(
  { controls, stores }: BlastRadius,
  store: string,
  pairs: readonly ExplainedPair[],
): readonly ControlView[] {
  const others = new Set(stores.map((view) => view.store));
  const classes = new Set(pairs.map(({ pair }) => pair.class));
  return controls.filter(
    (one) =>
      one.asset === store || (!others.has(one.asset ?? '') && one.classes.some((id) => classes.has(id))),
  );
}

/** The worst pairs of all, at most `limit`; those of root passwords and break-glass identities come last. */
export function explainWorst(radius: BlastRadius, limit: number): Explanation {
  const ranked = new Set(radius.credentials.filter((one) => !one.breakGlass).map((one) => one.class));
  const [first, apart] = [
    explained(radius, (pair) => ranked.has(pair.class)),
    explained(radius, (pair) => !ranked.has(pair.class)),
  ];
  return { of: 'worst', pairs: [...first, ...apart].slice(0, limit), controls: radius.controls };
}

function explained(radius: BlastRadius, wanted: (pair: Pair) => boolean): readonly ExplainedPair[] {
  const plans = new Map(radius.plans.map((plan) => [plan.id, plan]));
  const classes = new Map(radius.classes.map((group) => [group.id, group]));
  const names = new Map(radius.stores.map(({ store, name }) => [store, name]));
  return radius.pairs
    .filter(wanted)
    .map((pair) => ({
      verdict: worseOf(pair),
      possible: pair.possible !== null,
      credentials: classes.get(pair.class)?.members ?? [],
      via: classes.get(pair.class)?.via ?? '',
      stores: pair.stores.map((id) => ({ id, name: names.get(id) ?? id })),
      plan: plans.get(pair.plan ?? '') ?? null,
      second: plans.get(pair.secondPlan ?? '') ?? null,
      pair,
    }))
    .sort(worstFirst);
}

function worstFirst(a: ExplainedPair, b: ExplainedPair): number {
  const byVerdict = VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict);
  const byCertainty = Number(a.possible) - Number(b.possible);
  return byVerdict || byCertainty || a.pair.calls - b.pair.calls || b.stores.length - a.stores.length;
}
