import type { ApprovedAsset, Baseline } from '../model/baseline.ts';
import type { Severity } from '../model/inventory.ts';
import { type Change, highestTier, inTier } from './change.ts';
import { subjectOf, type Unread } from './unread.ts';

/** An asset that came or went, and what came or went with it. */
interface Arrival {
  readonly asset: ApprovedAsset;
  readonly with: ApprovedAsset[];
}

/**
 * Assets of `one` that `other` has not, each under the topmost of its holders that is missing too: a project that
 * went is one event, not thirty.
 */
function missing(one: Baseline, other: ReadonlySet<string>): readonly Arrival[] {
  const only = new Map(one.assets.filter(({ id }) => !other.has(id)).map((asset) => [asset.id, asset]));
  const tops = new Map<string, string>();
  const topOf = (asset: ApprovedAsset, seen: ReadonlySet<string>): string => {
    const known = tops.get(asset.id);
    if (known !== undefined) return known;
    const above = subjectOf(asset).holders.map((id) => only.get(id));
    const holder = above.find((candidate) => candidate !== undefined && !seen.has(candidate.id));
    const top = holder === undefined ? asset.id : topOf(holder, new Set([...seen, asset.id]));
    tops.set(asset.id, top);
    return top;
  };
  const arrivals = new Map<string, Arrival>();
  for (const asset of only.values()) {
    const top = only.get(topOf(asset, new Set([asset.id]))) ?? asset;
    const arrival = arrivals.get(top.id) ?? { asset: top, with: [] };
    if (top !== asset) arrival.with.push(asset);
    arrivals.set(top.id, arrival);
  }
  return [...arrivals.values()];
}

function kinds(assets: readonly ApprovedAsset[]): string {
  const counts = [...Map.groupBy(assets, ({ kind }) => kind)].map(
    ([kind, group]) => `${group.length} x ${kind}`,
  );
  return counts.length === 0 ? '' : `, and with it ${counts.join(', ')}`;
}

const assetText = ({ native, name, environments }: ApprovedAsset): string =>
  `${native} ${name}${environments.length === 0 ? '' : ` in ${environments.map((place) => place.name).join(', ')}`}`;

/** A store that is gone is the accident itself; anything else that goes takes at most a control with it. */
function removalSeverity({ asset, with: others }: Arrival): Severity {
  const worst = [asset, ...others].map(({ kind, environments }): Severity => {
    const tier = highestTier(environments);
    if (kind === 'store') return inTier('critical', tier);
    if (kind === 'policy') return inTier('medium', tier);
    return ['schedule', 'vault', 'trail', 'key'].includes(kind) ? inTier('high', tier) : 'low';
  });
  return (['critical', 'high', 'medium'] as const).find((severity) => worst.includes(severity)) ?? 'low';
}

const removalEvents: Partial<Record<ApprovedAsset['kind'], string>> = {
  schedule: 'schedule-removed',
  principal: 'member-removed',
};

function removal(arrival: Arrival): Change {
  const { asset, with: others } = arrival;
  return {
    event: removalEvents[asset.kind] ?? 'asset-removed',
    asset: asset.id,
    name: asset.name,
    before: assetText(asset),
    after: null,
    why: `approved and no longer there${kinds(others)}`,
    severity: removalSeverity(arrival),
    touches: [asset.id, ...[asset, ...others].flatMap(({ id, links }) => [id, ...covered(links)])],
    wayBack: null,
    ...(asset.kind === 'policy' && { kind: 'policy' as const }),
  };
}

/** What a schedule, a vault's policy or a workload stood for. */
const covered = (links: ApprovedAsset['links']): readonly string[] =>
  links.filter(({ as }) => as === 'covers' || as === 'protects' || as === 'uses').map(({ to }) => to);

function arrivalEvent({ kind, links }: ApprovedAsset): string {
  return kind === 'principal' && links.some(({ as }) => as === 'acts-in') ? 'member-added' : 'asset-added';
}

function arrived({ asset, with: others }: Arrival, hidden: string | null): Change {
  const provider = asset.facts.managed === true;
  return {
    event: hidden === null ? arrivalEvent(asset) : 'asset-seen',
    asset: asset.id,
    name: asset.name,
    before: null,
    after: assetText(asset),
    why:
      hidden === null
        ? `there and not approved${kinds(others)}`
        : `it may have been there unseen at approval: ${hidden}${kinds(others)}`,
    severity: asset.kind === 'store' || asset.kind === 'principal' ? 'medium' : 'low',
    touches: [asset, ...others].map(({ id }) => id),
    wayBack: null,
    onlyIfWorse: provider,
    ...(asset.kind === 'policy' && { kind: 'policy' as const }),
  };
}

export interface Presence {
  readonly changes: readonly Change[];
  /** Every asset that is part of an event, or that is unread: what hangs on it is not told again. */
  readonly told: ReadonlySet<string>;
}

/** What came and what went; an absence that proves nothing is neither. */
export function presenceChanges(
  before: Baseline,
  after: Baseline,
  unreadNow: Unread,
  unreadThen: Unread,
): Presence {
  const [was, is] = [before.assets, after.assets].map((assets) => new Set(assets.map(({ id }) => id)));
  const told = new Set<string>();
  const tell = ({ asset, with: others }: Arrival): void => {
    for (const { id } of [asset, ...others]) told.add(id);
  };
  const changes: Change[] = [];
  for (const arrival of missing(before, is ?? new Set())) {
    tell(arrival);
    const proven = [arrival.asset, ...arrival.with].filter((asset) => unreadNow(subjectOf(asset)) === null);
    const [first, ...rest] = proven;
    if (first === undefined) continue;
    changes.push(removal({ asset: first, with: rest }));
  }
  for (const arrival of missing(after, was ?? new Set())) {
    tell(arrival);
    changes.push(arrived(arrival, unreadThen(subjectOf(arrival.asset))));
  }
  return { changes, told };
}
