import type { Finding } from '../../src/model/finding.ts';
import type { Severity } from '../../src/model/inventory.ts';
import type { Report } from '../../src/model/report.ts';
import { alarms } from '../alarms.ts';
import { isOpen } from '../first-screen.ts';
import { shown } from '../visible.ts';
import { count, severities } from '../words.ts';

type Level = 'error' | 'warning';

/** GitHub shows at most this many annotations of each level for a step. */
const mostOfLevel = 10;

const levels: Readonly<Record<Severity, Level>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'warning',
};

/**
 * Workflow commands that GitHub Actions shows as annotations of the run: the gravest open findings, as many as
 * it shows, and a notice with the answer and what is left out. They work only when written to stdout.
 * Source: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
export function renderGithub(report: Report): string {
  const open = alarms(report)
    .filter(isOpen)
    .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  const shownOf = (level: Level): readonly Finding[] =>
    open.filter(({ severity }) => levels[severity] === level).slice(0, mostOfLevel);
  const drawn = [...shownOf('error'), ...shownOf('warning')];
  const rest = open.length - drawn.length;
  const left = rest === 0 ? '' : ` ${count(rest, 'more open finding')} in the report.`;
  const lines = drawn.map((finding) => command(levels[finding.severity], title(finding), message(finding)));
  return `${[command('notice', 'Firebreak', shown(report.summary.answer, 600) + left), ...lines].join('\n')}\n`;
}

function title({ severity, title: rule, new: fresh }: Finding): string {
  return `${severity}${fresh ? ', new' : ''}: ${shown(rule, 120)}`;
}

function message({ message: text, remediation }: Finding): string {
  return `${shown(text, 300)} ${shown(remediation, 300)}`;
}

function command(level: Level | 'notice', name: string, text: string): string {
  return `::${level} title=${data(name).replaceAll(':', '%3A').replaceAll(',', '%2C')}::${data(text)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
