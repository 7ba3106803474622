import type { AssetOf } from '../model/asset.ts';
import type { BlastRadius } from '../model/blast-radius.ts';
import type { DriftEvent } from '../model/drift.ts';
import type { CheckTally, Finding } from '../model/finding.ts';
import type { InventoryIndex, Severity } from '../model/inventory.ts';
import type { Gate, ReportGap } from '../model/report.ts';
import { count } from './wording.ts';

/** The thresholds of `--fail-on` and `--fail-on-new`. */
export interface Thresholds {
  readonly failOn: Severity | 'never';
  readonly failOnNew: Severity | 'never';
}

export interface GateInput {
  readonly index: InventoryIndex;
  readonly radius: BlastRadius;
  readonly gaps: readonly ReportGap[];
  readonly findings: readonly Finding[];
  readonly tallies: readonly CheckTally[];
  readonly drift: readonly DriftEvent[];
  /** `none`: nothing was approved yet, so everything is new. */
  readonly baseline: 'none' | 'trusted' | 'broken';
  readonly thresholds: Thresholds;
}

export interface GateResult {
  readonly by: Gate;
  readonly why: string;
  readonly exitCode: 0 | 1 | 3;
}

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** Whether `severity` is at least as bad as `threshold`. */
export function reaches(severity: Severity, threshold: Severity | 'never'): boolean {
  return threshold !== 'never' && severities.indexOf(severity) <= severities.indexOf(threshold);
}

/** Decides the exit code of a scan. 1 outranks 3: not knowing never hides a failure. */
export function gate(input: GateInput): GateResult {
  return failure(input) ?? notKnown(input) ?? { by: 'clean', why: cleanWhy(input), exitCode: 0 };
}

function failure({ findings, drift, baseline, thresholds }: GateInput): GateResult | undefined {
  const { failOn, failOnNew } = thresholds;
  const counts = (entry: Finding | DriftEvent, threshold: Severity | 'never'): boolean =>
    entry.status !== 'excepted' && reaches(entry.severity, threshold);
  const failed = findings.filter(({ outcome }) => outcome === 'fail');

  if (baseline === 'broken') {
    return { by: 'baseline', why: 'the baseline cannot be trusted', exitCode: 1 };
  }
  const open = failed.filter((finding) => counts(finding, failOn));
  if (open.length > 0) {
    return {
      by: 'findings',
      why: `${count(open.length, 'open finding')} at or above ${failOn}`,
      exitCode: 1,
    };
  }
  const drifted = drift.filter((event) => counts(event, failOn));
  if (drifted.length > 0) {
    return { by: 'drift', why: `${count(drifted.length, 'drift event')} at or above ${failOn}`, exitCode: 1 };
  }
  const fresh = [...failed, ...drift].filter(
    (entry) => (entry.new || baseline === 'none') && counts(entry, failOnNew),
  );
  if (fresh.length > 0) {
    return { by: 'new-findings', why: `${fresh.length} new at or above ${failOnNew}`, exitCode: 1 };
  }
  return undefined;
}

function notKnown({ index, radius, gaps, findings }: GateInput): GateResult | undefined {
  const open = gaps.filter((gap) => makesIncomplete(gap));
  if (open.length > 0) {
    const example = open[0] === undefined ? '' : `, such as ${open[0].operation} in ${open[0].scope}`;
    return { by: 'unknown', why: `${count(open.length, 'thing')} could not be read${example}`, exitCode: 3 };
  }
  const errored = findings.filter(({ outcome }) => outcome === 'error');
  if (errored.length > 0) {
    return {
      by: 'unknown',
      why: `${count(errored.length, 'check')} ended in an error, such as ${errored[0]?.check}`,
      exitCode: 3,
    };
  }
  const openPrints = new Set(open.map(({ fingerprint }) => fingerprint));
  const unknownStore = radius.pairs.find(
    (pair) =>
      (pair.verdict === 'unknown' || pair.possible === 'unknown') &&
      pair.restsOn.some((fingerprint) => openPrints.has(fingerprint)) &&
      pair.stores.some((store) => index.tier(store) === 'production'),
  );
  return unknownStore === undefined
    ? undefined
    : { by: 'unknown', why: 'a production store has an unknown verdict', exitCode: 3 };
}

/** A gap that keeps a scan from being complete: not a standing fact, and nobody accepted it. */
export function makesIncomplete(gap: ReportGap): boolean {
  return !gap.accepted && (gap.reason === 'denied' || gap.reason === 'throttled' || gap.reason === 'failed');
}

function cleanWhy({ index, gaps, tallies, thresholds }: GateInput): string {
  const { pass } = index.inventory;
  const judged = tallies.reduce((sum, tally) => sum + tally.judged, 0);
  const open =
    thresholds.failOn === 'never'
      ? 'no finding may fail this scan'
      : `nothing is open at or above ${thresholds.failOn}`;
  const unread = gaps.filter(({ reason }) => reason !== 'unlistable' && reason !== 'unsupported').length;
  const but = unread === 0 ? '' : ` but for ${count(unread, 'accepted gap')}`;
  return (
    `everything in ${pass === undefined ? 'scope' : `the pass ${pass}`} was read${but} (${count(index.inventory.assets.length, 'asset')}) and judged ` +
    `(${judged} times), and ${open}`
  );
}

/** Stores that lie in production, by the highest tier they have. */
export function productionStores(index: InventoryIndex): readonly AssetOf<'store'>[] {
  return index.ofKind('store').filter(({ id }) => index.tier(id) === 'production');
}
