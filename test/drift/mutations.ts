import type { Asset, AssetOf, Link } from '../../src/model/asset.ts';
import type { Source } from '../../src/model/inventory.ts';
import { draws } from '../../src/stand-ins/draws.ts';
import {
  asset,
  backup,
  container,
  credential,
  environment,
  gap,
  hoursAgo,
  principal,
  schedule,
  store,
  workload,
} from '../checks/world.ts';
import {
  account,
  allow,
  changed,
  edited,
  policy,
  type Scan,
  sources,
  to,
  wholeScope,
  without,
} from './scans.ts';

/** A repeatable source of choices. */
export interface Random {
  below(limit: number): number;
  pick<T>(items: readonly T[]): T;
  shuffled<T>(items: readonly T[]): readonly T[];
}

export function random(seed: number): Random {
  const next = draws(seed);
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    pick: (items) => items[below(items.length)] as (typeof items)[number],
    shuffled: (items) =>
      items
        .map((item) => [next(), item] as const)
        .sort(([a], [b]) => a - b)
        .map(([, item]) => item),
  };
}

const elsewhere = { provider: 'aws', account: '222222222222', region: 'eu-west-1', vault: 'vault' };
const rows = [0, 1, 2, 3];
const fleet = { 'aws:autoscaling:groupName': 'web' };

function database(row: number): readonly Asset[] {
  return [
    store(`db-${row}`, {
      name: `orders-${row}`,
      links: [to(`key-${row}`, 'encrypted-with')],
      props: {
        sizeBytes: 1 << 30,
        guards: [
          { type: 'deletion-protection', clearedBy: [{ operation: 'rds:ModifyDBInstance' }], until: null },
        ],
      },
    }),
    store(`db-${row}-staging`, { name: `orders-${row}`, tier: 'staging' }),
    asset('key', `key-${row}`, { name: `key-${row}` }),
    schedule(`nightly-${row}`, `db-${row}`),
    workload(`app-${row}`, {
      name: `app-${row}`,
      links: [to(`db-${row}`, 'uses'), to(`role-${row}`, 'runs-as')],
      props: { endpoints: [] },
    }),
    ...Array.from({ length: 14 }, (_, day) =>
      backup(`snap-${row}-${day}`, `db-${row}`, { createdAt: hoursAgo(3 + 24 * day) }),
    ),
    ...Array.from({ length: 3 }, (_, day) =>
      backup(`far-${row}-${day}`, `db-${row}`, {
        createdAt: hoursAgo(5 + 24 * day),
        props: {
          type: 'recovery-point',
          location: elsewhere,
          expires: hoursAgo(5 + 24 * day - 35 * 24),
          guards: [{ type: 'vault-lock', clearedBy: [], until: hoursAgo(5 + 24 * day - 14 * 24) }],
        },
      }),
    ),
  ];
}

function people(row: number): readonly Asset[] {
  const member = `user-${row}`;
  const role = `role-${row}`;
  return [
    principal(member, {
      name: member,
      links: [to('account', 'acts-in', row === 0 ? 'ADMIN' : 'MEMBER'), to(`policy-${member}`, 'attached')],
    }),
    credential(`${member}-key`, member, { props: { type: 'access-key' } }),
    credential(`${member}-password`, member, {
      props: { type: 'console-password', mfa: 'always', expires: null },
    }),
    policy(`policy-${member}`, [
      { ...allow(['ec2:DescribeVolumes', 's3:GetObject'], ['arn:a', 'arn:b']), Sid: 'Look' },
      { ...allow('rds:DeleteDBInstance'), Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } },
      { Effect: 'Deny', Action: ['s3:DeleteBucket', 'kms:*'], Resource: '*' },
    ]),
    principal(role, {
      name: role,
      links: [to(`policy-${role}`, 'attached'), to('boundary', 'bounds')],
      props: { type: 'role' },
    }),
    credential(`${role}-oidc`, role, {
      props: { type: 'oidc-subject', expires: null, subject: `repo:acme/app-${row}:environment:production` },
    }),
    policy(`policy-${role}`, [allow(['rds:CreateDBSnapshot', 'rds:DescribeDBInstances'])]),
    policy(
      `${role}#trust`,
      [{ Effect: 'Allow', Principal: { AWS: [account] }, Action: 'sts:AssumeRole' }],
      [to(role, 'protects')],
    ),
  ];
}

