import type { Report, ReportGap } from '../../src/model/report.ts';
import { codeSpans } from '../code-spans.ts';
import type { FirstScreen } from '../first-screen.ts';
import { shown } from '../visible.ts';
import { cause, count, moment, severities, spoken } from '../words.ts';
import { type Child, type Element, el } from './element.ts';
import { mark } from './mark.ts';
import { trendSection } from './trend.ts';
import { figure, stops, worstCredential } from './worst.ts';

/** What stands on the page before any script runs: the answer, its reasons, and what to do first. */
export function firstScreenElements(report: Report, screen: FirstScreen): readonly Element[] {
  const { worst } = screen;
  return [
    header(report),
    el(
      'section',
      { class: 'answer', 'aria-label': 'The answer' },
      el('h1', {}, shown(screen.answer, 600)),
      numbers(report, screen),
    ),
    el(
      'div',
      { class: 'first' },
      el('div', {}, worst === null ? null : worstCredential(worst), unseen(screen)),
      el('div', {}, worst === null ? null : stops(worst, screen), doFirst(screen)),
    ),
    ...(worst === null ? [] : [figure(report, worst)]),
    ...[trendSection(report.trend ?? [])].filter((section) => section !== null),
  ];
}

function header({ scan, summary, tool }: Report): Element {
  const gate = summary.exitCode === 0 ? 'passed' : summary.exitCode === 1 ? 'failed' : 'not known';
  return el(
    'header',
    {},
    el('p', { class: 'brand' }, el('strong', {}, 'Firebreak'), ' ', shown(tool.version, 40)),
    el('p', {}, `Scanned ${moment(scan.startedAt)}`),
    el('p', { class: `gate exit-${summary.exitCode}` }, `Gate ${gate}: ${shown(summary.gate.why, 200)}`),
  );
}

function numbers({ summary, checks, blastRadius }: Report, { verdicts }: FirstScreen): Element {
  const judged = checks.reduce((sum, { judged: n }) => sum + n, 0);
  const open = severities
    .filter((severity) => summary.openBySeverity[severity] > 0)
    .map((severity) => `${summary.openBySeverity[severity].toLocaleString('en-US')} ${severity}`);
  return el(
    'dl',
    { class: 'numbers' },
    figureOf(
      count(blastRadius.stores.length, 'store'),
      verdicts.map(([verdict, n]) =>
        el('span', {}, mark(verdict), ` ${n.toLocaleString('en-US')} ${spoken(verdict)}`),
      ),
    ),
    figureOf('open findings', [open.length === 0 ? 'none' : open.join(', ')]),
    figureOf('checks', [`${checks.length.toLocaleString('en-US')} judged ${count(judged, 'time')}`]),
  );
}

function figureOf(term: string, parts: readonly Child[]): Element {
  return el('div', {}, el('dt', {}, term), el('dd', {}, parts));
}

function doFirst({ doFirst: findings, nothingToDo }: FirstScreen): Element {
  return el(
    'section',
    { class: 'do-first' },
    el('h2', {}, 'Do this first'),
    findings.length === 0
      ? el('p', {}, nothingToDo)
      : el(
          'ol',
          {},
          findings.map(({ fingerprint, remediation, message, severity }) =>
            el(
              'li',
              {},
              el('strong', {}, withCode(shown(remediation, 240))),
              ' ',
              el(
                'a',
                { class: 'because', href: `#/findings/${encodeURIComponent(fingerprint.toWellFormed())}` },
                `${severity}: ${shown(message, 160)}`,
              ),
            ),
          ),
        ),
  );
}

function withCode(text: string): readonly Child[] {
  return codeSpans(text).map((span) => (span.code ? el('code', {}, span.text) : span.text));
}

function unseen({ unseen: { read, open, standing, facts, notScanned } }: FirstScreen): Element {
  const most = 4;
  return el(
    'section',
    { class: 'unseen' },
    el('h2', {}, 'What we could not see'),
    el('p', {}, read),
    open.length + facts.length === 0
      ? null
      : el(
          'ul',
          {},
          open.slice(0, most).map(gapItem),
          facts.slice(0, most).map((fact) => el('li', { class: 'quiet' }, shown(fact, 160))),
        ),
    el(
      'p',
      { class: 'quiet' },
      `${count(open.length, 'open gap')}, ${count(standing.length, 'standing gap')}, ${count(notScanned, 'part')} not scanned. `,
      el('a', { href: '#/coverage' }, 'All of it'),
    ),
  );
}

function gapItem(gap: ReportGap): Element {
  const { provider, scope, region, operation, permission } = gap;
  const where = [provider, scope, region ?? ''].filter((part) => part !== '').map((part) => shown(part, 60));
  return el(
    'li',
    {},
    `${where.join(' ')}: `,
    el('code', {}, shown(operation, 80)),
    ` ${shown(cause(gap), 120)}`,
    permission === null ? null : el('span', { class: 'quiet detail' }, `closed by ${shown(permission)}`),
  );
}
