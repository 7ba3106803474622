import type { BaselineInUse } from '../../src/baseline/in-use.ts';
import { proposeBaseline } from '../../src/baseline/propose.ts';
import type { CollectIO } from '../../src/collectors/collector.ts';
import { discoverChecks } from '../../src/findings/discover.ts';
import type { Hindsight } from '../../src/hindsight.ts';
import { buildInventory } from '../../src/inventory/build.ts';
import { indexInventory } from '../../src/inventory/index-inventory.ts';
import type { Baseline } from '../../src/model/baseline.ts';
import type { Collected, Inventory } from '../../src/model/inventory.ts';
import type { Report } from '../../src/model/report.ts';
import { judge, radiusOf } from '../../src/scan.ts';
import { type Estate, now, type Reach } from './estates.ts';

/** What a scan of an estate came to. */
export interface Scanned {
  readonly inventory: Inventory;
  readonly report: Report;
  readonly hindsight: Hindsight;
}

const checks = await discoverChecks();

/** A clock that stands still but for what is waited for, or told by `pass`; nothing sleeps. */
export function virtualTime(): CollectIO & { readonly pass: (milliseconds: number) => void } {
  let time = now.getTime();
  const pass = (milliseconds: number): void => {
    time += milliseconds;
  };
  return {
    clock: () => new Date(time),
    wait: async (milliseconds) => pass(milliseconds),
    progress: () => {},
    pass,
  };
}

export async function scanEstate(
  estate: Estate,
  at: Reach,
  io: CollectIO,
  approved: Baseline | null = null,
): Promise<Scanned> {
  return judged(estate, await estate.collect(at, io), approved);
}

/** Judged at one moment whatever the clock did, so that two scans differ by what was read alone. */
export function judged(estate: Estate, collected: Collected, approved: Baseline | null): Scanned {
  const { settings, environments: rules } = estate.config;
  const inventory = buildInventory({ collected: [collected], settings, rules, takenAt: now.toISOString() });
  return { inventory, ...judgedAgainst(inventory, approved === null ? null : inUse(approved)) };
}

/** An inventory judged again, against that baseline. */
export function judgedAgainst(
  inventory: Inventory,
  baseline: BaselineInUse | null,
): Omit<Scanned, 'inventory'> {
  const { report, hindsight } = judge(inventory, {
    tool: { name: 'firebreak', version: '0' },
    config: 'sha256:0',
    checks,
    baseline,
    exceptions: [],
    thresholds: { failOn: 'high', failOnNew: 'never' },
    allowGaps: new Set(baseline?.acceptedGaps ?? []),
    startedAt: now,
    finishedAt: now,
  });
  return { report, hindsight };
}

/** What would be approved after a scan. */
export function approvalOf({ inventory, report }: Scanned): Baseline {
  const index = indexInventory(inventory);
  return proposeBaseline({ index, radius: radiusOf(index), findings: report.findings });
}

function inUse(baseline: Baseline): BaselineInUse {
  return {
    baseline,
    name: baseline.name,
    version: 1,
    digest: 'sha256:0',
    trusted: true,
    verification: {
      trusted: true,
      standing: 'self-asserted',
      problems: [],
      remarks: [],
      entry: null,
      expired: false,
      signedBy: [],
    },
    openFindings: new Set(baseline.open),
    acceptedGaps: baseline.gaps.map(({ fingerprint }) => fingerprint),
  };
}
