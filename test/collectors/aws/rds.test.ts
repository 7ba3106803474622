import { describe, expect, it } from 'vitest';
import type { AssetOf } from '../../../src/model/asset.ts';
import type { Fault, Item, RdsWorld } from '../../../src/stand-ins/aws/index.ts';
import { acme, acmeId, scan, storesOf } from './acme.ts';

const here = 'us-east-1';
const arn = (resource: string, region = here) => `arn:aws:rds:${region}:${acmeId}:${resource}`;
const secret = `arn:aws:secretsmanager:${here}:${acmeId}:secret:rds!db-1`;
const key = `arn:aws:kms:${here}:${acmeId}:key/k`;

function instance(name: string, more: Item = {}): Item {
  return {
    DBInstanceIdentifier: name,
    DBInstanceArn: arn(`db:${name}`),
    DbiResourceId: `db-${name}`,
    Engine: 'postgres',
    DBInstanceStatus: 'available',
    AllocatedStorage: 20,
    InstanceCreateTime: '2026-01-01T00:00:00Z',
    BackupRetentionPeriod: 0,
    ...more,
  };
}

function cluster(name: string, more: Item = {}): Item {
  return {
    DBClusterIdentifier: name,
    DBClusterArn: arn(`cluster:${name}`),
    DbClusterResourceId: `cluster-${name}`,
    Engine: 'aurora-postgresql',
    Status: 'available',
    AllocatedStorage: 1,
    BackupRetentionPeriod: 1,
    LatestRestorableTime: '2026-11-22T11:55:00Z',
    ...more,
  };
}

function snapshot(name: string, database: string, more: Item = {}): Item {
  return {
    DBSnapshotIdentifier: name,
    DBSnapshotArn: arn(`snapshot:${name}`),
    DBInstanceIdentifier: database,
    DbiResourceId: `db-${database}`,
    SnapshotType: 'manual',
    Status: 'available',
    SnapshotCreateTime: '2026-11-20T00:00:00Z',
    ...more,
  };
}

const read = (rds: RdsWorld, faults: readonly Fault[] = [], pageSize = 2) =>
  scan([acme({ rds: { [here]: rds } })], { regions: [here], serve: { faults, pageSize } });

const backup = async (scanned: ReturnType<typeof read>, id: string): Promise<AssetOf<'backup'>['props']> => {
  const asset = (await scanned).find(id);
  if (asset.kind !== 'backup') throw new Error(`${id} is a ${asset.kind}`);
  return asset.props;
};

