import { combineAccess } from '../../src/access/access.ts';
import { railwayAccess } from '../../src/access/railway/index.ts';
import { blastRadius, operationsAt } from '../../src/blast-radius/index.ts';
import { defaultSettings } from '../../src/config/limits.ts';
import { indexInventory } from '../../src/inventory/index-inventory.ts';
import type { Access } from '../../src/model/access.ts';
import type { Asset, AssetKind, AssetOf, Link, LinkType, PropsByKind } from '../../src/model/asset.ts';
import type { BlastRadius, CredentialView, Pair, Plan, StoreView } from '../../src/model/blast-radius.ts';
import type { Gap, Inventory, InventoryIndex, Settings } from '../../src/model/inventory.ts';

/** Worlds for tests: small inventories written by hand, judged on a fixed day. */
export const TODAY = '2026-11-22T12:00:00.000Z';
/** A day on which a Railway API delete could not be undone. */
export const BEFORE_UNDO = '2026-04-23T00:00:00.000Z';

export function hoursFromNow(hours: number): string {
  return new Date(Date.parse(TODAY) + hours * 3_600_000).toISOString();
}

export function daysAgo(days: number): string {
  return hoursFromNow(-24 * days);
}

type Given<K extends AssetKind> = Partial<Omit<AssetOf<K>, 'props' | 'links' | 'kind'>> & {
  readonly props?: Partial<PropsByKind[K]>;
  readonly links?: readonly Link[];
};

const DEFAULTS: { readonly [K in AssetKind]: PropsByKind[K] } = {
  environment: { type: 'persistent', tier: 'production', restricted: 'unknown', ephemeral: false },
  principal: { type: 'user', mfa: 'unknown', lastActive: 'unknown', managedByProvider: false },
  credential: {
    type: 'account-token',
    status: 'active',
    lastUsed: 'inexpressible',
    expires: null,
    label: null,
    mfa: 'never',
    self: false,
  },
  policy: { type: 'identity', document: {}, digest: '' },
  container: { type: 'volume', guards: [] },
  workload: { type: 'service', state: 'running', guards: [] },
  store: { type: 'volume', sizeBytes: null, key: null, guards: [], pendingDeletion: null },
  backup: {
    type: 'snapshot',
    location: { provider: 'aws', account: '111111111111', region: 'eu-west-1', vault: null },
    expires: null,
    complete: true,
    key: null,
    survivesSource: true,
    follows: [],
    sharedWith: [],
    guards: [],
  },
  schedule: { type: 'backup', frequency: 'DAILY', retentionHours: 144, copiesTo: [] },
  vault: { type: 'vault', lock: 'none', lockDate: null, guards: [] },
  key: { type: 'customer', state: 'Enabled', deletionWindowDays: 7, guards: [] },
  trail: { type: 'trail', logging: true, retentionDays: 90, guards: [] },
  'restore-test': { type: 'restore', at: TODAY, result: 'passed', by: 'ops', source: 'attested' },
};

/** An asset of a kind, with what the test does not say filled in. */
export function asset<K extends AssetKind>(
  kind: K,
  id: string,
  native: string,
  given: Given<K> = {},
): AssetOf<K> {
  return {
    id,
    native,
    provider: native.startsWith('railway.') ? 'railway' : 'aws',
    name: id.split(/[:/]/).at(-1) ?? id,
    scope: native.startsWith('railway.') ? 'acme' : '111111111111',
    region: null,
    environments: [{ name: 'production', tier: 'production', by: 'declared' }],
    createdAt: daysAgo(1),
    tags: {},
    links: [],
    ...given,
    kind,
    props: { ...DEFAULTS[kind], ...given.props },
  };
}

export function link(as: LinkType, to: string, role?: string): Link {
  return role === undefined ? { to, as } : { to, as, role };
}

export const SETTINGS: Settings = defaultSettings('acme');

export interface World {
  readonly assets: readonly AssetOf<AssetKind>[];
  readonly gaps?: readonly Gap[];
  readonly settings?: Partial<Settings>;
}

export function gap(given: Partial<Gap> & Pick<Gap, 'fingerprint'>): Gap {
  return {
    provider: 'railway',
    scope: 'acme',
    region: null,
    kind: 'principal',
    target: null,
    operation: 'workspace.members',
    reason: 'denied',
    detail: 'Not Authorized',
    permission: null,
    direction: 'widens',
    ...given,
  };
}

export function inventoryOf({ assets, gaps = [], settings = {} }: World): Inventory {
  return {
    schema: 'firebreak.inventory/1',
    takenAt: TODAY,
    scope: [],
    notScanned: [],
    sources: [],
    gaps,
    settings: { ...SETTINGS, ...settings },
    assets: [...(assets as readonly Asset[])].sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

export function indexOf(world: World): InventoryIndex {
  return indexInventory(inventoryOf(world));
}

/** The blast radius of a world, by the provider rules of a day, with Railway's access or another. */
export function blast(
  world: World,
  rulesAt: string = TODAY,
  accessOf: (index: InventoryIndex) => Access = (index) =>
    combineAccess(index, { railway: railwayAccess(index) }),
): BlastRadius {
  const index = indexOf(world);
  return blastRadius({
    index,
    access: accessOf(index),
    operations: operationsAt(new Date(rulesAt)),
    now: new Date(TODAY),
  });
}

/** What a reader wants of a pair: its verdict and calls, the calls of its plan and of the second. */
export interface PairTold {
  readonly verdict: Pair['verdict'];
  readonly possible: Pair['possible'];
  readonly calls: number;
  readonly plan: readonly string[];
  readonly second: readonly string[];
  readonly pair: Pair;
}

/** The pair of a credential and a store; undefined where the credential has nothing to do with it. */
export function pairOf(radius: BlastRadius, credential: string, store: string): PairTold | undefined {
  const group = radius.classes.find(({ members }) => members.includes(credential));
  const pair = radius.pairs.find((one) => one.class === group?.id && one.stores.includes(store));
  if (pair === undefined) return undefined;
  const { verdict, possible, calls } = pair;
  const plan = callsOf(radius.plans.find(({ id }) => id === pair.plan));
  const second = callsOf(radius.plans.find(({ id }) => id === pair.secondPlan));
  return { verdict, possible, calls, plan, second, pair };
}

function callsOf(plan: Plan | undefined): readonly string[] {
  return (
    plan?.steps.map(({ operation, count }) => (count === 1 ? operation : `${operation} x${count}`)) ?? []
  );
}

export function storeOf(radius: BlastRadius, store: string): StoreView {
  const found = radius.stores.find((view) => view.store === store);
  if (found === undefined) throw new Error(`no store ${store}`);
  return found;
}

export function credentialOf(radius: BlastRadius, credential: string): CredentialView {
  const found = radius.credentials.find((view) => view.credential === credential);
  if (found === undefined) throw new Error(`no credential ${credential}`);
  return found;
}
