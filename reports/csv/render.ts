import type { Finding } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import { alarms } from '../alarms.ts';
import { visible } from '../visible.ts';

type Cell = (finding: Finding) => string;

const columns: readonly (readonly [string, Cell])[] = [
  ['fingerprint', ({ fingerprint }) => fingerprint],
  ['severity', ({ severity }) => severity],
  ['outcome', ({ outcome }) => outcome],
  ['status', ({ status }) => status],
  ['new', (finding) => String(finding.new)],
  ['discipline', ({ discipline }) => discipline],
  ['check', ({ check }) => check],
  ['title', ({ title }) => title],
  ['provider', ({ provider }) => provider],
  ['environments', ({ environments }) => environments.join('; ')],
  ['asset', ({ asset }) => asset],
  ['name', ({ name }) => name],
  ['message', ({ message }) => message],
  ['remediation', ({ remediation }) => remediation],
  ['frameworks', ({ frameworks }) => frameworks.join('; ')],
  ['confidence', ({ confidence }) => confidence],
  ['exception', ({ exception }) => exception ?? ''],
];

/**
 * The findings and drift events as CSV (RFC 4180, a header, CRLF). A cell that a spreadsheet would take for a formula starts
 * with an apostrophe (https://owasp.org/www-community/attacks/CSV_Injection).
 */
export function renderCsv(report: Report): string {
  const rows = alarms(report).map((finding) => columns.map(([, cell]) => quoted(cell(finding))).join(','));
  return [columns.map(([name]) => quoted(name)).join(','), ...rows, ''].join('\r\n');
}

function quoted(text: string): string {
  const safe = visible(text).replace(/^(?=\s*[=+\-@＝＋－＠])/u, "'");
  return `"${safe.replaceAll('"', '""')}"`;
}
