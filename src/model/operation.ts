import type { Confidence } from './access.ts';
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
 * What goes with a target: `self`; `contained`: every store below it by `contains` links;
 * `copies`: backups of those stores that do not survive their source.
 */
export type Ends = 'self' | 'contained' | 'copies';

/** An operation that has to be called before, when its condition holds for the target. */
export interface Requirement {
  readonly operation: string;
  /** `attached`: the store has an attachment. `held`: the backup is held by another asset. */
  readonly when: 'always' | 'attached' | 'held' | 'not-public';
  /** Whom it is called on: the same target, the workload attached, or the asset that holds it. */
  readonly on: 'target' | 'workload' | 'holder';
}

/** How long the ended thing can be brought back, and what closes that window early. */
export interface Undo {
  readonly hours: number;
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
}