describe('a DB instance', () => {
  const whole = read({
    instances: [
      instance('orders', {
        KmsKeyId: key,
        DeletionProtection: true,
        BackupRetentionPeriod: 7,
        PreferredBackupWindow: '03:00-03:30',
        TagList: [{ Key: 'env', Value: 'production' }],
        MasterUserSecret: { SecretArn: secret, SecretStatus: 'active' },
        DBInstanceAutomatedBackupsReplications: [
          { DBInstanceAutomatedBackupsArn: arn('auto-backup:ab-far', 'eu-west-1') },
        ],
      }),
      instance('open', { DBInstanceStatus: 'deleting' }),
      instance('orders-replica', {
        ReadReplicaSourceDBInstanceIdentifier: 'orders',
        DeletionProtection: true,
      }),
      instance('orders-replica-2', { ReadReplicaSourceDBInstanceIdentifier: 'orders-replica' }),
    ],
    instanceBackups: [
      {
        DBInstanceAutomatedBackupsArn: arn('auto-backup:ab-orders'),
        DBInstanceArn: arn('db:orders'),
        DBInstanceIdentifier: 'orders',
        DbiResourceId: 'db-orders',
        Status: 'active',
        KmsKeyId: key,
        RestoreWindow: { EarliestTime: '2026-11-15T00:00:00Z', LatestTime: '2026-11-22T11:50:00Z' },
      },
      {
        DBInstanceAutomatedBackupsArn: arn('auto-backup:ab-gone'),
        DBInstanceArn: arn('db:gone'),
        DBInstanceIdentifier: 'gone',
        DbiResourceId: 'db-gone',
        Status: 'retained',
        BackupRetentionPeriod: 7,
        RestoreWindow: { LatestTime: '2026-11-20T00:00:00Z' },
      },
      {
        DBInstanceAutomatedBackupsArn: arn('auto-backup:ab-west'),
        DBInstanceArn: arn('db:west', 'us-west-2'),
        DBInstanceIdentifier: 'west',
        DbiResourceId: 'db-west',
        Status: 'replicating',
        RestoreWindow: { LatestTime: '2026-11-22T11:00:00Z' },
      },
    ],
  });

  it('is a store with its size, key, tags and protection', async () => {
    const { find, unread } = await whole;
    expect(unread).toEqual([]);
    expect(find(arn('db:orders'))).toMatchObject({
      kind: 'store',
      native: 'AWS::RDS::DBInstance',
      name: 'orders',
      tags: { env: 'production' },
      props: {
        type: 'database',
        sizeBytes: 20 * 2 ** 30,
        key,
        guards: [
          { type: 'deletion-protection', clearedBy: [{ operation: 'rds:ModifyDBInstance' }], until: null },
        ],
        pendingDeletion: null,
        secrets: [secret],
      },
    });
    expect(find(arn('db:open')).props).toMatchObject({ guards: [], pendingDeletion: { at: null } });
  });

  it('that replicates another is a copy of it that stays without it and follows its rows', async () => {
    const { find } = await whole;
    const replica = find(arn('db:orders-replica'));
    expect(replica.links).toEqual([{ to: arn('db:orders'), as: 'copy-of' }]);
    expect(replica).toMatchObject({
      kind: 'backup',
      createdAt: null,
      props: {
        type: 'replica',
        complete: true,
        survivesSource: true,
        follows: expect.arrayContaining(['rds-data:ExecuteStatement']),
        guards: [{ type: 'deletion-protection' }],
      },
    });
  });

  it('that replicates a replica is a copy of the same store', async () => {
    expect((await whole).find(arn('db:orders-replica-2')).links).toEqual([
      { to: arn('db:orders'), as: 'copy-of' },
    ]);
  });

  it('has a schedule where it keeps automated backups, and none where it does not', async () => {
    const { find, assets } = await whole;
    expect(find(`${arn('db:orders')}#automated-backups`)).toMatchObject({
      kind: 'schedule',
      links: [{ to: arn('db:orders'), as: 'covers' }],
      props: {
        type: 'automated-backups',
        frequency: 'daily 03:00-03:30 UTC',
        retentionHours: 168,
        copiesTo: [arn('auto-backup:ab-far', 'eu-west-1')],
      },
    });
    expect(assets.filter(({ kind }) => kind === 'schedule')).toHaveLength(1);
  });

  it.each([
    ['auto-backup:ab-orders', arn('db:orders'), { survivesSource: false, follows: ['rds:ModifyDBInstance'] }],
    [
      'auto-backup:ab-west',
      arn('db:west', 'us-west-2'),
      { survivesSource: true, follows: [], expires: null },
    ],
    ['auto-backup:ab-gone', undefined, { survivesSource: true, expires: '2026-11-26T00:00:00.000Z' }],
  ])('has the restore window %s', async (id, store, props) => {
    const asset = (await whole).find(arn(id));
    expect(storesOf(asset)[0]).toBe(store);
    expect(asset.props).toMatchObject({ type: 'pitr-window', complete: true, ...props });
  });
});

