import type { Step } from '../findings/lifecycle.ts';
import type { LifecycleState, Proof } from '../model/history.ts';
import type { Severity } from '../model/inventory.ts';

/** Times are ISO 8601 texts in UTC, which sort as they follow each other; values are JSON texts. */
export interface Schema {
  readonly firebreak_scans: ScanRow;
  /** What scans read and as whom, each different one once; `body` is gzipped JSON in base64. */
  readonly firebreak_coverages: { readonly digest: string; readonly body: string };
  readonly firebreak_findings: FindingRow;
  /** What a night that changes nothing need not read. */
  readonly firebreak_bodies: BodyRow;
  readonly firebreak_steps: StepRow;
  readonly firebreak_drift: DriftRow;
  readonly firebreak_gaps: GapRow;
  readonly firebreak_outbox: OutboxRow;
  readonly firebreak_missed: MissedRow;
}

interface ScanRow {
  readonly id: number;
  readonly target: string;
  /** The report's own id of it. */
  readonly scan: string;
  readonly pass: string;
  readonly started_at: string;
  readonly finished_at: string;
  readonly state: 'complete' | 'incomplete';
  readonly answer: string;
  readonly critical: number;
  readonly high: number;
  readonly medium: number;
  readonly low: number;
  readonly total_loss_stores: number;
  readonly gaps: number;
  readonly drift: number;
  readonly exit_code: number;
  readonly coverage: string;
}

export interface FindingRow {
  readonly id: number;
  readonly target: string;
  readonly fingerprint: string;
  readonly check_id: string;
  readonly asset: string;
  readonly name: string;
  readonly severity: Severity;
  readonly state: LifecycleState;
  readonly since: string;
  readonly first_seen: string;
  /** When it came to its state. */
  readonly changed_at: string;
  /** When the scan ended that saw it last; null: the last full scan did, so that a quiet night writes nothing. */
  readonly last_seen: string | null;
  /** That scan's row. */
  readonly last_scan: number | null;
  /** null: the asset alone. */
  readonly subjects: string | null;
}

export interface BodyRow {
  readonly finding: number;
  readonly places: string;
  /** The finding as it was at its last step, without what its check's page says. */
  readonly body: string;
}

interface StepRow {
  readonly id: number;
  readonly finding: number;
  readonly scan: string;
  readonly at: string;
  readonly step: Step;
  readonly severity: Severity;
  readonly proof: Proof | null;
}

export interface DriftRow {
  readonly id: number;
  readonly target: string;
  readonly fingerprint: string;
  readonly event: string;
  readonly asset: string;
  readonly severity: Severity;
  readonly first_seen: string;
  readonly last_seen: string;
  readonly last_scan: number;
  readonly settled_at: string | null;
  readonly places: string;
  readonly body: string;
}

/** Gaps that nobody accepted, as each pass met them last. */
interface GapRow {
  readonly target: string;
  readonly pass: string;
  readonly fingerprint: string;
  readonly provider: string;
  readonly scope: string;
  readonly since: string;
}

interface OutboxRow {
  readonly id: number;
  readonly channel: string;
  readonly dedupe_key: string;
  readonly body: string;
  readonly created_at: string;
  readonly due_at: string;
  readonly leased_until: string | null;
  readonly attempts: number;
  readonly delivered_at: string | null;
  readonly last_error: string | null;
}

interface MissedRow {
  readonly id: number;
  readonly target: string;
  readonly pass: string;
  readonly at: string;
  readonly why: string;
}
