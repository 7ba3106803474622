import type { Provider } from './asset.ts';

/** A change that somebody made, to be asked of the provider's audit log. */
export interface Unattributed {
  /** Of the drift event. */
  readonly fingerprint: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly asset: string;
  /** The provider's own type name. */
  readonly native: string;
  readonly provider: Provider;
  readonly scope: string;
  readonly region: string | null;
  /** Ids of what holds it, where the audit log tells no more than the place. */
  readonly within: readonly string[];
}

/** Who did it and when; or why that is not known. */
export type Attribution =
  | { readonly fingerprint: string; readonly actor: string; readonly at: string }
  | { readonly fingerprint: string; readonly because: string };

/** The time in which changes came about, ISO 8601: since the approval, until the scan. */
export interface Window {
  readonly since: string;
  readonly until: string;
}
