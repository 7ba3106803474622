import type { Tier } from '../model/asset.ts';
import type { BackupShape } from '../model/baseline.ts';
import { byText, type Change, inTier, listed } from './change.ts';
import type { Sides } from './sides.ts';
import type { Unread } from './unread.ts';

type Differs = Pick<Change, 'event' | 'before' | 'after' | 'why' | 'severity'>;

/** Copies of one store of one type in one place, whatever their lock. */
interface Place {
  readonly shapes: readonly BackupShape[];
  readonly first: BackupShape;
}

function placeKey({ of, scope, type, location }: BackupShape): string {
  const { provider, account, region, vault } = location;
  return JSON.stringify([of, scope, type, provider, account, region, vault]);
}

function places(shapes: readonly BackupShape[]): ReadonlyMap<string, Place> {
  const groups = Map.groupBy(shapes, placeKey);
  return new Map(
    [...groups].flatMap(([key, group]) =>
      group[0] === undefined ? [] : [[key, { shapes: group, first: group[0] }]],
    ),
  );
}

function subject({ of, provider, scope, location }: BackupShape): Parameters<Unread>[0] {
  const { region } = location;
  return {
    id: null,
    kind: 'backup',
    provider,
    native: null,
    scope,
    region,
    holders: of === null ? [] : [of],
  };
}

const where = ({ provider, account, region, vault }: BackupShape['location']): string =>
  [
    provider,
    account,
    ...(region === null ? [] : [region]),
    ...(vault === null ? [] : [`vault ${vault}`]),
  ].join(' ');

const total = ({ shapes }: Place): number => shapes.reduce((sum, { atLeast }) => sum + atLeast, 0);

const placeText = (place: Place): string =>
  `at least ${total(place)} x ${place.first.type} in ${where(place.first.location)}, lock: ${listed(locks(place))}`;

const locks = ({ shapes }: Place): readonly string[] => shapes.map(({ lock }) => lock).sort(byText);

/**
 * How many may be missing between the end of the oldest and the making of the newest: one where a schedule makes
 * them, and, as large counts are approved as round numbers, down to the next one below.
 */
function least(approved: number, scheduled: boolean): number {
  if (approved > 7) return Math.floor(approved * 0.6);
  return scheduled && approved >= 3 ? approved - 1 : approved;
}

/** The longest anything of a place is kept; null for good, undefined unknown. */
function kept({ shapes }: Place): number | null | undefined {
  const days = shapes.map(({ keptDays }) => keptDays);
  if (days.includes('unknown')) return undefined;
  return days.includes(null) ? null : Math.max(...days.map(Number));
}

function newest({ shapes }: Place): number {
  return Math.min(...shapes.map(({ newestWithinHours }) => newestWithinHours ?? Number.POSITIVE_INFINITY));
}

function lost(was: Place, is: Place, scheduled: boolean): readonly Differs[] {
  if (total(is) >= least(total(was), scheduled)) return [];
  const both = { before: placeText(was), after: placeText(is) };
  return [{ ...both, event: 'copy-lost', why: 'there are fewer copies than approved', severity: 'high' }];
}

/** A lock that fewer copies are under than approved, while others are not. */
function unlocked(was: Place, is: Place, scheduled: boolean): readonly Differs[] {
  const weaker = was.shapes.filter(({ lock, atLeast }) => {
    const now = is.shapes.find((shape) => shape.lock === lock)?.atLeast ?? 0;
    return lock !== 'none' && now < least(atLeast, scheduled);
  });
  if (weaker.length === 0 || total(is) < least(total(was), scheduled)) return [];
  const why = 'copies that were under a lock no longer are';
  const both = { before: `lock: ${listed(locks(was))}`, after: `lock: ${listed(locks(is))}` };
  return [{ ...both, event: 'guard-removed', why, severity: 'high' }];
}

function outdated(was: Place, is: Place): readonly Differs[] {
  if (was.first.newestWithinHours === null || newest(is) <= newest(was)) return [];
  const age = (hours: number): string =>
    Number.isFinite(hours) ? `within ${hours} h` : 'older than two years';
  const both = { before: `newest: ${age(newest(was))}`, after: `newest: ${age(newest(is))}` };
  return [
    { ...both, event: 'copies-outdated', why: 'the newest copy is older than approved', severity: 'medium' },
  ];
}

