import { providerOf } from '../../reports/alarms.ts';
import { moment, spoken, timeBetween } from '../../reports/words.ts';
import type { News } from '../config/config.ts';
import type { DriftEvent } from '../model/drift.ts';
import type { Delta, LifecycleStep, Proof } from '../model/history.ts';
import type { Severity } from '../model/inventory.ts';
import type { Mark } from './body.ts';

/** A step of a finding or a drift event, as one row of news. */
export interface NewsItem {
  readonly news: News;
  readonly mark: Mark;
  readonly fingerprint: string;
  readonly severity: Severity;
  readonly asset: string;
  readonly name: string;
  readonly provider: string;
  /** Empty where it is about no one environment. */
  readonly environments: readonly string[];
  /** The agent its evidence names. */
  readonly agent: string | null;
  readonly text: string;
  /** What would repair it, or undo it. */
  readonly fix: string | null;
}

const told: Readonly<Record<LifecycleStep['step'], readonly [News, Mark]>> = {
  opened: ['new', 'new'],
  reopened: ['new', 'again'],
  worsened: ['worsened', 'worse'],
  widened: ['worsened', 'worse'],
  'not-verified': ['incomplete', 'not readable'],
  resolved: ['resolved', 'fixed'],
  excepted: ['resolved', 'excepted'],
};

/** A rule that no longer applies, as where no backup is left to judge, is not repaired. */
const lapsed = ['resolved', 'no longer applies'] as const;

/** Drift events that say that less was read, not that something was changed. */
const seenLess = new Set(['gap-appeared', 'source-unread', 'caller-changed']);

/** Everything a delta tells, in its order: the gravest first. */
export function newsOf({ steps, drift, scan }: Delta): readonly NewsItem[] {
  const appeared = drift.appeared.filter(({ status }) => status === 'open');
  return [
    ...steps.map((step) => ofStep(step, scan.finishedAt)),
    ...appeared.map((event) =>
      seenLess.has(event.event)
        ? ofDrift(event, 'incomplete', 'not readable')
        : ofDrift(event, 'new', 'drift'),
    ),
    ...drift.settled.map((event) => ofDrift(event, 'resolved', 'drift undone')),
  ];
}

function ofStep(step: LifecycleStep, now: string): NewsItem {
  const [news, mark] = step.proof === 'lapsed' ? lapsed : told[step.step];
  const { fingerprint, severity, asset, name, provider, environments, evidence, remediation } = step.finding;
  const agent = evidence.find(({ field }) => field === 'agent')?.value ?? null;
  const about = { fingerprint, severity, asset, name, provider, environments, agent };
  return { news, mark, ...about, text: textOf(step, now), fix: remediation };
}

const ended: Readonly<Record<Proof, string>> = {
  passed: 'the check was asked again and has nothing against it',
  lapsed: 'the rule no longer applies to it, which is no repair',
  gone: 'what failed is proven gone',
};

function textOf(told: LifecycleStep, now: string): string {
  const { step, finding, since, proof, before } = told;
  const { title, message } = finding;
  switch (step) {
    case 'opened':
    case 'reopened':
      return message;
    case 'worsened':
      return `${newlyOf(told)}${message} It was ${before ?? 'less grave'} before, open for ${timeBetween(since, now)}.`;
    case 'widened':
      return `${newlyOf(told)}${message} Open for ${timeBetween(since, now)}.`;
    case 'not-verified':
      return `Could not be read again, so it counts as open, not as fixed. Last known: ${message}`;
    case 'resolved': {
      return `${title}: ${ended[proof ?? 'passed']}, after ${timeBetween(since, now)}.`;
    }
    case 'excepted':
      return `Excepted, not fixed: ${message}`;
  }
}

/** At most three names of what it holds for since this scan. */
function newlyOf({ joined }: LifecycleStep): string {
  if (joined.length === 0) return '';
  const named = joined.slice(0, 3).map((name) => `"${name}"`);
  const more = joined.length > 3 ? [`${joined.length - 3} more`] : [];
  return `It holds for ${[...named, ...more].join(', ')} as well now. `;
}

function ofDrift(event: DriftEvent, news: News, mark: Mark): NewsItem {
  const { fingerprint, severity, asset, name, before, after, why, actor, at, wayBack } = event;
  const change = `${before ?? 'nothing'} → ${after ?? 'nothing'}`;
  const by = actor === null ? '' : ` By ${actor}${at === null ? '' : `, ${moment(at)}`}.`;
  const what = spoken(event.event);
  const undone = `${what}: it is as approved again.`;
  const about = { fingerprint, severity, asset, name, environments: [], agent: null };
  return {
    news,
    mark,
    ...about,
    provider: providerOf(asset),
    text: mark === 'drift undone' ? undone : `${what}: ${change}. ${why}.${by}`,
    fix: wayBack,
  };
}
