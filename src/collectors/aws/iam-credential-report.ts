import { parse } from 'csv-parse/sync';
import { apiCall } from './api-call.ts';
import { gapOf } from './gaps.ts';
import type { Reader } from './reader.ts';

export const generateCredentialReport = apiCall('iam:GenerateCredentialReport', 'credential', 'neither');
export const getCredentialReport = apiCall('iam:GetCredentialReport', 'credential', 'neither');

/** A key slot of the report; `rotated` is when the key was made. */
export interface ReportKey {
  readonly active: boolean;
  readonly rotated: string | null;
  /** null: never used; undefined: the report does not say. */
  readonly lastUsed: string | null | undefined;
}

export interface ReportRow {
  readonly arn: string;
  readonly passwordEnabled: boolean | undefined;
  readonly passwordLastUsed: string | null | undefined;
  readonly passwordChanged: string | null | undefined;
  readonly mfa: boolean | undefined;
  readonly keys: readonly ReportKey[];
  /** Credentials beyond the two slots of each kind; then the slots are not the whole truth. */
  readonly more: boolean;
  /** Numbers of the X.509 signing certificates that are active. */
  readonly certificates: readonly number[];
  /** The last use of any credential the report knows; null: never. */
  readonly lastActive: string | null;
}

export interface CredentialReport {
  /** Made for this scan, so that what it does not list did not exist; AWS keeps an older one for four hours. */
  readonly fresh: boolean;
  readonly rows: ReadonlyMap<string, ReportRow>;
}

const polls = 60;

/** Has the report made, waits for it and reads it; null when it can't be had (a gap says why). */
export async function readCredentialReport(reader: Reader): Promise<CredentialReport | null> {
  const { IAMClient, GenerateCredentialReportCommand, GetCredentialReportCommand } = await import(
    '@aws-sdk/client-iam'
  );
  const iam = reader.client(IAMClient);
  const generate = () =>
    reader.call(generateCredentialReport, () => iam.send(new GenerateCredentialReportCommand({})));
  const first = await generate();
  let state = first?.State;
  for (let poll = 0; state !== undefined && state !== 'COMPLETE' && poll < polls; poll += 1) {
    reader.waiting('credential report');
    await reader.account.connection.io.wait(Math.min(2000, 250 * 2 ** poll));
    state = (await generate())?.State;
  }
  if (state === undefined) return null;
  const answer = await reader.call(getCredentialReport, () => iam.send(new GetCredentialReportCommand({})));
  if (answer === undefined) return null;
  const rows = rowsOf(Buffer.from(answer.Content ?? []).toString('utf8'));
  if (rows !== null) return { fresh: first?.State === 'STARTED', rows };
  const failure = {
    reason: 'failed',
    detail: 'the report is not a table with the columns user and arn',
  } as const;
  reader.gap(gapOf(getCredentialReport, failure, { scope: reader.account.id, region: null, target: null }));
  return null;
}

/** The report's rows by ARN, read by column name since columns have been added; null when it is not a report. */
export function rowsOf(csv: string): ReadonlyMap<string, ReportRow> | null {
  try {
    const records: Record<string, string>[] = parse(csv, { columns: true, skip_empty_lines: true });
    if (records.some((record) => record.arn === undefined || record.user === undefined)) return null;
    if (!/^user,arn,/.test(csv)) return null;
    return new Map(records.map((record) => [record.arn ?? '', rowOf(record)]));
  } catch {
    return null;
  }
}

function rowOf(record: Readonly<Record<string, string>>): ReportRow {
  const keys = [1, 2].map((n) => ({
    active: flag(record[`access_key_${n}_active`]) === true,
    rotated: time(record[`access_key_${n}_last_rotated`]) ?? null,
    lastUsed: time(record[`access_key_${n}_last_used_date`]),
  }));
  const passwordLastUsed = time(record.password_last_used);
  const uses = [passwordLastUsed, ...keys.map((key) => key.lastUsed)].filter(
    (use) => typeof use === 'string',
  );
  return {
    arn: record.arn ?? '',
    passwordEnabled: flag(record.password_enabled),
    passwordLastUsed,
    passwordChanged: time(record.password_last_changed),
    mfa: flag(record.mfa_active),
    keys,
    more: !['', 'N/A', 'not_supported'].includes(record.additional_credentials_info ?? ''),
    certificates: [1, 2].filter((n) => flag(record[`cert_${n}_active`]) === true),
    lastActive: uses.sort().at(-1) ?? null,
  };
}

function flag(value: string | undefined): boolean | undefined {
  const word = value?.toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

/** ISO time; null for `N/A` and `no_information` (none yet); undefined where the report can't say. */
function time(value: string | undefined): string | null | undefined {
  if (value === undefined || value === '' || value === 'not_supported') return undefined;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
