import type { EnvironmentRef } from './asset.ts';
import type { BlastRadius } from './blast-radius.ts';
import type { DriftEvent } from './drift.ts';
import type { CheckTally, Finding } from './finding.ts';
import type { Gap, LighterPass, NotScanned, ScopeEntry, Severity, Source } from './inventory.ts';

/** What decided the exit code of a scan. */
export type Gate = 'clean' | 'findings' | 'drift' | 'new-findings' | 'baseline' | 'unknown';

export interface ReportGap extends Gap {
  /** Accepted in the baseline, allowed by `--allow-gaps`, or attested. */
  readonly accepted: boolean;
}

export interface Summary {
  /** The one sentence. */
  readonly answer: string;
  readonly openBySeverity: Readonly<Record<Severity, number>>;
  readonly totalLossStores: number;
  readonly delayedLossStores: number;
  readonly leastCalls: number | null;
  readonly gaps: number;
  readonly gate: { readonly by: Gate; readonly why: string };
  readonly exitCode: 0 | 1 | 3;
}

export interface AssetLocation {
  readonly asset: string;
  /** From 1. */
  readonly line: number;
}

/** How one earlier full scan stood. */
export interface TrendPoint {
  readonly at: string;
  readonly openBySeverity: Readonly<Record<Severity, number>>;
  readonly totalLossStores: number;
  readonly gaps: number;
}

/** The one value every format renders (schema `firebreak.report/1`). */
export interface Report {
  readonly schema: 'firebreak.report/1';
  readonly tool: { readonly name: 'firebreak'; readonly version: string };
  readonly scan: {
    readonly id: string;
    readonly startedAt: string;
    readonly finishedAt: string;
    /** Digest of the configuration. */
    readonly config: string;
    /** The lighter pass it was; absent: a full scan. */
    readonly pass?: LighterPass;
    readonly baseline: {
      readonly name: string;
      readonly version: number;
      readonly digest: string;
      readonly trusted: boolean;
    } | null;
  };
  readonly coverage: {
    readonly scope: readonly ScopeEntry[];
    readonly sources: readonly Source[];
    readonly gaps: readonly ReportGap[];
    readonly notScanned: readonly NotScanned[];
  };
  readonly environments: readonly (EnvironmentRef & { readonly assets: number })[];
  /** Assets by kind. */
  readonly counts: Readonly<Record<string, number>>;
  readonly blastRadius: BlastRadius;
  readonly drift: readonly DriftEvent[];
  readonly findings: readonly Finding[];
  readonly checks: readonly CheckTally[];
  /** Where in inventory.json the assets of findings and drift events stand; an asset that is gone has no line. */
  readonly locations?: readonly AssetLocation[];
  /** Standing facts a reader should know. */
  readonly notes: readonly string[];
  readonly summary: Summary;
  /** Where a history was at hand: the last full scan of each day, oldest first, this one last; at most 90. */
  readonly trend?: readonly TrendPoint[];
}
