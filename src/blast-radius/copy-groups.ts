import type { AssetOf, Guard } from '../model/asset.ts';
import type { CopyWorth } from './copies.ts';
import type { CopyNoun } from './layout.ts';
import { lapsesSoon, type Shaping } from './shape.ts';

/** Copies of one store that are alike in everything that matters to a plan. */
export interface CopyGroup {
  readonly noun: CopyNoun;
  readonly first: AssetOf<'backup'>;
  readonly ids: readonly string[];
  readonly worth: CopyWorth;
  /** Every one of them ends by itself within the survivor horizon. */
  readonly lapses: boolean;
  /** ISO time the last of them ends by itself. */
  readonly lastUntil: string | null;
  /** What holds them, in the order of ids. */
  readonly holders: readonly string[];
}

interface Copy {
  readonly backup: AssetOf<'backup'>;
  readonly worth: CopyWorth;
  readonly lapses: boolean;
  /** Who is asked about it is asked about all with this key. */
  readonly targetKey: string;
  /** Nothing but its store is linked to it, and nothing guards, follows or holds it. */
  readonly isPlain: boolean;
}

/** Groups a store's copies by what they are, who may end them, what guards them and how long they last. */
export function groupCopies(shaping: Shaping, store: AssetOf<'store'>): readonly CopyGroup[] {
  const copies = shaping.index
    .from(store.id, 'copy-of')
    .filter((asset) => asset.kind === 'backup')
    .map((backup) => copyOf(shaping, backup));
  const holding = new Set(copies.flatMap(({ backup }) => backup.props.heldBy ?? []));
  const groups = new Map<string, Copy[]>();
  let latest: Copy[] = [];
  for (const copy of copies) {
    const [before] = latest;
    if (before !== undefined && holding.size === 0 && isPlainlyAlike(before, copy)) {
      latest.push(copy);
      continue;
    }
    const key = groupKey(shaping, copy, holding.has(copy.backup.id));
    const group = groups.get(key);
    latest = group ?? [];
    latest.push(copy);
    if (group === undefined) groups.set(key, latest);
  }
  const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
  const isInSeveral = new Set(sorted.map(placeOf)).size > 1;
  return sorted.map((group) => toGroup(group, nounOf(group, isInSeveral)));
}

function copyOf(shaping: Shaping, backup: AssetOf<'backup'>): Copy {
  const { id, links, props } = backup;
  const worth = shaping.worth(backup);
  const isPlain =
    links.length === 1 &&
    props.guards.length === 0 &&
    props.follows.length === 0 &&
    props.heldBy === undefined &&
    shaping.index.from(id, 'contains').length === 0;
  return { backup, worth, lapses: lapsesSoon(worth, shaping), targetKey: shaping.targetKey(id), isPlain };
}

/** Whether two copies with nothing special about them have one key, told without writing it: most copies are so. */
function isPlainlyAlike(a: Copy, b: Copy): boolean {
  const [one, other] = [a.backup.props, b.backup.props];
  return (
    a.backup.native === b.backup.native &&
    one.type === other.type &&
    one.location.provider === other.location.provider &&
    one.location.account === other.location.account &&
    one.location.region === other.location.region &&
    one.survivesSource === other.survivesSource &&
    one.key === other.key &&
    a.lapses === b.lapses &&
    a.worth.counts === b.worth.counts &&
    a.worth.unread === b.worth.unread &&
    a.worth.untilUnread === b.worth.untilUnread &&
    a.isPlain &&
    b.isPlain &&
    a.targetKey === b.targetKey
  );
}

function groupKey({ index, targetKey }: Shaping, copy: Copy, holds: boolean): string {
  const { backup, worth, lapses } = copy;
  const { props } = backup;
  const { provider, account, region } = props.location;
  const guards = props.guards.length === 0 ? '' : JSON.stringify(lastingGuards(backup));
  const heldBy = (props.heldBy ?? []).map((id) => targetKey(id)).join(' ');
  const vaults = backup.links.flatMap(({ as, to }) => (as === 'in-vault' ? [to] : []));
  const parents = index.from(backup.id, 'contains').map(({ id }) => id);
  return [
    `${backup.native}|${props.type}|${copy.targetKey}|${provider}|${account}|${region}`,
    `${worth.counts}|${worth.unread}|${worth.untilUnread === true}|${lapses}|${holds}|${props.survivesSource}|${props.key}`,
    `${props.follows.join(' ')}|${heldBy}|${vaults.join(' ')}|${parents.join(' ')}|${guards}`,
  ].join('|');
}

/** The guards of a copy; one that lasts as long as the copy does never opens, so when that is does not matter. */
export function lastingGuards({ props }: AssetOf<'backup'>): readonly Guard[] {
  const ends = props.expires === 'unknown' ? Number.NaN : Date.parse(props.expires ?? '');
  return props.guards.map((guard) =>
    guard.until !== null && Date.parse(guard.until) >= ends ? { ...guard, until: null } : guard,
  );
}

function toGroup(group: readonly Copy[], noun: CopyNoun): CopyGroup {
  const [first] = group as [Copy, ...Copy[]];
  const untils = group.map(({ worth }) => worth.until).filter((until) => until !== null);
  return {
    noun,
    first: first.backup,
    ids: group.map(({ backup }) => backup.id),
    worth: first.worth,
    lapses: first.lapses,
    lastUntil: untils.sort().at(-1) ?? null,
    holders: [...new Set(group.flatMap(({ backup }) => backup.props.heldBy ?? []))],
  };
}

function nounOf(group: readonly Copy[], isInSeveral: boolean): CopyNoun {
  const [first] = group as [Copy, ...Copy[]];
  const { type, location } = first.backup.props;
  const where = [location.account, location.region].filter((part) => part !== null && part !== '').join(' ');
  return { one: type.replaceAll('-', ' '), where: isInSeveral ? where : '' };
}

function placeOf(group: readonly Copy[]): string {
  const [first] = group as [Copy, ...Copy[]];
  const { account, region } = first.backup.props.location;
  return `${account} ${region}`;
}
