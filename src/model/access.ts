/** How sure a fact is: read in the provider's documentation, concluded from it, or not verified. */
export type Confidence = 'documented' | 'inferred' | 'unverified';

/** One line of why a decision came out as it did. */
export interface Reason {
  /** `role`, `token-kind`, `identity`, `boundary`, `scp`, `resource`, `trust` … */
  readonly layer: string;
  readonly effect: 'allow' | 'deny' | 'implicit-deny';
  /** Policy and statement, or role and scope, as a person would look it up. */
  readonly text: string;
}

/**
 * May this identity call this operation on this target? `conditional` names in `holdsOnlyIf` what is left to
 * hold for it to be allowed. `unread` are fingerprints of gaps that could widen a `denied`.
 */
export interface Decision {
  readonly decision: 'allowed' | 'denied' | 'conditional';
  readonly because: readonly Reason[];
  readonly holdsOnlyIf: readonly string[];
  readonly confidence: Confidence;
  readonly unread: readonly string[];
}

/** A call made to become another identity, before anything is destroyed. */
export interface IdentityStep {
  readonly operation: string;
  readonly target: string;
  readonly because: readonly Reason[];
}

/**
 * Someone a credential can act as: itself first, then by role chains and escalations (6 hops at most).
 * Two identities with the same `key` get the same decision on everything.
 */
export interface Identity {
  readonly key: string;
  readonly credential: string;
  readonly principal: string;
  readonly steps: readonly IdentityStep[];
  readonly escalated: boolean;
  /** What is left to hold for the steps themselves; empty: certain. */
  readonly holdsOnlyIf: readonly string[];
  /** Gaps that hide further identities behind this one. */
  readonly unread: readonly string[];
  /** How a person would name it: `admin of workspace acme`. */
  readonly via?: string;
}

/** A resource's own policy, taken away or written anew by whoever calls. */
export type PolicyChange = 'removed' | 'replaced';

/**
 * A provider's access rules over one inventory. The optional members only save work: with them the blast radius
 * is computed per group of targets and per scope instead of per target.
 */
export interface Access {
  identities(credential: string): readonly Identity[];
  /** `policy`: what was made before of the policy that the target or its container carries; absent: nothing. */
  decide(identity: Identity, operation: string, target: string, policy?: PolicyChange): Decision;
  /** Targets of one native type with the same key get the same decision from every identity. */
  targetKey?(target: string): string;
  /** The part of the provider a target lies in: an account, a project. */
  scopeOf?(target: string): string;
  /** The scopes outside which every decision of this identity is `denied` with nothing unread; null: anywhere. */
  scopes?(identity: Identity): readonly string[] | null;
}
