import type { PlanStep } from '../../src/model/blast-radius.ts';
import type { Report, ReportGap } from '../../src/model/report.ts';
import { withoutTicks } from '../code-spans.ts';
import { type FirstScreen, firstScreen, type WorstCredential } from '../first-screen.ts';
import { shown } from '../visible.ts';
import {
  calls,
  cause,
  controls,
  count,
  duration,
  meaning,
  moment,
  promise,
  severities,
  spoken,
  storeNames,
} from '../words.ts';
import { severityStyle, verdictStyle } from './paint.ts';
import { heading, type Pen, penOf } from './pen.ts';

export interface TerminalOptions {
  /** Columns of the terminal. */
  readonly width: number;
  /** False under NO_COLOR or when the output is not a terminal. */
  readonly color: boolean;
  /** Where the files were written; null when they were not. */
  readonly out?: string | null;
}

/** The first screen in text: the answer, the worst credential call by call, what would stop it, coverage. */
export function renderTerminal(report: Report, { width, color, out = null }: TerminalOptions): string {
  const pen = penOf({ width, color });
  const screen = firstScreen(report);
  const sections = [
    answer(report, screen, pen),
    ...(screen.worst === null ? [] : [worst(screen.worst, pen), stops(screen.worst, screen, pen)]),
    doFirst(screen, pen),
    unseen(screen, pen),
    counts(report, screen, pen),
    ...(out === null ? [] : [pen.line(`The whole report: ${shown(out, 400)}`)]),
  ];
  return `\n${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function answer(report: Report, { answer: sentence }: FirstScreen, { line, paint }: Pen): string {
  const style = report.summary.totalLossStores > 0 ? 'danger' : 'strong';
  return paint(style, line(shown(sentence, 600)));
}

function worst({ credential, via, verdict, possible, stores, plan }: WorstCredential, pen: Pen): string {
  const { line, paint } = pen;
  const agent = credential.agent === null ? '' : `, used by the agent ${shown(credential.agent, 60)}`;
  return [
    heading('Worst credential', pen),
    paint('strong', line(`${shown(credential.name)} (${spoken(credential.type)}${agent})`)),
    line(shown(via, 200)),
    paint(
      verdictStyle[verdict],
      line(
        `${possible ? 'possibly ' : ''}${spoken(verdict)}: ${storeNames(stores, 2, (text) => shown(text, 60))}`,
      ),
    ),
    paint('quiet', line(meaning[verdict], 4)),
    ...(plan === null ? [] : plan.steps.map((step, index) => call(step, index + 1, pen))),
    ...(plan === null
      ? []
      : [
          line(
            `= ${calls(plan)}${plan.waitHours > 0 ? `, then ${duration(plan.waitHours)} of waiting` : ''}`,
            4,
          ),
        ]),
  ].join('\n');
}

function call(
  { operation, target, count: times, as, allowedBy, note }: PlanStep,
  number: number,
  pen: Pen,
): string {
  const by = allowedBy.map(({ text }) => shown(text, 240)).join('; ');
  const details = [
    ...(as === null ? [] : [`as ${shown(as, 100)}`]),
    ...(by === '' ? [] : [`allowed by ${by}`]),
    ...(note === null ? [] : [shown(note, 200)]),
  ];
  const head = pen.line(
    `${number}. ${shown(operation, 80)} on ${shown(target, 80)}${times > 1 ? `, ${times} times` : ''}`,
    4,
    3,
  );
  return [head, ...details.map((detail) => pen.paint('quiet', pen.line(detail, 7)))].join('\n');
}

function stops(
  { verdict, stoppedBy, holdsOnlyIf }: WorstCredential,
  { remedy }: FirstScreen,
  pen: Pen,
): string {
  const { line, paint } = pen;
  return [
    heading('What would stop it', pen),
    ...controls(verdict, stoppedBy).map((each) =>
      paint(each === 'nothing' ? 'danger' : 'plain', line(shown(each, 200))),
    ),
    ...(remedy === null ? [] : [line(shown(promise(remedy), 240))]),
    ...holdsOnlyIf.map((condition) => paint('quiet', line(`holds only if ${shown(condition, 200)}`))),
  ].join('\n');
}

function doFirst({ doFirst: findings, nothingToDo }: FirstScreen, pen: Pen): string {
  if (findings.length === 0) return pen.line(nothingToDo);
  return [
    heading('Do first', pen),
    ...findings.flatMap(({ severity, message, remediation }, index) => [
      pen.paint(severityStyle[severity], pen.line(`${index + 1}. ${severity}: ${shown(message, 240)}`, 2, 3)),
      pen.line(withoutTicks(shown(remediation, 300)), 5),
    ]),
  ].join('\n');
}

function unseen({ unseen: { read, open, standing, facts, notScanned } }: FirstScreen, pen: Pen): string {
  const { line, paint } = pen;
  const most = 5;
  return [
    heading('What could not be seen', pen),
    paint(open.length === 0 ? 'plain' : 'warn', line(read)),
    ...open.slice(0, most).map((gap) => gapLine(gap, pen)),
    ...(open.length > most ? [line(`and ${count(open.length - most, 'more gap')}, in the report`)] : []),
    ...(standing.length > 0
      ? [
          paint(
            'quiet',
            line(
              `${count(standing.length, 'standing gap')}: ${facts
                .slice(0, 3)
                .map((fact) => shown(fact, 100))
                .join('; ')}${facts.length > 3 ? ' …' : ''}`,
            ),
          ),
        ]
      : []),
    ...(notScanned > 0
      ? [paint('quiet', line(`${count(notScanned, 'part')} enabled and not scanned.`))]
      : []),
  ].join('\n');
}

function gapLine(gap: ReportGap, { line }: Pen): string {
  const { provider, scope, region, operation, permission } = gap;
  const where = [provider, scope, region]
    .filter((part) => part !== null && part !== '')
    .map((part) => shown(String(part), 60));
  const remedy = permission === null ? '' : `; ${shown(permission, 120)} would close it`;
  return line(`- ${where.join(' ')}: ${shown(operation, 80)} ${shown(cause(gap), 120)}${remedy}`, 2, 2);
}

function counts(
  { summary, scan, counts: assets, checks, drift }: Report,
  { verdicts }: FirstScreen,
  { line, paint }: Pen,
): string {
  const stores = verdicts
    .map(([verdict, n]) => paint(verdictStyle[verdict], `${n} ${spoken(verdict)}`))
    .join(', ');
  const open = severities.map((severity) => `${summary.openBySeverity[severity]} ${severity}`).join(', ');
  const judged = checks.reduce((sum, { judged: n }) => sum + n, 0);
  const total = Object.values(assets).reduce((sum, n) => sum + n, 0);
  const baseline =
    scan.baseline === null
      ? 'no baseline yet'
      : `${count(drift.length, 'drift event')} since baseline ${scan.baseline.version}`;
  return [
    line(`Stores:   ${stores === '' ? 'none' : stores}`, 2, 10),
    line(
      `Findings: ${open}; ${count(checks.length, 'check')} judged ${count(judged, 'time')} over ${count(total, 'asset')}; ${baseline}`,
      2,
      10,
    ),
    line(`Gate:     ${shown(summary.gate.why, 300)} (exit ${summary.exitCode})`, 2, 10),
    paint('quiet', line(`Scanned:  ${moment(scan.startedAt)}`)),
  ].join('\n');
}
