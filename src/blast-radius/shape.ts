import type { Asset, AssetKind, AssetOf, Guard } from '../model/asset.ts';
import type { InventoryIndex } from '../model/inventory.ts';
import type { CopyWorth } from './copies.ts';
import { type CopyGroup, groupCopies, lastingGuards } from './copy-groups.ts';
import {
  type Attachment,
  copiesText,
  type Item,
  type Layout,
  type LayoutGuard,
  type Shape,
  type Target,
} from './layout.ts';

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

/** Targets of one store as they are found, each asset once. */
interface Found {
  readonly shaping: Shaping;
  readonly targets: Target[];
  readonly ids: (readonly string[])[];
  readonly at: Map<string, number>;
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

/** `kind` is what an asset must be that is named but not in the inventory. */
function addTarget(found: Found, ids: readonly string[], role: string, kind: AssetKind, depth = 0): number {
  const [first = ''] = ids;
  const known = found.at.get(first);
  if (known !== undefined) return known;
  const asset = found.shaping.index.get(first);
  const number = found.targets.length;
  for (const id of ids) found.at.set(id, number);
  const bare = {
    role,
    kind: asset?.kind ?? kind,
    native: asset?.native ?? '*',
    count: ids.length,
    depth,
    hasRole: asset?.links.some(({ as }) => as === 'runs-as') === true,
    copies: null,
    policyOn: null,
  };
  found.targets.push({ ...bare, guards: [] });
  found.ids.push(ids);
  const guards = guardsOf(found.shaping.index, asset).flatMap((guard) => layoutGuard(found, number, guard));
  found.targets[number] = { ...bare, guards, policyOn: policyTarget(found, number, asset) };
  return number;
}

function policyTarget(found: Found, own: number, asset: Asset | undefined): number | null {
  if (asset === undefined) return null;
  const { index } = found.shaping;
  const [vault] = index.to(asset.id, 'in-vault');
  const whole = index.get(asset.id.split('#')[0] ?? asset.id) ?? asset;
  const carrier = vault ?? whole;
  return carrier === asset ? own : addTarget(found, [carrier.id], `its ${wordFor(carrier)}`, carrier.kind);
}

/** What a person calls an asset that something lies in: `vault`, `bucket`, `recycle bin rule`. */
function wordFor({ kind, native, props }: Asset): string {
  return 'type' in props && !native.endsWith('Vault') ? props.type.replaceAll('-', ' ') : kind;
}

function addCopies(found: Found, { ids, noun }: CopyGroup): number {
  const at = addTarget(found, ids, copiesText(noun, ids.length), 'backup');
  const target = found.targets[at];
  if (target !== undefined) found.targets[at] = { ...target, copies: noun };
  return at;
}

/** The guards on an asset, those of the vault it lies in included. */
function guardsOf(index: InventoryIndex, asset: Asset | undefined): readonly Guard[] {
  if (asset === undefined) return [];
  if (asset.kind !== 'backup') return 'guards' in asset.props ? asset.props.guards : [];
  const own = lastingGuards(asset);
  const vaults = asset.links.flatMap(({ as, to }) => (as === 'in-vault' ? [to] : []));
  return [
    ...own,
    ...vaults.flatMap((id) => guardsOf(index, index.get(id)).map((guard) => ({ on: id, ...guard }))),
  ];
}

function layoutGuard(found: Found, guarded: number, guard: Guard): readonly LayoutGuard[] {
  const { now } = found.shaping;
  const ends = guard.until === null ? null : Math.ceil((Date.parse(guard.until) - now) / HOUR);
  if (ends !== null && ends <= 0) return [];
  const on = guard.on === undefined ? guarded : guardTarget(found, guard.on, guard.type);
  return [
    {
      type: guard.type,
      clearedBy: guard.clearedBy,
      on,
      endsInHours: ends,
      keepsHours: guard.type === 'recycle-bin' ? (guard.hours ?? 0) : null,
    },
  ];
}

function guardTarget(found: Found, id: string, type: Guard['type']): number {
  const asset = found.shaping.index.get(id);
  return addTarget(found, [id], `its ${asset === undefined ? type : wordFor(asset)}`, 'vault');
}

/** Everything that contains an asset, nearest first. */
function containersOf(found: Found, id: string): readonly number[] {
  const { index } = found.shaping;
  const depths = new Map<string, number>();
  let level = index.from(id, 'contains');
  for (let depth = 1; level.length > 0; depth += 1) {
    const next = level.filter((asset) => !depths.has(asset.id));
    for (const asset of next) depths.set(asset.id, depth);
    level = next.flatMap((asset) => index.from(asset.id, 'contains'));
  }
  return [...depths].map(([container, depth]) =>
    addTarget(found, [container], containerRole(index.get(container)), 'container', depth),
  );
}

function containerRole(asset: Asset | undefined): string {
  if (asset?.kind === 'environment') return 'the environment';
  return asset?.kind === 'container' ? `the ${asset.props.type}` : 'what contains it';
}

function holderTargets(found: Found, { holders }: CopyGroup): readonly number[] {
  if (holders.length === 0) return [];
  const known = new Set<number>();
  const others: string[] = [];
  for (const id of holders) {
    const at = found.at.get(id);
    if (at === undefined) others.push(id);
    else known.add(at);
  }
  if (others.length > 0) known.add(addTarget(found, others, 'what holds it', 'backup'));
  return [...known];
}

function keyTarget(found: Found, key: string | null): number | null {
  return key === null ? null : addTarget(found, [key], 'its key', 'key');
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
