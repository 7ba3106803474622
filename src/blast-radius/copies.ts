import type { AssetKind, AssetOf, BackupProps, KeyProps } from '../model/asset.ts';
import type { DeclaredCopy, Inventory, InventoryIndex } from '../model/inventory.ts';

/** What a copy is worth whoever attacks: whether it could count as a survivor, and until when it lasts. */
export interface CopyWorth {
  readonly counts: boolean;
  readonly why: string;
  /** ISO time it ends by itself; null: never, or not known. */
  readonly until: string | null;
  /** It ends by itself some time, and when could not be read: it is not taken to last. */
  readonly untilUnread?: boolean;
  /** True where something unread keeps it from counting: it might survive after all. */
  readonly unread: boolean;
}

const HOUR = 3_600_000;

const LASTING: CopyWorth = { counts: true, why: 'complete and unexpired', until: null, unread: false };

/** A backup counts when it is complete, unexpired, known to survive or not, in an account that was scanned. */
export function copyWorth(
  index: InventoryIndex,
  scanned: ScannedAccounts,
  { props }: AssetOf<'backup'>,
  now: number,
): CopyWorth {
  const { provider, account } = props.location;
  const ends = typeof props.expires === 'string' ? Date.parse(props.expires) : Number.NaN;
  const own = typeof props.expires === 'string' && !Number.isNaN(ends) ? props.expires : null;
  const until = earlier(own, leftAfterSource(props, now));
  const not = (why: string, unread = false): CopyWorth => ({ counts: false, why, until, unread });
  if (scanned.get(provider)?.has(account) !== true)
    return not(`it lies in account ${account}, which was not scanned`, true);
  if (props.complete === false) return not('it is not complete');
  if (props.complete === 'unknown') return not('whether it is complete could not be read', true);
  if (ends <= now) return not('it has expired');
  if (isDying(props.key, index)) return not('its key is being deleted');
  if (typeof props.survivesSource !== 'boolean')
    return not('whether it outlives its store could not be read', true);
  if (props.expires === 'unknown') return { ...LASTING, untilUnread: true };
  return until === null ? LASTING : { ...LASTING, until };
}

/** When a copy that outlives its store for a time only is gone, were the store deleted now. */
function leftAfterSource({ keptHoursAfterSource: hours }: BackupProps, now: number): string | null {
  return hours === undefined ? null : hoursLater(hours, now);
}

function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return Date.parse(a) <= Date.parse(b) ? a : b;
}

/** The accounts that were scanned, by their provider. */
export type ScannedAccounts = ReadonlyMap<string, ReadonlySet<string>>;

export function scannedAccounts(index: InventoryIndex): ScannedAccounts {
  const seen = (['container', 'environment', 'store'] as const).flatMap((kind) =>
    index.ofKind<AssetKind>(kind),
  );
  const byProvider = Map.groupBy([...index.inventory.scope, ...seen], ({ provider }) => provider);
  return new Map(
    [...byProvider].map(([provider, all]) => [provider, new Set(all.map(({ scope }) => scope))]),
  );
}

/** A declared copy counts only while its proof is fresh and nobody in the inventory holds what deletes it. */
export function declaredWorth(
  inventory: Inventory,
  obtainable: Obtainable,
  copy: DeclaredCopy,
  now: number,
): CopyWorth {
  const keptFor = hoursOf(copy.keptFor);
  const newest = timeOf(copy.newestAt);
  const until = newest === null || keptFor === null ? null : isoTime(newest + keptFor * HOUR);
  const worth = (counts: boolean, why: string): CopyWorth => ({ counts, why, until, unread: false });
  const tested = ageInHours(copy.restoreTestedAt, now);
  const limit = inventory.settings.limits.restoreTestMaxAgeDays * 24;
  if (copy.owner.trim() === '') return worth(false, 'nobody owns it');
  if (declaredAge(copy, now) === null) return worth(false, 'nothing says how old its newest copy is');
  if (copy.expires !== null && Date.parse(copy.expires) <= now) return worth(false, 'its entry has expired');
  if (until !== null && Date.parse(until) <= now) return worth(false, 'it is past the time it is kept for');
  if (tested === null) return worth(false, 'it has never been restored in a test');
  if (tested > limit) return worth(false, `its last restore test is ${Math.floor(tested / 24)} days old`);
  if (copy.deletableBy.length === 0) return worth(false, 'nothing says who can delete it');
  const holder = copy.deletableBy.map(obtainable).find((found) => found !== null);
  if (holder !== undefined) return worth(false, `what deletes it is within reach: ${holder}`);
  return worth(true, 'declared, restore-tested and out of reach');
}

/** Says where something that deletes a declared copy lies within the inventory, or null where it does not. */
export type Obtainable = (deletableBy: string) => string | null;

/** Looks what deletes a copy up among credentials, principals and the variables of workloads, by id or name. */
export function obtainableIn(index: InventoryIndex): Obtainable {
  const known = new Map<string, string>();
  for (const kind of ['credential', 'principal'] as const) {
    for (const { id, name } of index.ofKind(kind)) {
      known.set(id.toLowerCase(), `${kind} ${name}`);
      known.set(name.toLowerCase(), `${kind} ${name}`);
    }
  }
  for (const workload of index.ofKind('workload')) {
    for (const { name } of workload.props.variables ?? []) {
      known.set(name.toLowerCase(), `variable ${name} of ${workload.name}`);
    }
  }
  return (text) => {
    const whole = text.toLowerCase();
    const words = [whole, ...whole.split(/[^\p{L}\p{N}_:@./-]+/u)];
    return words.map((word) => known.get(word)).find((found) => found !== undefined) ?? null;
  };
}

/** `90d`, `24h` or `12w` in hours; null where it reads otherwise. */
export function hoursOf(text: string | null): number | null {
  const match = /^(\d+)([hdw])$/.exec(text ?? '');
  if (match === null) return null;
  const unit = { h: 1, d: 24, w: 7 * 24 }[match[2] ?? ''];
  return unit === undefined ? null : Number(match[1]) * unit;
}

/** Hours that restoring from the newest declared copy would lose: its age, or else how often one is made. */
export function declaredAge({ newestAt, every }: DeclaredCopy, now: number): number | null {
  return ageInHours(newestAt, now) ?? hoursOf(every);
}

function timeOf(at: string | null): number | null {
  const time = Date.parse(at ?? '');
  return Number.isNaN(time) ? null : time;
}

/** Hours since a time, a part of one for a whole: no less is lost than is said; null where it is none. */
export function ageInHours(at: string | null, now: number): number | null {
  const time = timeOf(at);
  return time === null ? null : Math.max(0, Math.ceil((now - time) / HOUR));
}

/** When what is called now is over after so many hours, at the last whole hour before that. */
export function hoursLater(hours: number, now: number): string {
  return isoTime(Math.floor(now / HOUR + hours) * HOUR);
}

/** The last moment that a `Date` can hold, in milliseconds: https://tc39.es/ecma262/#sec-time-values-and-time-range. */
const lastMoment = 8.64e15;

/** A time as ISO text; one beyond the calendar is its last. */
function isoTime(milliseconds: number): string {
  return new Date(Math.min(milliseconds, lastMoment)).toISOString();
}

function isDying(key: string | null, index: InventoryIndex): boolean {
  const asset = key === null ? undefined : index.get(key);
  const props: KeyProps | undefined = asset?.kind === 'key' ? asset.props : undefined;
  return props !== undefined && /^pending.?(replica.?)?deletion$/i.test(props.state);
}
