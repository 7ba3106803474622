import type { Asset, AssetKind, Guard } from '../model/asset.ts';
import type { InventoryIndex } from '../model/inventory.ts';
import { type CopyGroup, lastingGuards } from './copy-groups.ts';
import { copiesText, type LayoutGuard, type Target } from './layout.ts';
import type { Shaping } from './shape.ts';

const HOUR = 3_600_000;

/** Targets of one store as they are found, each asset once. */
export interface Found {
  readonly shaping: Shaping;
  readonly targets: Target[];
  readonly ids: (readonly string[])[];
  readonly at: Map<string, number>;
}

/** Adds assets as one target, once. `kind` is what one must be that is named but not in the inventory. */
export function addTarget(
  found: Found,
  ids: readonly string[],
  role: string,
  kind: AssetKind,
  depth = 0,
): number {
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

/** Adds copies that are alike as one target. */
export function addCopies(found: Found, { ids, noun }: CopyGroup): number {
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
    ...vaults.flatMap((id) => guardsOf(index, index.get(id)).map((guard) => clearedOn(id, guard))),
  ];
}

/** A guard as it stands on what lies in its carrier: it is cleared on the carrier still. */
function clearedOn(carrier: string, guard: Guard): Guard {
  return { ...guard, clearedBy: guard.clearedBy.map((call) => ({ on: carrier, ...call })) };
}

function layoutGuard(found: Found, guarded: number, guard: Guard): readonly LayoutGuard[] {
  const { now } = found.shaping;
  const ends = guard.until === null ? null : Math.ceil((Date.parse(guard.until) - now) / HOUR);
  if (ends !== null && ends <= 0) return [];
  const clearedBy = guard.clearedBy.map(({ operation, on, afterHours = 0 }) => ({
    operation,
    on: on === undefined ? guarded : guardTarget(found, on, guard.type),
    afterHours,
  }));
  return [
    {
      type: guard.type,
      clearedBy,
      unheld: guard.unheld ?? [],
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
export function containersOf(found: Found, id: string): readonly number[] {
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

/** What holds copies; what is no target yet becomes one together. */
export function holderTargets(found: Found, { holders }: CopyGroup): readonly number[] {
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

/** The key that something is under, in the inventory or not. */
export function keyTarget(found: Found, key: string | null): number | null {
  return key === null ? null : addTarget(found, [key], 'its key', 'key');
}
