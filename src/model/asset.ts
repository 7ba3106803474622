/** Where an environment stands; order matters nowhere but in `tierRank` of the inventory. */
export type Tier = 'production' | 'staging' | 'development' | 'ephemeral';

/** A fact a provider may hide (`unknown`) or have no field for (`inexpressible`, a standing fact). */
export type Knowable<T> = T | 'unknown' | 'inexpressible';

/** Provider name as it stands in ids and configuration: `railway`, `aws`. */
export type Provider = string;

export type AssetKind =
  | 'environment'
  | 'principal'
  | 'credential'
  | 'policy'
  | 'container'
  | 'workload'
  | 'store'
  | 'backup'
  | 'schedule'
  | 'vault'
  | 'key'
  | 'trail'
  | 'restore-test';

/** How an asset came to an environment. `assumed`: nothing classified it, so it counts as production. */
export type EnvironmentBy = 'declared' | 'provider' | 'attachment' | 'inherited' | 'assumed';

/** An environment an asset belongs to; an asset is judged by the highest tier among them. */
export interface EnvironmentRef {
  readonly name: string;
  readonly tier: Tier;
  readonly by: EnvironmentBy;
}

/**
 * What one asset has to do with another; read `from AS to`.
 * `in`: asset is part of that environment. `contains`: container or environment holds it.
 * `copy-of`: backup of a store. `uses`: workload is attached to a store. `covers`: schedule covers a store.
 * `held-by`: credential of a principal. `acts-in`: principal holds `role` in a container or environment.
 * `may-assume`: principal may become another. `attached`, `bounds`: principal carries this policy; from a service
 * control policy, `bounds`: it limits that container. `protects`: policy guards that asset.
 * `encrypted-with`, `in-vault`: store or backup under a key, in a vault.
 * `duplicated-from`: environment made from another. `runs-as`: workload has that principal's rights.
 * `tests`: restore test of a backup or store. `watches`: trail watches that scope.
 */
export type LinkType =
  | 'in'
  | 'contains'
  | 'copy-of'
  | 'uses'
  | 'covers'
  | 'held-by'
  | 'acts-in'
  | 'may-assume'
  | 'attached'
  | 'bounds'
  | 'protects'
  | 'encrypted-with'
  | 'in-vault'
  | 'duplicated-from'
  | 'runs-as'
  | 'tests'
  | 'watches';

export interface Link {
  readonly to: string;
  readonly as: LinkType;
  /** The role held, for `acts-in`; the provider's own word (`ADMIN`). */
  readonly role?: string;
}

/** A call that switches a guard off. */
export interface ClearingCall {
  readonly operation: string;
  /** The asset it is called on, where that is not the guarded one: a vault, a recycle bin rule. */
  readonly on?: string;
  /** Hours for which the guard holds on after the call. */
  readonly afterHours?: number;
}

/** A protection that is on. `clearedBy`: the calls each of which clears it (none: it holds until `until`, or for good). */
export interface Guard {
  readonly type:
    | 'deletion-protection'
    | 'termination-protection'
    | 'snapshot-lock'
    | 'vault-lock'
    | 'object-lock'
    | 'mfa-delete'
    | 'recycle-bin'
    | 'legal-hold';
  readonly clearedBy: readonly ClearingCall[];
  /** ISO time the guard ends by itself; null when it does not. */
  readonly until: string | null;
  /** Calls that end what it is on and that it is not known to hold. */
  readonly unheld?: readonly string[];
  /** For a recycle bin: how long what was deleted can be brought back. */
  readonly hours?: number;
  readonly note?: string;
}

export interface EnvironmentProps {
  readonly type: string;
  readonly tier: Tier;
  readonly restricted: Knowable<boolean>;
  readonly ephemeral: boolean;
}

export interface PrincipalProps {
  /** The provider's kind of identity: `user`, `role`, `root`, `workspace`, `member`, `project-environment`. */
  readonly type: string;
  readonly mfa: Knowable<boolean>;
  readonly lastActive: Knowable<string | null>;
  /** True for identities only the provider uses (service-linked roles). */
  readonly managedByProvider: boolean;
  /** True where every credential of it was listed, so that none seen means that none exists. */
  readonly credentialsListed?: boolean;
}

export type CredentialType =
  | 'access-key'
  | 'console-password'
  | 'root-password'
  | 'account-token'
  | 'workspace-token'
  | 'project-token'
  | 'cli-session'
  | 'browser-session'
  | 'ssh-key'
  | 'service-specific'
  | 'certificate'
  | 'identity-center-user'
  | 'oidc-subject'
  | 'saml-subject'
  | 'certificate-subject'
  | 'workload-identity'
  | 'foreign-account'
  | 'invitation'
  | 'unlistable';

export interface CredentialProps {
  readonly type: CredentialType;
  readonly status: Knowable<'active' | 'inactive'>;
  /** null: never used. */
  readonly lastUsed: Knowable<string | null>;
  /** null: never expires. */
  readonly expires: Knowable<string | null>;
  /** Masked; never enough to use it. */
  readonly label: string | null;
  /** Whether a session from it can carry MFA: `never` for a bare key. */
  readonly mfa: 'never' | 'may' | 'always' | 'unknown';
  /** True for a credential this scan was run with. */
  readonly self: boolean;
  /** For OIDC, SAML and certificate classes: the subject pattern a token or certificate must match. */
  readonly subject?: string;
  /** What else has to hold for it to be of use, and was not weighed; absent: nothing. */
  readonly worksOnlyIf?: readonly string[];
}

