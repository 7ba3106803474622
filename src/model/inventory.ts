import type { Asset, AssetKind, AssetOf, CollectedAsset, LinkType, Provider, Tier } from './asset.ts';

export type GapReason = 'denied' | 'throttled' | 'failed' | 'unsupported' | 'unlistable';

/**
 * Something that could not be read. `unlistable` and `unsupported` are standing facts: they cap verdicts and
 * are printed, but do not make a scan incomplete.
 */
export interface Gap {
  /** `provider:reason:what:scope…`, stable across scans, readable in an exception or attestation. */
  readonly fingerprint: string;
  readonly provider: Provider;
  readonly scope: string;
  readonly region: string | null;
  /** The kind of asset that may be missing or incomplete. */
  readonly kind: AssetKind;
  /** Kinds that are found through what was not read alone, and so may be missing too. */
  readonly below?: readonly AssetKind[];
  /** The asset the gap is about, where it is about one. */
  readonly target: string | null;
  /** The read that failed, in the provider's words. */
  readonly operation: string;
  readonly reason: GapReason;
  /** What the provider said, cleaned of secrets and control characters. */
  readonly detail: string;
  /** The permission that would close it, or how to look by hand. */
  readonly permission: string | null;
  /** `widens`: what is unread could give a credential more reach. `restricts`: it could only take reach away. */
  readonly direction: 'widens' | 'restricts' | 'neither';
}

/** Who asked, of a source: a narrower caller sees shorter lists that succeed. */
export interface Caller {
  /** `account-token`, `workspace-token`, `assumed-role`, `access-key`. */
  readonly credential: string;
  /** The principal's id or ARN, or null when it could not be found out. */
  readonly principal: string | null;
  /** Roles held in this scope, in the provider's words. */
  readonly role: string | null;
}

/** One list of reads that succeed or fail together: an account's service in a region, a Railway project. */
export interface Source {
  readonly provider: Provider;
  readonly scope: string;
  readonly region: string | null;
  readonly service: string;
  readonly caller: Caller;
  readonly status: 'complete' | 'partial' | 'failed';
  readonly calls: number;
  readonly assets: number;
  readonly seconds: number;
}

/** A pass that reads less than a full scan, so that it can run more often: credentials, attachments and guards. */
export type LighterPass = 'light';

/** What a lighter pass leaves to full scans: unread, and no gap. */
export interface LeftOut {
  readonly natives: readonly string[];
  /** Services whose sources are not opened at all. */
  readonly services: readonly string[];
  /** Kinds of which the pass does not read all there is. */
  readonly kinds: readonly AssetKind[];
}

/** What the scan set out to read; narrowing it is drift. */
export interface ScopeEntry {
  readonly provider: Provider;
  /** Account or workspace. */
  readonly scope: string;
  readonly regions: readonly string[];
  /** Native types collected there. */
  readonly natives: readonly string[];
  /** Only of a lighter pass. */
  readonly leftOut?: LeftOut;
}

/** Enabled and not scanned, or a kind that is not collected. */
export interface NotScanned {
  readonly provider: Provider;
  readonly scope: string;
  readonly what: string;
  readonly why: string;
}

export interface Limits {
  readonly credentialMaxAgeDays: number;
  readonly unusedCredentialDays: number;
  readonly restoreTestMaxAgeDays: number;
  readonly backupMaxAgeHours: number;
  readonly survivorHorizonDays: number;
  readonly productionDestroyers: number;
  /** The longest an exception may last; 180 days where nobody says otherwise. */
  readonly exceptionMaxDays?: number;
}

export interface Agent {
  readonly name: string;
  readonly owner: string;
  readonly purpose: string;
  /** Exact ids of credentials or principals. */
  readonly credentials: readonly string[];
  readonly expires: string | null;
}

/** A backup a scanner can't see, declared by a person. */
export interface DeclaredCopy {
  readonly of: string;
  readonly location: string;
  readonly every: string | null;
  readonly keptFor: string | null;
  readonly deletableBy: readonly string[];
  readonly owner: string;
  /** When the newest copy was made, where known. */
  readonly newestAt: string | null;
  readonly restoreTestedAt: string | null;
  readonly expires: string | null;
  readonly evidence: string | null;
}

export interface Attestation {
  readonly gap: string;
  readonly by: string;
  readonly on: string;
  readonly expires: string;
  readonly note: string | null;
}