describe('a cluster', () => {
  const whole = read({
    clusters: [
      cluster('aurora', {
        DeletionProtection: true,
        DBClusterMembers: [{ DBInstanceIdentifier: 'a-1' }, { DBInstanceIdentifier: 'a-2' }],
      }),
      cluster('docs', { Engine: 'docdb', AwsBackupRecoveryPointArn: 'arn:aws:backup:x' }),
      cluster('multi-az', {
        Engine: 'postgres',
        AllocatedStorage: 100,
        DBClusterMembers: [{ DBInstanceIdentifier: 'm-1' }],
      }),
      cluster('far', {
        ReplicationSourceIdentifier: arn('cluster:main', 'eu-west-1'),
        DBClusterMembers: [{ DBInstanceIdentifier: 'f-1' }],
      }),
      cluster('second'),
    ],
    instances: [
      instance('a-1', {
        DBClusterIdentifier: 'aurora',
        PubliclyAccessible: true,
        Endpoint: { Address: 'a-1.rds.amazonaws.com', Port: 5432 },
      }),
      instance('a-2', { DBClusterIdentifier: 'aurora', BackupRetentionPeriod: 1 }),
    ],
    globalClusters: [
      {
        GlobalClusterIdentifier: 'world',
        GlobalClusterArn: `arn:aws:rds::${acmeId}:global-cluster:world`,
        DeletionProtection: true,
        GlobalClusterMembers: [
          { DBClusterArn: arn('cluster:first', 'eu-west-1'), IsWriter: true },
          { DBClusterArn: arn('cluster:second'), IsWriter: false },
        ],
      },
    ],
    clusterBackups: [
      {
        DBClusterAutomatedBackupsArn: arn('cluster-auto-backup:ab-old'),
        DBClusterArn: arn('cluster:aurora'),
        DBClusterIdentifier: 'aurora',
        DbClusterResourceId: 'cluster-old',
        Status: 'retained',
        BackupRetentionPeriod: 2,
        RestoreWindow: { LatestTime: '2026-11-22T00:00:00Z' },
      },
    ],
  });

  it('is one store whose instances have to go first', async () => {
    const { find, unread } = await whole;
    expect(unread).toEqual([]);
    expect(find(arn('cluster:aurora'))).toMatchObject({
      kind: 'store',
      native: 'AWS::RDS::DBCluster',
      props: {
        sizeBytes: null,
        guards: [{ type: 'deletion-protection', clearedBy: [{ operation: 'rds:ModifyDBCluster' }] }],
        attached: [
          { workload: arn('db:a-1'), endsWithWorkload: false },
          { workload: arn('db:a-2'), endsWithWorkload: false },
        ],
      },
    });
  });

  it('with disks of its own takes its instances with it', async () => {
    expect((await whole).find(arn('cluster:multi-az')).props).toMatchObject({
      sizeBytes: 100 * 2 ** 30,
      attached: [],
    });
  });

  it('has instances that are workloads, with their public endpoint', async () => {
    const { find } = await whole;
    expect(find(arn('db:a-1'))).toMatchObject({
      kind: 'workload',
      links: [{ to: arn('cluster:aurora'), as: 'uses' }],
      props: { endpoints: ['a-1.rds.amazonaws.com:5432'], guards: [] },
    });
    expect(find(arn('db:a-2')).props).not.toHaveProperty('endpoints');
  });

  it.each([
    ['far', arn('cluster:main', 'eu-west-1')],
    ['second', arn('cluster:first', 'eu-west-1')],
  ])('%s that follows another is a copy of it', async (name, source) => {
    expect((await whole).find(arn(`cluster:${name}`))).toMatchObject({
      kind: 'backup',
      links: [{ to: source, as: 'copy-of' }],
      props: { type: 'replica', survivesSource: true },
    });
  });

  it('that follows another and has instances is held by them', async () => {
    expect((await whole).find(arn('cluster:far')).props).toMatchObject({ heldBy: [arn('db:f-1')] });
    expect((await whole).find(arn('cluster:second')).props).not.toHaveProperty('heldBy');
  });

  it('stands under its global cluster and that one’s protection', async () => {
    expect((await whole).find(`arn:aws:rds::${acmeId}:global-cluster:world`)).toMatchObject({
      kind: 'container',
      links: [
        { to: arn('cluster:first', 'eu-west-1'), as: 'contains' },
        { to: arn('cluster:second'), as: 'contains' },
      ],
      props: {
        guards: [{ type: 'deletion-protection', clearedBy: [{ operation: 'rds:ModifyGlobalCluster' }] }],
      },
    });
  });

  it.each([
    ['aurora', { survivesSource: false, follows: [], createdAt: undefined }],
    ['docs', { survivesSource: 'unknown', follows: [] }],
    ['multi-az', { survivesSource: false, follows: ['rds:ModifyDBCluster'] }],
  ])('%s tells its own restore window, which RDS lists only once it is retained', async (name, props) => {
    const { createdAt: _at, ...expected } = { createdAt: null, ...props };
    expect(await backup(whole, `${arn(`cluster:${name}`)}#restore-window`)).toMatchObject(expected);
  });

  it('of the same name as a deleted one is not what that one’s backups are copies of', async () => {
    const old = (await whole).find(arn('cluster-auto-backup:ab-old'));
    expect(old.links).toEqual([]);
    expect(old.props).toMatchObject({ survivesSource: true, expires: '2026-11-23T00:00:00.000Z' });
  });
});

