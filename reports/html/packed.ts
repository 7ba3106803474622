import type { CredentialView, Pair, StoreView } from '../../src/model/blast-radius.ts';
import type { DriftEvent } from '../../src/model/drift.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import { pack, type Table, unpack } from './table.ts';

/** The report as it travels inside the page: long lists as tables, and no lines of a file that is not beside it. */
export interface PackedReport
  extends Omit<Report, 'findings' | 'drift' | 'blastRadius' | 'locations' | 'trend'> {
  readonly findings: Table;
  readonly drift: Table;
  readonly blastRadius: Omit<Report['blastRadius'], 'stores' | 'credentials' | 'pairs'> & {
    readonly stores: Table;
    readonly credentials: Table;
    readonly pairs: Table;
  };
}

export function packed({ locations: _, trend: __, ...report }: Report): PackedReport {
  const { blastRadius } = report;
  return {
    ...report,
    findings: pack(report.findings),
    drift: pack(report.drift),
    blastRadius: {
      ...blastRadius,
      stores: pack(blastRadius.stores),
      credentials: pack(blastRadius.credentials),
      pairs: pack(blastRadius.pairs),
    },
  };
}

/** The report that was packed. */
export function unpacked(value: PackedReport): Report {
  const { blastRadius } = value;
  return {
    ...value,
    findings: unpack<Finding>(value.findings),
    drift: unpack<DriftEvent>(value.drift),
    blastRadius: {
      ...blastRadius,
      stores: unpack<StoreView>(blastRadius.stores),
      credentials: unpack<CredentialView>(blastRadius.credentials),
      pairs: unpack<Pair>(blastRadius.pairs),
    },
  };
}
