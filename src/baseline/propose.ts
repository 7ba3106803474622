import type { Asset, Tier } from '../model/asset.ts';
import type { ApprovedAsset, ApprovedSource, Baseline } from '../model/baseline.ts';
import type { BlastRadius } from '../model/blast-radius.ts';
import type { Finding } from '../model/finding.ts';
import type { Coverage } from '../model/history.ts';
import type { Inventory, InventoryIndex } from '../model/inventory.ts';
import { approvedAsset, approvedFleet } from './approved-asset.ts';
import { approvedReach } from './approved-reach.ts';
import { backupShapes } from './backup-shape.ts';
import { credentialShapes } from './credential-shape.ts';
import { type Lasting, lastingAssets } from './lasting.ts';
import { byText, sortedUnique } from './order.ts';

export interface ProposeInput {
  readonly index: InventoryIndex;
  readonly radius: BlastRadius;
  /** Findings of the scan; their fingerprints are recorded as open. */
  readonly findings: readonly Pick<Finding, 'fingerprint'>[];
}

/** Approved as shapes, or proof of something done once. */
const notListed: ReadonlySet<Asset['kind']> = new Set(['backup', 'credential', 'restore-test']);

/** How a baseline itself stands (unsigned, old) is no part of what it approves. */
function isAboutTheWorld(fingerprint: string): boolean {
  return !fingerprint.startsWith('baseline-');
}

/** Sorted by their text, each once. */
function canonical<T>(entries: readonly T[]): readonly T[] {
  const unique = new Map(entries.map((entry) => [JSON.stringify(entry), entry]));
  return [...unique].sort(([a], [b]) => byText(a, b)).map(([, entry]) => entry);
}

function assets(index: InventoryIndex, lasting: Lasting): readonly ApprovedAsset[] {
  const byId = new Map<string, ApprovedAsset[]>();
  for (const asset of index.inventory.assets) {
    const id = notListed.has(asset.kind) ? null : lasting.idOf(asset.id);
    if (id === null) continue;
    const approved = approvedAsset(asset, id, index, lasting);
    const members = byId.get(id);
    if (members === undefined) byId.set(id, [approved]);
    else members.push(approved);
  }
  const merged = [...byId].map(([id, [first, ...rest]]) => {
    if (first === undefined) return [];
    return id.startsWith('fleet:') ? [approvedFleet([first, ...rest], first)] : [first];
  });
  return merged.flat().sort((a, b) => byText(a.id, b.id));
}

/** The IAM role behind a session: the session's own name changes with every scan. */
function lastingPrincipal(principal: string | null): string | null {
  return principal?.replace(/^(arn:[^:]+:sts::\d+:assumed-role\/[^/]+)\/.*$/, '$1') ?? null;
}

function coverage({ sources }: Inventory): readonly ApprovedSource[] {
  const read = sources.filter(({ status }) => status !== 'failed');
  return canonical(
    read.map(({ provider, scope, region, service, caller }) => ({
      provider,
      scope,
      region,
      service,
      credential: caller.credential,
      principal: lastingPrincipal(caller.principal),
      role: caller.role,
    })),
  );
}

function scope(inventory: Inventory): Baseline['scope'] {
  return canonical(
    inventory.scope.map((entry) => ({
      provider: entry.provider,
      scope: entry.scope,
      regions: sortedUnique(entry.regions),
      natives: sortedUnique(entry.natives),
      ...(entry.leftOut === undefined ? {} : { leftOut: entry.leftOut }),
    })),
  );
}

function passes({ pass, settings }: Inventory): Pick<Baseline, 'pass' | 'passes'> {
  const named = [...new Set(settings.passes)].sort(byText);
  return {
    ...(named.length === 0 ? {} : { passes: named }),
    ...(pass === undefined ? {} : { pass }),
  };
}

function gaps(inventory: Inventory): Baseline['gaps'] {
  return canonical(
    inventory.gaps.map(
      ({ fingerprint, provider, scope, region, kind, below, target, operation, reason }) => ({
        fingerprint,
        provider,
        scope,
        region,
        kind,
        ...(below === undefined ? {} : { below }),
        target,
        operation,
        reason,
      }),
    ),
  );
}

/** What a scan looked at, as whom and with which gaps, in the form that lasts from scan to scan. */
export function coverageOf(inventory: Inventory): Coverage {
  return {
    scope: scope(inventory),
    coverage: coverage(inventory),
    gaps: gaps(inventory),
  };
}

/** The highest tier among the stores that share a lasting id. */
function tiers(index: InventoryIndex, lasting: Lasting): (store: string) => Tier {
  const rank: readonly Tier[] = ['ephemeral', 'development', 'staging', 'production'];
  const found = new Map<string, Tier>();
  for (const { id } of index.ofKind('store')) {
    const store = lasting.idOf(id);
    const tier = index.tier(id);
    if (store !== null && rank.indexOf(tier) > rank.indexOf(found.get(store) ?? 'ephemeral'))
      found.set(store, tier);
  }
  return (store) => found.get(store) ?? 'production';
}

/**
 * What a scan found, in the form it is approved in. It is also how the present is brought into that form, to be
 * compared with what was approved before.
 */
export function proposeBaseline({ index, radius, findings }: ProposeInput): Baseline {
  const { inventory } = index;
  const lasting = lastingAssets(index);
  const { shapes, holders } = credentialShapes(index, lasting);
  const active = new Set(shapes.map(({ holder }) => holder));
  const table = approvedReach(radius, {
    holderOf: (credential) => {
      const holder = holders.get(credential);
      return holder !== undefined && active.has(holder) ? holder : undefined;
    },
    storeOf: (store) => lasting.idOf(store) ?? undefined,
    tierOf: tiers(index, lasting),
  });
  return {
    schema: 'firebreak.baseline/1',
    name: inventory.settings.name,
    ...coverageOf(inventory),
    ...passes(inventory),
    notScanned: canonical(
      inventory.notScanned.map(({ provider, scope, what }) => ({ provider, scope, what })),
    ),
    open: sortedUnique(findings.map(({ fingerprint }) => fingerprint).filter(isAboutTheWorld)),
    assets: assets(index, lasting),
    credentials: shapes.map((shape) => ({ ...shape, reachAs: table.groups.get(shape.holder) ?? null })),
    backups: backupShapes(index, lasting),
    stores: table.stores,
    reach: table.reach,
  };
}
