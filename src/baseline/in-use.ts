import type { Baseline } from '../model/baseline.ts';
import { readChain } from './chain.ts';
import { readBaseline } from './read.ts';
import { type Verification, type VerifyInput, verifyBaseline } from './verify.ts';
import { baselineDigest } from './write.ts';

/** The approved baseline a scan is compared with, and whether its chain and signatures hold. */
export interface BaselineInUse {
  readonly baseline: Baseline;
  readonly name: string;
  readonly version: number;
  readonly digest: string;
  /** False: a scan goes on judging, says nothing about drift, and does not exit 0. */
  readonly trusted: boolean;
  readonly verification: Verification;
  readonly openFindings: ReadonlySet<string>;
  /** Fingerprints of the gaps accepted with it. */
  readonly acceptedGaps: readonly string[];
}

/** The chain's file, beside the baseline's. */
export function chainPath(baselinePath: string): string {
  return `${baselinePath.replace(/\.json$/, '')}.chain.jsonl`;
}

/** Where a version lies from its approval until its line is in the chain and it has taken the baseline's place. */
export function nextPath(baselinePath: string): string {
  return `${baselinePath.replace(/\.json$/, '')}.next.json`;
}

/** What lies under a baseline's name, beside it as its next version, and in its chain; null: no file. */
export interface BaselineTexts {
  readonly text: string | null;
  readonly next: string | null;
  readonly chainText: string | null;
}

/**
 * The next version, where the chain ends in it and the baseline is not it yet: its approval was cut off between the
 * two. null: the baseline is what it should be, or is not for that reason.
 */
export function cutOffVersion({ text, next, chainText }: BaselineTexts): string | null {
  if (next === null || next === text) return null;
  const last = readChain(chainText ?? '').entries.at(-1);
  return last?.digest === baselineDigest(next) ? next : null;
}

/** Stands in for a file that cannot be trusted: nothing is approved by it. */
function unapproved(name: string): Baseline {
  return {
    schema: 'firebreak.baseline/1',
    name,
    scope: [],
    notScanned: [],
    coverage: [],
    gaps: [],
    open: [],
    assets: [],
    credentials: [],
    backups: [],
    stores: [],
    reach: [],
  };
}

export interface OpenInput extends Omit<VerifyInput, 'baselineText'> {
  /** The configured path, for messages. */
  readonly path: string;
  /** null: there is no file. */
  readonly baselineText: string | null;
}

/**
 * Reads a baseline with its chain, for a scan; null where there is none yet and nothing says there should be. A
 * file that was tampered with, or taken away, is not trusted; it is no reason to stop judging, so this throws only
 * for what the operator's side got wrong (a missing ssh-keygen).
 */
export async function openBaseline(input: OpenInput): Promise<BaselineInUse | null> {
  const { baselineText, chainText, anchor, path } = input;
  if (baselineText === null && chainText === null && anchor === null) return null;
  const text = baselineText ?? '';
  const verification = await verifyBaseline({ ...input, baselineText: text });
  const read = baselineText === null ? `there is no baseline at ${path}` : readOrReason(text, path);
  const problems = [...verification.problems, ...(typeof read === 'string' ? [read] : [])];
  const trusted = problems.length === 0;
  // What is not trusted accepts nothing and knows nothing.
  const baseline = trusted && typeof read !== 'string' ? read : unapproved(verification.entry?.name ?? path);
  return {
    baseline,
    name: baseline.name,
    version: verification.entry?.version ?? 0,
    digest: baselineDigest(text),
    trusted,
    verification: { ...verification, problems, trusted },
    openFindings: new Set(baseline.open),
    acceptedGaps: baseline.gaps.map(({ fingerprint }) => fingerprint),
  };
}

function readOrReason(text: string, path: string): Baseline | string {
  try {
    return readBaseline(text, path);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return error.message;
    throw error;
  }
}
