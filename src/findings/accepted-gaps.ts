import type { Attestation, Gap } from '../model/inventory.ts';
import type { ReportGap } from '../model/report.ts';

/** Who says a gap is known and lived with. */
export interface Acceptance {
  /** Fingerprints from `--allow-gaps` and from the approved baseline. */
  readonly allowed: ReadonlySet<string>;
  readonly attestations: readonly Attestation[];
  /** ISO time of the scan: an expired attestation accepts nothing. */
  readonly now: string;
}

/** Marks each gap that somebody accepted: by fingerprint, or by an attestation that has not expired. */
export function withAcceptance(
  gaps: readonly Gap[],
  { allowed, attestations, now }: Acceptance,
): readonly ReportGap[] {
  const valid = attestations
    .filter(({ expires }) => expires >= now.slice(0, expires.length))
    .map(({ gap }) => gap);
  return gaps.map((gap) => ({
    ...gap,
    accepted: allowed.has(gap.fingerprint) || valid.some((attested) => covers(attested, gap.fingerprint)),
  }));
}

/** `railway:unlistable:workspace-tokens` covers that gap in every workspace: whole segments, never substrings. */
function covers(attested: string, fingerprint: string): boolean {
  return fingerprint === attested || fingerprint.startsWith(`${attested}:`);
}
