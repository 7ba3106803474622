import type { AlertConfig, DigestTime } from '../config/config.ts';
import type { Delta, Message } from '../model/history.ts';
import type { AlertBody } from './body.ts';
import { digestHour } from './digest-hour.ts';
import type { How } from './how.ts';
import type { NewsItem } from './news-item.ts';
import { countsOf, gravest, isQuiet, itemsOf, moodOf, type Told } from './summary.ts';
import { line } from './text.ts';

/** What one scan adds to a day's digest; the parts of a day wait in the outbox until its hour. */
export interface DigestPart {
  readonly kind: 'digest-part';
  readonly target: string;
  readonly pass: string;
  /** The hour it is told at. */
  readonly hour: string;
  /** When the scan ended. */
  readonly at: string;
  readonly state: Delta['state'];
  readonly answer: string;
  readonly told: Told;
  /** By asset, of those that may be shown. */
  readonly how: Readonly<Record<string, How>>;
  readonly reportUrl: string | null;
}

/** More rows of one scan than this are a storm; the digest tells the gravest of them. */
const mostRows = 1000;

/** What a scan brought, to be told when the day is summed up. */
export function digestPart(
  { target, pass, scan, summary, state }: Delta,
  told: Told,
  { route, how, reportUrl, key }: Telling & { readonly route: AlertConfig; readonly key: string },
): Message {
  const hour = hourOf(scan.finishedAt, route.digest);
  const kept = bounded(told);
  const hows = kept.news.flatMap(({ asset }) => {
    const found = how(asset);
    return found === null ? [] : [[asset, found] as const];
  });
  const body: DigestPart = {
    kind: 'digest-part',
    ...{ target, pass, hour, at: scan.finishedAt, state },
    answer: line(summary.answer, 500),
    told: kept,
    how: Object.fromEntries(hows),
    reportUrl,
  };
  return { channel: route.name, dedupeKey: key, body, notBefore: hour };
}

interface Telling {
  readonly how: (asset: string) => How | null;
  readonly reportUrl: string | null;
}

function hourOf(time: string, digest: DigestTime | null): string {
  return digest === null ? time : digestHour(new Date(time), digest).toISOString();
}

function bounded({ news, gapsAppeared, gapsClosed, ...scans }: Told): Told {
  return {
    ...scans,
    news: news.slice(0, mostRows).map((item) => ({
      ...item,
      name: line(item.name, 120),
      text: line(item.text, 500),
      fix: item.fix === null ? null : line(item.fix, 300),
    })),
    gapsAppeared: gapsAppeared.slice(0, mostRows),
    gapsClosed: gapsClosed.slice(0, mostRows),
  };
}

/**
 * One message for the parts of a day, in the order they were written; null where nothing of it is left to tell. What
 * came and went in between is counted, not listed.
 */
export function digestOf(parts: readonly DigestPart[]): AlertBody | null {
  const last = parts.at(-1);
  if (last === undefined) return null;
  const { target, pass, hour, state, answer, reportUrl } = last;
  const { news, passing } = netOf(parts.flatMap(({ told }) => told.news));
  const told: Told = {
    news,
    ...netGaps(parts),
    sight: parts.reduce<Told['sight']>(
      (net, { told }) => (net === null ? told.sight : told.sight === null ? net : null),
      null,
    ),
    again: parts.some((part) => part.told.again),
  };
  if (isQuiet(told)) return null;
  const hows = new Map(parts.flatMap(({ how }) => Object.entries(how)));
  return {
    kind: 'digest',
    mood: moodOf(told),
    ...{ target, pass, at: hour },
    headline: `${target}, since the last digest: ${countsOf(told)}`,
    severity: gravest(news),
    notes: [
      ...(state === 'complete' ? [] : ['The last scan was incomplete: what could not be read is not known.']),
      ...(passing === 0 ? [] : [`${passing.toLocaleString('en-US')} came and went in between.`]),
      `Now: ${answer}`,
    ],
    ...itemsOf(news, (asset) => hows.get(asset) ?? null),
    reportUrl,
    incident: null,
  };
}

/** What is left of a day's steps: the last of each finding, without those that were opened and resolved again. */
function netOf(news: readonly NewsItem[]): { readonly news: readonly NewsItem[]; readonly passing: number } {
  const byFinding = Map.groupBy(news, ({ fingerprint }) => fingerprint);
  const net = [...byFinding.values()].flatMap((steps) => {
    const [first, last] = [steps[0], steps.at(-1)];
    if (first === undefined || last === undefined) return [];
    if (first.news === 'new' && last.news === 'worsened')
      return [{ ...last, news: first.news, mark: first.mark }];
    return first.news === 'new' && /^(fixed|drift undone)$/.test(last.mark) ? [] : [last];
  });
  return { news: net, passing: byFinding.size - net.length };
}

function netGaps(parts: readonly DigestPart[]): Pick<Told, 'gapsAppeared' | 'gapsClosed'> {
  const appeared = new Set<string>();
  const closed = new Set<string>();
  for (const { told } of parts) {
    for (const gap of told.gapsAppeared) if (!closed.delete(gap)) appeared.add(gap);
    for (const gap of told.gapsClosed) if (!appeared.delete(gap)) closed.add(gap);
  }
  return { gapsAppeared: [...appeared], gapsClosed: [...closed] };
}
