import type { AssetKind, BackupLocation, CredentialType, LinkType, Provider, Tier } from './asset.ts';
import type { Verdict } from './blast-radius.ts';
import type { GapReason, LighterPass, ScopeEntry } from './inventory.ts';

/** A link as approved: `from AS to`, with the role held where there is one. */
export interface ApprovedLink {
  readonly as: LinkType;
  readonly to: string;
  readonly role?: string;
}

/** A guard as approved; `clearedBy` empty: nothing switches it off before `until`. */
export interface ApprovedGuard {
  readonly type: string;
  readonly clearedBy: readonly string[];
  readonly until: string | null;
}

/** A fact worth approving: never a size, a state that comes and goes, or a time of use. */
export type Fact = string | number | boolean | null | readonly string[];

/** One statement of a policy in canonical form: lists sorted, actions in lower case, labels dropped. */
export interface ApprovedStatement {
  readonly Effect: string;
  readonly Principal?: readonly string[];
  readonly NotPrincipal?: readonly string[];
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** One asset as approved, or a fleet (`fleet:…`) whose members come and go by themselves. */
export interface ApprovedAsset {
  readonly id: string;
  readonly kind: AssetKind;
  readonly provider: Provider;
  readonly native: string;
  readonly name: string;
  readonly scope: string;
  readonly region: string | null;
  readonly environments: readonly { readonly name: string; readonly tier: Tier }[];
  /** Containers and environments that hold it. */
  readonly within: readonly string[];
  readonly links: readonly ApprovedLink[];
  readonly guards: readonly ApprovedGuard[];
  readonly facts: Readonly<Record<string, Fact>>;
  /** Policies only; null where the document could not be understood, `digest` then stands for it. */
  readonly statements?: readonly ApprovedStatement[] | null;
  readonly digest?: string;
}

/**
 * The credentials of one type that a principal holds, as a shape: a rotated key is no change.
 * `count` null: they come and go by themselves (sessions). `reachAs`: the holder whose reach they share.
 */
export interface CredentialShape {
  /** `<principal> <type>`, and the subject for federated ones: the name of the shape. */
  readonly holder: string;
  readonly principal: string;
  readonly provider: Provider;
  readonly scope: string;
  readonly type: CredentialType;
  readonly subject?: string;
  readonly count: number | null;
  readonly expires: 'always' | 'some' | 'never' | 'unknown';
  readonly mfa: 'never' | 'may' | 'always' | 'unknown';
  readonly reachAs: string | null;
}

/**
 * Copies of one store of one type in one place under one lock, as a shape: a nightly snapshot is no change.
 * `atLeast`: how many there have to be. `newestWithinHours`: how old the newest may be (null: any age).
 * `keptDays`: how long the longest-kept is kept from its making (null: for good).
 */
export interface BackupShape {
  readonly of: string | null;
  readonly provider: Provider;
  readonly scope: string;
  readonly type: string;
  readonly location: BackupLocation;
  /** Guards on the copies, `none` where there are none. */
  readonly lock: string;
  readonly atLeast: number;
  readonly newestWithinHours: number | null;
  readonly keptDays: number | null | 'unknown';
  readonly survivesSource: boolean | 'unknown' | 'inexpressible';
  readonly sharedWith: readonly string[];
}

/** A store, and the store whose row of verdicts it shares. */
export interface ReachedStore {
  readonly store: string;
  readonly tier: Tier;
  readonly reachedAs: string;
}

/** What every holder of a group may end of every store of a group; both named by their first member. */
export interface ApprovedReach {
  readonly holder: string;
  readonly store: string;
  readonly verdict: Verdict;
  /** What is possible, where worse than certain. */
  readonly possible: Verdict | null;
}

/** Who asked a source at approval. */
export interface ApprovedSource {
  readonly provider: Provider;
  readonly scope: string;
  readonly region: string | null;
  readonly service: string;
  readonly credential: string;
  readonly principal: string | null;
  readonly role: string | null;
}

/** A gap that was there, named and accepted, at approval. */
export interface AcceptedGap {
  readonly fingerprint: string;
  readonly provider: Provider;
  readonly scope: string;
  readonly region: string | null;
  readonly kind: AssetKind;
  readonly below?: readonly AssetKind[];
  readonly target: string | null;
  readonly operation: string;
  readonly reason: GapReason;
}

/** What was approved: inventory, reach, scope, coverage, gaps and the findings open then. Holds no volatile field. */
export interface Baseline {
  readonly schema: 'firebreak.baseline/1';
  readonly name: string;
  readonly scope: readonly ScopeEntry[];
  /** The lighter passes that run beside full scans: what they leave out is no narrowing. */
  readonly passes?: readonly LighterPass[];
  /** Only in the form in which a lighter pass is compared; it is never approved. */
  readonly pass?: LighterPass;
  readonly notScanned: readonly {
    readonly provider: Provider;
    readonly scope: string;
    readonly what: string;
  }[];
  readonly coverage: readonly ApprovedSource[];
  readonly gaps: readonly AcceptedGap[];
  /** Fingerprints of the findings open at approval. */
  readonly open: readonly string[];
  readonly assets: readonly ApprovedAsset[];
  readonly credentials: readonly CredentialShape[];
  readonly backups: readonly BackupShape[];
  readonly stores: readonly ReachedStore[];
  readonly reach: readonly ApprovedReach[];
}
