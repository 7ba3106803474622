import { defaultSettings } from '../../src/config/limits.ts';
import type { Access, Decision, Identity } from '../../src/model/access.ts';
import type { Asset } from '../../src/model/asset.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import { draws } from '../../src/stand-ins/draws.ts';

/** Sizes of the organisation to make up. */
export interface Size {
  readonly principals: number;
  readonly assets: number;
}

const TEAMS = 20;
const ENVIRONMENTS = ['production', 'staging', 'development'] as const;
const STORES_PER_ACCOUNT = 500;

/** Accounts of teams with volumes and snapshots (one store to nine backups), users and their access keys. */
export function organisation({ principals, assets }: Size, now: Date): Inventory {
  const random = draws(1);
  const stores = Math.round(assets / 10);
  const accounts = Math.max(1, Math.round(stores / STORES_PER_ACCOUNT));
  const made: Asset[] = [];
  for (let i = 0; i < stores; i += 1) {
    const account = accountId(i % accounts);
    const team = Math.floor(random() * TEAMS);
    const environment = ENVIRONMENTS[Math.floor(random() * ENVIRONMENTS.length)] ?? 'production';
    const volume = `arn:aws:ec2:eu-west-1:${account}:volume/vol-${i}`;
    const tags = { team: `team-${team}`, env: environment };
    made.push(storeAsset(volume, account, environment, tags));
    for (let j = 0; j < 9; j += 1) {
      const id = `arn:aws:ec2:eu-west-1::snapshot/snap-${i}-${j}`;
      made.push(
        backupAsset(id, volume, account, environment, tags, random() < 0.1, now.getTime() - j * 86_400_000),
      );
    }
  }
  for (let i = 0; i < principals; i += 1) made.push(...principalAssets(i, accountId(i % accounts), random));
  return { ...EMPTY, takenAt: now.toISOString(), scope: scopesOf(accounts), assets: made };
}

function accountId(number: number): string {
  return String(100_000_000_000 + number);
}

function scopesOf(accounts: number): Inventory['scope'] {
  return Array.from({ length: accounts }, (_, i) => ({
    provider: 'aws',
    scope: accountId(i),
    regions: ['eu-west-1'],
    natives: ['AWS::EC2::Volume', 'AWS::EC2::Snapshot'],
  }));
}

const EMPTY: Inventory = {
  schema: 'firebreak.inventory/1',
  takenAt: '',
  scope: [],
  notScanned: [],
  sources: [],
  gaps: [],
  settings: defaultSettings('bench'),
  assets: [],
};

type Environment = (typeof ENVIRONMENTS)[number];
type Tags = Readonly<Record<string, string>>;

function common(id: string, account: string, tags: Tags, createdAt: string | null) {
  return {
    id,
    provider: 'aws',
    name: id.slice(id.lastIndexOf('/') + 1),
    scope: account,
    region: 'eu-west-1',
    createdAt,
    tags,
  };
}

function storeAsset(id: string, account: string, tier: Environment, tags: Tags): Asset {
  return {
    ...common(id, account, tags, '2026-01-01T00:00:00.000Z'),
    kind: 'store',
    native: 'AWS::EC2::Volume',
    environments: [{ name: tier, tier, by: 'declared' }],
    links: [],
    props: { type: 'volume', sizeBytes: 1, key: null, guards: [], pendingDeletion: null, attached: [] },
  };
}

function backupAsset(
  id: string,
  of: string,
  account: string,
  tier: Environment,
  tags: Tags,
  locked: boolean,
  made: number,
): Asset {
  return {
    ...common(id, account, tags, new Date(made).toISOString()),
    kind: 'backup',
    native: 'AWS::EC2::Snapshot',
    environments: [{ name: tier, tier, by: 'inherited' }],
    links: [{ to: of, as: 'copy-of' }],
    props: {
      type: 'snapshot',
      location: { provider: 'aws', account, region: 'eu-west-1', vault: null },
      expires: null,
      complete: true,
      key: null,
      survivesSource: true,
      follows: [],
      sharedWith: [],
      guards: locked
        ? [{ type: 'snapshot-lock', clearedBy: [{ operation: 'ec2:UnlockSnapshot' }], until: null }]
        : [],
    },
  };
}

/** Policy shapes as accounts have them, with the share of principals that carry each. */
const SHAPES = [
  ['admin', 0.05],
  ['team', 0.4],
  ['environment', 0.15],
  ['bounded', 0.1],
  ['chained', 0.05],
  ['reader', 0.25],
] as const;

