import type { Confidence } from '../model/access.ts';
import type { Severity } from '../model/inventory.ts';

/** What a check read, field by field: `{ createdAt: '2026-01-01T…', limit: '90 days' }`. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>;

export interface Fail {
  readonly outcome: 'fail';
  /** The evidence in one sentence, arithmetic done: `newest backup is 61 hours old, limit 26`. */
  readonly message: string;
  readonly facts: Facts;
  /** From the outcome, where it is worse or milder than the check's own. */
  readonly severity?: Severity;
  readonly confidence?: Confidence;
  /**
   * What the fail is really about: fails with one owner become one finding, shown on the asset of that id where
   * there is one. Without it a backup stands for its store and a credential for its principal and type.
   */
  readonly owner?: string;
  /** True when the bad itself was seen, so that no unread thing could excuse it. */
  readonly seen?: boolean;
}

export interface Unknown {
  readonly outcome: 'unknown';
  /** Why it can't be told, in words that fit every asset it holds for. */
  readonly because: string;
  /** Fingerprints of the gaps it rests on. */
  readonly gaps?: readonly string[];
}

export interface NotApplicable {
  readonly outcome: 'not-applicable';
  /** A standing fact worth one note: what the provider can't express. */
  readonly note?: string;
  /** True when it rests on nothing having been seen, so that a gap makes it unknown. */
  readonly noneSeen?: boolean;
}

export interface Pass {
  readonly outcome: 'pass';
  /** True when the good itself was seen, so that no unread thing could undo it. */
  readonly seen?: boolean;
}

/** What a check says of one asset. */
export type Ruling = Pass | Fail | Unknown | NotApplicable;

export const pass: Ruling = { outcome: 'pass' };

/** A pass that stands in spite of a gap, in a check that proves by absence. */
export const passSeen: Ruling = { outcome: 'pass', seen: true };

/** The rule has nothing to say about this asset. */
export const notApplicable: Ruling = { outcome: 'not-applicable' };

/** The rule is about something that is not there, as far as could be read: a gap in what it needs undoes it. */
export const noneSeen: Ruling = { outcome: 'not-applicable', noneSeen: true };

/** The provider has no field for it: `inexpressible('Railway does not say when a token was last used')`. */
export function inexpressible(note: string): Ruling {
  return { outcome: 'not-applicable', note };
}

export function unknown(because: string, gaps: readonly string[] = []): Ruling {
  return { outcome: 'unknown', because, gaps };
}

export function fail(
  message: string,
  facts: Facts,
  more: Omit<Fail, 'outcome' | 'message' | 'facts'> = {},
): Ruling {
  return { outcome: 'fail', message, facts, ...more };
}
