import type { Severity } from '../model/inventory.ts';

/** What became of a thing since the scan before, as a reader is told it. */
export type Mark =
  | 'open'
  | 'new'
  | 'again'
  | 'worse'
  | 'fixed'
  | 'no longer applies'
  | 'excepted'
  | 'not readable'
  | 'drift'
  | 'drift undone';

/** One thing to look at: an asset, with the gravest that is told of it. */
export interface AlertItem {
  readonly mark: Mark;
  readonly severity: Severity;
  readonly name: string;
  readonly text: string;
  /** How the data would go, where it concerns a store or a credential: `total loss in 1 call: …`. */
  readonly plan: string | null;
  readonly stoppedBy: string | null;
  /** The change after which it would be well; null where nothing is to be done. */
  readonly fix: string | null;
  /** How many more findings and drift events about the same asset are told by this item alone. */
  readonly also: number;
}

/**
 * What a message says, in no channel's language. Texts are bounded and free of control characters, but names in
 * them may still be anybody's choice: every channel escapes all of them.
 */
export interface AlertBody {
  readonly kind: 'changes' | 'first' | 'missed' | 'digest' | 'test';
  /** `alarm`: something is worse; `unseen`: less is known; `relief`: things are better; `plain`: neither. */
  readonly mood: 'alarm' | 'unseen' | 'relief' | 'plain';
  readonly target: string;
  readonly pass: string;
  /** When the scan ended, or should have run. */
  readonly at: string;
  /** The parent line: `acme: +2 critical, 1 fixed, 3 not readable`. */
  readonly headline: string;
  /** The gravest of what is worse; null: nothing is. */
  readonly severity: Severity | null;
  /** Sentences a reader needs beside the items. */
  readonly notes: readonly string[];
  /** At most five, the gravest first. */
  readonly items: readonly AlertItem[];
  /** How many findings and drift events no item tells. */
  readonly more: number;
  readonly reportUrl: string | null;
  /** For channels that keep incidents: which one this opens or closes. */
  readonly incident: { readonly action: 'trigger' | 'resolve'; readonly key: string } | null;
}

/** How many items a message has at most; the report has the rest. */
export const mostItems = 5;
