import type { ApprovedAsset, Baseline } from '../model/baseline.ts';
import type { Change } from './change.ts';
import { subjectOf, type Unread } from './unread.ts';

/** Approved ids and the ids that took their place. */
export type Replacements = ReadonlyMap<string, string>;

type NameOf = (id: string) => string;

/** Unnamed volumes go by their own id; what they are is told by the workload that uses them. */
function namedRole(asset: ApprovedAsset, users: ReadonlyMap<string, readonly string[]>): string | null {
  if (asset.name !== '' && !asset.id.endsWith(asset.name.slice(-12))) return asset.name;
  if (asset.name !== '' && asset.kind !== 'store') return asset.name;
  return users.get(asset.id)?.join() ?? null;
}

/** What an asset is for, without its id: kind, place and name. */
function roleKey(asset: ApprovedAsset, role: string, nameOf: NameOf): string {
  const { kind, native, scope, region, environments, within } = asset;
  return JSON.stringify([kind, native, scope, region, environments, within.map(nameOf).sort(), role]);
}

/** What an asset does, without its name: for one that was renamed where the name is part of the id. */
function workKey(asset: ApprovedAsset): string | null {
  if (asset.links.length === 0) return null;
  const { kind, native, scope, region, environments, within, links, guards, facts } = asset;
  return JSON.stringify([kind, native, scope, region, environments, within, links, guards, facts]);
}

function usersByStore({ assets }: Baseline): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>();
  for (const { kind, name, links } of assets) {
    for (const { as, to } of kind === 'workload' ? links : []) {
      if (as === 'uses') users.set(to, [...(users.get(to) ?? []), name].sort());
    }
  }
  return users;
}

/** Pairs up what has the same key on both sides, where it is the only one on each. */
function pairUp(
  gone: readonly ApprovedAsset[],
  come: readonly ApprovedAsset[],
  keys: readonly [(asset: ApprovedAsset) => string | null, (asset: ApprovedAsset) => string | null],
): [ApprovedAsset, ApprovedAsset][] {
  const [was, is] = [Map.groupBy(gone, keys[0]), Map.groupBy(come, keys[1])];
  return [...was].flatMap(([key, [old, ...more]]): [ApprovedAsset, ApprovedAsset][] => {
    const [now, ...others] = is.get(key) ?? [];
    const alone = more.length === 0 && others.length === 0 && key !== null;
    return alone && old !== undefined && now !== undefined ? [[old, now]] : [];
  });
}

function names(baseline: Baseline): NameOf {
  const known = new Map(baseline.assets.map(({ id, name }) => [id, name]));
  return (id) => known.get(id) ?? id;
}

function change([old, now]: readonly [ApprovedAsset, ApprovedAsset]): Change {
  const renamed = old.name !== now.name;
  return {
    event: renamed ? 'renamed' : 'replaced',
    asset: now.id,
    name: now.name,
    before: renamed ? `${old.name} (${old.id})` : old.id,
    after: renamed ? `${now.name} (${now.id})` : now.id,
    why: renamed ? 'the same under another name' : 'another one in the same place and role',
    severity: 'low',
    touches: [old.id, now.id],
    wayBack: null,
  };
}

/** Finds what was replaced or renamed: gone for certain here, come there, in the same role. */
export function findReplacements(
  before: Baseline,
  after: Baseline,
  unreadNow: Unread,
): { readonly map: Replacements; readonly changes: readonly Change[] } {
  const [was, is] = [new Set(before.assets.map(({ id }) => id)), new Set(after.assets.map(({ id }) => id))];
  const come = after.assets.filter(({ id }) => !was.has(id));
  if (come.length === 0) return { map: new Map(), changes: [] };
  const gone = before.assets.filter((asset) => !is.has(asset.id) && unreadNow(subjectOf(asset)) === null);
  const byRole = (baseline: Baseline): ((asset: ApprovedAsset) => string | null) => {
    const [users, nameOf] = [usersByStore(baseline), names(baseline)];
    return (asset) => {
      const role = namedRole(asset, users);
      return role === null ? null : roleKey(asset, role, nameOf);
    };
  };
  const first = pairUp(gone, come, [byRole(before), byRole(after)]);
  const taken = new Set(first.flat().map(({ id }) => id));
  const left = (assets: readonly ApprovedAsset[]): ApprovedAsset[] =>
    assets.filter(({ id }) => !taken.has(id));
  const pairs = [...first, ...pairUp(left(gone), left(come), [workKey, workKey])];
  return { map: new Map(pairs.map(([old, now]) => [old.id, now.id])), changes: pairs.map(change) };
}

/** The approved baseline with every replaced id put in its successor's name, so that it is one event. */
export function withReplacements(baseline: Baseline, map: Replacements, after: Baseline): Baseline {
  if (map.size === 0) return baseline;
  const id = (old: string): string => map.get(old) ?? old;
  const holders = new Map(
    baseline.credentials.map(({ holder, principal }) => [
      holder,
      id(principal) + holder.slice(principal.length),
    ]),
  );
  const holder = (old: string): string => holders.get(old) ?? old;
  const nameOf = names(after);
  return {
    ...baseline,
    assets: baseline.assets.map((asset) => ({
      ...asset,
      id: id(asset.id),
      name: map.has(asset.id) ? nameOf(id(asset.id)) : asset.name,
      within: asset.within.map(id),
      links: asset.links.map((link) => ({ ...link, to: id(link.to) })),
    })),
    credentials: baseline.credentials.map((shape) => ({
      ...shape,
      holder: holder(shape.holder),
      principal: id(shape.principal),
      reachAs: shape.reachAs === null ? null : holder(shape.reachAs),
    })),
    backups: baseline.backups.map((shape) => (shape.of === null ? shape : { ...shape, of: id(shape.of) })),
    stores: baseline.stores.map((entry) => ({
      ...entry,
      store: id(entry.store),
      reachedAs: id(entry.reachedAs),
    })),
    reach: baseline.reach.map((entry) => ({
      ...entry,
      holder: holder(entry.holder),
      store: id(entry.store),
    })),
  };
}
