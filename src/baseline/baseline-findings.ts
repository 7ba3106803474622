import { createHash } from 'node:crypto';
import type { Finding } from '../model/finding.ts';
import type { Exception } from './exceptions.ts';
import type { BaselineInUse } from './in-use.ts';

function finding(
  use: BaselineInUse,
  readAt: string,
  over: Pick<Finding, 'check' | 'title' | 'severity' | 'message' | 'remediation' | 'evidence'>,
): Finding {
  return {
    fingerprint: `${over.check}:${createHash('sha256').update(use.name).digest('hex').slice(0, 16)}`,
    discipline: 'tracking',
    confidence: 'documented',
    status: 'open',
    new: true,
    outcome: 'fail',
    asset: `baseline:${use.name}`,
    name: use.name,
    provider: 'firebreak',
    environments: [],
    frameworks: [],
    exception: null,
    ...over,
    evidence: over.evidence.map((entry) => ({ ...entry, readAt })),
  };
}

/** What is wrong with the baseline itself: a chain that does not hold is critical, an expired approval high. */
export function baselineFindings(use: BaselineInUse, now: Date): readonly Finding[] {
  const { problems, expired, entry } = use.verification;
  const readAt = now.toISOString();
  const evidence = problems.map((value) => ({ field: 'chain', value, readAt }));
  if (!use.trusted) {
    return [
      finding(use, readAt, {
        check: 'baseline-can-be-trusted',
        title: 'The approved baseline can be trusted',
        severity: 'critical',
        message: `The baseline cannot be trusted, so nothing is said about drift: ${problems.join('; ')}.`,
        remediation:
          'Restore the baseline and its chain from the last commit that `firebreak baseline verify` accepts, and find out who changed them.',
        evidence,
      }),
    ];
  }
  if (!expired || entry?.expires == null) return [];
  return [
    finding(use, readAt, {
      check: 'baseline-not-expired',
      title: 'The approval of the baseline has not expired',
      severity: 'high',
      message: `Version ${entry.version} was approved until ${entry.expires}.`,
      remediation: 'Look at what is there now, and approve it again with `firebreak baseline approve`.',
      evidence: [{ field: 'expires', value: entry.expires, readAt }],
    }),
  ];
}

/**
 * Whether a finding of the baseline itself, of check `check`, is proven repaired: whether an approval is out of date
 * can be told only of a baseline that can be trusted.
 */
export function isBaselineRepaired(check: string, use: BaselineInUse | null): boolean {
  return use?.trusted === true && (check === 'baseline-can-be-trusted' || check === 'baseline-not-expired');
}

/** An exception that no finding needs, as a note for the report. */
export function unusedNote({ check, asset, approver, expires }: Exception): string {
  return `The exception of ${check} for ${asset} (${approver}, until ${expires}) fits no finding: remove it.`;
}