/** A company in which nothing has happened yet. */
export const company: Scan = {
  assets: [
    container('account', ['env-production', 'env-staging', 'vault', 'trail', 'boundary', 'project'], {
      region: null,
    }),
    container('project', ['volume'], {
      provider: 'aws',
      props: { type: 'project', facts: { has2FAEnforcement: true, projects: 3 } },
    }),
    container('volume', ['db-0', 'db-0-staging'], { props: { type: 'volume' } }),
    environment('env-production', {
      links: rows.map((row) => to(`db-${row}`, 'contains')),
      props: { restricted: true },
    }),
    environment('env-staging', {
      tier: 'staging',
      links: rows.map((row) => to(`db-${row}-staging`, 'contains')),
      props: { tier: 'staging' },
    }),
    asset('vault', 'vault'),
    asset('trail', 'trail', { region: null, links: [to('account', 'watches')] }),
    policy('boundary', [allow('ec2:*')]),
    workload('i-1', { name: 'web', tags: fleet, links: [to('vol-1', 'uses')] }),
    store('vol-1', { name: 'vol-1' }),
    ...rows.flatMap((row) => [...database(row), ...people(row)]),
  ],
  reach: rows.flatMap((row) => [
    { credential: `user-${row}-key`, stores: ['db-0', 'db-1', 'db-2'], verdict: 'recoverable' as const },
    { credential: `user-${row}-password`, stores: [`db-${row}-staging`], verdict: 'total-loss' as const },
  ]),
};

type Mutation = (scan: Scan, chance: Random) => Scan;

const replace = (
  scan: Scan,
  id: string,
  make: (old: Asset) => Asset | null,
  ...added: readonly Asset[]
): Scan => changed(scan, (entry) => (entry.id === id ? make(entry) : entry), ...added);

const props = (scan: Scan, id: string, over: object): Scan => edited(scan, id, { props: over });

const withPolicy = (
  scan: Scan,
  id: string,
  edit: (statements: readonly object[]) => readonly object[],
): Scan =>
  replace(scan, id, (old) => {
    const { document } = (old as AssetOf<'policy'>).props;
    const { Statement } = document as { readonly Statement: readonly object[] };
    return {
      ...old,
      props: {
        ...old.props,
        digest: `${id}-again`,
        document: { Version: '2012-10-17', Statement: edit(Statement) },
      },
    } as Asset;
  });

const policies = company.assets.filter(({ kind }) => kind === 'policy').map(({ id }) => id);

function reordered(statement: object, chance: Random): object {
  const entries = Object.entries(statement).filter(([field]) => field !== 'Sid');
  return Object.fromEntries(
    chance
      .shuffled(entries)
      .map(([field, value]) => [field, Array.isArray(value) ? chance.shuffled(value) : value]),
  );
}

/** Says the same with a statement an action. */
function split(statement: object): readonly object[] {
  const { Action } = statement as { readonly Action: string | readonly string[] };
  return [Action]
    .flat()
    .map((action) => ({ ...statement, Sid: `S${action.length}`, Action: action.toUpperCase() }));
}

/** A pull request's environment with its service, volume and token. */
function preview(scan: Scan, chance: Random): Scan {
  const name = `pr-${chance.below(1000)}`;
  const volumes = changed(scan, (entry) =>
    entry.id === 'volume' ? { ...entry, links: [...entry.links, to(`${name}-db`, 'contains')] } : entry,
  );
  const reach = { credential: `${name}-token`, stores: [`${name}-db`], verdict: 'total-loss' as const };
  return {
    ...volumes,
    assets: [
      ...volumes.assets,
      environment(name, {
        tier: 'ephemeral',
        links: [to(`${name}-db`, 'contains'), to('env-production', 'duplicated-from')],
        props: { tier: 'ephemeral', ephemeral: true },
      }),
      store(`${name}-db`, { tier: 'ephemeral' }),
      backup(`${name}-snap`, `${name}-db`, { tier: 'ephemeral' }),
      workload(`${name}-app`, { tier: 'ephemeral', links: [to(`${name}-db`, 'uses')] }),
      principal(`${name}-principal`, { tier: 'ephemeral', links: [to(name, 'acts-in', 'PROJECT_TOKEN')] }),
      credential(`${name}-token`, `${name}-principal`, {
        tier: 'ephemeral',
        props: { type: 'project-token' },
      }),
    ],
    reach: [
      ...scan.reach.map((line) => ({
        ...line,
        stores: line.credential === 'user-0-key' ? [...line.stores, `${name}-db`] : line.stores,
      })),
      reach,
    ],
  };
}

