import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../src/config/limits.ts';
import { buildInventory } from '../../../src/inventory/build.ts';
import { indexInventory } from '../../../src/inventory/index-inventory.ts';
import type { Settings } from '../../../src/model/inventory.ts';
import { radiusOf } from '../../../src/scan.ts';
import type { AwsAccountWorld } from '../../../src/stand-ins/aws/index.ts';
import * as item from '../../../src/stand-ins/aws/items.ts';
import { accessKey, acme, acmeId, scan } from './acme.ts';

const here = 'us-east-1';
const rds = (resource: string) => `arn:aws:rds:${here}:${acmeId}:${resource}`;
const table = (name: string) => `arn:aws:dynamodb:${here}:${acmeId}:table/${name}`;

const domain = (name: string) => `arn:aws:es:${here}:${acmeId}:domain/${name}`;

const settings: Settings = defaultSettings('acme');

const fileSystem = (id: string, more: object = {}) => ({
  FileSystemId: id,
  Name: id,
  FileSystemArn: `arn:aws:elasticfilesystem:${here}:${acmeId}:file-system/${id}`,
  LifeCycleState: 'available',
  NumberOfMountTargets: 0,
  ...more,
});

const at = (iso: string): number => Date.parse(iso) / 1000;

const stores: Partial<AwsAccountWorld> = {
  rds: {
    [here]: {
      instances: [
        {
          DBInstanceIdentifier: 'orders',
          DBInstanceArn: rds('db:orders'),
          DbiResourceId: 'db-orders',
          Engine: 'postgres',
          DBInstanceStatus: 'available',
          DeletionProtection: true,
          BackupRetentionPeriod: 7,
          LatestRestorableTime: '2026-11-22T11:55:00Z',
        },
        {
          DBInstanceIdentifier: 'ledger',
          DBInstanceArn: rds('db:ledger'),
          DbiResourceId: 'db-ledger',
          Engine: 'postgres',
          DBInstanceStatus: 'available',
          BackupRetentionPeriod: 7,
        },
      ],
      snapshots: [
        {
          DBSnapshotIdentifier: 'rds:orders-1',
          DBSnapshotArn: rds('snapshot:rds:orders-1'),
          DBInstanceIdentifier: 'orders',
          DbiResourceId: 'db-orders',
          SnapshotType: 'automated',
          Status: 'available',
          SnapshotCreateTime: '2026-11-22T00:00:00Z',
        },
        {
          DBSnapshotIdentifier: 'ledger-by-hand',
          DBSnapshotArn: rds('snapshot:ledger-by-hand'),
          DBInstanceIdentifier: 'ledger',
          DbiResourceId: 'db-ledger',
          SnapshotType: 'manual',
          Status: 'available',
          SnapshotCreateTime: '2026-11-22T00:00:00Z',
        },
      ],
    },
  },
  dynamodb: {
    [here]: {
      tables: new Map(
        ['carts', 'sessions'].map((name) => [
          name,
          { TableName: name, TableArn: table(name), TableId: name, TableStatus: 'ACTIVE' },
        ]),
      ),
      recovery: new Map([
        [
          'carts',
          {
            PointInTimeRecoveryStatus: 'ENABLED',
            RecoveryPeriodInDays: 35,
            LatestRestorableDateTime: at('2026-11-22T11:55:00Z'),
          },
        ],
      ]),
    },
  },
  efs: {
    [here]: {
      fileSystems: [
        fileSystem('scratch'),
        fileSystem('home', { NumberOfMountTargets: 2 }),
        fileSystem('copy'),
      ],
      replications: [
        {
          SourceFileSystemId: 'home',
          SourceFileSystemArn: `arn:aws:elasticfilesystem:${here}:${acmeId}:file-system/home`,
          Destinations: [
            {
              FileSystemId: 'copy',
              Region: here,
              OwnerId: acmeId,
              Status: 'ENABLED',
              LastReplicatedTimestamp: at('2026-11-22T11:55:00Z'),
            },
          ],
        },
      ],
    },
  },
  elasticache: {
    [here]: {
      groups: ['carts-cache', 'limits'].map((ReplicationGroupId) => ({ ReplicationGroupId })),
      clusters: [{ CacheClusterId: 'limits-001', ReplicationGroupId: 'limits', Engine: 'redis' }],
      snapshots: [
        {
          SnapshotName: 'automatic.limits',
          ReplicationGroupId: 'limits',
          SnapshotSource: 'automated',
          SnapshotStatus: 'available',
          SnapshotRetentionLimit: 30,
          NodeSnapshots: [{ SnapshotCreateTime: '2026-11-22T00:00:00Z' }],
        },
        {
          SnapshotName: 'carts-by-hand',
          ReplicationGroupId: 'carts-cache',
          SnapshotSource: 'manual',
          SnapshotStatus: 'available',
          NodeSnapshots: [{ SnapshotCreateTime: '2026-11-22T00:00:00Z' }],
        },
      ],
    },
  },
  opensearch: {
    [here]: {
      domains: new Map([
        ['logs', { DomainId: 'logs', DomainName: 'logs', ARN: domain('logs'), ClusterConfig: {} }],
        [
          'shut',
          {
            DomainId: 'shut',
            DomainName: 'shut',
            ARN: domain('shut'),
            ClusterConfig: {},
            AccessPolicies: JSON.stringify({
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Deny',
                  Principal: '*',
                  Action: 'es:*',
                  Resource: [domain('shut'), `${domain('shut')}/*`],
                },
              ],
            }),
          },
        ],
      ]),
    },
  },
  fsx: {
    [here]: {
      fileSystems: [
        ...['share', 'render'].map((FileSystemId) => ({ FileSystemId, Lifecycle: 'AVAILABLE' })),
        {
          FileSystemId: 'filer',
          FileSystemType: 'ONTAP',
          OntapConfiguration: { AutomaticBackupRetentionDays: 30 },
        },
        {
          FileSystemId: 'zfs',
          FileSystemType: 'OPENZFS',
          OpenZFSConfiguration: { RootVolumeId: 'root', AutomaticBackupRetentionDays: 30 },
        },
      ],
      volumes: [
        { FileSystemId: 'filer', VolumeId: 'kept', Name: 'filer-kept' },
        { FileSystemId: 'filer', VolumeId: 'bare', Name: 'filer-bare' },
        { FileSystemId: 'zfs', VolumeId: 'projects', Name: 'zfs-projects' },
      ],
      backups: [
        ...[
          {
            BackupId: 'of-kept',
            Type: 'USER_INITIATED',
            Volume: { FileSystemId: 'filer', VolumeId: 'kept' },
          },
          { BackupId: 'of-bare', Type: 'AUTOMATIC', Volume: { FileSystemId: 'filer', VolumeId: 'bare' } },
          { BackupId: 'of-zfs', Type: 'AUTOMATIC', FileSystem: { FileSystemId: 'zfs' } },
        ].map((backup) => ({
          Lifecycle: 'AVAILABLE',
          CreationTime: at('2026-11-22T00:00:00Z'),
          ...backup,
        })),
        ...[
          ['share', 'USER_INITIATED'],
          ['render', 'AUTOMATIC'],
        ].map(([FileSystemId, Type]) => ({
          BackupId: `backup-${FileSystemId}`,
          Type,
          Lifecycle: 'AVAILABLE',
          CreationTime: at('2026-11-22T00:00:00Z'),
          FileSystem: { FileSystemId },
        })),
      ],
    },
  },
  redshift: {
    [here]: {
      clusters: ['warehouse', 'marts'].map((ClusterIdentifier) => ({
        ClusterIdentifier,
        NodeType: 'dc2.large',
        AutomatedSnapshotRetentionPeriod: 1,
        ClusterCreateTime: '2026-01-01T00:00:00Z',
      })),
      snapshots: [
        ['warehouse', 'automated'],
        ['marts', 'manual'],
      ].map(([ClusterIdentifier, SnapshotType]) => ({
        ClusterIdentifier,
        SnapshotIdentifier: 'latest',
        SnapshotType,
        ClusterCreateTime: '2026-01-01T00:00:00Z',
        SnapshotCreateTime: '2026-11-22T00:00:00Z',
        Status: 'available',
      })),
    },
  },
  s3: new Map([
    ['plain', { region: here }],
    ['kept', { region: here, versioning: { Status: 'Enabled' } }],
    [
      'sealed',
      {
        region: here,
        versioning: { Status: 'Enabled' },
        lock: { Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Years: 7 } } },
      },
    ],
    ['two-handed', { region: here, versioning: { Status: 'Enabled', MfaDelete: 'Enabled' } }],
  ]),
};