describe('snapshots', () => {
  const far = arn('snapshot:there', 'eu-west-1');
  const whole = read({
    instances: [instance('orders', { BackupRetentionPeriod: 3 })],
    clusters: [cluster('aurora')],
    snapshots: [
      snapshot('by-hand', 'orders', { KmsKeyId: key, TagList: [{ Key: 'why', Value: 'release' }] }),
      snapshot('rds:orders-2026', 'orders', { SnapshotType: 'automated' }),
      snapshot('awsbackup:job-1', 'orders', { SnapshotType: 'awsbackup' }),
      snapshot('of-another-orders', 'orders', { DbiResourceId: 'db-deleted' }),
      snapshot('of-the-same-age', 'orders', {
        DbiResourceId: undefined,
        InstanceCreateTime: '2026-01-01T00:00:00Z',
      }),
      snapshot('of-an-older-orders', 'orders', {
        DbiResourceId: undefined,
        InstanceCreateTime: '2025-01-01T00:00:00Z',
      }),
      snapshot('copied', 'orders', {
        SourceDBSnapshotIdentifier: far,
        SourceRegion: 'eu-west-1',
        OriginalSnapshotCreateTime: '2026-10-01T00:00:00Z',
      }),
      snapshot('half', 'orders', { Status: 'creating' }),
    ],
    clusterSnapshots: [
      {
        DBClusterSnapshotIdentifier: 'aurora-by-hand',
        DBClusterSnapshotArn: arn('cluster-snapshot:aurora-by-hand'),
        DBClusterIdentifier: 'aurora',
        DbClusterResourceId: 'cluster-aurora',
        SnapshotType: 'manual',
        Status: 'available',
        SnapshotCreateTime: '2026-11-20T00:00:00Z',
      },
    ],
    shared: new Map([
      ['by-hand', ['222222222222']],
      ['aurora-by-hand', ['all']],
    ]),
    exports: [
      {
        ExportTaskIdentifier: 'export-1',
        SourceArn: arn('snapshot:by-hand'),
        SnapshotTime: '2026-11-20T00:00:00Z',
        S3Bucket: 'lake',
        S3Prefix: 'orders',
        KmsKeyId: key,
        Status: 'COMPLETE',
      },
    ],
  });

  it.each([
    ['snapshot:by-hand', { type: 'snapshot', expires: null, sharedWith: ['222222222222'], key, guards: [] }],
    [
      'snapshot:rds:orders-2026',
      { type: 'automated', expires: '2026-11-23T00:00:00.000Z', survivesSource: false },
    ],
    [
      'snapshot:awsbackup:job-1',
      {
        type: 'snapshot',
        expires: 'unknown',
        guards: [{ clearedBy: [{ operation: 'backup:DeleteRecoveryPoint' }] }],
      },
    ],
    ['snapshot:half', { complete: false }],
    ['cluster-snapshot:aurora-by-hand', { type: 'snapshot', sharedWith: ['all'], survivesSource: true }],
  ])('%s', async (id, props) => {
    const { unread } = await whole;
    expect(unread).toEqual([]);
    expect(await backup(whole, arn(id))).toMatchObject(props);
  });

  it.each([
    ['snapshot:by-hand', [arn('db:orders')]],
    ['snapshot:awsbackup:job-1', [arn('db:orders')]],
    ['snapshot:of-another-orders', []],
    ['snapshot:of-the-same-age', [arn('db:orders')]],
    ['snapshot:of-an-older-orders', []],
    ['snapshot:copied', [arn('db:orders', 'eu-west-1')]],
    ['cluster-snapshot:aurora-by-hand', [arn('cluster:aurora')]],
  ])('%s is a copy of the database it was taken of', async (id, stores) => {
    expect(storesOf((await whole).find(arn(id)))).toEqual(stores);
  });

  it('that were copied are as old as what they hold', async () => {
    expect((await whole).find(arn('snapshot:copied')).createdAt).toBe('2026-10-01T00:00:00.000Z');
  });

  it('exported to S3 are copies of which nobody looked whether they are whole', async () => {
    expect((await whole).find(arn('export-task:export-1'))).toMatchObject({
      name: 's3://lake/orders',
      links: expect.arrayContaining([{ to: arn('db:orders'), as: 'copy-of' }]),
      props: { type: 'dump', complete: 'unknown', expires: 'unknown', key },
    });
  });

  it('cost a call each for sharing only where they are manual', async () => {
    const { calls } = await whole;
    expect(calls.filter((call) => call === 'rds:DescribeDBSnapshotAttributes')).toHaveLength(6);
  });
});

