import type { EnvironmentRef } from '../model/asset.ts';
import type { Baseline } from '../model/baseline.ts';
import type { ChangeWindow } from '../model/inventory.ts';
import type { Judging } from './check.ts';

/**
 * The windows that a change of an asset must fall into, one of each list: those of every environment it lies in, or
 * of production where nothing says where it lies. Empty: it may be changed at any time.
 */
export function windowsOf(asset: string, judging: Judging): readonly (readonly ChangeWindow[])[] {
  const { changeWindows = [] } = judging.index.inventory.settings;
  const names = new Set(environmentsOf(asset, judging));
  const fitting = changeWindows.filter(({ environment, tier }) =>
    names.size === 0 ? tier === 'production' : names.has(environment),
  );
  if (names.size === 0) return fitting.length === 0 ? [] : [fitting];
  return [...Map.groupBy(fitting, ({ environment }) => environment).values()];
}

/** Where an asset lies, or lay when it was approved; nothing where that is only assumed. */
function environmentsOf(asset: string, { index, approved }: Judging): readonly string[] {
  const now: readonly EnvironmentRef[] | undefined = index.get(asset)?.environments;
  if (now !== undefined) return now.filter(({ by }) => by !== 'assumed').map(({ name }) => name);
  return approved === undefined ? [] : (approvedPlaces(approved.baseline).get(asset) ?? []);
}

const known = new WeakMap<Baseline, ReadonlyMap<string, readonly string[]>>();

function approvedPlaces(baseline: Baseline): ReadonlyMap<string, readonly string[]> {
  const places =
    known.get(baseline) ??
    new Map(baseline.assets.map(({ id, environments }) => [id, environments.map(({ name }) => name)]));
  known.set(baseline, places);
  return places;
}

const week: readonly string[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Whether an ISO time lies in a window, by the clocks of the window's own time zone. */
export function isWithin({ days, from, to, timezone }: ChangeWindow, at: string): boolean {
  const { day, time } = onTheWall(at, timezone);
  const today = days.some((some) => week.indexOf(some) === day);
  if (from < to) return today && time >= from && time < to;
  const yesterday = days.some((some) => (week.indexOf(some) + 1) % 7 === day);
  return (today && time >= from) || (yesterday && time < to);
}

/** What a clock on the wall there shows: the day of the week from Sunday, 0, and `HH:MM`. */
function onTheWall(at: string, timeZone: string): { readonly day: number; readonly time: string } {
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = new Map(clock.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
  const day = week.indexOf(String(parts.get('weekday')).toLowerCase());
  return { day, time: `${parts.get('hour')}:${parts.get('minute')}` };
}
