import type { Baseline } from '../model/baseline.ts';
import { OperatorError } from '../model/error.ts';
import { type ChainEntry, entryDigest, entryLine, type SigningRule } from './chain.ts';
import { baselineDigest, writeBaseline } from './write.ts';

/** Who approves what, why and until when. */
export interface Approval {
  readonly baseline: Baseline;
  /** The version in force; null for the first. */
  readonly previous: ChainEntry | null;
  readonly approvers: readonly string[];
  readonly reason: string;
  readonly ticket: string | null;
  readonly until: string | null;
  /** Fingerprints of gaps, or whole leading segments of them, that the approvers accept. */
  readonly acceptGaps: readonly string[];
  /** Who may sign the version after this one; null: as before. */
  readonly signers: SigningRule | null;
  readonly now: Date;
}

export interface Approved {
  readonly entry: ChainEntry;
  readonly baselineText: string;
  /** To be appended to the chain. */
  readonly chainLine: string;
}

const incomplete: ReadonlySet<string> = new Set(['denied', 'throttled', 'failed']);

function accepts(named: string, fingerprint: string): boolean {
  return fingerprint === named || fingerprint.startsWith(`${named}:`);
}

/** Gaps that make the scan incomplete and that nobody named. */
export function unacceptedGaps(baseline: Baseline, named: readonly string[]): readonly string[] {
  return baseline.gaps
    .filter(({ reason }) => incomplete.has(reason))
    .map(({ fingerprint }) => fingerprint)
    .filter((fingerprint) => !named.some((name) => accepts(name, fingerprint)));
}

function endOf(until: string | null, now: Date): string | null {
  if (until === null) return null;
  const end = new Date(/^\d{4}-\d{2}-\d{2}$/.test(until) ? `${until}T23:59:59.999Z` : until);
  if (Number.isNaN(end.getTime())) {
    throw new OperatorError('DATE_INVALID', `"${until}" is not a date`, 'write it as 2027-01-31');
  }
  if (end <= now)
    throw new OperatorError('DATE_PAST', `${until} is past`, 'name a day that is still to come');
  return end.toISOString();
}

function refuseGaps(baseline: Baseline, named: readonly string[]): void {
  const left = unacceptedGaps(baseline, named);
  if (left.length === 0) return;
  throw new OperatorError(
    'GAPS_NOT_ACCEPTED',
    `the scan could not read everything: ${left.slice(0, 20).join(', ')}${left.length > 20 ? ` and ${left.length - 20} more` : ''}`,
    'close these gaps and scan again, or name each with --accept-gaps',
  );
}

function refuseStranger({ approvers, previous }: Approval): void {
  const known = previous?.signers.people.map(({ name }) => name) ?? [];
  const stranger = known.length === 0 ? undefined : approvers.find((name) => !known.includes(name));
  if (stranger === undefined) return;
  throw new OperatorError(
    'APPROVER_UNKNOWN',
    `${stranger} is not among those who may approve: ${known.join(', ')}`,
    'have one of them approve, or let them approve a version with new signers first',
  );
}

/** The next version: the baseline's file and the line its chain grows by. */
export function approveBaseline(approval: Approval): Approved {
  const { baseline, previous, approvers, reason, ticket, until, acceptGaps, signers, now } = approval;
  if (approvers.length === 0 || reason.trim() === '') {
    throw new OperatorError(
      'APPROVAL_INCOMPLETE',
      'an approval names who and why',
      'give --by NAME and --why TEXT',
    );
  }
  refuseGaps(baseline, acceptGaps);
  refuseStranger(approval);
  const baselineText = writeBaseline(baseline);
  const entry: ChainEntry = {
    version: (previous?.version ?? 0) + 1,
    name: previous?.name ?? baseline.name,
    digest: baselineDigest(baselineText),
    before: previous === null ? null : entryDigest(previous),
    approvers: [...new Set(approvers)].sort(),
    reason,
    ticket,
    approvedAt: now.toISOString(),
    expires: endOf(until, now),
    signers: signers ?? previous?.signers ?? { atLeast: 0, people: [] },
  };
  return { entry, baselineText, chainLine: entryLine(entry) };
}
