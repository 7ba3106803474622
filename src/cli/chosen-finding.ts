import { cleanText } from '../inventory/clean-text.ts';
import { OperatorError } from '../model/error.ts';
import type { Finding } from '../model/finding.ts';

/** The finding meant: by its whole fingerprint, or by the start of one where that is unique. */
export function chosenFinding(findings: readonly Finding[], wanted: string): Finding {
  const exact = findings.find(({ fingerprint }) => fingerprint === wanted);
  const starting = findings.filter(({ fingerprint }) => fingerprint.startsWith(wanted));
  const [first, second] = starting;
  if (exact !== undefined) return exact;
  if (first !== undefined && second === undefined) return first;
  throw new OperatorError(
    first === undefined ? 'FINDING_UNKNOWN' : 'FINDING_AMBIGUOUS',
    first === undefined
      ? `The scan has no finding "${cleanText(wanted)}".`
      : `"${cleanText(wanted)}" is the start of ${starting.length} findings, such as ${first.fingerprint} and ${second?.fingerprint}.`,
    'Give the fingerprint as it stands in report.json.',
  );
}
