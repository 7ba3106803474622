import { lives } from '../findings/lifecycle.ts';
import type { Absences, Absent, Coverage, PlacedAsset } from '../model/history.ts';
import type { Report } from '../model/report.ts';
import { coveragesOf } from './coverage.ts';
import type { Queries } from './database.ts';
import { lastFullScan } from './last-full-scan.ts';
import { parts, stored } from './rows.ts';

/** Findings not resolved and drift events not settled of `target` that are not in `report`. */
export async function absentFrom(queries: Queries, target: string, report: Report): Promise<Absences> {
  const findings = await absentFindings(queries, target, report);
  const drift = await absentDrift(queries, target, report);
  const full = await lastFullScan(queries, target);
  const scanOf = ({ last_scan }: Row) => last_scan ?? full?.id ?? 0;
  const coverages = await coveragesOf(queries, new Set([...findings, ...drift].map(scanOf)));
  return {
    findings: findings.flatMap((row) => absentOf(row, coverages.get(scanOf(row)))),
    drift: drift.flatMap((row) => absentOf(row, coverages.get(scanOf(row)))),
  };
}

interface Row {
  readonly fingerprint: string;
  readonly of: string;
  readonly asset: string;
  readonly subjects: string | null;
  readonly places: string;
  readonly last_scan: number | null;
}

function absentOf(row: Row, coverage: Coverage | undefined): readonly Absent[] {
  const { fingerprint, of, asset, subjects, places } = row;
  if (coverage === undefined) return [];
  return [
    {
      fingerprint,
      of,
      asset,
      subjects: subjects === null ? [asset] : (JSON.parse(subjects) as readonly string[]),
      places: JSON.parse(places) as readonly PlacedAsset[],
      coverage,
    },
  ];
}

async function absentFindings(queries: Queries, target: string, report: Report): Promise<readonly Row[]> {
  const now = new Set(report.findings.filter(lives).map(({ fingerprint }) => fingerprint));
  const open = await queries
    .selectFrom('firebreak_findings')
    .select(['id', 'fingerprint'])
    .where('target', '=', target)
    .where('state', '<>', 'resolved')
    .execute();
  const rows: Row[] = [];
  for (const part of parts(
    open.filter(({ fingerprint }) => !now.has(fingerprint)),
    5000,
  )) {
    const found = await queries
      .selectFrom('firebreak_findings')
      .innerJoin('firebreak_bodies', 'finding', 'id')
      .select(['fingerprint', 'check_id as of', 'asset', 'subjects', 'places', 'last_scan'])
      .where(
        'id',
        'in',
        part.map(({ id }) => id),
      )
      .orderBy('id')
      .execute();
    rows.push(...found);
  }
  return rows;
}

async function absentDrift(queries: Queries, target: string, report: Report): Promise<readonly Row[]> {
  const now = new Set(report.drift.map(({ fingerprint }) => stored(fingerprint)));
  const open = await queries
    .selectFrom('firebreak_drift')
    .select(['fingerprint', 'event as of', 'asset', 'places', 'last_scan'])
    .where('target', '=', target)
    .where('settled_at', 'is', null)
    .orderBy('id')
    .execute();
  return open.filter(({ fingerprint }) => !now.has(fingerprint)).map((row) => ({ ...row, subjects: null }));
}
