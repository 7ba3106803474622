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
  /** Id of the asset that stays when the judged one is replaced; fails with one owner become one finding. */
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
}

/** What a check says of one asset. */
export type Ruling = { readonly outcome: 'pass' } | Fail | Unknown | NotApplicable;

export const pass: Ruling = { outcome: 'pass' };

/** The rule has nothing to say about this asset. */
export const notApplicable: Ruling = { outcome: 'not-applicable' };

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
