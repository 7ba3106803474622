import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Asset, Guard } from '../../src/model/asset.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import type { Report } from '../../src/model/report.ts';
import { serveAws } from '../../src/stand-ins/aws/index.ts';
import { acmeId } from '../collectors/aws/acme.ts';
import { type Change, seededAccount } from '../collectors/aws/seeded/account.ts';
import { type Desk, openDesk } from '../collectors/aws/seeded/process.ts';
import { arn, key } from '../collectors/aws/seeded/stores.ts';

interface Scanned {
  readonly inventory: Inventory;
  readonly report: Report;
}

/** Scans the seeded account by the command, as a user would. */
async function scanned(desk: Desk, without: Change = {}): Promise<Scanned> {
  const served = await serveAws(seededAccount(without), { pageSize: 2 });
  const ran = await desk
    .run(served.url, ['scan', '--format', 'json', '--fail-on', 'never', '-o', 'out'])
    .finally(served.close);
  expect(ran.code, ran.text).toBe(0);
  const read = (name: string): unknown => JSON.parse(readFileSync(join(desk.folder, 'out', name), 'utf8'));
  return { inventory: read('inventory.json') as Inventory, report: read('report.json') as Report };
}

/** `deletion-protection, by rds:ModifyDBInstance`; `snapshot-lock until 2027-01-01`. */
function told({ type, clearedBy, until, hours }: Guard): string {
  const by = clearedBy.length === 0 ? '' : `, by ${clearedBy.map(({ operation }) => operation).join(' or ')}`;
  return `${type}${hours === undefined ? '' : ` ${hours} h`}${until === null ? '' : ` until ${until.slice(0, 10)}`}${by}`;
}

/** What keeps an asset: guards of its own, and those of what it is in. */
function guardsOf(asset: Asset): readonly string[] {
  return 'guards' in asset.props ? asset.props.guards.map(told).sort() : [];
}

/** Copies of a store: the name, whether it goes with the store, and what keeps it. */
function copiesOf(assets: readonly Asset[], store: string): readonly string[] {
  return assets
    .flatMap((asset) => {
      if (asset.kind !== 'backup' || !asset.links.some(({ to, as }) => as === 'copy-of' && to === store))
        return [];
      const fate = { true: '', false: ' (goes)', unknown: ' (may go)' }[String(asset.props.survivesSource)];
      return [[`${asset.props.type} ${asset.name}${fate}`, ...guardsOf(asset)].join('; ')];
    })
    .sort();
}