function retention(was: Place, is: Place): readonly Differs[] {
  const [before, after] = [kept(was), kept(is)];
  if (before === undefined || after === undefined || after === null) return [];
  if (before !== null && after >= before) return [];
  const days = (count: number | null): string => (count === null ? 'for good' : `${count} days`);
  const both = { before: `kept ${days(before)}`, after: `kept ${days(after)}` };
  return [{ ...both, event: 'retention-cut', why: 'copies are kept for less time', severity: 'high' }];
}

function shared(was: Place, is: Place): readonly Differs[] {
  const before = was.shapes.flatMap(({ sharedWith }) => sharedWith);
  const after = is.shapes.flatMap(({ sharedWith }) => sharedWith);
  const gained = after.filter((who) => !before.includes(who));
  if (gained.length === 0) return [];
  const both = { before: before.length === 0 ? null : listed(before), after: listed(after) };
  return [
    { ...both, event: 'copy-shared', why: `${listed(gained)} can read these copies now`, severity: 'high' },
  ];
}

function bound(was: Place, is: Place): readonly Differs[] {
  const stays = (place: Place): boolean => place.shapes.some(({ survivesSource }) => survivesSource === true);
  const goes = is.shapes.every(({ survivesSource }) => survivesSource === false);
  if (!stays(was) || !goes) return [];
  const why = 'the copies now go with their store';
  return [{ before: 'survive their store', after: 'go with it', event: 'copy-bound', why, severity: 'high' }];
}

function change(place: Place, differs: Differs, sides: Sides, tier: Tier): Change {
  const asset = place.first.of ?? place.first.scope;
  return {
    ...differs,
    severity: differs.severity === 'low' ? 'low' : inTier(differs.severity, tier),
    asset,
    name: sides.nameOf(asset),
    detail: `${place.first.type} ${where(place.first.location)}`,
    touches: [asset],
    wayBack: null,
  };
}

function appeared(place: Place, sides: Sides): Differs | null {
  if (place.first.of === null || sides.told.has(place.first.of)) return null;
  const hidden = sides.unreadThen(subject(place.first));
  return {
    event: hidden === null ? 'copy-location-added' : 'copy-seen',
    before: null,
    after: placeText(place),
    why: hidden === null ? 'copies lie in a place that was not approved' : `unseen at approval: ${hidden}`,
    severity: 'low',
  };
}

function vanished(place: Place, sides: Sides): Differs | null {
  if (place.first.of !== null && sides.told.has(place.first.of)) return null;
  if (sides.unreadNow(subject(place.first)) !== null) return null;
  return {
    event: 'copy-lost',
    before: placeText(place),
    after: null,
    why: 'no copy is left there',
    severity: 'high',
  };
}

/** What changed of the copies, store by store and place by place; a new snapshot in an old place is nothing. */
export function backupChanges(sides: Sides, tierOf: (store: string) => Tier): readonly Change[] {
  const [was, is] = [places(sides.before.backups), places(sides.after.backups)];
  const scheduled = new Set(
    sides.before.assets.flatMap(({ kind, links }) => (kind === 'schedule' ? links.map(({ to }) => to) : [])),
  );
  const changes: Change[] = [];
  for (const [key, old] of was) {
    const tier = old.first.of === null ? 'development' : tierOf(old.first.of);
    const now = is.get(key);
    const found =
      now === undefined
        ? [vanished(old, sides)]
        : compare(old, now, scheduled.has(old.first.of ?? ''), sides);
    changes.push(
      ...found.filter((differs) => differs !== null).map((differs) => change(old, differs, sides, tier)),
    );
  }
  for (const [key, place] of is) {
    const differs = was.has(key) ? null : appeared(place, sides);
    if (differs !== null) changes.push(change(place, differs, sides, 'production'));
  }
  return changes;
}

function compare(was: Place, is: Place, scheduled: boolean, sides: Sides): readonly Differs[] {
  const readable = sides.unreadNow(subject(was.first)) === null;
  const certain = [...retention(was, is), ...shared(was, is), ...bound(was, is)];
  if (!readable) return shared(was, is);
  return [...lost(was, is, scheduled), ...unlocked(was, is, scheduled), ...outdated(was, is), ...certain];
}
