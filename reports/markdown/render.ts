import type { Finding } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import { byDanger, type FirstScreen, firstScreen, isOpen, type WorstCredential } from '../first-screen.ts';
import {
  calls,
  controls,
  count,
  duration,
  meaning,
  moment,
  severities,
  spoken,
  storeNames,
} from '../words.ts';
import { escaped } from './escape.ts';

const mostRows = 20;

/**
 * The report as a step summary or a pull-request comment. Every list is cut, and says so, so that the text
 * stays under GitHub's 65,536 characters for a comment however large the report is.
 */
export function renderMarkdown(report: Report): string {
  const screen = firstScreen(report);
  const sections = [
    `## Firebreak\n\n**${escaped(screen.answer, 600)}**`,
    screen.worst === null ? '' : worst(screen.worst),
    doFirst(screen),
    unseen(report, screen),
    stores(report),
    drift(report),
    findings(report.findings.filter(isOpen)),
    footer(report),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function worst({
  credential,
  via,
  verdict,
  possible,
  plan,
  stores: hit,
  stoppedBy,
}: WorstCredential): string {
  const agent = credential.agent === null ? '' : `, used by the agent ${escaped(credential.agent, 60)}`;
  const stops = controls(verdict, stoppedBy)
    .map((stop) => escaped(stop))
    .join(', ');
  const steps = (plan?.steps ?? []).map(({ operation, target, count: times, allowedBy, note }, index) => {
    const by = allowedBy.map(({ text }) => escaped(text, 120)).join('; ');
    const tail = [by === '' ? '' : `allowed by ${by}`, note === null ? '' : escaped(note)].filter(
      (part) => part !== '',
    );
    return `${index + 1}. \`${operation.replaceAll('`', '')}\` on ${escaped(target)}${times > 1 ? `, ${times} times` : ''}${tail.length > 0 ? ` (${tail.join('; ')})` : ''}`;
  });
  return [
    `### Worst credential: ${escaped(credential.name)}`,
    `${spoken(credential.type)}${agent}; ${escaped(via, 200)}`,
    `**${possible ? 'possibly ' : ''}${spoken(verdict)}** of ${storeNames(hit, 5, (text) => escaped(text, 60))}. ${meaning[verdict]}`,
    ...(plan === null
      ? []
      : [
          steps.join('\n'),
          `${calls(plan)}${plan.waitHours > 0 ? `, then ${duration(plan.waitHours)} of waiting` : ''}. **What would stop it: ${stops}.**`,
        ]),
  ].join('\n\n');
}

function doFirst({ doFirst: list }: FirstScreen): string {
  if (list.length === 0) return '';
  const rows = list.map(
    ({ severity, message, remediation }) =>
      `1. **${severity}** ${escaped(message, 240)}<br>${escaped(remediation, 300)}`,
  );
  return `### Do first\n\n${rows.join('\n')}`;
}

function unseen({ coverage }: Report, { unseen: { open, standing, notScanned } }: FirstScreen): string {
  const failed = coverage.sources.filter(({ status }) => status !== 'complete').length;
  const summary =
    open.length === 0 && failed === 0
      ? `All ${count(coverage.sources.length, 'source')} in scope were read to the end.`
      : `${failed} of ${count(coverage.sources.length, 'source')} not read to the end, ${count(open.length, 'open gap')}.`;
  const rows = open.slice(0, mostRows).map(({ provider, scope, region, operation, reason, permission }) => {
    const where = [provider, scope, region ?? ''].filter((part) => part !== '').join(' ');
    return `- ${escaped(where)}: ${escaped(operation)} ${reason}${permission === null ? '' : `; ${escaped(permission)} would close it`}`;
  });
  const tail = `${count(standing.length, 'standing gap')}, ${count(notScanned, 'part')} enabled and not scanned.`;
  return [
    `### What could not be seen`,
    summary,
    [...rows, cut(open.length)].filter((row) => row !== '').join('\n'),
    tail,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function stores(report: Report): string {
  const list = report.blastRadius.stores.toSorted(byDanger(report));
  if (list.length === 0) return '';
  const rows = list.slice(0, mostRows).map(({ name, environments, worst: pair, stoppedBy, copies }) => {
    const verdict = pair === null ? 'no reach' : `${pair.possible ? 'possibly ' : ''}${spoken(pair.verdict)}`;
    const stops = controls(pair?.verdict ?? 'no-reach', stoppedBy)
      .map((stop) => escaped(stop, 80))
      .join(', ');
    const survivors = copies.filter(({ counts }) => counts).length;
    return `| ${escaped(name, 80)} | ${environments
      .slice(0, 3)
      .map((each) => escaped(each, 40))
      .join(', ')} | ${verdict} | ${pair?.calls ?? '–'} | ${stops} | ${survivors} of ${copies.length} |`;
  });
  return [
    '### Stores',
    [
      '| Store | Environment | Worst verdict | Calls | What stops it | Copies that count |',
      '|---|---|---|--:|---|--:|',
      ...rows,
    ].join('\n'),
    cut(list.length),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function drift({ drift: events, scan }: Report): string {
  if (scan.baseline === null || events.length === 0) return '';
  const rows = events
    .slice(0, mostRows)
    .map(
      ({ severity, event, name, before, after, wayBack }) =>
        `- **${severity}** ${spoken(event)}: ${escaped(name, 80)}, ${escaped(before ?? 'nothing', 80)} → ${escaped(after ?? 'nothing', 80)}${wayBack === null ? '' : `<br>${escaped(wayBack, 200)}`}`,
    );
  return `### Drift since baseline ${scan.baseline.version}\n\n${[...rows, cut(events.length)].filter((row) => row !== '').join('\n')}`;
}

function findings(open: readonly Finding[]): string {
  if (open.length === 0) return '';
  const sorted = open.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  const rows = sorted
    .slice(0, mostRows)
    .map(
      ({ severity, new: fresh, check, message }) =>
        `| ${severity}${fresh ? ', new' : ''} | ${escaped(check, 80)} | ${escaped(message, 240)} |`,
    );
  return [
    '### Open findings',
    ['| Severity | Check | What |', '|---|---|---|', ...rows].join('\n'),
    cut(open.length),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function cut(total: number): string {
  return total > mostRows ? `${(total - mostRows).toLocaleString('en-US')} more are in the report.` : '';
}

function footer({ summary, checks, scan, tool }: Report): string {
  const judged = checks.reduce((sum, { judged: n }) => sum + n, 0);
  const by = severities.map((severity) => `${summary.openBySeverity[severity]} ${severity}`).join(', ');
  return [
    `Open: ${by}. ${count(checks.length, 'check')} judged ${count(judged, 'time')}. Gate: ${escaped(summary.gate.why, 300)} (exit ${summary.exitCode}).`,
    `<sub>firebreak ${escaped(tool.version, 40)}, ${moment(scan.startedAt)}</sub>`,
  ].join('\n\n');
}
