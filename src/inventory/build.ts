import type { Asset, CollectedAsset, EnvironmentRef } from '../model/asset.ts';
import type {
  Collected,
  EnvironmentRule,
  Gap,
  Inventory,
  LeftOut,
  LighterPass,
  ScopeEntry,
  Settings,
} from '../model/inventory.ts';
import { byText, canonicalJson } from './canonical-json.ts';
import { classify } from './classify.ts';
import { mergeReadings } from './merge-assets.ts';
import { sourcesInOrder } from './source-order.ts';
import { asSet, tidy } from './tidy.ts';
import { tidyAsset } from './tidy-asset.ts';
import { highestTier } from './tier.ts';
import { unknownWaysIn } from './ways-in.ts';

export type { EnvironmentRule };

export interface InventoryInput {
  readonly collected: readonly Collected[];
  readonly settings: Settings;
  readonly rules: readonly EnvironmentRule[];
  readonly takenAt: string;
  /** Left out: a full scan. */
  readonly pass?: LighterPass | undefined;
}

/**
 * One inventory of what all collectors handed over: readings of one asset merged, ways in completed,
 * environments settled, everything in order. Nothing is dropped; links to what was not read stay.
 */
export function buildInventory({ collected, settings, rules, takenAt, pass }: InventoryInput): Inventory {
  const { assets: read, gaps: contradictions } = mergeById(collected.flatMap(({ assets }) => assets));
  const waysIn = unknownWaysIn(read);
  const assets = [...read, ...waysIn.credentials].sort((a, b) => byText(a.id, b.id));
  const environments = classify(assets, rules);
  const gaps = [...collected.flatMap((part) => part.gaps), ...contradictions, ...waysIn.gaps];
  return {
    schema: 'firebreak.inventory/1',
    takenAt,
    ...(pass === undefined ? {} : { pass }),
    scope: mergeScope(collected.flatMap((part) => part.scope)),
    notScanned: asSet(collected.flatMap((part) => part.notScanned).map((entry) => tidy(entry))),
    sources: sourcesInOrder(collected.flatMap((part) => part.sources).map((source) => tidy(source))),
    gaps: mergeGaps(gaps.map((gap) => tidy(gap))),
    settings,
    assets: assets.map((asset, place) => placed(asset, environments[place] ?? [])),
  };
}

/** An environment's own tier is the one settled for it, whatever its collector supposed. */
function placed(asset: CollectedAsset, environments: readonly EnvironmentRef[]): Asset {
  if (asset.kind !== 'environment') return { ...asset, environments };
  return { ...asset, environments, props: { ...asset.props, tier: highestTier(environments) } };
}

function mergeById(collected: readonly CollectedAsset[]) {
  const readings = new Map<string, CollectedAsset[]>();
  for (const asset of collected.map(tidyAsset)) {
    const known = readings.get(asset.id);
    if (known === undefined) readings.set(asset.id, [asset]);
    else known.push(asset);
  }
  const groups = [...readings.values()];
  return { assets: groups.map(mergeReadings), gaps: groups.filter(contradicts).map(contradiction) };
}

function contradicts(readings: readonly CollectedAsset[]): boolean {
  return readings.some(({ kind }) => kind !== readings[0]?.kind);
}

/** Two kinds under one id: one is kept, and the other must not vanish unsaid. */
function contradiction(readings: readonly CollectedAsset[]): Gap {
  const { id, provider, scope, region } = mergeReadings(readings);
  const kinds = asSet(readings.map(({ kind }) => kind));
  return {
    fingerprint: `${provider}:failed:contradiction:${id}`,
    provider,
    scope,
    region,
    kind: kinds[0] ?? 'store',
    target: id,
    operation: 'merge readings',
    reason: 'failed',
    detail: `read as ${kinds.join(' and as ')}`,
    permission: null,
    direction: 'widens',
  };
}

function mergeScope(entries: readonly ScopeEntry[]): readonly ScopeEntry[] {
  const merged = new Map<string, ScopeEntry>();
  for (const entry of entries.map((raw) => tidy(raw))) {
    const key = `${entry.provider} ${entry.scope}`;
    const known = merged.get(key) ?? { ...entry, regions: [], natives: [] };
    const regions = asSet([...known.regions, ...entry.regions]);
    const leftOut = leftOutOf(known, entry);
    merged.set(key, {
      ...entry,
      regions,
      natives: asSet([...known.natives, ...entry.natives]),
      ...(leftOut === undefined ? {} : { leftOut }),
    });
  }
  return sorted([...merged.values()]);
}

function leftOutOf(one: ScopeEntry, other: ScopeEntry): LeftOut | undefined {
  const parts = [one, other].flatMap(({ leftOut }) => leftOut ?? []);
  if (parts.length === 0) return undefined;
  return {
    natives: asSet(parts.flatMap(({ natives }) => natives)),
    services: asSet(parts.flatMap(({ services }) => services)),
    kinds: asSet(parts.flatMap(({ kinds }) => kinds)),
  };
}

const severity: readonly Gap['direction'][] = ['widens', 'restricts', 'neither'];

/** One gap per fingerprint; of two accounts of it, the one that could hide more. */
function mergeGaps(gaps: readonly Gap[]): readonly Gap[] {
  const ordered = sorted(gaps);
  ordered.sort((a, b) => severity.indexOf(a.direction) - severity.indexOf(b.direction));
  const merged = new Map<string, Gap>();
  for (const gap of ordered) if (!merged.has(gap.fingerprint)) merged.set(gap.fingerprint, gap);
  return [...merged.values()].sort((a, b) => byText(a.fingerprint, b.fingerprint));
}

function sorted<T>(values: readonly T[]): T[] {
  const keyed = values.map((value) => ({ value, key: canonicalJson(value) }));
  return keyed.sort((a, b) => byText(a.key, b.key)).map(({ value }) => value);
}
