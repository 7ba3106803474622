import { defaultSettings } from '../../src/config/limits.ts';
import type { CheckContext } from '../../src/findings/check.ts';
import type { Approval, ApprovedState } from '../../src/findings/subject.ts';
import { indexInventory } from '../../src/inventory/index-inventory.ts';
import type {
  Asset,
  AssetKind,
  AssetOf,
  EnvironmentRef,
  Link,
  PropsByKind,
  Tier,
} from '../../src/model/asset.ts';
import type { Baseline } from '../../src/model/baseline.ts';
import type { BlastRadius, CopyView, Pair, Plan, Verdict } from '../../src/model/blast-radius.ts';
import type { DriftEvent } from '../../src/model/drift.ts';
import type { DeclaredCopy, Gap, Settings } from '../../src/model/inventory.ts';

export const now = new Date('2026-11-22T12:00:00.000Z');

/** ISO time so many hours before `now`. */
export const hoursAgo = (hours: number): string => new Date(now.getTime() - hours * 3_600_000).toISOString();
export const daysAgo = (days: number): string => hoursAgo(days * 24);

/** What any builder takes besides its props. */
interface Common<K extends AssetKind> {
  readonly provider?: string;
  readonly native?: string;
  readonly name?: string;
  readonly scope?: string;
  readonly region?: string | null;
  readonly createdAt?: string | null;
  readonly tags?: Readonly<Record<string, string>>;
  /** Tiers it lies in; production unless told otherwise. */
  readonly tier?: Tier | readonly Tier[];
  readonly by?: EnvironmentRef['by'];
  readonly links?: readonly Link[];
  readonly props?: Partial<PropsByKind[K]>;
}

const defaults: PropsByKind = {
  environment: { type: 'environment', tier: 'production', restricted: 'unknown', ephemeral: false },
  principal: { type: 'user', mfa: true, lastActive: hoursAgo(1), managedByProvider: false },
  credential: {
    type: 'account-token',
    status: 'active',
    lastUsed: hoursAgo(1),
    expires: hoursAgo(-24 * 30),
    label: '****',
    mfa: 'never',
    self: false,
  },
  policy: { type: 'identity', document: {}, digest: 'd' },
  container: { type: 'volume', guards: [] },
  workload: { type: 'service', state: 'running', guards: [] },
  store: { type: 'volume', sizeBytes: 1024, key: null, guards: [], pendingDeletion: null },
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
  schedule: { type: 'schedule', frequency: 'DAILY', retentionHours: 720, copiesTo: [] },
  vault: { type: 'vault', lock: 'immutable', lockDate: null, guards: [] },
  key: { type: 'key', state: 'Enabled', deletionWindowDays: 30, guards: [] },
  trail: { type: 'trail', logging: true, retentionDays: 365, guards: [] },
  'restore-test': {
    type: 'restore-test',
    at: daysAgo(10),
    result: 'passed',
    by: 'ops@acme.example',
    source: 'attested',
  },
};

/** Any asset; provider `aws` and account 111111111111 unless told otherwise. */
export function asset<K extends AssetKind>(kind: K, id: string, over: Common<K> = {}): AssetOf<K> {
  const tiers = [over.tier ?? 'production'].flat();
  return {
    id,
    kind,
    provider: over.provider ?? 'aws',
    native: over.native ?? `test.${kind}`,
    name: over.name ?? id,
    scope: over.scope ?? '111111111111',
    region: over.region === undefined ? 'eu-west-1' : over.region,
    environments: tiers.map((tier) => ({ name: tier, tier, by: over.by ?? 'declared' })),
    createdAt: over.createdAt === undefined ? daysAgo(20) : over.createdAt,
    tags: over.tags ?? {},
    links: over.links ?? [],
    props: { ...defaults[kind], ...over.props },
  };
}

export const store = (id: string, over: Common<'store'> = {}) => asset('store', id, over);
export const workload = (id: string, over: Common<'workload'> = {}) => asset('workload', id, over);
export const environment = (id: string, over: Common<'environment'> = {}) => asset('environment', id, over);
export const principal = (id: string, over: Common<'principal'> = {}) =>
  asset('principal', id, { region: null, ...over });

