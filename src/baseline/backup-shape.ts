import type { AssetOf } from '../model/asset.ts';
import type { BackupShape } from '../model/baseline.ts';
import type { InventoryIndex, Limits } from '../model/inventory.ts';
import type { Lasting } from './lasting.ts';
import { byText, sortedUnique } from './order.ts';

type Backup = AssetOf<'backup'>;

const hour = 3_600_000;
const day = 24 * hour;

/** Steps of "how old at most", in hours, so that a shape does not age from one day to the next. */
const ages = [2, 7, 14, 31, 92, 183, 366, 732].map((days) => days * 24);

/** The largest round number that is not above `count`: small counts are exact. */
function approvedCount(count: number): number {
  if (count <= 7) return count;
  let step = 7;
  for (const next of roundSteps()) {
    if (next > count) return step;
    step = next;
  }
  return step;
}

function* roundSteps(): Generator<number> {
  for (let power = 10; power < 1e12; power *= 10) {
    for (const factor of [1, 1.5, 2, 3, 5, 7]) yield power * factor;
  }
}

/** Copies that follow their store by themselves have no age of their own. */
const followsAlong: ReadonlySet<string> = new Set(['replica', 'pitr-window', 'noncurrent-versions']);

function storeOf(backup: Backup, lasting: Lasting): string | null | undefined {
  const stores = backup.links.filter(({ as }) => as === 'copy-of').map(({ to }) => to);
  const of = stores.sort(byText)[0];
  if (of === undefined) return null;
  return lasting.idOf(of) ?? undefined;
}

/** Guard types with who may clear them; dates roll with each copy, so they are left out. */
function lockOf({ props }: Backup): string {
  const guards = props.guards.map(({ type, clearedBy }) =>
    clearedBy.length === 0
      ? type
      : `${type} (cleared by ${sortedUnique(clearedBy.map(({ operation }) => operation)).join(', ')})`,
  );
  return guards.length === 0 ? 'none' : sortedUnique(guards).join(' + ');
}

/** The longest a copy is kept from its making, in whole days; null: for good. */
function keptDays(backups: readonly Backup[]): BackupShape['keptDays'] {
  const spans = backups.map(({ props, createdAt }) => {
    if (props.expires === null) return (props.keptHoursAfterSource ?? Number.POSITIVE_INFINITY) / 24;
    const span = Date.parse(props.expires) - Date.parse(createdAt ?? '');
    return Number.isNaN(span) ? null : Math.round(span / day);
  });
  if (spans.includes(null)) return 'unknown';
  const longest = spans.reduce<number>((most, span) => Math.max(most, span ?? 0), 0);
  return longest === Number.POSITIVE_INFINITY ? null : longest;
}

function newestWithin(backups: readonly Backup[], limits: Limits, now: number): number | null {
  if (backups.some(({ props }) => followsAlong.has(props.type))) return null;
  const newest = backups.reduce(
    (latest, { createdAt }) => Math.max(latest, Date.parse(createdAt ?? '') || 0),
    0,
  );
  const hours = (now - newest) / hour;
  return [limits.backupMaxAgeHours, ...ages].sort((a, b) => a - b).find((age) => hours <= age) ?? null;
}

/** The least sure answer of the group: a copy that goes with its store is not hidden by one that stays. */
function survives(backups: readonly Backup[]): BackupShape['survivesSource'] {
  const answers = new Set(backups.map(({ props }) => props.survivesSource));
  for (const answer of [false, 'unknown', 'inexpressible'] as const) if (answers.has(answer)) return answer;
  return true;
}

function shape(
  of: string | null,
  backups: readonly Backup[],
  first: Backup,
  limits: Limits,
  now: number,
): BackupShape {
  const { provider, account, region, vault } = first.props.location;
  return {
    of,
    provider: first.provider,
    scope: first.scope,
    type: first.props.type,
    location: { provider, account, region, vault },
    lock: lockOf(first),
    atLeast: approvedCount(backups.length),
    newestWithinHours: newestWithin(backups, limits, now),
    keptDays: keptDays(backups),
    survivesSource: survives(backups),
    sharedWith: sortedUnique(backups.flatMap(({ props }) => props.sharedWith)),
  };
}

/** The name of a shape: what it copies, how, where and under which lock. */
export function backupShapeKey({ of, scope, type, location, lock }: BackupShape): string {
  const { provider, account, region, vault } = location;
  return JSON.stringify([of, scope, type, provider, account, region, vault, lock]);
}

/** Copies as shapes per store, place and lock, sorted; known incomplete ones are none. */
export function backupShapes(index: InventoryIndex, lasting: Lasting): readonly BackupShape[] {
  const { settings, takenAt } = index.inventory;
  const groups = new Map<string, Backup[]>();
  for (const backup of index.ofKind('backup')) {
    const of = storeOf(backup, lasting);
    if (of === undefined || backup.props.complete === false) continue;
    const { type, location } = backup.props;
    const key = JSON.stringify([of, backup.scope, type, location, lockOf(backup)]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [backup]);
    else group.push(backup);
  }
  const shapes = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [shape(storeOf(first, lasting) ?? null, group, first, settings.limits, Date.parse(takenAt))];
  });
  return shapes
    .map((entry) => [backupShapeKey(entry), entry] as const)
    .sort(([a], [b]) => byText(a, b))
    .map(([, entry]) => entry);
}
