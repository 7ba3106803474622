import type { Baseline } from '../model/baseline.ts';

/** The approved baseline a scan is compared with, and whether its chain and signatures hold. */
export interface BaselineInUse {
  readonly baseline: Baseline;
  readonly name: string;
  readonly version: number;
  readonly digest: string;
  /** False: a scan goes on judging, and says nothing about drift. */
  readonly trusted: boolean;
  /** Why it is not trusted, or what a reader should know (`self-asserted`, expired). */
  readonly remarks: readonly string[];
  readonly openFindings: ReadonlySet<string>;
  /** Fingerprints of the gaps accepted with it. */
  readonly acceptedGaps: readonly string[];
}