/** A container of the given assets. */
export function container(id: string, contains: readonly string[], over: Common<'container'> = {}) {
  const links = contains.map((to) => ({ to, as: 'contains' as const }));
  return asset('container', id, { ...over, links: [...links, ...(over.links ?? [])] });
}

/** A backup of a store, an hour old. */
export function backup(id: string, of: string, over: Common<'backup'> = {}): AssetOf<'backup'> {
  return asset('backup', id, {
    createdAt: hoursAgo(1),
    ...over,
    links: [{ to: of, as: 'copy-of' }, ...(over.links ?? [])],
  });
}

/** A daily schedule that covers a store. */
export function schedule(id: string, covers: string, over: Common<'schedule'> = {}): AssetOf<'schedule'> {
  return asset('schedule', id, { ...over, links: [{ to: covers, as: 'covers' }, ...(over.links ?? [])] });
}

/** A credential of a principal. */
export function credential(id: string, of: string, over: Common<'credential'> = {}): AssetOf<'credential'> {
  return asset('credential', id, {
    region: null,
    ...over,
    links: [{ to: of, as: 'held-by' }, ...(over.links ?? [])],
  });
}

export function gap(kind: AssetKind, over: Partial<Gap> = {}): Gap {
  return {
    fingerprint: `aws:denied:${kind}:${over.target ?? over.scope ?? '111111111111'}`,
    provider: 'aws',
    scope: '111111111111',
    region: null,
    kind,
    target: null,
    operation: `List${kind}`,
    reason: 'denied',
    detail: 'AccessDenied',
    permission: `aws:List${kind}`,
    direction: 'neither',
    ...over,
  };
}

/** One line of a blast radius: what the credential can do to the stores. */
export interface ReachLine {
  readonly credential: string;
  readonly stores: readonly string[];
  readonly verdict: Verdict;
  readonly pair?: Partial<Pair>;
  readonly breakGlass?: boolean;
  readonly self?: boolean;
  readonly agent?: string | null;
  /** Operations of its plan, in order. */
  readonly calls?: readonly string[];
}

export interface World {
  readonly assets: readonly Asset[];
  readonly gaps?: readonly Gap[];
  readonly reach?: readonly ReachLine[];
  /** Copies by store, as the blast radius judged them. */
  readonly copies?: Readonly<Record<string, readonly Partial<CopyView>[]>>;
  readonly settings?: Partial<Settings>;
  readonly natives?: readonly string[];
  readonly context?: Partial<CheckContext>;
}

const settings: Settings = defaultSettings('acme');

/** A whole context from a few literals. */
export function world(from: World): CheckContext {
  const own = { ...settings, ...from.settings };
  const providers = [...new Set(from.assets.map(({ provider, scope }) => `${provider} ${scope}`))];
  const index = indexInventory({
    schema: 'firebreak.inventory/1',
    takenAt: now.toISOString(),
    scope: providers.map((entry) => {
      const [provider = '', scope = ''] = entry.split(' ');
      return { provider, scope, regions: ['eu-west-1'], natives: from.natives ?? [] };
    }),
    notScanned: [],
    sources: [],
    gaps: from.gaps ?? [],
    settings: own,
    assets: from.assets,
  });
  return {
    index,
    radius: radius(from),
    drift: [],
    baseline: null,
    limits: own.limits,
    now,
    ...from.context,
  };
}

const none = { 'total-loss': 0, 'delayed-loss': 0, unknown: 0, recoverable: 0, 'copies-lost': 0 };

/** Declared copies, taken for counted. */
function countedCopies({ copies = [] }: Partial<Settings>, store: string): readonly Partial<CopyView>[] {
  return copies
    .filter(({ of }) => of === store)
    .map(({ location }) => ({ asset: `declared:${location}`, location }));
}

function plan(id: string, operations: readonly string[]): Plan {
  const steps = operations.map((operation) => ({
    operation,
    target: 'the store',
    count: 1,
    as: null,
    allowedBy: [],
    note: null,
  }));
  return { id, calls: steps.length, atLeast: false, atMost: false, waitHours: 0, steps };
}

