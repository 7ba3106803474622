import type { Confidence, PolicyChange } from './access.ts';
import type { AssetKind, Provider } from './asset.ts';

/** What an operation does to the answer of "what would stop it". */
export type Effect =
  | 'destroy-data'
  | 'destroy-backup'
  | 'weaken-guard'
  | 'stop-backups'
  | 'escalate'
  | 'end-tenant';

/**
 * What goes with a target: `self`; `contained`: every store and copy below it by `contains` links; `attached`:
 * stores attached to the workload; `root`: the disk it boots from; `held`: copies that the target holds (an
 * image's snapshots); `encrypted`: everything under the key; `opened`: the store whose secret it is. Copies that do
 * not survive their store go with it by every route but the data path and the key; copies that follow an operation
 * on their store go with it whether or not the store does.
 */
export type Ends = 'self' | 'contained' | 'attached' | 'root' | 'held' | 'encrypted' | 'opened';

/** An operation that has to be called before, when its condition holds for the target. */
export interface Requirement {
  readonly operation: string;
  /**
   * `attached`: the store has an attachment; `attached-root`: as the root disk. `outlives-workload`: the store
   * would stay when its workload ends. `held`: the backup is held by another asset. `within`: a container of the
   * native type `native` holds it. `own-rights`: the container acts with the rights of whoever calls. `not-public`:
   * no public endpoint leads to the workload.
   */
  readonly when:
    | 'always'
    | 'attached'
    | 'attached-root'
    | 'outlives-workload'
    | 'held'
    | 'within'
    | 'own-rights'
    | 'not-public';
  /**
   * Whom it is called on: the same target, the workload attached, the asset that holds it, what it holds, or what
   * ends by the call, where the operation has a row for it.
   */
  readonly on: 'target' | 'workload' | 'holder' | 'held' | 'ended';
  readonly native?: string;
  /** True when the permission is needed but no call of its own is made. */
  readonly permissionOnly?: boolean;
  /** Another call that does as well. */
  readonly or?: Pick<Requirement, 'operation' | 'on'>;
}

/** How long the ended thing can be brought back, and what closes that window early. */
export interface Undo {
  /** null: it can be undone for as long as nobody ends it otherwise. */
  readonly hours: number | null;
  /** A further operation, on the same target, that ends the window at once. */
  readonly closedBy: string | null;
  readonly by: string;
}

/** A row of the catalogue of operations: data, with its source. */
export interface Operation {
  /** `railway:volumeDelete`, `ec2:DeleteVolume`. */
  readonly id: string;
  readonly provider: Provider;
  /** What a person reads in a plan step. */
  readonly label: string;
  readonly actsOn: { readonly kind: AssetKind; readonly natives: readonly string[] };
  readonly effect: Effect;
  readonly ends: readonly Ends[];
  readonly requires: readonly Requirement[];
  /** Largest number of targets one call takes. */
  readonly batch: number;
  /** null: gone at once. */
  readonly undo: Undo | null;
  /** ISO dates between which the row is true; null: open. */
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly source: string;
  readonly checked: string;
  readonly confidence: Confidence;
  /**
   * How it destroys. `api` (the default): guards on the target and on whatever goes with it hold.
   * `data-path`: through the store's own protocol or a shell, an unknown number of statements; deletion guards
   * do not hold and copies kept by the provider are spared. `key`: by destroying the key; only its guards hold.
   */
  readonly route?: 'api' | 'data-path' | 'key';
  /** False where rights come in whole roles, so that this call alone cannot be withheld from anybody. */
  readonly deniable?: boolean;
  /** True where it works only on targets that carry a guard which names it as clearing: whoever made them ends them. */
  readonly onlyGuarded?: boolean;
  /** True where it works only on copies that outlive their store: the others are not ended one by one. */
  readonly onlyOutliving?: boolean;
  /** True where copies that go with their store stay: they are of what the store is part of, and go with that. */
  readonly sparesCopies?: boolean;
  /** True where it takes an unknown number of calls, as there are objects in a bucket. */
  readonly openEnded?: boolean;
  /** What it makes of the policy of its target: gone, or whatever the caller writes. */
  readonly opens?: PolicyChange;
  /** Where not everything contained goes with it: the native types that do. */
  readonly carries?: readonly string[];
  /** True for a permission that another call uses and that takes no call of its own. */
  readonly permissionOnly?: boolean;
  /** A doubt or a condition a reader should know. */
  readonly note?: string;
}
