import type { EnvironmentRef } from '../model/asset.ts';
import type { BlastRadius } from '../model/blast-radius.ts';
import type { DriftEvent } from '../model/drift.ts';
import type { CheckTally, Finding } from '../model/finding.ts';
import type { Inventory, InventoryIndex, Severity } from '../model/inventory.ts';
import type { Report, ReportGap, Summary } from '../model/report.ts';
import { answer } from './answer.ts';
import { gate, productionStores, type Thresholds } from './gate.ts';

export interface ReportInput {
  readonly tool: Report['tool'];
  readonly scan: Report['scan'];
  readonly index: InventoryIndex;
  readonly gaps: readonly ReportGap[];
  readonly radius: BlastRadius;
  readonly drift: readonly DriftEvent[];
  readonly findings: readonly Finding[];
  readonly tallies: readonly CheckTally[];
  readonly notes: readonly string[];
  readonly thresholds: Thresholds;
}

/** The one value every format renders, from what the steps before it said. */
export function buildReport(input: ReportInput): Report {
  const { index, gaps, radius, drift, findings, tallies, notes } = input;
  const { inventory } = index;
  return {
    schema: 'firebreak.report/1',
    tool: input.tool,
    scan: input.scan,
    coverage: {
      scope: inventory.scope,
      sources: inventory.sources,
      gaps,
      notScanned: inventory.notScanned,
    },
    environments: environments(inventory),
    counts: counts(inventory),
    blastRadius: radius,
    drift,
    findings,
    checks: tallies,
    notes,
    summary: summary(input),
  };
}

function summary(input: ReportInput): Summary {
  const { index, radius, gaps, findings, tallies, drift, scan, thresholds } = input;
  const production = new Set(productionStores(index).map(({ id }) => id));
  const lost = radius.stores.filter(({ store }) => production.has(store)).map(({ worst }) => worst);
  const total = lost.filter((worst) => worst?.verdict === 'total-loss');
  const delayed = lost.filter((worst) => worst?.verdict === 'delayed-loss');
  const leastCalls = [...total, ...delayed].map((worst) => worst?.calls ?? Number.POSITIVE_INFINITY);
  const { exitCode, by, why } = gate({
    index,
    radius,
    gaps,
    findings,
    tallies,
    drift,
    baseline: scan.baseline === null ? 'none' : scan.baseline.trusted ? 'trusted' : 'broken',
    thresholds,
  });
  return {
    answer: answer({ index, radius, gaps }),
    openBySeverity: openBySeverity(findings),
    totalLossStores: total.length,
    delayedLossStores: delayed.length,
    leastCalls: leastCalls.length === 0 ? null : Math.min(...leastCalls),
    gaps: gaps.length,
    gate: { by, why },
    exitCode,
  };
}

function openBySeverity(findings: readonly Finding[]): Readonly<Record<Severity, number>> {
  const open = findings.filter(({ status, outcome }) => status !== 'excepted' && outcome === 'fail');
  const of = (severity: Severity): number => open.filter((finding) => finding.severity === severity).length;
  return { critical: of('critical'), high: of('high'), medium: of('medium'), low: of('low') };
}

/** Number of assets by kind, sorted by kind. */
function counts({ assets }: Inventory): Readonly<Record<string, number>> {
  const byKind = new Map<string, number>();
  for (const { kind } of assets) byKind.set(kind, (byKind.get(kind) ?? 0) + 1);
  return Object.fromEntries([...byKind].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Every environment named on an asset, with how many assets lie in it. */
function environments({ assets }: Inventory): Report['environments'] {
  const found = new Map<string, EnvironmentRef & { assets: number }>();
  for (const asset of assets) {
    for (const environment of asset.environments) {
      const key = `${environment.name}\u0000${environment.tier}\u0000${environment.by}`;
      const entry = found.get(key) ?? { ...environment, assets: 0 };
      entry.assets += 1;
      found.set(key, entry);
    }
  }
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}
