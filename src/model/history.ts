import type { ApprovedAsset, Baseline } from './baseline.ts';
import type { DriftEvent } from './drift.ts';
import type { Finding } from './finding.ts';
import type { Severity } from './inventory.ts';
import type { Report } from './report.ts';

/** Where a finding stands over time; `not-verified`: it was failing and can no longer be read, so it is not fixed. */
export type LifecycleState = 'open' | 'resolved' | 'excepted' | 'not-verified';

/**
 * The check judged again what had failed and has nothing against it; or its rule no longer applies to it (`lapsed`),
 * which is no repair; or that is gone from a list read to its end.
 */
export type Proof = 'passed' | 'lapsed' | 'gone';

/** A step in a finding's life, as one scan saw it. */
export interface LifecycleStep {
  readonly step: 'opened' | 'reopened' | 'worsened' | 'widened' | 'resolved' | 'excepted' | 'not-verified';
  readonly finding: Finding;
  /** Since when it fails without a proven break, or did until now: an exception or a night unread is no break. */
  readonly since: string;
  /** What settles it, for `resolved`. */
  readonly proof: Proof | null;
  /** The severity before, for `worsened`. */
  readonly before: Severity | null;
  /** Names of what it holds for now and did not before, for `worsened` and `widened`. */
  readonly joined: readonly string[];
}

/** An asset and what holds it, kept so that later its absence can be told from its not having been read. */
export type PlacedAsset = Pick<
  ApprovedAsset,
  'id' | 'kind' | 'provider' | 'native' | 'scope' | 'region' | 'within' | 'links'
>;

/** What a scan read, as whom, and what it could not read, in the lasting form of a baseline. */
export type Coverage = Pick<Baseline, 'scope' | 'coverage' | 'gaps'>;

/** A finding that was not resolved, or a drift event that was not settled, and that a later report has no more. */
export interface Absent {
  readonly fingerprint: string;
  /** The id of the finding's check, or the kind of the drift event. */
  readonly of: string;
  readonly asset: string;
  /** Ids of what the check judged and found failing; of a drift event its asset. */
  readonly subjects: readonly string[];
  /** Where the subjects stood. */
  readonly places: readonly PlacedAsset[];
  /** Of the scan that saw it last. */
  readonly coverage: Coverage;
}

/** What was open and a report has no more, for whoever made the report to say why. */
export interface Absences {
  readonly findings: readonly Absent[];
  readonly drift: readonly Absent[];
}

/**
 * Why a finding is not found any more. `moved`: what it stood on fails as before and is told of in another finding,
 * under the owner it has now that all was read.
 */
export type Ending = Proof | 'moved';

/** Fingerprints of what is absent with reason; whatever is not among them is merely not seen. */
export interface Proofs {
  readonly findings: ReadonlyMap<string, Ending>;
  /** Drift events: compared again, with all they concern read, and no longer there. */
  readonly drift: ReadonlySet<string>;
}

/** What one pass saw, and what it can say of what was seen before. */
export interface Seen {
  readonly target: string;
  /** `full`, or the name of a lighter pass, which leaves whatever it has no proof of as it was. */
  readonly pass: string;
  readonly report: Report;
  readonly coverage: Coverage;
  readonly proofs: Proofs;
  /** Ids of what a finding or drift event stands on. */
  readonly subjectsOf: (alarm: Finding | DriftEvent) => readonly string[];
  /** Those of the subjects that are assets, and everything that holds them. */
  readonly placesOf: (subjects: readonly string[]) => readonly PlacedAsset[];
  /** The name of a subject whose coming is news; null for what comes and goes by itself, as backups and sessions do. */
  readonly newcomer: (subject: string) => string | null;
}

/** What one scan brought that the scans before had not: what alerts say. */
export interface Delta {
  /** The configuration's name: one history may hold several. */
  readonly target: string;
  /** `full`, or the name of a lighter pass. */
  readonly pass: string;
  readonly scan: Report['scan'];
  readonly summary: Report['summary'];
  /** When the scan before ended; null: there was none. */
  readonly previous: string | null;
  /** How many scans of this pass did not come to their end since the last that did. */
  readonly missed: number;
  /** The `state` of the last scan of this pass; null: there was none. */
  readonly stateBefore: 'complete' | 'incomplete' | null;
  /** Whether everything in the pass's scope was read; `incomplete` says in `summary.gate` and `gaps` what was not. */
  readonly state: 'complete' | 'incomplete';
  /** Worst first. */
  readonly steps: readonly LifecycleStep[];
  /** Drift events not seen before, and those that are proven undone. */
  readonly drift: { readonly appeared: readonly DriftEvent[]; readonly settled: readonly DriftEvent[] };
  /** Fingerprints of gaps that nobody accepted and that were not there before, and of those that closed. */
  readonly gaps: { readonly appeared: readonly string[]; readonly closed: readonly string[] };
}

/** A scan that did not come to its end: nothing is known of the world, and nothing is fixed. */
export interface MissedScan {
  readonly target: string;
  readonly pass: string;
  readonly at: string;
  /** One line without a secret: an `OperatorError`'s code and message. */
  readonly why: string;
}

/** What is to be said, to one channel. */
export interface Message {
  /** The channel's name in the configuration. */
  readonly channel: string;
  /** Said once under this key, however often it is asked for. */
  readonly dedupeKey: string;
  /** What the channel renders: without a secret, and without the channel's address. */
  readonly body: unknown;
  /** Not sent before this time; where it is left out, at once. */
  readonly notBefore?: string;
}

/** A message on its way. */
export interface Delivery extends Message {
  readonly id: string;
  readonly createdAt: string;
  readonly attempts: number;
}

/** Messages wait here until their channel took them: at least once, and in the order they were written. */
export interface Outbox {
  readonly enqueue: (messages: readonly Message[], now: Date) => Promise<void>;
  /**
   * What is due, oldest first, leased until `leaseUntil` so that two senders don't take the same. A channel's message
   * is not due while an earlier one of it is on its way or waits for another attempt: order is kept.
   */
  readonly due: (now: Date, leaseUntil: Date, limit: number) => Promise<readonly Delivery[]>;
  readonly delivered: (id: string, at: Date) => Promise<void>;
  /** It failed with `reason` (no secret) and is due again at `next`. */
  readonly postpone: (id: string, next: Date, reason: string) => Promise<void>;
}
