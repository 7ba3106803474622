import type { Asset, AssetOf } from '../model/asset.ts';
import type { InventoryIndex } from '../model/inventory.ts';
import type { CopyWorth } from './copies.ts';
import { type CopyGroup, groupCopies } from './copy-groups.ts';
import { type Attachment, copiesText, type Item, type Layout, type Shape } from './layout.ts';
import { addCopies, addTarget, containersOf, type Found, holderTargets, keyTarget } from './targets.ts';

const HOUR = 3_600_000;

/** What shaping a store needs to know. */
export interface Shaping {
  readonly index: InventoryIndex;
  /** Targets of one native type with the same key get the same answers. */
  readonly targetKey: (target: string) => string;
  readonly worth: (copy: AssetOf<'backup'>) => CopyWorth;
  /** Declared copies by the store they are of. */
  readonly declared: ReadonlyMap<string, readonly DeclaredWorth[]>;
  /** Whether something unread could only restrict what happens to this asset. */
  readonly restricted: (asset: Asset) => boolean;
  readonly now: number;
  readonly horizonHours: number;
}

export interface DeclaredWorth {
  readonly location: string;
  readonly losesHours: number | null;
  readonly worth: CopyWorth;
}

/** Takes the names out of a store's surroundings; `intern` gives equal layouts one number. */
export function shapeOf(
  shaping: Shaping,
  store: AssetOf<'store'>,
  intern: (layout: Layout) => number,
): Shape {
  const found: Found = { shaping, targets: [], ids: [], at: new Map() };
  const groups = groupCopies(shaping, store);
  const own = addTarget(found, [store.id], 'the store', 'store');
  const copyTargets = groups.map((group) => addCopies(found, group));
  const attachments = attachmentsOf(found, store);
  const copies = groups.map((group, i) => copyItem(found, group, copyTargets[i] ?? own));
  const declared = (shaping.declared.get(store.id) ?? []).map((copy) => declaredItem(shaping, copy));
  const layout: Layout = {
    items: [storeItem(found, own, store), ...copies, ...declared.map(({ item }) => item)],
    targets: found.targets,
    attachments,
    secrets: (store.props.secrets ?? []).map((id) => addTarget(found, [id], 'its secret', 'credential')),
    public: workloadsOf(shaping.index, store).some(({ id }) => isPublic(shaping.index, id)),
    restricted: shaping.restricted(store) || groups.some((group) => group.worth.unread),
  };
  return {
    store: store.id,
    layout: intern(layout),
    targets: found.ids,
    items: [[store.id], ...groups.map(({ ids }) => ids), ...declared.map(({ id }) => [id])],
    lapsesAt: [null, ...groups.map(lapse), ...declared.map((copy) => copy.lapsesAt)],
  };
}

function lapse(group: CopyGroup): string | null {
  return group.lapses ? group.lastUntil : null;
}

function storeItem(found: Found, target: number, store: AssetOf<'store'>): Item {
  return {
    ...bareItem('the store', target, 1),
    within: containersOf(found, store.id),
    key: keyTarget(found, store.props.key),
  };
}

function copyItem(found: Found, group: CopyGroup, target: number): Item {
  const { props } = group.first;
  return {
    ...bareItem(copiesText(group.noun, group.ids.length), target, group.ids.length),
    counts: group.worth.counts,
    lapses: group.lapses,
    goesWithStore: props.survivesSource === false,
    follows: props.follows,
    within: containersOf(found, group.first.id),
    heldBy: holderTargets(found, group),
    key: keyTarget(found, props.key),
  };
}

function declaredItem(
  shaping: Shaping,
  { location, worth }: DeclaredWorth,
): { readonly item: Item; readonly id: string; readonly lapsesAt: string | null } {
  const lapses = lapsesSoon(worth, shaping);
  const item = { ...bareItem(`the copy at ${location}`, null, 1), counts: worth.counts, lapses };
  return { item, id: `declared:${location}`, lapsesAt: lapses ? worth.until : null };
}

function bareItem(role: string, target: number | null, count: number): Item {
  return {
    role,
    target,
    count,
    counts: true,
    lapses: false,
    goesWithStore: false,
    follows: [],
    within: [],
    heldBy: [],
    key: null,
  };
}

/** Whether a copy ends by itself within the survivor horizon, or may for all that could be read. */
export function lapsesSoon({ until, untilUnread }: CopyWorth, { now, horizonHours }: Shaping): boolean {
  if (untilUnread === true) return true;
  return until !== null && Date.parse(until) <= now + horizonHours * HOUR;
}

interface AttachedWorkload extends Omit<Attachment, 'workload'> {
  readonly id: string;
}

/** A store that lists what it is attached to is in nobody else's way; of others, whatever uses them is. */
function workloadsOf(index: InventoryIndex, store: AssetOf<'store'>): readonly AttachedWorkload[] {
  const attached = (store.props.attached ?? []).map(({ workload, endsWithWorkload, root }) => ({
    id: workload,
    endsWithWorkload,
    root: root === true,
    blocks: true,
  }));
  const known = new Set(attached.map(({ id }) => id));
  const blocks = store.props.attached === undefined;
  const using = index.from(store.id, 'uses').filter(({ id }) => !known.has(id));
  return [...attached, ...using.map(({ id }) => ({ id, endsWithWorkload: false, root: false, blocks }))];
}

function attachmentsOf(found: Found, store: AssetOf<'store'>): readonly Attachment[] {
  return workloadsOf(found.shaping.index, store).map(({ id, ...how }) => ({
    workload: addTarget(found, [id], 'its workload', 'workload'),
    ...how,
  }));
}

function isPublic(index: InventoryIndex, workload: string): boolean {
  const asset = index.get(workload);
  return asset?.kind === 'workload' && (asset.props.endpoints ?? []).length > 0;
}
