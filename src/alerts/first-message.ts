import { severities } from '../../reports/words.ts';
import type { AlertConfig } from '../config/config.ts';
import type { Delta, Message } from '../model/history.ts';
import type { Report } from '../model/report.ts';
import type { AlertBody } from './body.ts';
import type { How } from './how.ts';
import type { NewsItem } from './news-item.ts';
import { gravest, itemsOf, type Told } from './summary.ts';
import { line } from './text.ts';
import { unreadNotes } from './unread-notes.ts';

interface Telling {
  readonly route: AlertConfig;
  readonly how: (asset: string) => How | null;
  readonly reportUrl: string | null;
  readonly report: Pick<Report, 'coverage'>;
}

/** One summary of how things stand, however many findings there are; nobody is paged to hear that nothing is open. */
export function firstMessage(
  delta: Delta,
  told: Told,
  { route, how, reportUrl, report }: Telling,
): readonly Message[] {
  const { target, pass, scan, state } = delta;
  const standing = told.news
    .filter(({ news }) => news === 'new')
    .map((item) => ({ ...item, mark: 'open' as const }));
  const severity = gravest(standing);
  const pager = route.channel.type === 'pagerduty';
  if (pager && severity === null) return [];
  const body: AlertBody = {
    kind: 'first',
    mood: severity !== null ? 'alarm' : state === 'complete' ? 'plain' : 'unseen',
    ...{ target, pass, at: scan.finishedAt },
    headline: `${target}: first scan, ${standingText(standing, route.minSeverity, state)}`,
    severity,
    notes: [
      ...unreadNotes(delta, told, report),
      line(`Now: ${delta.summary.answer}`, 500),
      pager
        ? 'This incident stands for all of them and is closed by hand.'
        : 'From here on only what changes is told.',
    ],
    ...itemsOf(standing, how),
    reportUrl,
    incident: null,
  };
  return [{ channel: route.name, dedupeKey: `first/${target}/${pass}/${route.name}`, body }];
}

function standingText(
  standing: readonly NewsItem[],
  lowest: AlertConfig['minSeverity'],
  state: Delta['state'],
): string {
  const counts = severities.flatMap((severity) => {
    const n = standing.filter((item) => item.severity === severity).length;
    return n === 0 ? [] : [`${n.toLocaleString('en-US')} ${severity}`];
  });
  const seen = state === 'complete' ? '' : ' in what could be read';
  return counts.length === 0
    ? `nothing open at or above ${lowest}${seen}`
    : `${counts.join(', ')} open${seen}`;
}