const sessionName = (source: Source, chance: Random): Source => ({
  ...source,
  caller: {
    ...source.caller,
    principal: `arn:aws:sts::${account}:assumed-role/read/scan-${chance.below(1e6)}`,
  },
  calls: chance.below(500),
  seconds: chance.below(60),
  assets: chance.below(900),
});

/** Changes that nobody decided, or that change nothing. */
export const harmless: Readonly<Record<string, Mutation>> = {
  'a snapshot more': (scan, chance) => {
    const row = chance.pick(rows);
    return {
      ...scan,
      assets: [
        ...scan.assets,
        backup(`snap-${row}-new-${chance.below(1e6)}`, `db-${row}`, { createdAt: hoursAgo(1) }),
      ],
    };
  },
  'a rotated snapshot': (scan, chance) => {
    const row = chance.pick(rows);
    return replace(
      scan,
      `snap-${row}-13`,
      () => null,
      backup(`snap-${row}-n${chance.below(1e6)}`, `db-${row}`, { createdAt: hoursAgo(1) }),
    );
  },
  'the oldest snapshot gone before the next is made': (scan, chance) =>
    without(scan, `snap-${chance.pick(rows)}-13`),
  'a rotated recovery point': (scan, chance) => {
    const row = chance.pick(rows);
    return changed(scan, (entry) =>
      entry.id === `far-${row}-2`
        ? ({
            ...entry,
            id: `far-${row}-n`,
            createdAt: hoursAgo(1),
            props: {
              ...entry.props,
              expires: hoursAgo(1 - 35 * 24),
              guards: [{ type: 'vault-lock', clearedBy: [], until: hoursAgo(1 - 14 * 24) }],
            },
          } as Asset)
        : entry,
    );
  },
  'a rotated key': (scan, chance) => {
    const id = `user-${chance.pick(rows)}-key`;
    const fresh = `${id}-${chance.below(1e6)}`;
    return {
      ...changed(scan, (entry) =>
        entry.id === id
          ? ({
              ...entry,
              id: fresh,
              name: fresh,
              createdAt: hoursAgo(1),
              props: { ...entry.props, label: '****NEW', lastUsed: null },
            } as Asset)
          : entry,
      ),
      reach: scan.reach.map((line) => (line.credential === id ? { ...line, credential: fresh } : line)),
    };
  },
  'an old key left inactive': (scan, chance) => {
    const row = chance.pick(rows);
    const old = credential(`user-${row}-old-${chance.below(1e6)}`, `user-${row}`, {
      props: { type: 'access-key', status: 'inactive' },
    });
    return { ...scan, assets: [...scan.assets, old] };
  },
  'times of use': (scan, chance) =>
    changed(scan, (entry) => {
      const at = hoursAgo(chance.below(500));
      if (entry.kind === 'credential') return { ...entry, props: { ...entry.props, lastUsed: at } };
      return entry.kind === 'principal' ? { ...entry, props: { ...entry.props, lastActive: at } } : entry;
    }),
  sizes: (scan, chance) =>
    changed(scan, (entry) =>
      entry.kind === 'store' ? { ...entry, props: { ...entry.props, sizeBytes: chance.below(1e9) } } : entry,
    ),
  'a policy in another order': (scan, chance) =>
    withPolicy(scan, chance.pick(policies), (statements) =>
      chance.shuffled(statements).map((statement) => reordered(statement, chance)),
    ),
  'a policy written in other words': (scan, chance) =>
    withPolicy(scan, chance.pick(policies), (statements) => statements.flatMap(split)),
  'a pull request environment': preview,
  'an instance of a fleet replaced': (scan, chance) => {
    const n = chance.below(1e6);
    const bare = without(scan, 'i-1', 'vol-1');
    return {
      ...bare,
      assets: [
        ...bare.assets,
        workload(`i-${n}`, { name: 'web', tags: fleet, links: [to(`vol-${n}`, 'uses')] }),
        store(`vol-${n}`),
      ],
    };
  },
  tags: (scan, chance) =>
    changed(scan, (entry) => ({ ...entry, tags: { ...entry.tags, cost: `${chance.below(99)}` } })),
  states: (scan, chance) =>
    changed(scan, (entry) =>
      entry.kind === 'workload'
        ? { ...entry, props: { ...entry.props, state: chance.pick(['running', 'stopped']) } }
        : entry,
    ),
  'who asked, under another session name': (scan, chance) => ({
    ...scan,
    sources: chance.shuffled(sources).map((entry) => sessionName(entry, chance)),
  }),
  order: (scan, chance) => ({
    ...scan,
    assets: chance
      .shuffled(scan.assets)
      .map((entry) => ({ ...entry, links: chance.shuffled<Link>(entry.links) })),
    reach: chance.shuffled(scan.reach),
  }),
  'a person logged in': (scan, chance) => {
    const row = chance.pick(rows);
    const session = (n: number): Asset =>
      credential(`session-${row}-${n}`, `user-${row}`, {
        props: { type: 'browser-session', expires: hoursAgo(-24) },
      });
    return {
      ...scan,
      assets: [...scan.assets, ...Array.from({ length: 1 + chance.below(3) }, (_, n) => session(n))],
    };
  },
  'pairs grouped and counted otherwise': (scan, chance) => ({
    ...scan,
    reach: scan.reach.flatMap((line) =>
      line.stores.map((id) => ({
        ...line,
        stores: [id],
        pair: { calls: chance.below(9), plan: `p${chance.below(9)}` },
      })),
    ),
  }),
  'another way to the same environment': (scan) =>
    changed(scan, (entry) => ({
      ...entry,
      environments: entry.environments.map((place) => ({ ...place, by: 'attachment' as const })),
    })),
  'figures of a container': (scan, chance) =>
    props(scan, 'project', { facts: { has2FAEnforcement: true, projects: chance.below(99) } }),
};

