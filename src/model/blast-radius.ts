import type { Confidence, Reason } from './access.ts';

/** Worst first; the meaning of each is domain law (see docs/concepts.md). */
export type Verdict = 'total-loss' | 'delayed-loss' | 'unknown' | 'recoverable' | 'copies-lost' | 'no-reach';

/** One kind of call in a plan; targets are named by role so that many stores share a plan. */
export interface PlanStep {
  readonly operation: string;
  /** `the store`, `its volume`, `its 14 snapshots`, `the project`. */
  readonly target: string;
  readonly count: number;
  /** The identity it is called as, when it is not the credential's own. */
  readonly as: string | null;
  readonly allowedBy: readonly Reason[];
  readonly note: string | null;
}

/** An ordered list of calls after which no copy is left. */
export interface Plan {
  readonly id: string;
  readonly calls: number;
  /** The count is a floor (an unknown number of objects) or a ceiling (the search was cut off). */
  readonly atLeast: boolean;
  readonly atMost: boolean;
  readonly waitHours: number;
  readonly steps: readonly PlanStep[];
}

/** Credentials with the same reach by the same way. */
export interface CredentialClass {
  readonly id: string;
  readonly members: readonly string[];
  /** How they get there, for a person: `workspace admin`, `user/deploy -> role/admin`. */
  readonly via: string;
  /** What refuses it the calls that would end the stores in its reach; empty where nothing does. */
  readonly stoppedBy: readonly StoppedBy[];
}

/** What stands between a credential and an end. `control` is `nothing` when nothing does. */
export interface StoppedBy {
  readonly control: string;
  readonly asset: string | null;
  /** How long it holds: an ISO date, a number of hours, or null for as long as nobody changes it. */
  readonly until: string | null;
}

/**
 * The verdict of one class on a group of stores with the same outcome by the same plan. Calls, plan, confidence
 * and what stops it go with the worse of the certain and the possible verdict; the plan is null, and calls 0,
 * where there is none or where it would rest on something unread. A pair that is not listed is `no-reach` for
 * want of any permission; `no-reach` is listed where a permission is held and something else stops it.
 */
export interface Pair {
  readonly class: string;
  readonly stores: readonly string[];
  /** What is certain. */
  readonly verdict: Verdict;
  /** What is possible, where worse than certain; else null. */
  readonly possible: Verdict | null;
  readonly holdsOnlyIf: readonly string[];
  readonly calls: number;
  readonly plan: string | null;
  readonly secondPlan: string | null;
  readonly confidence: Confidence;
  readonly escalated: boolean;
  readonly stoppedBy: readonly StoppedBy[];
  /** Fingerprints of the gaps an `unknown` rests on; standing, attested or not. */
  readonly restsOn: readonly string[];
  /** ISO time the last way back ends, for delayed-loss; by the whole hour, were the plan begun with the scan. */
  readonly lastWayBackUntil: string | null;
}

/** A copy of a store, and whether it counts as a survivor against the worst credential. */
export interface CopyView {
  /** Asset id, or `declared:<location>` for a declared copy. */
  readonly asset: string;
  readonly kind: string;
  readonly location: string;
  /** Age in whole hours, rounded up: what restoring from it would lose; null when unknown. */
  readonly losesHours: number | null;
  readonly until: string | null;
  readonly counts: boolean;
  readonly why: string;
}

export interface StoreView {
  readonly store: string;
  readonly name: string;
  readonly environments: readonly string[];
  readonly worst: {
    readonly credential: string;
    readonly class: string;
    readonly verdict: Verdict;
    /** True when the verdict is the possible one, not the certain one. */
    readonly possible: boolean;
    readonly calls: number;
    readonly plan: string | null;
    readonly undoUntilHours: number | null;
  } | null;
  readonly stoppedBy: readonly StoppedBy[];
  readonly copies: readonly CopyView[];
}

export interface CredentialView {
  readonly credential: string;
  readonly name: string;
  readonly type: string;
  readonly principal: string | null;
  readonly agent: string | null;
  readonly class: string;
  readonly self: boolean;
  readonly breakGlass: boolean;
  /** Number of stores by the worse of certain and possible verdict. */
  readonly verdicts: Readonly<Record<Exclude<Verdict, 'no-reach'>, number>>;
  /** Fewest calls to a total or delayed loss; null when it can reach neither. */
  readonly leastCalls: number | null;
}

export interface AgentView
  extends Omit<
    CredentialView,
    'credential' | 'type' | 'principal' | 'class' | 'self' | 'breakGlass' | 'agent'
  > {
  readonly owner: string;
  readonly purpose: string;
  readonly expires: string | null;
  readonly credentials: readonly string[];
  /** What it could do to production at the worst; null: nothing. */
  readonly worst: {
    readonly store: string;
    readonly name: string;
    readonly verdict: Verdict;
    readonly possible: boolean;
    readonly calls: number;
    /** The plan of everything it holds together; null as in a pair. */
    readonly plan: string | null;
  } | null;
}

/** A control that people can put in place, and how many losses it would end, with nothing else changed. */
export interface ControlView {
  readonly control: string;
  /** What it is put on: a store, a vault, a policy, a role, a credential. */
  readonly asset: string | null;
  /** What people call it. */
  readonly name: string | null;
  /** Classes of which it would end losses. */
  readonly classes: readonly string[];
  readonly ends: number;
  readonly of: number;
}

export interface TenantView {
  readonly credential: string;
  readonly operation: string;
  /** What it takes with it: `the workspace acme and its 14 stores`. */
  readonly ends: string;
  readonly window: string | null;
}

/** The answer: for each class of credentials and each store, what it could end, how, and what stops it. */
export interface BlastRadius {
  readonly classes: readonly CredentialClass[];
  readonly plans: readonly Plan[];
  readonly pairs: readonly Pair[];
  readonly stores: readonly StoreView[];
  readonly credentials: readonly CredentialView[];
  readonly agents: readonly AgentView[];
  readonly controls: readonly ControlView[];
  readonly tenant: readonly TenantView[];
}