/** What a key that may do no more than these actions could do at the worst, and to which stores. */
async function verdictsOf(
  actions: readonly string[],
  resource = '*',
): Promise<Readonly<Record<string, string>>> {
  const document = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: resource }],
  };
  const world = acme({
    ...stores,
    regions: { [here]: {} },
    iam: {
      users: [item.user(acmeId, 'bot', { UserPolicyList: [item.inline('own', document)] })],
      accessKeys: new Map([['bot', [accessKey('bot', 'AKIABOT0000000000BOT1')]]]),
    },
  });
  const collected = await scan([world]);
  const takenAt = '2026-11-22T12:00:00.000Z';
  const index = indexInventory(buildInventory({ collected: [collected], settings, rules: [], takenAt }));
  const { classes, pairs } = radiusOf(index);
  const bot = classes.find(({ members }) => members.some((id) => id.endsWith(':BOT1')));
  const found = pairs.filter(({ class: of, verdict }) => of === bot?.id && verdict !== 'no-reach');
  return Object.fromEntries(
    found.flatMap(({ stores, possible, verdict }) =>
      stores.map((id) => [index.get(id)?.name ?? id, possible ?? verdict]),
    ),
  );
}

describe('what is read of stores decides what a key can do to them', () => {
  it.each([
    [
      'everything',
      ['*'],
      {
        orders: 'total-loss',
        ledger: 'total-loss',
        carts: 'total-loss',
        sessions: 'total-loss',
        plain: 'total-loss',
        kept: 'total-loss',
        sealed: 'total-loss',
        'two-handed': 'recoverable',
        scratch: 'total-loss',
        home: 'total-loss',
        warehouse: 'total-loss',
        marts: 'total-loss',
        share: 'total-loss',
        render: 'total-loss',
        'filer-bare': 'total-loss',
        'filer-kept': 'total-loss',
        zfs: 'total-loss',
        'zfs-projects': 'total-loss',
        'carts-cache': 'total-loss',
        limits: 'total-loss',
        logs: 'total-loss',
        shut: 'total-loss',
      },
    ],
    ['delete databases that no protection keeps', ['rds:DeleteDBInstance'], { ledger: 'recoverable' }],
    [
      'take protections off as well',
      ['rds:DeleteDBInstance', 'rds:ModifyDBInstance'],
      { orders: 'total-loss', ledger: 'recoverable' },
    ],
    [
      'and delete snapshots made by hand',
      ['rds:DeleteDBInstance', 'rds:ModifyDBInstance', 'rds:DeleteDBSnapshot'],
      { orders: 'total-loss', ledger: 'total-loss' },
    ],
    [
      'set the retention of automated backups to nothing',
      ['rds:ModifyDBInstance'],
      { orders: 'copies-lost' },
    ],
    [
      'delete file systems that nothing holds',
      ['elasticfilesystem:DeleteFileSystem'],
      { scratch: 'total-loss' },
    ],
    [
      'and end what holds them, the replica after them',
      [
        'elasticfilesystem:DeleteFileSystem',
        'elasticfilesystem:DeleteMountTarget',
        'elasticfilesystem:DeleteReplicationConfiguration',
      ],
      { scratch: 'total-loss', home: 'total-loss' },
    ],
    [
      'delete files over NFS, by a network that is not read',
      ['elasticfilesystem:ClientWrite'],
      { scratch: 'unknown', home: 'unknown' },
    ],
    [
      'delete clusters, whose automated snapshots go with them',
      ['redshift:DeleteCluster'],
      { warehouse: 'total-loss', marts: 'recoverable' },
    ],
    [
      'and cut the retention of their manual ones',
      ['redshift:DeleteCluster', 'redshift:ModifyClusterSnapshot'],
      { warehouse: 'total-loss', marts: 'total-loss' },
    ],
    [
      'delete file systems, whose automatic backups go with them',
      ['fsx:DeleteFileSystem'],
      { share: 'recoverable', render: 'total-loss', zfs: 'total-loss', 'zfs-projects': 'total-loss' },
    ],
    [
      'delete volumes, whose automatic backups go with them where they are of the volume',
      ['fsx:DeleteVolume'],
      { 'filer-bare': 'total-loss', 'filer-kept': 'recoverable', 'zfs-projects': 'recoverable' },
    ],
    [
      'set the retention of automatic backups to nothing, of which nobody says what it does to those there are',
      ['fsx:UpdateFileSystem'],
      { zfs: 'unknown', 'zfs-projects': 'unknown', 'filer-bare': 'unknown' },
    ],
    [
      'and their other backups',
      ['fsx:DeleteFileSystem', 'fsx:DeleteBackup'],
      {
        share: 'total-loss',
        render: 'total-loss',
        zfs: 'total-loss',
        'zfs-projects': 'total-loss',
        'filer-bare': 'copies-lost',
        'filer-kept': 'copies-lost',
      },
    ],
    [
      'delete caches, whose automatic backups go with them',
      ['elasticache:DeleteReplicationGroup'],
      { 'carts-cache': 'recoverable', limits: 'total-loss' },
    ],
    [
      'delete backups of caches, automatic ones too',
      ['elasticache:DeleteSnapshot'],
      { 'carts-cache': 'copies-lost', limits: 'copies-lost' },
    ],
    [
      'end instances, which hold none of these',
      ['ec2:TerminateInstances', 'ec2:ModifyInstanceAttribute'],
      {},
    ],
    [
      'reboot the nodes of a cache, of which nobody says what is lost',
      ['elasticache:RebootCacheCluster'],
      { limits: 'unknown' },
    ],
    [
      'delete search domains, whatever their own policies say of what is in them',
      ['es:DeleteDomain'],
      { logs: 'total-loss', shut: 'total-loss' },
    ],
    ['delete indexes, by doors that are not read', ['es:ESHttpDelete'], { logs: 'unknown' }],
    [
      'and open the policies that shut them',
      ['es:ESHttpDelete', 'es:UpdateDomainConfig'],
      { logs: 'unknown', shut: 'unknown' },
    ],
    ['delete tables', ['dynamodb:DeleteTable'], { carts: 'recoverable', sessions: 'total-loss' }],
    [
      'switch point-in-time recovery off first',
      ['dynamodb:DeleteTable', 'dynamodb:UpdateContinuousBackups'],
      { carts: 'total-loss', sessions: 'total-loss' },
    ],
    ['delete items', ['dynamodb:DeleteItem'], { carts: 'recoverable', sessions: 'total-loss' }],
    [
      'delete objects, which versioning keeps',
      ['s3:DeleteObject'],
      { plain: 'total-loss', kept: 'recoverable', sealed: 'recoverable', 'two-handed': 'recoverable' },
    ],
    [
      'delete versions too, of which a lock keeps an unknown part and MFA delete all',
      ['s3:DeleteObject', 's3:DeleteObjectVersion'],
      { plain: 'total-loss', kept: 'total-loss', sealed: 'total-loss', 'two-handed': 'recoverable' },
    ],
    [
      'let objects and versions expire',
      ['s3:PutLifecycleConfiguration'],
      { plain: 'delayed-loss', kept: 'delayed-loss', sealed: 'delayed-loss', 'two-handed': 'recoverable' },
    ],
  ])('%s', async (_what, actions, expected) => {
    expect(await verdictsOf(actions)).toEqual(expected);
  });

  it.each([
    ['fsx:*', `arn:aws:fsx:${here}:${acmeId}:volume/*`, ['filer-bare', 'filer-kept', 'zfs-projects']],
    ['fsx:*', `arn:aws:fsx:${here}:${acmeId}:volume/filer/bare`, ['filer-bare']],
    ['es:*', `${domain('logs')}/*`, ['logs']],
    ['es:*', `${domain('shut')}/*`, []],
    ['es:*', domain('shut'), ['shut']],
  ])('a key for %s on %s alone reaches what lies there', async (action, resource, names) => {
    expect(Object.keys(await verdictsOf([action], resource)).sort()).toEqual(names);
  });
});