/** `company` as it is approved where sessions are known and callers have a role's ARN. */
export const approvedCompany: Scan = {
  ...company,
  sources: sources.map((entry) => ({
    ...entry,
    caller: { ...entry.caller, principal: `arn:aws:sts::${account}:assumed-role/read/approval` },
  })),
  assets: [
    ...company.assets,
    ...rows.map((row) =>
      credential(`session-${row}`, `user-${row}`, {
        props: { type: 'browser-session', expires: hoursAgo(-24) },
      }),
    ),
  ],
};

/** A fault, and the event it has to show as. */
export interface Fault {
  readonly event: string;
  readonly plant: (scan: Scan, row: number, chance: Random) => Scan;
}

const copies = (row: number): readonly string[] =>
  Array.from({ length: 14 }, (_, day) => `snap-${row}-${day}`);
const farCopies = (scan: Scan, row: number, over: object): Scan =>
  changed(scan, (entry) =>
    entry.id.startsWith(`far-${row}-`) ? ({ ...entry, props: { ...entry.props, ...over } } as Asset) : entry,
  );
const links = (scan: Scan, id: string, edit: (links: readonly Link[]) => readonly Link[]): Scan =>
  replace(scan, id, (old) => ({ ...old, links: edit(old.links) }));
const add = (scan: Scan, ...assets: readonly Asset[]): Scan => ({
  ...scan,
  assets: [...scan.assets, ...assets],
});