describe('one of each store and way in', () => {
  let desk: Desk;
  let found: Scanned;
  beforeAll(async () => {
    desk = openDesk();
    found = await scanned(desk);
  });
  afterAll(() => desk.close());

  const asset = (id: string): Asset => {
    const one = found.inventory.assets.find((each) => each.id === id);
    if (one === undefined) throw new Error(`there is no ${id}`);
    return one;
  };
  const native = (name: string) => found.inventory.assets.filter((each) => each.native === name);

  // Store, what keeps it, and its copies: each by its kind and name, whether it goes with the store, what keeps it.
  it.each<[string, readonly string[], readonly string[]]>([
    [
      arn('dynamodb', 'table/carts'),
      ['deletion-protection, by dynamodb:UpdateTable'],
      [
        'pitr-window carts',
        'replica carts in eu-west-1; deletion-protection, by dynamodb:UpdateTable',
        'snapshot by-hand',
      ],
    ],
    [
      arn('ec2', 'volume/vol-data'),
      ['recycle-bin 168 h, by rbin:DeleteRule or rbin:UpdateRule'],
      ['image ami-db', 'snapshot snap-image', 'snapshot snap-sealed; snapshot-lock until 2027-01-01'],
    ],
    [
      arn('ec2', 'volume/vol-vaulted'),
      ['recycle-bin 168 h, by rbin:DeleteRule or rbin:UpdateRule'],
      ['recovery-point snap-vaulted'],
    ],
    [arn('elasticache', 'replicationgroup:sessions'), [], ['automated automatic.sessions (goes)']],
    [arn('elasticache', 'serverlesscache:limits'), [], ['snapshot limits-by-hand']],
    [
      arn('elasticfilesystem', 'file-system/fs-home'),
      [],
      ['recovery-point home; legal-hold, by backup:CancelLegalHold; vault-lock until 2027-06-01'],
    ],
    [arn('es', 'domain/logs'), [], ['automated automated snapshots of logs (goes)']],
    [arn('fsx', 'file-system/fs-share'), [], ['automated backup-1 (goes)']],
    [arn('fsx', 'volume/fs-filer/fsvol-1'), [], []],
    [
      arn('rds', 'cluster:ledger'),
      [],
      ['automated rds:ledger-1 (goes)', 'pitr-window ledger (goes)', 'snapshot ledger-by-hand'],
    ],
    [
      arn('rds', 'db:orders'),
      ['deletion-protection, by rds:ModifyDBInstance'],
      [
        'pitr-window orders (goes)',
        'replica orders-replica; deletion-protection, by rds:ModifyDBInstance',
        'snapshot orders-by-hand',
      ],
    ],
    [arn('redshift', 'cluster:warehouse'), [], ['snapshot by-hand']],
    ['arn:aws:s3:::fading', [], ['noncurrent-versions noncurrent versions of fading']],
    [
      'arn:aws:s3:::media',
      [],
      [
        'noncurrent-versions noncurrent versions of media',
        'replica locked versions of media in media-copy; object-lock',
        'replica media in media-copy',
      ],
    ],
    [
      'arn:aws:s3:::sealed',
      [],
      [
        'noncurrent-versions locked versions of sealed; object-lock',
        'noncurrent-versions noncurrent versions of sealed',
      ],
    ],
    ['arn:aws:s3:::two-handed', [], ['noncurrent-versions noncurrent versions of two-handed; mfa-delete']],
  ])('%s', (id, guards, copies) => {
    expect(guardsOf(asset(id))).toEqual(guards);
    expect(copiesOf(found.inventory.assets, id)).toEqual(copies);
  });

  // What keeps others: native type and name, and what keeps it itself.
  it.each([
    ['AWS::EC2::Instance database', 'termination-protection, by ec2:ModifyInstanceAttribute'],
    ['AWS::RDS::GlobalCluster world', 'deletion-protection, by rds:ModifyGlobalCluster'],
    [
      'AWS::CloudFormation::Stack shop',
      'termination-protection, by cloudformation:UpdateTerminationProtection',
    ],
    ['AWS::Backup::BackupVault immutable', 'vault-lock'],
  ])('%s', (name, guard) => {
    const one = found.inventory.assets.find((each) => `${each.native} ${each.name}` === name);
    expect(one && guardsOf(one)).toEqual([guard]);
  });

  it('leaves nothing unread, and the policies and links that access stands on are there', () => {
    expect(found.inventory.gaps).toEqual([]);
    const links = (name: string) =>
      native(name).map(({ links: all }) => all.map(({ to, as }) => `${as} ${to}`));
    expect(links('AWS::Backup::VaultAccessPolicy')).toEqual([
      [`protects ${arn('backup', 'backup-vault:guarded')}`],
    ]);
    expect(links('AWS::KMS::KeyPolicy')).toEqual([[`protects ${key}`]]);
    expect(links('AWS::OpenSearchService::AccessPolicy')).toEqual([[`protects ${arn('es', 'domain/logs')}`]]);
    expect(asset(`arn:aws:iam::${acmeId}:user/clusters`).links).toContainEqual({
      to: `arn:aws:iam::${acmeId}:policy/no-redshift`,
      as: 'bounds',
    });
    expect(links('AWS::Organizations::Policy')[1]).toEqual([
      'bounds arn:aws:organizations::222222222222:ou/o-acme/ou-live',
    ]);
  });

  // Way in, and whom it lets become.
  it('is entered by these and no others', () => {
    const here = `arn:aws:iam::${acmeId}:`;
    const ways = found.inventory.assets.flatMap((each) =>
      each.kind === 'credential' && each.scope === acmeId
        ? each.links.map(({ to }) => `${each.props.type} ${each.name} -> ${to.replace(here, '')}`)
        : [],
    );
    const reserved = 'role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef';
    expect(ways.sort()).toEqual(
      [
        'access-key access key AKIA…SEED of clusters -> user/clusters',
        'access-key access key AKIA…SEED of keys -> user/keys',
        'access-key access key AKIA…SEED of search -> user/search',
        'access-key access key AKIA…SEED of vaults -> user/vaults',
        'certificate-subject ca * -> role/edge',
        'cli-session the credential of this scan -> role/firebreak-read',
        'console-password console password of ann -> user/ann',
        'foreign-account 999999999999 -> role/partner',
        `identity-center-user cy -> ${reserved}`,
        'oidc-subject token.actions.githubusercontent.com repo:acme/shop:ref:refs/heads/main -> role/deploy',
        `root-password root password of ${acmeId} -> root`,
        `saml-subject AWSSSO_1_DO_NOT_DELETE * -> ${reserved}`,
        'saml-subject staff * -> role/staff',
        'service-specific codecommit.amazonaws.com credential ACCA…EDED -> user/push',
        'ssh-key CodeCommit SSH key APKA…EDED -> user/push',
        'workload-identity code running as app -> role/app',
        'workload-identity code running as cart:pods.eks.amazonaws.com -> role/cart',
        'workload-identity code running as resize:lambda.amazonaws.com -> role/resize',
        'workload-identity code running as till:ecs-tasks.amazonaws.com -> role/till',
        'workload-identity pods of web/cart in shop -> role/cart',
        'workload-identity tasks of till -> role/till',
      ].sort(),
    );
  });

  it('holds no value of a variable', () => {
    expect(JSON.stringify(found)).not.toContain('canary');
  });

  describe('and every layer of policies has its say', () => {
    let without: Scanned;
    beforeAll(async () => {
      const other = openDesk();
      const nothing = { scp: true, boundary: true, vaultPolicy: true, keyPolicy: true };
      without = await scanned(other, nothing).finally(other.close);
    });

    // Layer, whose key it stops, at what, and what that key can do with the layer and without it.
    it.each([
      ['SCP', 'search', arn('es', 'domain/logs'), 'no-reach', 'total-loss'],
      ['boundary', 'clusters', arn('redshift', 'cluster:warehouse'), 'no-reach', 'total-loss'],
      ['policy of a vault', 'vaults', arn('ec2', 'volume/vol-vaulted'), 'recoverable', 'delayed-loss'],
      ['policy of a key', 'keys', arn('ec2', 'volume/vol-data'), 'no-reach', 'delayed-loss'],
    ])('the %s stands between %s and %s', (_layer, user, store, withIt, withoutIt) => {
      expect(verdictOf(found.report, user, store)).toBe(withIt);
      expect(verdictOf(without.report, user, store)).toBe(withoutIt);
    });
  });
});

function verdictOf({ blastRadius: { classes, pairs } }: Report, user: string, store: string): string {
  const own = classes.find(({ members }) => members.some((id) => id.includes(`:user/${user}:`)));
  const pair = pairs.find((one) => one.class === own?.id && one.stores.includes(store));
  return pair?.possible ?? pair?.verdict ?? 'no-reach';
}
