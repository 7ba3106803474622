import type { AlertConfig } from '../config/config.ts';
import type { Delta, Message } from '../model/history.ts';
import type { AlertBody } from './body.ts';
import type { How } from './how.ts';
import type { NewsItem } from './news-item.ts';
import { gravest, itemsOf, type Told } from './summary.ts';
import { line } from './text.ts';

/** More incidents than this at once page nobody better than one that stands for all of them. */
const mostIncidents = 10;

interface Opening {
  readonly delta: Pick<Delta, 'target' | 'pass' | 'state'>;
  readonly route: Pick<AlertConfig, 'name'>;
  readonly how: (asset: string) => How | null;
  /** The key of the message that would have told it all. */
  readonly key: string;
}

/** After which there is nothing to be called for. */
const ends: ReadonlySet<NewsItem['mark']> = new Set(['fixed', 'no longer applies', 'drift undone'] as const);

/**
 * The news as incidents, one a finding, opened and closed under its fingerprint, so that each closes by itself once
 * its finding is proven resolved. What could not be read closes nothing; it opens one incident a pass, which closes
 * when the gaps do.
 */
export function incidentsOf(body: AlertBody, told: Told, opening: Opening): readonly Message[] {
  const bad = told.news.filter(({ news }) => news === 'new' || news === 'worsened');
  const over = told.news.filter(({ mark }) => ends.has(mark));
  const opened =
    bad.length > mostIncidents ? [storm(body, bad, opening)] : bad.map((item) => one(body, item, opening));
  const bodies = [
    ...opened,
    ...over.map((item) => one(body, item, opening)),
    ...ofTheScan(body, told, opening),
  ];
  return bodies.map((each) => ({
    channel: opening.route.name,
    dedupeKey: `${opening.key}/${each.incident?.action} ${each.incident?.key}`,
    body: each,
  }));
}

/** The incident of a pass that does not run. */
export function missedKey({ target, pass }: Pick<Delta, 'target' | 'pass'>): string {
  return `firebreak/${target}/${pass}/missed`;
}

function ofTheScan(
  body: AlertBody,
  { news, gapsAppeared, sight, again }: Told,
  { delta }: Opening,
): readonly AlertBody[] {
  const about = { ...body, severity: null, items: [], more: 0 };
  const unread =
    sight === 'lost' || gapsAppeared.length > 0 || news.some((item) => item.news === 'incomplete');
  const key = `firebreak/${delta.target}/${delta.pass}/incomplete`;
  return [
    ...(unread ? [{ ...about, incident: { action: 'trigger', key } } as const] : []),
    ...(sight === 'regained' ? [{ ...about, incident: { action: 'resolve', key } } as const] : []),
    ...(again ? [{ ...about, incident: { action: 'resolve', key: missedKey(delta) } } as const] : []),
  ];
}

function one(body: AlertBody, item: NewsItem, { delta, how }: Opening): AlertBody {
  const resolved = item.news === 'resolved';
  return {
    ...body,
    headline: line(`${delta.target}: ${item.severity}, ${item.mark}: ${item.name}: ${item.text}`, 400),
    severity: resolved ? null : item.severity,
    ...itemsOf([item], how),
    incident: {
      action: resolved ? 'resolve' : 'trigger',
      key: `firebreak/${delta.target}/${item.fingerprint}`,
    },
  };
}

/** One incident for many findings; it is closed by hand, and says so. */
function storm(body: AlertBody, bad: readonly NewsItem[], { how, key }: Opening): AlertBody {
  return {
    ...body,
    severity: gravest(bad),
    notes: [...body.notes, 'This incident stands for all of them and is closed by hand.'],
    ...itemsOf(bad, how),
    incident: { action: 'trigger', key: `firebreak/${key}` },
  };
}