/** Changes that matter; each has to show, whatever harmless things happened beside it. */
export const harmful: Readonly<Record<string, Fault>> = {
  'a guard removed': {
    event: 'guard-removed',
    plant: (scan, row) => props(scan, `db-${row}`, { guards: [] }),
  },
  'a guard that more may clear': {
    event: 'guard-changed',
    plant: (scan, row) =>
      props(scan, `db-${row}`, {
        guards: [
          {
            type: 'deletion-protection',
            clearedBy: [{ operation: 'rds:ModifyDBInstance' }, { operation: 'rds:Other' }],
            until: null,
          },
        ],
      }),
  },
  'a schedule removed': { event: 'schedule-removed', plant: (scan, row) => without(scan, `nightly-${row}`) },
  'a schedule that covers nothing': {
    event: 'schedule-removed',
    plant: (scan, row) => links(scan, `nightly-${row}`, () => []),
  },
  'retention cut': {
    event: 'retention-cut',
    plant: (scan, row) => props(scan, `nightly-${row}`, { retentionHours: 24 }),
  },
  'a schedule slowed down': {
    event: 'schedule-changed',
    plant: (scan, row) => props(scan, `nightly-${row}`, { frequency: 'MONTHLY' }),
  },
  'all copies gone': {
    event: 'copy-lost',
    plant: (scan, row) =>
      without(
        scan,
        ...copies(row),
        ...scan.assets.map(({ id }) => id).filter((id) => id.startsWith(`snap-${row}-`)),
      ),
  },
  'most copies gone': {
    event: 'copy-lost',
    plant: (scan, row) =>
      without(
        scan,
        ...scan.assets
          .map(({ id }) => id)
          .filter((id) => id.startsWith(`snap-${row}-`))
          .slice(0, -4),
      ),
  },
  'the copies elsewhere gone': {
    event: 'copy-lost',
    plant: (scan, row) =>
      without(scan, ...scan.assets.map(({ id }) => id).filter((id) => id.startsWith(`far-${row}-`))),
  },
  'the copies elsewhere unlocked': {
    event: 'guard-removed',
    plant: (scan, row) => farCopies(scan, row, { guards: [] }),
  },
  'the copies elsewhere shared': {
    event: 'copy-shared',
    plant: (scan, row) => farCopies(scan, row, { sharedWith: ['333333333333'] }),
  },
  'the copies elsewhere kept for a day': {
    event: 'retention-cut',
    plant: (scan, row) => farCopies(scan, row, { expires: hoursAgo(-1) }),
  },
  'copies that go with their store': {
    event: 'copy-bound',
    plant: (scan, row) => farCopies(scan, row, { survivesSource: false }),
  },
  'a password for a role': {
    event: 'credential-type-added',
    plant: (scan, row) =>
      add(scan, credential(`role-${row}-key`, `role-${row}`, { props: { type: 'access-key' } })),
  },
  'a second key': {
    event: 'credential-added',
    plant: (scan, row) =>
      add(scan, credential(`user-${row}-extra`, `user-${row}`, { props: { type: 'access-key' } })),
  },
  'a key that never ends': {
    event: 'credential-expiry-removed',
    plant: (scan, row) =>
      changed(scan, (entry) =>
        entry.id.startsWith(`user-${row}-key`)
          ? ({ ...entry, props: { ...entry.props, expires: null } } as Asset)
          : entry,
      ),
  },
  'a password without a second factor': {
    event: 'mfa-removed',
    plant: (scan, row) => props(scan, `user-${row}-password`, { mfa: 'may' }),
  },
  'a wider subject': {
    event: 'credential-type-added',
    plant: (scan, row) => props(scan, `role-${row}-oidc`, { subject: 'repo:acme/*' }),
  },
  'a user without a second factor': {
    event: 'mfa-removed',
    plant: (scan, row) => props(scan, `user-${row}`, { mfa: false }),
  },
  'an action granted': {
    event: 'policy-changed',
    plant: (scan, row) =>
      withPolicy(scan, `policy-user-${row}`, (all) => [...all, allow('ec2:DeleteVolume')]),
  },
  'a denial dropped': {
    event: 'policy-changed',
    plant: (scan, row) =>
      withPolicy(scan, `policy-user-${row}`, (all) =>
        all.filter((statement) => (statement as { Effect: string }).Effect !== 'Deny'),
      ),
  },
  'a condition dropped': {
    event: 'policy-changed',
    plant: (scan, row) =>
      withPolicy(scan, `policy-user-${row}`, (all) =>
        all.map(({ Condition: _, ...rest }: { Condition?: unknown }) => rest),
      ),
  },
  'a trust opened': {
    event: 'policy-changed',
    plant: (scan, row) =>
      withPolicy(scan, `role-${row}#trust`, (all) => [
        ...all,
        { Effect: 'Allow', Principal: { AWS: '333333333333' }, Action: 'sts:AssumeRole' },
      ]),
  },
  'a policy attached': {
    event: 'policy-attached',
    plant: (scan, row) => links(scan, `role-${row}`, (all) => [...all, to(`policy-user-${row}`, 'attached')]),
  },
  'a boundary taken off': {
    event: 'boundary-removed',
    plant: (scan, row) => links(scan, `role-${row}`, (all) => all.filter(({ as }) => as !== 'bounds')),
  },
  'an assumption': {
    event: 'assumption-added',
    plant: (scan, row) => links(scan, `user-${row}`, (all) => [...all, to(`role-${row}`, 'may-assume')]),
  },
  'a role raised': {
    event: 'role-changed',
    plant: (scan, row) =>
      links(scan, `user-${row}`, (all) =>
        all.map((link) => (link.as === 'acts-in' ? { ...link, role: 'OWNER' } : link)),
      ),
  },
  'a member added': {
    event: 'member-added',
    plant: (scan, row) =>
      add(
        scan,
        principal(`new-user-${row}`, { links: [to('account', 'acts-in', 'MEMBER')] }),
        credential(`new-key-${row}`, `new-user-${row}`),
      ),
  },
  'a store gone': { event: 'asset-removed', plant: (scan, row) => without(scan, `db-${row}`) },
  'a store about to go': {
    event: 'deletion-pending',
    plant: (scan, row) => props(scan, `db-${row}`, { pendingDeletion: { at: hoursAgo(-48) } }),
  },
  'a store called ephemeral': {
    event: 'asset-removed',
    plant: (scan, row) =>
      edited(scan, `db-${row}`, { environments: [{ name: 'pr', tier: 'ephemeral', by: 'declared' }] }),
  },
  'a store under another key': {
    event: 'key-changed',
    plant: (scan, row) => links(scan, `db-${row}`, () => [to(`key-${(row + 1) % 4}`, 'encrypted-with')]),
  },
  'a workload on other data': {
    event: 'attachment-moved',
    plant: (scan, row) =>
      links(scan, `app-${row}`, (all) =>
        all.map((link) => (link.as === 'uses' ? to(`db-${row}-staging`, 'uses') : link)),
      ),
  },
  'an endpoint opened': {
    event: 'endpoint-opened',
    plant: (scan, row) => props(scan, `app-${row}`, { endpoints: ['proxy.example:12345'] }),
  },
  'a key disabled': {
    event: 'key-state-changed',
    plant: (scan, row) => props(scan, `key-${row}`, { state: 'PendingDeletion' }),
  },
  'a shorter deletion window': {
    event: 'retention-cut',
    plant: (scan, row) => props(scan, `key-${row}`, { deletionWindowDays: 7 }),
  },
  'a weaker vault lock': {
    event: 'lock-weakened',
    plant: (scan, row) => props(scan, 'vault', { lock: row % 2 === 0 ? 'none' : 'governance' }),
  },
  'the log off': { event: 'logging-stopped', plant: (scan) => props(scan, 'trail', { logging: false }) },
  'the log of less': { event: 'trail-narrowed', plant: (scan) => links(scan, 'trail', () => []) },
  'two-factor enforcement off': {
    event: 'setting-changed',
    plant: (scan) => props(scan, 'project', { facts: { has2FAEnforcement: false } }),
  },
  'an environment opened': {
    event: 'restriction-lifted',
    plant: (scan) => props(scan, 'env-production', { restricted: false }),
  },
  'an environment called staging': {
    event: 'tier-changed',
    plant: (scan) => props(scan, 'env-production', { tier: 'staging' }),
  },
  'a region left out': {
    event: 'scope-narrowed',
    plant: (scan, row) => ({
      ...scan,
      scope: [{ ...wholeScope, regions: row % 2 === 0 ? ['eu-west-1'] : [] }],
    }),
  },
  'a narrower caller': {
    event: 'caller-changed',
    plant: (scan, row) => ({
      ...scan,
      sources: sources.map((entry) => ({
        ...entry,
        caller: { ...entry.caller, principal: `arn:aws:sts::${account}:assumed-role/less-${row}/x` },
      })),
    }),
  },
  'a gap': {
    event: 'gap-appeared',
    plant: (scan, row) => ({ ...scan, gaps: [gap('policy', { fingerprint: `aws:denied:policies-${row}` })] }),
  },
  'a wider reach': {
    event: 'reach-widened',
    plant: (scan, row) => ({
      ...scan,
      reach: [
        ...scan.reach,
        { credential: `role-${row}-oidc`, stores: [`db-${row}`], verdict: 'total-loss' as const },
      ],
    }),
  },
  'a worse verdict': {
    event: 'reach-widened',
    plant: (scan, row) => ({
      ...scan,
      reach: [
        ...scan.reach,
        { credential: `user-${row}-password`, stores: ['db-1'], verdict: 'delayed-loss' as const },
      ],
    }),
  },
  'a possible reach': {
    event: 'reach-widened',
    plant: (scan, row) => ({
      ...scan,
      reach: [
        ...scan.reach,
        {
          credential: `role-${row}-oidc`,
          stores: [`db-${row}`],
          verdict: 'no-reach' as const,
          pair: { possible: 'total-loss' as const },
        },
      ],
    }),
  },
};
