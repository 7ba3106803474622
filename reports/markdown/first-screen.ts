import type { PlanStep } from '../../src/model/blast-radius.ts';
import type { ReportGap } from '../../src/model/report.ts';
import type { FirstScreen, WorstCredential } from '../first-screen.ts';
import { calls, cause, controls, count, duration, meaning, promise, spoken, storeNames } from '../words.ts';
import { escaped, withCode } from './escape.ts';
import { cut, mostRows, paragraphs } from './paragraphs.ts';

/** The worst credential, its plan call by call, and what would stop it. */
export function worst(
  { credential, via, verdict, possible, plan, stores, stoppedBy }: WorstCredential,
  { remedy }: FirstScreen,
): string {
  const agent = credential.agent === null ? '' : `, used by the agent ${escaped(credential.agent, 60)}`;
  const stops = controls(verdict, stoppedBy).map((stop) => escaped(stop));
  const waiting = plan !== null && plan.waitHours > 0 ? `, then ${duration(plan.waitHours)} of waiting` : '';
  return paragraphs(
    `### Worst credential: ${escaped(credential.name)}`,
    `${spoken(credential.type)}${agent}; ${escaped(via, 200)}`,
    `**${possible ? 'possibly ' : ''}${spoken(verdict)}** of ${storeNames(stores, 5, (text) => escaped(text, 60))}. ${meaning[verdict]}`,
    (plan?.steps ?? []).map(step).join('\n'),
    `${plan === null ? '' : `${calls(plan)}${waiting}. `}**What would stop it: ${stops.join(', ')}.**`,
    remedy === null ? '' : `${escaped(promise(remedy), 240)}.`,
  );
}

function step({ operation, target, count: times, allowedBy, note }: PlanStep, index: number): string {
  const details = [
    ...allowedBy.map(({ text }) => `allowed by ${escaped(text, 240)}`),
    ...(note === null ? [] : [escaped(note)]),
  ];
  const tail = details.length === 0 ? '' : ` (${details.join('; ')})`;
  return `${index + 1}. ${escaped(operation, 80)} on ${escaped(target)}${times > 1 ? `, ${times} times` : ''}${tail}`;
}

/** The findings to act on first, each with its way out. */
export function doFirst({ doFirst: findings, nothingToDo }: FirstScreen): string {
  if (findings.length === 0) return nothingToDo;
  const rows = findings.map(
    ({ severity, message, remediation }) =>
      `1. **${severity}** ${escaped(message, 240)}<br>${withCode(remediation, 300)}`,
  );
  return `### Do first\n\n${rows.join('\n')}`;
}

/** What was not read, and what can never be. */
export function unseen({ unseen: { read, open, standing, facts, notScanned } }: FirstScreen): string {
  return paragraphs(
    '### What could not be seen',
    read,
    [...open.slice(0, mostRows).map(gapRow), ...facts.slice(0, 5).map((fact) => `- ${escaped(fact)}`)].join(
      '\n',
    ),
    cut(open.length),
    `${count(open.length, 'open gap')}, ${count(standing.length, 'standing gap')}, ${count(notScanned, 'part')} enabled and not scanned.`,
  );
}

function gapRow(gap: ReportGap): string {
  const { provider, scope, region, operation, permission } = gap;
  const where = [provider, scope, region ?? ''].filter((part) => part !== '').join(' ');
  const remedy = permission === null ? '' : `; ${escaped(permission)} would close it`;
  return `- ${escaped(where)}: ${escaped(operation)} ${escaped(cause(gap))}${remedy}`;
}
