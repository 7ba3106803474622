import { defaultSettings } from '../../src/config/limits.ts';
import { buildInventory, type InventoryInput } from '../../src/inventory/build.ts';
import type { AssetKind, AssetOf, CollectedAsset, Link, PropsByKind } from '../../src/model/asset.ts';
import type { Collected, Inventory, Settings } from '../../src/model/inventory.ts';

/** The least each kind needs; tests say only what they are about. */
const props: PropsByKind = {
  environment: { type: 'environment', tier: 'production', restricted: 'unknown', ephemeral: false },
  principal: { type: 'user', mfa: 'unknown', lastActive: 'unknown', managedByProvider: false },
  credential: {
    type: 'access-key',
    status: 'active',
    lastUsed: null,
    expires: null,
    label: null,
    mfa: 'never',
    self: false,
  },
  policy: { type: 'identity', document: {}, digest: 'sha256:0' },
  container: { type: 'project', guards: [] },
  workload: { type: 'service', state: 'running', guards: [] },
  store: { type: 'volume', sizeBytes: 1, key: null, guards: [], pendingDeletion: null },
  backup: {
    type: 'snapshot',
    location: { provider: 'aws', account: '111111111111', region: null, vault: null },
    expires: null,
    complete: true,
    key: null,
    survivesSource: true,
    follows: [],
    sharedWith: [],
    guards: [],
  },
  schedule: { type: 'schedule', frequency: 'DAILY', retentionHours: 24, copiesTo: [] },
  vault: { type: 'vault', lock: 'none', lockDate: null, guards: [] },
  key: { type: 'key', state: 'enabled', deletionWindowDays: 30, guards: [] },
  trail: { type: 'trail', logging: true, retentionDays: 90, guards: [] },
  'restore-test': { type: 'test', at: '2026-11-01', result: 'passed', by: 'ops', source: 'attested' },
};

type Facts<K extends AssetKind> = Partial<Omit<AssetOf<K>, 'props' | 'links'>> & {
  readonly props?: Partial<PropsByKind[K]>;
  /** `'in railway:environment:1'`, with a role after it where there is one. */
  readonly links?: readonly string[];
};

/** A collected asset: `asset('store', 'db', { links: ['in prod'] })`. */
export function asset<K extends AssetKind>(kind: K, id: string, facts: Facts<K> = {}): CollectedAsset {
  return {
    id,
    kind,
    provider: 'railway',
    native: `test.${kind}`,
    name: id,
    scope: 'acme',
    region: null,
    createdAt: null,
    tags: {},
    ...facts,
    links: (facts.links ?? []).map(link),
    props: { ...props[kind], ...facts.props },
  } as CollectedAsset;
}

function link(text: string): Link {
  const [as, to, role] = text.split(' ');
  return { to, as, ...(role === undefined ? {} : { role }) } as Link;
}

export function collected(assets: readonly CollectedAsset[], rest: Partial<Collected> = {}): Collected {
  return { scope: [], notScanned: [], sources: [], gaps: [], ...rest, assets };
}

export const settings: Settings = defaultSettings('acme');

/** An inventory of these assets, with nothing declared unless `rest` says so. */
export function inventoryOf(
  assets: readonly CollectedAsset[],
  rest: Partial<InventoryInput> = {},
): Inventory {
  return buildInventory({
    collected: [collected(assets)],
    settings,
    rules: [],
    takenAt: '2026-11-22T12:00:00.000Z',
    ...rest,
  });
}
