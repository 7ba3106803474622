import type { AlertConfig, Config } from '../config/config.ts';
import type { Delta, Message, MissedScan } from '../model/history.ts';
import type { Report } from '../model/report.ts';
import type { AlertBody } from './body.ts';
import { digestPart } from './digest.ts';
import { firstMessage } from './first-message.ts';
import { type How, howOf } from './how.ts';
import { incidentsOf, missedKey } from './incidents.ts';
import { type NewsItem, newsOf } from './news-item.ts';
import { routedGaps, routeTest, type Whereabouts, whereabouts } from './route.ts';
import { countsOf, gravest, isQuiet, itemsOf, moodOf, type Told } from './summary.ts';
import { line } from './text.ts';
import { unreadNotes } from './unread-notes.ts';

/** Of the configuration, what alerts follow. */
export type AlertSettings = Pick<Config, 'alerts' | 'reportUrl' | 'settings'>;

/** Of the report, what a message takes plans and reasons from. */
export type AlertReport = Pick<Report, 'blastRadius' | 'coverage'>;

/**
 * What one scan has to say, channel by channel; nothing where nothing changed. The first scan of all is one summary
 * a channel. For a channel with a digest what changed waits for its hour.
 */
export function messagesOf(delta: Delta, settings: AlertSettings, report: AlertReport): readonly Message[] {
  const news = newsOf(delta);
  const where = whereabouts(report.blastRadius, settings.settings.agents);
  const how = howOf(report.blastRadius);
  return settings.alerts.flatMap((route) => {
    const reportUrl = settings.reportUrl ?? null;
    if (delta.previous === null) {
      const standing = toldBy(delta, { ...route, when: ['new', 'incomplete'] }, news, where);
      return firstMessage(delta, standing, { route, how, reportUrl, report });
    }
    const told = toldBy(delta, route, news, where);
    if (isQuiet(told)) return [];
    const key = `scan/${delta.scan.id}/${delta.pass}/${route.name}`;
    if (route.digest !== null) return [digestPart(delta, told, { route, how, reportUrl, key })];
    const body = changesBody(delta, told, { how, reportUrl, report });
    if (route.channel.type === 'pagerduty') return incidentsOf(body, told, { delta, route, how, key });
    return [{ channel: route.name, dedupeKey: key, body }];
  });
}

function toldBy(
  delta: Pick<Delta, 'gaps' | 'missed' | 'state' | 'stateBefore'>,
  route: AlertConfig,
  news: readonly NewsItem[],
  where: Whereabouts,
): Told {
  const gapsClosed = routedGaps(route, delta.gaps.closed);
  const gapsAppeared = routedGaps(route, delta.gaps.appeared);
  const touched = route.providers.length === 0 || gapsClosed.length + gapsAppeared.length > 0;
  return {
    news: news.filter(routeTest(route, where)),
    gapsAppeared,
    gapsClosed,
    sight: touched && route.when.includes('incomplete') ? sightOf(delta) : null,
    again: delta.missed > 0 && route.when.includes('missed'),
  };
}

function sightOf({ state, stateBefore }: Pick<Delta, 'state' | 'stateBefore'>): Told['sight'] {
  if (stateBefore === null || stateBefore === state) return null;
  return state === 'complete' ? 'regained' : 'lost';
}

interface Telling {
  readonly how: (asset: string) => How | null;
  readonly reportUrl: string | null;
  readonly report: Pick<Report, 'coverage'>;
}

function changesBody(delta: Delta, told: Told, { how, reportUrl, report }: Telling): AlertBody {
  const { target, pass, scan, summary } = delta;
  return {
    kind: 'changes',
    mood: moodOf(told),
    ...{ target, pass, at: scan.finishedAt },
    headline: `${target}: ${countsOf(told)}`,
    severity: gravest(told.news),
    notes: [...unreadNotes(delta, told, report), line(`Now: ${summary.answer}`, 500)],
    ...itemsOf(told.news, how),
    reportUrl,
    incident: null,
  };
}

/** A scan that did not come to its end: at most one message a day and channel. */
export function missedMessages(
  missed: MissedScan,
  { alerts }: Pick<AlertSettings, 'alerts'>,
): readonly Message[] {
  const { target, pass, at, why } = missed;
  const body: AlertBody = {
    kind: 'missed',
    mood: 'unseen',
    ...{ target, pass, at },
    headline: `${target}: scan did not run`,
    severity: null,
    notes: [
      line(why, 400),
      'Nothing was read and nothing is known of the world since the scan before; what was open counts as open.',
    ],
    items: [],
    more: 0,
    reportUrl: null,
    incident: { action: 'trigger', key: missedKey(missed) },
  };
  return alerts
    .filter(({ when }) => when.includes('missed'))
    .map(({ name }) => ({
      channel: name,
      dedupeKey: `missed/${target}/${pass}/${at.slice(0, 10)}/${name}`,
      body,
    }));
}
