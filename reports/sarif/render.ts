import type { Finding } from '../../src/model/finding.ts';
import type { Severity } from '../../src/model/inventory.ts';
import type { Report } from '../../src/model/report.ts';
import { alarms } from '../alarms.ts';
import { shown, visible } from '../visible.ts';
import { count, severities } from '../words.ts';

/** GitHub shows at most this many results of a run; the gravest go first and the rest are counted. */
const mostResults = 5_000;

// The ranges of https://docs.github.com/en/code-security/reference/code-scanning/sarif-support-for-code-scanning
const securitySeverity: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
};
const levels = { critical: 'error', high: 'error', medium: 'warning', low: 'note' } as const;

/**
 * The findings and drift events as SARIF 2.1.0, for code scanning. A result points at the
 * line of its asset in the inventory of the scan, and names the cloud's own id as its logical location.
 */
export function renderSarif(report: Report): string {
  const { tool, scan, summary } = report;
  const findings = alarms(report);
  const sorted = findings.toSorted(
    (a, b) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      (a.fingerprint < b.fingerprint ? -1 : 1),
  );
  const results = sorted.slice(0, mostResults);
  const rules = rulesOf(findings);
  const lines = new Map(report.locations?.map(({ asset, line }) => [asset, line]));
  const index = new Map(rules.map(({ id }, nth) => [id, nth]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: tool.name, version: tool.version, semanticVersion: tool.version, rules } },
        automationDetails: { id: `firebreak/${scan.id}` },
        invocations: [
          {
            executionSuccessful: true,
            exitCode: summary.exitCode,
            startTimeUtc: scan.startedAt,
            endTimeUtc: scan.finishedAt,
            toolExecutionNotifications: notifications(report, sorted.length - results.length),
          },
        ],
        results: results.map((finding) => ({
          ...result(finding, index.get(finding.check) ?? 0, scan.baseline !== null),
          locations: [location(finding, lines.get(finding.asset) ?? 1)],
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 1)}\n`;
}

/** A rule per check; its severity is that of its gravest finding, because GitHub reads it from the rule. */
function rulesOf(findings: readonly Finding[]) {
  const byCheck = Map.groupBy(findings, ({ check }) => check);
  return [...byCheck]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, same]) => {
      const gravest = severities.find((severity) => same.some((each) => each.severity === severity)) ?? 'low';
      const [first] = same;
      return {
        id,
        shortDescription: { text: shown(first?.title ?? id, 300) },
        help: { text: shown(first?.remediation ?? '', 1_000) },
        defaultConfiguration: { level: levels[gravest] },
        properties: {
          'security-severity': securitySeverity[gravest],
          tags: ['security', first?.discipline ?? '', ...(first?.frameworks ?? [])].slice(0, 20),
        },
      };
    });
}

function result(finding: Finding, ruleIndex: number, compared: boolean) {
  const { check, outcome, severity, message, remediation, fingerprint, status, exception } = finding;
  const failed = outcome === 'fail';
  return {
    ruleId: check,
    ruleIndex,
    kind: failed ? 'fail' : 'open',
    level: failed ? levels[severity] : 'none',
    message: { text: `${shown(message, 1_000)} ${shown(remediation, 1_000)}` },
    partialFingerprints: { 'firebreak/v1': fingerprint, primaryLocationLineHash: fingerprint },
    ...(compared ? { baselineState: finding.new ? 'new' : 'unchanged' } : {}),
    ...(status === 'excepted'
      ? {
          suppressions: [
            { kind: 'external', status: 'accepted', justification: shown(exception ?? '', 500) },
          ],
        }
      : {}),
  };
}

/** The line of its asset; the first line where the asset is gone, because code scanning takes no result without one. */
function location({ asset, name }: Finding, startLine: number) {
  return {
    physicalLocation: { artifactLocation: { uri: 'inventory.json' }, region: { startLine } },
    logicalLocations: [{ name: shown(name), fullyQualifiedName: visible(asset), kind: 'resource' }],
  };
}

function notifications({ summary, coverage }: Report, leftOut: number) {
  const note = (text: string) => ({ level: 'note' as const, message: { text } });
  return [
    note(shown(summary.answer, 1_000)),
    ...(leftOut > 0 ? [note(`${count(leftOut, 'more finding')} in report.json.`)] : []),
    ...(coverage.gaps.length > 0 ? [note(`${count(coverage.gaps.length, 'thing')} could not be read.`)] : []),
  ];
}
