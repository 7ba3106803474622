import type { Confidence } from './access.ts';
import type { Severity } from './inventory.ts';

export type Discipline = 'separation' | 'credentials' | 'authority' | 'tracking' | 'approval' | 'recovery';

/** What a check says of one asset. `error`: the check itself failed. */
export type Outcome = 'pass' | 'fail' | 'unknown' | 'not-applicable' | 'error';

export interface Evidence {
  readonly field: string;
  readonly value: string;
  readonly readAt: string;
}

export interface Finding {
  /** From check id and the stable owner's id; never from message, severity or time. */
  readonly fingerprint: string;
  readonly check: string;
  readonly discipline: Discipline;
  readonly title: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly status: 'open' | 'excepted' | 'expired-exception' | 'not-verified';
  readonly new: boolean;
  readonly outcome: 'fail' | 'unknown' | 'error';
  readonly asset: string;
  readonly name: string;
  readonly provider: string;
  readonly environments: readonly string[];
  readonly message: string;
  readonly evidence: readonly Evidence[];
  readonly remediation: string;
  /** Framework controls in each framework's own form: `SOC 2 CC6.1`. */
  readonly frameworks: readonly string[];
  readonly exception: string | null;
}

/** How often a check was asked, so that "0 findings" is never "0 looked at". */
export interface CheckTally {
  readonly id: string;
  readonly title: string;
  readonly discipline: Discipline;
  readonly judged: number;
  readonly passed: number;
  readonly failed: number;
  readonly unknown: number;
  readonly notApplicable: number;
}
