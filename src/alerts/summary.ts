import { count, severities } from '../../reports/words.ts';
import type { Severity } from '../model/inventory.ts';
import { type AlertBody, type AlertItem, mostItems } from './body.ts';
import type { How } from './how.ts';
import type { NewsItem } from './news-item.ts';
import { line } from './text.ts';

/** What a route is told of one scan, or of one day. */
export interface Told {
  readonly news: readonly NewsItem[];
  readonly gapsAppeared: readonly string[];
  readonly gapsClosed: readonly string[];
  /** `lost`: the scan before could tell everything, and this one can't; `regained`: the other way round. */
  readonly sight: 'lost' | 'regained' | null;
  /** Whether scans run again after some that did not come to their end. */
  readonly again: boolean;
}

/** Whether there is nothing to say. */
export function isQuiet({ news, gapsAppeared, gapsClosed, sight, again }: Told): boolean {
  return !again && sight === null && news.length + gapsAppeared.length + gapsClosed.length === 0;
}

/** `+2 critical, +1 high, 1 worse, 2 drift events, 3 not readable, 1 fixed`: bad news first. */
export function countsOf({ news, gapsAppeared, gapsClosed, sight, again }: Told): string {
  const marked = (...marks: readonly NewsItem['mark'][]) => news.filter(({ mark }) => marks.includes(mark));
  const fresh = marked('new', 'again');
  const unread = marked('not readable').length;
  const part = (n: number, text: string): readonly string[] => (n === 0 ? [] : [text]);
  const number = (n: number): string => n.toLocaleString('en-US');
  return [
    ...severities.flatMap((severity) => {
      const n = fresh.filter((item) => item.severity === severity).length;
      return part(n, `+${number(n)} ${severity}`);
    }),
    ...part(marked('worse').length, `${number(marked('worse').length)} worse`),
    ...part(marked('drift').length, count(marked('drift').length, 'drift event')),
    ...(sight === 'lost' && unread + gapsAppeared.length === 0 ? ['scan incomplete'] : []),
    ...part(
      unread + gapsAppeared.length,
      `${number(unread === 0 ? gapsAppeared.length : unread)} not readable`,
    ),
    ...part(marked('fixed').length, `${number(marked('fixed').length)} fixed`),
    ...part(
      marked('no longer applies').length,
      `${number(marked('no longer applies').length)} no longer ${marked('no longer applies').length === 1 ? 'applies' : 'apply'}`,
    ),
    ...part(marked('drift undone').length, `${count(marked('drift undone').length, 'drift event')} undone`),
    ...part(marked('excepted').length, `${number(marked('excepted').length)} excepted`),
    ...(sight === 'regained'
      ? ['everything readable again']
      : part(gapsClosed.length, `${number(gapsClosed.length)} readable again`)),
    ...(again ? ['scans run again'] : []),
  ].join(', ');
}

const worse = new Set<NewsItem['mark']>(['open', 'new', 'again', 'worse', 'drift']);

/** The gravest of what is worse; null: nothing is. */
export function gravest(news: readonly NewsItem[]): Severity | null {
  const ranks = news
    .filter(({ mark }) => worse.has(mark))
    .map(({ severity }) => severities.indexOf(severity));
  return severities[ranks.reduce((a, b) => Math.min(a, b), severities.length)] ?? null;
}

/** What the colour says: something is worse, less is known, or all of it is good news. */
export function moodOf(told: Told): AlertBody['mood'] {
  if (told.news.some(({ mark }) => worse.has(mark))) return 'alarm';
  if (
    told.sight === 'lost' ||
    told.gapsAppeared.length > 0 ||
    told.news.some(({ mark }) => mark === 'not readable')
  )
    return 'unseen';
  return told.news.some(({ mark }) => mark === 'fixed' || mark === 'drift undone') ||
    told.gapsClosed.length > 0 ||
    told.sight === 'regained' ||
    told.again
    ? 'relief'
    : 'plain';
}

/** At most five assets, what is worse before what is unread before what is better, and how many rows no item tells. */
export function itemsOf(
  news: readonly NewsItem[],
  how: (asset: string) => How | null,
): { readonly items: readonly AlertItem[]; readonly more: number } {
  const groups = new Map<string, { readonly first: NewsItem; size: number }>();
  for (const item of inOrder(news)) {
    const key = `${group(item)} ${item.asset}`;
    const before = groups.get(key);
    if (before !== undefined) before.size += 1;
    else if (groups.size < mostItems) groups.set(key, { first: item, size: 1 });
  }
  const shown = [...groups.values()];
  const items = shown.map(({ first, size }) =>
    itemOf(first, size - 1, worse.has(first.mark) ? how(first.asset) : null),
  );
  return { items: items.map(asAbove), more: news.length - shown.reduce((sum, { size }) => sum + size, 0) };
}

/** The same advice is not read five times. */
function asAbove(item: AlertItem, place: number, items: readonly AlertItem[]): AlertItem {
  const said = item.fix !== null && items.findIndex(({ fix }) => fix === item.fix) < place;
  return said ? { ...item, fix: 'as above' } : item;
}

function group({ mark }: NewsItem): number {
  return worse.has(mark) ? 0 : mark === 'not readable' ? 1 : 2;
}

/** Worse, unread, better; each the gravest first, and findings before the drift events that led to them. */
function inOrder(news: readonly NewsItem[]): readonly NewsItem[] {
  const byRank = Map.groupBy(
    news,
    (item) => group(item) * 100 + severities.indexOf(item.severity) * 10 + (item.mark === 'drift' ? 1 : 0),
  );
  return [...byRank].toSorted(([a], [b]) => a - b).flatMap(([, items]) => items);
}

function itemOf(item: NewsItem, also: number, how: How | null): AlertItem {
  const { mark, severity, name, asset, text, fix } = item;
  return {
    mark,
    severity,
    name: line(name === '' ? asset : name, 120),
    text: line(text, 500),
    plan: how?.plan == null ? null : line(how.plan, 300),
    stoppedBy: how === null ? null : line(how.stoppedBy, 300),
    fix: fix === null || !worse.has(mark) ? null : line(fix, 300),
    also,
  };
}