export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** One thing said of a field of an asset, such as `tags.owner` or `props.sizeBytes`; exactly one way to say it. */
export interface Condition {
  readonly field: string;
  readonly present?: boolean;
  readonly equals?: string | number | boolean;
  readonly oneOf?: readonly (string | number | boolean)[];
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** A check written in the configuration: all of `expect` holds for every asset of the kind for which all of `when` does. */
export interface PlainCheck {
  /** Begins with `own-`, so that it never is one of the catalogue's. */
  readonly id: string;
  readonly title: string;
  readonly discipline: 'separation' | 'credentials' | 'authority' | 'tracking' | 'approval' | 'recovery';
  readonly kind: AssetKind;
  readonly when: readonly Condition[];
  readonly expect: readonly Condition[];
  readonly severity: Severity;
  /** Said after the asset's name where it fails. */
  readonly message: string;
}

/** Another severity or other limits for one check; in some environments, or in all where none is named. */
export interface Override {
  readonly check: string;
  readonly environments: readonly string[];
  readonly severity: Severity | null;
  readonly limits: Partial<Limits>;
}

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/** When an environment may be changed: on these days from `from` until before `to`, by the clocks of `timezone`. */
export interface ChangeWindow {
  /** The name of a declared environment, and its tier. */
  readonly environment: string;
  readonly tier: Tier;
  /** The days on which it opens. */
  readonly days: readonly Weekday[];
  /** `HH:MM`; a window that ends no later than it begins lasts until that time on the next day. */
  readonly from: string;
  readonly to: string;
  /** As in the IANA list: `Europe/Berlin`. */
  readonly timezone: string;
}

/** What of the configuration judging needs; kept in the inventory so that it can be judged again alone. */
export interface Settings {
  readonly name: string;
  readonly limits: Limits;
  readonly agents: readonly Agent[];
  readonly copies: readonly DeclaredCopy[];
  readonly attest: readonly Attestation[];
  readonly breakGlass: readonly string[];
  readonly failOn: Severity | 'never';
  /** ISO date whose provider rules apply to operations; null: the day of the scan. */
  readonly rulesAt: string | null;
  /** Checks of one's own in plain form. */
  readonly checks?: readonly PlainCheck[];
  readonly overrides?: readonly Override[];
  readonly changeWindows?: readonly ChangeWindow[];
  /** The lighter passes that run beside full scans. */
  readonly passes?: readonly LighterPass[];
}

/** Everything that exists and everything that could not be read; enough to judge again. */
export interface Inventory {
  readonly schema: 'firebreak.inventory/1';
  readonly takenAt: string;
  /** The lighter pass that read it; absent: a full scan did. */
  readonly pass?: LighterPass;
  readonly scope: readonly ScopeEntry[];
  readonly notScanned: readonly NotScanned[];
  readonly sources: readonly Source[];
  readonly gaps: readonly Gap[];
  readonly settings: Settings;
  readonly assets: readonly Asset[];
}

/**
 * Conditions that must all hold. Texts may hold `*` and `?`; they are compared whole and case counts.
 * `environment`: the name of a provider's own environment the asset is in. `project`: name or id of a project
 * it is in. `account`: its account or workspace. `tag`: each tag has one of the values named.
 */
export interface EnvironmentMatch {
  readonly provider?: Provider;
  readonly environment?: string;
  readonly project?: string;
  readonly account?: string;
  readonly region?: string;
  readonly id?: string;
  readonly tag?: Readonly<Record<string, readonly string[]>>;
}

/** Declares an environment for every asset that one of `match` fits; the first rule that matches counts. */
export interface EnvironmentRule {
  readonly name: string;
  readonly tier: Tier;
  readonly match: readonly EnvironmentMatch[];
}

/** What one provider's collectors hand over. */
export interface Collected {
  readonly scope: readonly ScopeEntry[];
  readonly notScanned: readonly NotScanned[];
  readonly sources: readonly Source[];
  readonly gaps: readonly Gap[];
  readonly assets: readonly CollectedAsset[];
}

/** Constant-time look-ups over an inventory, built once. */
export interface InventoryIndex {
  readonly inventory: Inventory;
  get(id: string): Asset | undefined;
  /** All assets of a kind, sorted by id. */
  ofKind<K extends AssetKind>(kind: K): readonly AssetOf<K>[];
  /** Assets that `id` links to. */
  to(id: string, as: LinkType): readonly Asset[];
  /** Assets that link to `id`. */
  from(id: string, as: LinkType): readonly Asset[];
  /** The highest tier an asset lies in; `production` when nothing says. */
  tier(id: string): Tier;
}