describe('what could not be read', () => {
  const world: RdsWorld = {
    instances: [instance('a', { BackupRetentionPeriod: 7 }), instance('b'), instance('c')],
    snapshots: [snapshot('s', 'a'), snapshot('t', 'b')],
  };

  it.each([
    ['rds:DescribeDBInstances', 'store', 'neither'],
    ['rds:DescribeDBClusters', 'store', 'neither'],
    ['rds:DescribeGlobalClusters', 'container', 'restricts'],
    ['rds:DescribeDBSnapshots', 'backup', 'restricts'],
    ['rds:DescribeDBClusterSnapshots', 'backup', 'restricts'],
    ['rds:DescribeDBInstanceAutomatedBackups', 'backup', 'restricts'],
    ['rds:DescribeDBClusterAutomatedBackups', 'backup', 'restricts'],
    ['rds:DescribeExportTasks', 'backup', 'restricts'],
  ])('%s leaves a gap', async (operation, kind, direction) => {
    const { unread } = await read(world, [{ operation, kind: 'denied' }]);
    expect(unread).toMatchObject([
      { operation, kind, direction, reason: 'denied', permission: operation, target: null, region: here },
    ]);
  });

  it.each(['throttled', 'html', 'blank', 'cut'] as const)('by %s is no empty list', async (kind) => {
    const { unread } = await read(world, [{ operation: 'rds:DescribeDBInstances', kind }]);
    expect(unread).toMatchObject([{ reason: kind === 'throttled' ? 'throttled' : 'failed' }]);
  });

  it('of one snapshot’s sharing is a gap about that snapshot', async () => {
    const { unread, find } = await read(world, [
      { operation: 'rds:DescribeDBSnapshotAttributes', kind: 'denied', times: 1 },
    ]);
    expect(unread).toMatchObject([{ operation: 'rds:DescribeDBSnapshotAttributes', direction: 'neither' }]);
    expect(find(unread[0]?.target ?? '').kind).toBe('backup');
  });

  it('on the second page keeps the first', async () => {
    const { assets, unread } = await read(world, [
      { operation: 'rds:DescribeDBInstances', kind: 'denied', after: 1 },
    ]);
    expect(unread).toHaveLength(1);
    expect(assets.filter(({ native }) => native === 'AWS::RDS::DBInstance')).toHaveLength(2);
  });

  it('is nothing whatever the size of a page', async () => {
    const bytes = async (pageSize: number) => JSON.stringify((await read(world, [], pageSize)).assets);
    expect(await bytes(1)).toBe(await bytes(100));
  });
});

describe('users that IAM identities log in as', () => {
  const users = (resource: string) => `arn:aws:rds-db:${here}:${acmeId}:dbuser:${resource}`;
  const open = { IAMDatabaseAuthenticationEnabled: true };
  const scanned = read({
    instances: [
      instance('open', open),
      instance('shut'),
      instance('member', { ...open, DBClusterIdentifier: 'aurora' }),
      instance('follower', { ...open, ReadReplicaSourceDBInstanceIdentifier: 'open' }),
    ],
    clusters: [cluster('aurora', open), cluster('dark')],
  });

  it.each([
    ['an instance', users('db-open'), arn('db:open')],
    ['a cluster', users('cluster-aurora'), arn('cluster:aurora')],
  ])('stand for %s where it lets them', async (_title, id, store) => {
    expect((await scanned).find(id)).toMatchObject({
      kind: 'container',
      native: 'AWS::RDS::DatabaseUsers',
      links: [{ to: store, as: 'contains' }],
      props: { type: 'database-users' },
    });
  });

  it('stand for nothing else', async () => {
    const { assets } = await scanned;
    const ids = assets.filter(({ native }) => native === 'AWS::RDS::DatabaseUsers').map(({ id }) => id);
    expect(ids.sort()).toEqual([users('cluster-aurora'), users('db-open')]);
  });
});