type ShapeName = (typeof SHAPES)[number][0];

function principalAssets(number: number, account: string, random: () => number): readonly Asset[] {
  const id = `arn:aws:iam::${account}:user/user-${number}`;
  const team = Math.floor(random() * TEAMS);
  const environment = ENVIRONMENTS[Math.floor(random() * ENVIRONMENTS.length)] ?? 'production';
  const tags = { shape: shapeFor(random()), team: `team-${team}`, env: environment };
  return [
    {
      ...common(id, account, tags, null),
      kind: 'principal',
      native: 'AWS::IAM::User',
      environments: [],
      links: [],
      props: { type: 'user', mfa: false, lastActive: null, managedByProvider: false },
    },
    {
      ...common(`aws:access-key:${id}:0000`, account, tags, null),
      kind: 'credential',
      native: 'AWS::IAM::AccessKey',
      environments: [],
      links: [{ to: id, as: 'held-by' }],
      props: {
        type: 'access-key',
        status: 'active',
        lastUsed: null,
        expires: null,
        label: null,
        mfa: 'never',
        self: false,
      },
    },
  ];
}

function shapeFor(draw: number): ShapeName {
  let left = draw;
  for (const [name, share] of SHAPES) {
    left -= share;
    if (left < 0) return name;
  }
  return 'reader';
}

/** Access by the shapes above, as fast as access can be: what is measured is the blast radius. */
export function organisationAccess(inventory: Inventory): Access {
  const byId = new Map(inventory.assets.map((asset) => [asset.id, asset]));
  const accounts = inventory.scope.map(({ scope }) => scope);
  const places = new Map(
    inventory.assets.map(({ id, scope, tags }) => [id, `${scope} ${tags.team} ${tags.env}`]),
  );
  const placeOf = (id: string): string => places.get(id) ?? '';
  return {
    identities: (credential) => {
      const asset = byId.get(credential);
      return asset === undefined ? [] : identitiesOf(asset, accounts);
    },
    decide: ({ key }, operation, target) => decide(key.split(' '), operation, placeOf(target).split(' ')),
    targetKey: placeOf,
    scopeOf: (target) => byId.get(target)?.scope ?? '',
    scopes: ({ key }) => [key.split(' ')[1] ?? ''],
  };
}

/** A chained principal reaches, by one role, the administration of the next account. */
function identitiesOf({ id, scope, tags }: Asset, accounts: readonly string[]): readonly Identity[] {
  const detail =
    { admin: '*', team: tags.team, environment: tags.env, bounded: tags.team }[tags.shape ?? ''] ?? '-';
  const own: Identity = {
    key: `${tags.shape} ${scope} ${detail}`,
    credential: id,
    principal: id,
    steps: [],
    escalated: false,
    holdsOnlyIf: [],
    unread: [],
  };
  if (tags.shape !== 'chained') return [own];
  const next = accounts[(accounts.indexOf(scope) + 1) % accounts.length] ?? scope;
  const role = `arn:aws:iam::${next}:role/backup-admin`;
  const step = { operation: 'sts:AssumeRole', target: role, because: [] };
  return [own, { ...own, key: `admin ${next} *`, principal: role, steps: [step] }];
}

const ALLOWED: Decision = {
  decision: 'allowed',
  because: [{ layer: 'identity', effect: 'allow', text: 'policy' }],
  holdsOnlyIf: [],
  confidence: 'documented',
  unread: [],
};
const DENIED: Decision = {
  decision: 'denied',
  because: [{ layer: 'identity', effect: 'implicit-deny', text: 'nothing allows it' }],
  holdsOnlyIf: [],
  confidence: 'documented',
  unread: [],
};

function decide(
  [shape, account, detail]: readonly string[],
  operation: string,
  [scope, team, environment]: readonly string[],
): Decision {
  if (account !== scope) return DENIED;
  if (shape === 'admin') return ALLOWED;
  if (shape === 'team') return team === detail ? ALLOWED : DENIED;
  if (shape === 'environment')
    return environment === detail && operation !== 'ec2:UnlockSnapshot' ? ALLOWED : DENIED;
  if (shape === 'bounded') return team === detail && operation === 'ec2:DeleteVolume' ? ALLOWED : DENIED;
  return DENIED;
}
