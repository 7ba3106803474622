import type { Report, ReportGap } from '../../src/model/report.ts';
import type { FirstScreen, WorstCredential } from '../first-screen.ts';
import { shown } from '../visible.ts';
import {
  calls,
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
import { type Child, type Element, el } from './element.ts';
import { mark } from './mark.ts';
import { picture } from './picture.ts';

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
      el('div', {}, worst === null ? null : worstCredential(worst), unseen(report, screen)),
      el('div', {}, worst === null ? null : stops(worst, screen), doFirst(screen)),
    ),
    ...(worst === null ? [] : [figure(report, worst)]),
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

function worstCredential({
  credential,
  via,
  verdict,
  possible,
  holdsOnlyIf,
  plan,
  stores,
}: WorstCredential): Element {
  const agent = credential.agent === null ? '' : `, used by the agent ${shown(credential.agent, 60)}`;
  return el(
    'section',
    { class: 'worst', 'aria-labelledby': 'worst-title' },
    el('h2', { id: 'worst-title' }, 'The worst credential'),
    el(
      'p',
      { class: 'who' },
      el(
        'a',
        { href: `#/credentials/${encodeURIComponent(credential.credential.toWellFormed())}` },
        shown(credential.name),
      ),
    ),
    el('p', { class: 'quiet' }, `${spoken(credential.type)}${agent}; ${shown(via, 200)}`),
    el(
      'p',
      { class: `verdict ${verdict}` },
      mark(verdict),
      el('strong', {}, ` ${possible ? 'Possibly ' : ''}${spoken(verdict)}`),
      ` of ${storeNames(stores, 3, (text) => shown(text, 60))}. `,
      el('span', { class: 'quiet' }, meaning[verdict]),
    ),
    ...holdsOnlyIf.map((condition) => el('p', { class: 'quiet' }, `Holds only if ${shown(condition, 200)}.`)),
    plan === null ? null : el('h3', {}, 'Its plan, call by call'),
    plan === null ? null : el('ol', { class: 'plan' }, plan.steps.map(step)),
    plan === null
      ? null
      : el(
          'p',
          { class: 'sum' },
          `${calls(plan)}${plan.waitHours > 0 ? `, then ${duration(plan.waitHours)} of waiting` : ', no waiting'}.`,
        ),
  );
}

function step({
  operation,
  target,
  count: times,
  as,
  allowedBy,
  note,
}: NonNullable<WorstCredential['plan']>['steps'][number]): Element {
  const details = [
    ...(as === null ? [] : [`as ${shown(as)}`]),
    ...allowedBy.map(({ text }) => `allowed by ${shown(text)}`),
    ...(note === null ? [] : [shown(note, 200)]),
  ];
  return el(
    'li',
    {},
    el('code', {}, shown(operation, 80)),
    ` on ${shown(target, 80)}${times > 1 ? `, ${times.toLocaleString('en-US')} times` : ''}`,
    details.length === 0 ? null : el('span', { class: 'quiet detail' }, details.join('; ')),
  );
}

function stops({ verdict, stoppedBy }: WorstCredential, { remedy }: FirstScreen): Element {
  const [first = 'nothing', ...rest] = controls(verdict, stoppedBy);
  return el(
    'section',
    { class: 'stops' },
    el('h2', {}, 'What would stop it'),
    el('p', { class: first === 'nothing' ? 'control nothing' : 'control' }, upperFirst(shown(first, 200))),
    rest.map((each) => el('p', {}, shown(each, 200))),
    remedy === null ? null : el('p', { class: 'quiet' }, `${upperFirst(shown(promise(remedy), 240))}.`),
  );
}

function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function doFirst({ doFirst: findings }: FirstScreen): Element {
  return el(
    'section',
    { class: 'do-first' },
    el('h2', {}, 'Do this first'),
    findings.length === 0
      ? el('p', {}, 'No finding is open.')
      : el(
          'ol',
          {},
          findings.map(({ fingerprint, remediation, message, severity }) =>
            el(
              'li',
              {},
              el('strong', {}, shown(remediation, 240)),
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

function unseen(
  { coverage }: Report,
  { unseen: { open, standing, facts, notScanned } }: FirstScreen,
): Element {
  const failed = coverage.sources.filter(({ status }) => status !== 'complete').length;
  const sources = count(coverage.sources.length, 'source');
  const most = 4;
  return el(
    'section',
    { class: 'unseen' },
    el('h2', {}, 'What we could not see'),
    el(
      'p',
      {},
      failed === 0 && open.length === 0
        ? `All ${sources} in scope were read to the end.`
        : `${failed.toLocaleString('en-US')} of ${sources} not read to the end.`,
    ),
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

function gapItem({ provider, scope, region, operation, reason, permission }: ReportGap): Element {
  const where = [provider, scope, region ?? ''].filter((part) => part !== '').map((part) => shown(part, 60));
  return el(
    'li',
    {},
    `${where.join(' ')}: `,
    el('code', {}, shown(operation, 80)),
    ` ${reason}`,
    permission === null ? null : el('span', { class: 'quiet detail' }, `closed by ${shown(permission)}`),
  );
}

function figure(report: Report, { credential }: WorstCredential): Element {
  return el(
    'figure',
    {},
    el('figcaption', {}, `What ${shown(credential.name, 60)} reaches`),
    picture(report, credential, 'wide'),
    picture(report, credential, 'narrow'),
  );
}
