import type { PlanStep } from '../../src/model/blast-radius.ts';
import type { Report } from '../../src/model/report.ts';
import type { FirstScreen, WorstCredential } from '../first-screen.ts';
import { shown } from '../visible.ts';
import { calls, controls, duration, meaning, promise, spoken, storeNames } from '../words.ts';
import { type Element, el } from './element.ts';
import { mark } from './mark.ts';
import { picture } from './picture.ts';

/** The worst credential, what it ends and its plan, call by call. */
export function worstCredential({
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

function step({ operation, target, count: times, as, allowedBy, note }: PlanStep): Element {
  const details = [
    ...(as === null ? [] : [`as ${shown(as)}`]),
    ...allowedBy.map(({ text }) => `allowed by ${shown(text, 300)}`),
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

/** What holds against it, and what would. */
export function stops({ verdict, stoppedBy }: WorstCredential, { remedy }: FirstScreen): Element {
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

/** What it reaches, drawn for a desk and for a phone. */
export function figure(report: Report, { credential }: WorstCredential): Element {
  return el(
    'figure',
    {},
    el('figcaption', {}, `What ${shown(credential.name, 60)} reaches`),
    picture(report, credential, 'wide'),
    picture(report, credential, 'narrow'),
  );
}