/** A blast radius in which every credential is a class of its own. */
function radius({ reach = [], assets, copies = {}, settings: own = {} }: World): BlastRadius {
  const byCredential = Map.groupBy(reach, ({ credential: id }) => id);
  const byId = new Map(assets.map((entry) => [entry.id, entry]));
  return {
    classes: [...byCredential.keys()].map((id) => ({
      id: `class:${id}`,
      members: [id],
      via: 'admin',
      stoppedBy: [],
    })),
    plans: reach.flatMap(({ calls }, n) => (calls === undefined ? [] : [plan(`plan:${n}`, calls)])),
    pairs: reach.map((line, n) => ({
      class: `class:${line.credential}`,
      stores: line.stores,
      verdict: line.verdict,
      possible: null,
      holdsOnlyIf: [],
      calls: 1,
      plan: line.calls === undefined ? null : `plan:${n}`,
      secondPlan: null,
      confidence: 'documented',
      escalated: false,
      stoppedBy: [],
      restsOn: [],
      lastWayBackUntil: null,
      ...line.pair,
    })),
    stores: assets
      .filter(({ kind }) => kind === 'store')
      .map(({ id, name }) => ({
        store: id,
        name,
        environments: [],
        worst: null,
        stoppedBy: [],
        copies: (copies[id] ?? countedCopies(own, id)).map((copy) => ({
          asset: 'declared:somewhere',
          kind: 'dump',
          location: 'elsewhere',
          losesHours: 1,
          until: null,
          counts: true,
          why: '',
          ...copy,
        })),
      })),
    credentials: [...byCredential].map(([id, lines]) => {
      const entry = byId.get(id);
      return {
        credential: id,
        name: entry?.name ?? id,
        type: entry?.kind === 'credential' ? entry.props.type : '',
        principal: entry?.links.find(({ as }) => as === 'held-by')?.to ?? null,
        agent: lines[0]?.agent ?? null,
        class: `class:${id}`,
        self: lines[0]?.self ?? false,
        breakGlass: lines[0]?.breakGlass ?? false,
        verdicts: none,
        leastCalls: null,
      };
    }),
    agents: [],
    controls: [],
    tenant: [],
  };
}

/** The same world, in which the credential can end a production store. */
export function harmful(from: World, id: string): World {
  return {
    ...from,
    assets: [...from.assets, store('production-db')],
    reach: [...(from.reach ?? []), { credential: id, stores: ['production-db'], verdict: 'total-loss' }],
  };
}

/** A copy somebody declared: a day old, and vouched for. */
export function declared(of: string, over: Partial<DeclaredCopy> = {}): DeclaredCopy {
  return {
    of,
    location: 'backblaze b2',
    every: '24h',
    keptFor: '90d',
    deletableBy: [],
    owner: 'ops@acme.example',
    newestAt: daysAgo(1),
    restoreTestedAt: daysAgo(10),
    expires: '2027-01-31',
    evidence: null,
    ...over,
  };
}

/** A trusted baseline, version 3, approved by two people yesterday; it approves nothing unless told otherwise. */
export function approved(baseline: Partial<Baseline> = {}, approval: Partial<Approval> = {}): ApprovedState {
  return {
    name: 'acme',
    baseline: {
      schema: 'firebreak.baseline/1',
      name: 'acme',
      scope: [],
      notScanned: [],
      coverage: [],
      gaps: [],
      open: [],
      assets: [],
      credentials: [],
      backups: [],
      stores: [],
      reach: [],
      ...baseline,
    },
    approval: {
      version: 3,
      approvedAt: daysAgo(1),
      expires: null,
      approvers: ['ann', 'bo'],
      signedBy: ['ann', 'bo'],
      signaturesAsked: 2,
      ...approval,
    },
  };
}

/** A guard that somebody took off a store. */
export function drifted(id: string, over: Partial<DriftEvent> = {}): DriftEvent {
  return {
    fingerprint: id,
    event: 'guard-removed',
    asset: 'db',
    name: 'db',
    before: 'deletion-protection',
    after: null,
    severity: 'medium',
    why: 'it is gone',
    actor: 'ann',
    at: hoursAgo(2),
    wayBack: null,
    new: true,
    status: 'open',
    ...over,
  };
}
