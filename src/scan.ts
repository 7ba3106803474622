import { createHash } from 'node:crypto';
import { combineAccess } from './access/access.ts';
import { awsAccess } from './access/aws/inventory.ts';
import { railwayAccess } from './access/railway/index.ts';
import { baselineFindings, unusedNote } from './baseline/baseline-findings.ts';
import { applyExceptions, type Exception } from './baseline/exceptions.ts';
import { findingCovers } from './baseline/finding-covers.ts';
import type { BaselineInUse } from './baseline/in-use.ts';
import { proposeBaseline } from './baseline/propose.ts';
import { blastRadius } from './blast-radius/blast-radius.ts';
import { ofLighterPass } from './blast-radius/lighter-pass.ts';
import { operationsAt } from './blast-radius/operations/index.ts';
import type { Collect, CollectIO } from './collectors/collector.ts';
import { compareWithBaseline } from './drift/compare.ts';
import { withAcceptance } from './findings/accepted-gaps.ts';
import type { Check } from './findings/check.ts';
import type { Thresholds } from './findings/gate.ts';
import { buildReport } from './findings/report.ts';
import { runChecks } from './findings/run.ts';
import type { ApprovedState } from './findings/subject.ts';
import { type Hindsight, hindsight } from './hindsight.ts';
import { buildInventory } from './inventory/build.ts';
import { assetLines } from './inventory/canonical-inventory.ts';
import { indexInventory } from './inventory/index-inventory.ts';
import type { Baseline } from './model/baseline.ts';
import type { BlastRadius } from './model/blast-radius.ts';
import type { DriftEvent } from './model/drift.ts';
import type { EnvironmentRule, Inventory, InventoryIndex, LighterPass, Settings } from './model/inventory.ts';
import type { AssetLocation, Report } from './model/report.ts';

/** What judging needs beside the inventory. */
export interface Judgement {
  readonly tool: Report['tool'];
  /** Digest of the configuration. */
  readonly config: string;
  readonly checks: readonly Check[];
  /** null: nothing was approved yet. */
  readonly baseline: BaselineInUse | null;
  readonly exceptions: readonly Exception[];
  readonly thresholds: Thresholds;
  /** Fingerprints of gaps named on the command line. */
  readonly allowGaps: ReadonlySet<string>;
  readonly startedAt: Date;
  readonly finishedAt: Date;
}

/** What collecting needs. */
export interface Collection {
  readonly collect: readonly Collect[];
  readonly settings: Settings;
  readonly rules: readonly EnvironmentRule[];
  /** Left out: a full scan. */
  readonly pass?: LighterPass | undefined;
}

/** Reads everything in scope, all providers side by side. */
export async function takeInventory(
  { collect, settings, rules, pass }: Collection,
  io: CollectIO,
): Promise<Inventory> {
  const collected = await Promise.all(collect.map((each) => each(io)));
  return buildInventory({ collected, settings, rules, takenAt: io.clock().toISOString(), pass });
}

/** What every credential of an inventory can end, by the provider rules of the day it is judged by. */
export function radiusOf(index: InventoryIndex): BlastRadius {
  const { settings, takenAt } = index.inventory;
  return blastRadius({
    index,
    access: combineAccess(index, { railway: railwayAccess(index), aws: awsAccess(index) }),
    operations: operationsAt(new Date(settings.rulesAt ?? takenAt)),
    now: new Date(takenAt),
  });
}

/** An inventory with what its credentials can end and what is not as approved. */
export interface Compared {
  readonly index: InventoryIndex;
  readonly radius: BlastRadius;
  readonly drift: readonly DriftEvent[];
}

/** Works out the reach, and compares it with a baseline that can be trusted. */
export function compare(inventory: Inventory, baseline: BaselineInUse | null): Compared {
  const index = indexInventory(inventory);
  const radius = radiusOf(index);
  const drift = baseline?.trusted === true ? driftFrom(baseline.baseline, index, radius) : [];
  return { index, radius, drift };
}

/** What there is to say of an inventory. */
export interface Judged {
  readonly index: InventoryIndex;
  readonly report: Report;
  readonly hindsight: Hindsight;
}

/** Judges an inventory; it is enough, nothing is read again. `compared`: where who made a change was found out. */
export function judge(
  inventory: Inventory,
  judgement: Judgement,
  compared: Compared = compare(inventory, judgement.baseline),
): Judged {
  const { baseline, checks, thresholds } = judgement;
  const { settings, takenAt } = inventory;
  const now = new Date(takenAt);
  const { index, radius, drift } = compared;
  const isLighter = inventory.pass !== undefined;
  const checked = runChecks(
    checks,
    {
      index,
      radius,
      drift,
      baseline: baselineOf(judgement),
      limits: settings.limits,
      now,
      ...approvedOf(baseline),
    },
    baseline === null ? {} : { known: baseline.openFindings },
  );
  const { findings, unused } = applyExceptions(
    [...(baseline === null ? [] : baselineFindings(baseline, now)), ...checked.findings],
    judgement.exceptions,
    { now, covers: isLighter ? () => [] : findingCovers(index, radius) },
  );
  const gaps = withAcceptance(inventory.gaps, {
    allowed: judgement.allowGaps,
    attestations: settings.attest,
    now: takenAt,
  });
  const scan = {
    id: scanId(judgement),
    startedAt: judgement.startedAt.toISOString(),
    finishedAt: judgement.finishedAt.toISOString(),
    config: judgement.config,
    ...(inventory.pass === undefined ? {} : { pass: inventory.pass }),
    baseline: baselineOf(judgement),
  };
  const report = buildReport({
    tool: judgement.tool,
    scan,
    index,
    gaps,
    radius: isLighter ? ofLighterPass(radius) : radius,
    drift,
    findings,
    tallies: checked.tallies,
    notes: [...checked.notes, ...(isLighter ? [] : unused.map(unusedNote))],
    thresholds,
  });
  return {
    index,
    report: { ...report, locations: locations(inventory, report) },
    hindsight: hindsight({ index, drift, checked, baseline }),
  };
}

function locations(inventory: Inventory, { findings, drift }: Report): readonly AssetLocation[] {
  const lines = assetLines(inventory, new Set([...findings, ...drift].map(({ asset }) => asset)));
  return [...lines].map(([asset, line]) => ({ asset, line }));
}

function driftFrom(baseline: Baseline, index: InventoryIndex, radius: BlastRadius): readonly DriftEvent[] {
  const current = proposeBaseline({ index, radius, findings: [] });
  return compareWithBaseline({ baseline, current, index, radius });
}

function baselineOf({ baseline }: Judgement): Report['scan']['baseline'] {
  if (baseline === null) return null;
  const { name, version, digest, trusted } = baseline;
  return { name, version, digest, trusted };
}

/** What checks may hold things against: a baseline that can be trusted, and how it was approved. */
function approvedOf(use: BaselineInUse | null): { readonly approved?: ApprovedState } {
  const entry = use?.verification.entry;
  if (use?.trusted !== true || entry == null) return {};
  const { version, approvedAt, expires, approvers, signers } = entry;
  const approval = { version, approvedAt, expires, approvers, signedBy: use.verification.signedBy };
  return {
    approved: {
      name: use.name,
      baseline: use.baseline,
      approval: { ...approval, signaturesAsked: signers.atLeast },
    },
  };
}

function scanId({ startedAt, config }: Judgement): string {
  return createHash('sha256').update(`${startedAt.toISOString()} ${config}`).digest('hex').slice(0, 16);
}