export interface PolicyProps {
  /** `identity`, `inline`, `boundary`, `scp`, `rcp`, `resource`, `key`, `vault`, `trust`. */
  readonly type: string;
  /** The document as the provider returns it, decoded. */
  readonly document: unknown;
  readonly digest: string;
  /** Documents of the versions that are kept and not in force; absent: not known. */
  readonly otherVersions?: readonly { readonly id: string; readonly document: unknown }[];
}

export interface ContainerProps {
  /** `volume`, `project`, `workspace`, `cluster`, `stack`, `account`. */
  readonly type: string;
  readonly guards: readonly Guard[];
  /** Further facts of the provider that checks show as evidence; never secrets. */
  readonly facts?: Readonly<Record<string, string | number | boolean | null>>;
}

export interface WorkloadVariable {
  readonly name: string;
  readonly references: readonly string[];
  readonly sealed: boolean;
}

export interface WorkloadProps {
  readonly type: string;
  readonly state: string;
  readonly guards: readonly Guard[];
  /** Variable names and references; values are never read. */
  readonly variables?: readonly WorkloadVariable[];
  /** Public `host:port` endpoints that lead to it. */
  readonly endpoints?: readonly string[];
}

export interface StoreProps {
  /** `volume`, `database`, `bucket`, `table`, `file-system`, `image`. */
  readonly type: string;
  readonly sizeBytes: number | null;
  readonly key: string | null;
  readonly guards: readonly Guard[];
  /** When set, the store is being deleted and is gone for good at that ISO time (null time: unknown). */
  readonly pendingDeletion: { readonly at: string | null } | null;
  /** Attachments that deletion has to undo first; `endsWithWorkload`: goes when its workload is ended. */
  readonly attached?: readonly {
    readonly workload: string;
    readonly endsWithWorkload: boolean;
    /** True for the disk a workload boots from, which comes off only while it is stopped. */
    readonly root?: boolean;
  }[];
  /** As in `ContainerProps`. */
  readonly facts?: Readonly<Record<string, string | number | boolean | null>>;
  /** Ids of the secrets that open it, where the provider names them; their values are never read. */
  readonly secrets?: readonly string[];
}

export interface BackupLocation {
  readonly provider: Provider;
  readonly account: string;
  readonly region: string | null;
  readonly vault: string | null;
}

export interface BackupProps {
  /** `snapshot`, `image`, `automated`, `recovery-point`, `pitr-window`, `noncurrent-versions`, `replica`, `dump`. */
  readonly type: string;
  readonly location: BackupLocation;
  /** ISO time it expires by itself; null: never. */
  readonly expires: Knowable<string | null>;
  readonly complete: Knowable<boolean>;
  readonly key: string | null;
  /** Whether the copy outlives a deletion of its store. */
  readonly survivesSource: Knowable<boolean>;
  /** Hours it is kept once its store is deleted, where it outlives it for a time only. */
  readonly keptHoursAfterSource?: number;
  /** Operations on the store that carry over to this copy. */
  readonly follows: readonly string[];
  readonly sharedWith: readonly string[];
  readonly guards: readonly Guard[];
  /** Further assets that must be ended before this one can be (an image registered on a snapshot). */
  readonly heldBy?: readonly string[];
}

export interface ScheduleProps {
  readonly type: string;
  /** As the provider says it: `DAILY`, a cron expression. */
  readonly frequency: string;
  readonly retentionHours: Knowable<number | null>;
  readonly copiesTo: readonly string[];
}

export interface VaultProps {
  readonly type: string;
  readonly lock: Knowable<'none' | 'governance' | 'grace' | 'immutable'>;
  readonly lockDate: string | null;
  readonly guards: readonly Guard[];
}

export interface KeyProps {
  readonly type: string;
  readonly state: string;
  /** Days a deletion waits at the least; null where it is immediate. */
  readonly deletionWindowDays: Knowable<number | null>;
  readonly guards: readonly Guard[];
}

export interface TrailProps {
  readonly type: string;
  readonly logging: Knowable<boolean>;
  readonly retentionDays: Knowable<number | null>;
  readonly guards: readonly Guard[];
}

export interface RestoreTestProps {
  readonly type: string;
  readonly at: string;
  readonly result: 'passed' | 'failed';
  readonly by: string;
  readonly source: 'measured' | 'attested';
}

/** The props of each kind. */
export interface PropsByKind {
  readonly environment: EnvironmentProps;
  readonly principal: PrincipalProps;
  readonly credential: CredentialProps;
  readonly policy: PolicyProps;
  readonly container: ContainerProps;
  readonly workload: WorkloadProps;
  readonly store: StoreProps;
  readonly backup: BackupProps;
  readonly schedule: ScheduleProps;
  readonly vault: VaultProps;
  readonly key: KeyProps;
  readonly trail: TrailProps;
  readonly 'restore-test': RestoreTestProps;
}

/** One asset of kind `K`. `id` is stable across scans; `scope` is the account, workspace or project it belongs to. */
export interface AssetOf<K extends AssetKind> {
  readonly id: string;
  readonly kind: K;
  readonly provider: Provider;
  /** The provider's own type name: `railway.VolumeInstance`, `AWS::EC2::Volume`. */
  readonly native: string;
  readonly name: string;
  readonly scope: string;
  readonly region: string | null;
  readonly environments: readonly EnvironmentRef[];
  readonly createdAt: string | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly links: readonly Link[];
  readonly props: PropsByKind[K];
}

/** Any asset; narrow by `kind`. */
export type Asset = { [K in AssetKind]: AssetOf<K> }[AssetKind];

/** An asset as a collector hands it over: environments are settled later, by the inventory. */
export type CollectedAsset = { [K in AssetKind]: Omit<AssetOf<K>, 'environments'> }[AssetKind];
