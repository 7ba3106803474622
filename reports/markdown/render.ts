import type { StoreView } from '../../src/model/blast-radius.ts';
import type { DriftEvent } from '../../src/model/drift.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import { byDanger, firstScreen, isOpen } from '../first-screen.ts';
import { controls, count, moment, severities, spoken } from '../words.ts';
import { escaped, withCode } from './escape.ts';
import { doFirst, unseen, worst } from './first-screen.ts';
import { cut, mostRows, paragraphs } from './paragraphs.ts';

/**
 * The report as a step summary or a pull-request comment. Every list is cut, and says so, so that the text
 * stays under GitHub's 65,536 characters for a comment however large the report is.
 */
export function renderMarkdown(report: Report): string {
  const screen = firstScreen(report);
  const text = paragraphs(
    '## Firebreak',
    `**${escaped(screen.answer, 600)}**`,
    screen.worst === null ? '' : worst(screen.worst, screen),
    doFirst(screen),
    unseen(screen),
    stores(report.blastRadius.stores.toSorted(byDanger(report))),
    report.scan.baseline === null ? '' : drift(report.drift, report.scan.baseline.version),
    findings(report.findings.filter(isOpen)),
    footer(report),
  );
  return `${text}\n`;
}

function stores(list: readonly StoreView[]): string {
  if (list.length === 0) return '';
  const rows = list.slice(0, mostRows).map(({ name, environments, worst: pair, stoppedBy, copies }) => {
    const verdict = pair?.verdict ?? 'no-reach';
    const cells = [
      escaped(name, 80),
      environments
        .slice(0, 3)
        .map((each) => escaped(each, 40))
        .join(', '),
      `${pair?.possible ? 'possibly ' : ''}${spoken(verdict)}`,
      pair?.calls ?? '–',
      controls(verdict, stoppedBy)
        .map((stop) => escaped(stop, 80))
        .join(', '),
      `${copies.filter(({ counts }) => counts).length} of ${copies.length}`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const head = '| Store | Environment | Worst verdict | Calls | What stops it | Copies that count |';
  return paragraphs('### Stores', [head, '|---|---|---|--:|---|--:|', ...rows].join('\n'), cut(list.length));
}

function drift(events: readonly DriftEvent[], version: number): string {
  if (events.length === 0) return '';
  const rows = events.slice(0, mostRows).map(({ severity, event, name, before, after, wayBack }) => {
    const change = `${escaped(before ?? 'nothing', 80)} → ${escaped(after ?? 'nothing', 80)}`;
    const back = wayBack === null ? '' : `<br>${withCode(wayBack, 200)}`;
    return `- **${severity}** ${spoken(event)}: ${escaped(name, 80)}, ${change}${back}`;
  });
  return paragraphs(`### Drift since baseline ${version}`, rows.join('\n'), cut(events.length));
}

function findings(open: readonly Finding[]): string {
  if (open.length === 0) return '';
  const rows = open
    .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
    .slice(0, mostRows)
    .map(({ severity, new: fresh, check, message }) => {
      return `| ${severity}${fresh ? ', new' : ''} | ${escaped(check, 80)} | ${escaped(message, 240)} |`;
    });
  const head = '| Severity | Check | What |';
  return paragraphs('### Open findings', [head, '|---|---|---|', ...rows].join('\n'), cut(open.length));
}

function footer({ summary, checks, scan, tool }: Report): string {
  const judged = checks.reduce((sum, { judged: n }) => sum + n, 0);
  const open = severities.map((severity) => `${summary.openBySeverity[severity]} ${severity}`).join(', ');
  const gate = `Gate: ${escaped(summary.gate.why, 300)} (exit ${summary.exitCode}).`;
  return paragraphs(
    `Open: ${open}. ${count(checks.length, 'check')} judged ${count(judged, 'time')}. ${gate}`,
    `<sub>firebreak ${escaped(tool.version, 40)}, ${moment(scan.startedAt)}</sub>`,
  );
}
