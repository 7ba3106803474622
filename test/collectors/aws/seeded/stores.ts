import type { AwsAccountWorld, Item } from '../../../../src/stand-ins/aws/index.ts';
import * as item from '../../../../src/stand-ins/aws/items.ts';
import { at } from '../../../../src/stand-ins/aws/json.ts';
import { acmeId } from '../acme.ts';

export const here = 'us-east-1';
const abroad = 'eu-west-1';

/** What an account holds of one service. */
export type Of<K extends keyof AwsAccountWorld> = NonNullable<AwsAccountWorld[K]>;

/** ARN of something of the seeded account in its Region. */
export function arn(service: string, resource: string, region = here): string {
  return `arn:aws:${service}:${region}:${acmeId}:${resource}`;
}

const made = '2026-01-01T00:00:00Z';
const night = '2026-11-22T00:00:00Z';
const now = '2026-11-22T11:55:00Z';
export const key = arn('kms', 'key/00000000-0000-0000-0000-000000000001');
const production = [{ Key: 'env', Value: 'production' }];
const denyAll = (Action: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Principal: '*', Action, Resource: '*' }],
  });

/** A disk under a key, its server protected, its snapshots: locked, copied to an image, and in the Recycle Bin's care. */
const ec2: Of<'regions'> = {
  [here]: {
    instances: [
      item.instance('i-db', {
        iamInstanceProfile: { arn: `arn:aws:iam::${acmeId}:instance-profile/app`, id: 'AIPA' },
        blockDeviceMapping: [item.device('vol-data', true)],
        tagSet: item.tags({ Name: 'database', env: 'production' }),
      }),
    ],
    volumes: [
      item.volume('vol-data', {
        ...item.attachedTo('i-db', true),
        kmsKeyId: key,
        tagSet: item.tags({ env: 'production' }),
      }),
      item.volume('vol-vaulted'),
    ],
    snapshots: [
      item.snapshot('snap-sealed', 'vol-data', { kmsKeyId: key }),
      item.snapshot('snap-image', 'vol-data', { kmsKeyId: key }),
      item.snapshot('snap-vaulted', 'vol-vaulted'),
    ],
    images: [item.image('ami-db', ['snap-image'])],
    locks: [
      { snapshotId: 'snap-sealed', lockState: 'compliance', lockExpiresOn: '2027-01-01T00:00:00.000Z' },
    ],
    protected: new Set(['i-db']),
    shared: new Map([['snap-image', ['999999999999']]]),
  },
  [abroad]: {},
};

const rds: Of<'rds'> = {
  [here]: {
    instances: [
      {
        DBInstanceIdentifier: 'orders',
        DBInstanceArn: arn('rds', 'db:orders'),
        DbiResourceId: 'db-orders',
        Engine: 'postgres',
        DBInstanceStatus: 'available',
        InstanceCreateTime: made,
        DeletionProtection: true,
        BackupRetentionPeriod: 7,
        LatestRestorableTime: now,
        TagList: production,
      },
      {
        DBInstanceIdentifier: 'orders-replica',
        DBInstanceArn: arn('rds', 'db:orders-replica'),
        DbiResourceId: 'db-orders-replica',
        Engine: 'postgres',
        DBInstanceStatus: 'available',
        ReadReplicaSourceDBInstanceIdentifier: 'orders',
        DeletionProtection: true,
      },
    ],
    instanceBackups: [
      {
        DBInstanceAutomatedBackupsArn: arn('rds', 'auto-backup:ab-orders'),
        DBInstanceArn: arn('rds', 'db:orders'),
        DBInstanceIdentifier: 'orders',
        DbiResourceId: 'db-orders',
        Status: 'active',
        RestoreWindow: { EarliestTime: '2026-11-15T00:00:00Z', LatestTime: now },
      },
    ],
    clusters: [
      {
        DBClusterIdentifier: 'ledger',
        DBClusterArn: arn('rds', 'cluster:ledger'),
        DbClusterResourceId: 'cluster-ledger',
        Engine: 'aurora-postgresql',
        Status: 'available',
        BackupRetentionPeriod: 1,
        DeletionProtection: false,
        GlobalClusterIdentifier: 'world',
        ClusterCreateTime: made,
      },
    ],
    globalClusters: [
      {
        GlobalClusterIdentifier: 'world',
        GlobalClusterArn: `arn:aws:rds::${acmeId}:global-cluster:world`,
        DeletionProtection: true,
        GlobalClusterMembers: [{ DBClusterArn: arn('rds', 'cluster:ledger'), IsWriter: true }],
      },
    ],
    snapshots: [
      {
        DBSnapshotIdentifier: 'orders-by-hand',
        DBSnapshotArn: arn('rds', 'snapshot:orders-by-hand'),
        DBInstanceIdentifier: 'orders',
        DbiResourceId: 'db-orders',
        SnapshotType: 'manual',
        Status: 'available',
        SnapshotCreateTime: night,
      },
    ],
    clusterSnapshots: [
      {
        DBClusterSnapshotIdentifier: 'ledger-by-hand',
        DBClusterSnapshotArn: arn('rds', 'cluster-snapshot:ledger-by-hand'),
        DBClusterIdentifier: 'ledger',
        DbClusterResourceId: 'cluster-ledger',
        SnapshotType: 'manual',
        Status: 'available',
        SnapshotCreateTime: night,
      },
      {
        DBClusterSnapshotIdentifier: 'rds:ledger-1',
        DBClusterSnapshotArn: arn('rds', 'cluster-snapshot:rds:ledger-1'),
        DBClusterIdentifier: 'ledger',
        DbClusterResourceId: 'cluster-ledger',
        SnapshotType: 'automated',
        Status: 'available',
        SnapshotCreateTime: night,
      },
    ],
    shared: new Map([['orders-by-hand', ['999999999999']]]),
  },
};

const dynamodb: Of<'dynamodb'> = {
  [here]: {
    tables: new Map([
      [
        'carts',
        {
          TableName: 'carts',
          TableArn: arn('dynamodb', 'table/carts'),
          TableId: 'carts-1',
          TableStatus: 'ACTIVE',
          CreationDateTime: at(made),
          DeletionProtectionEnabled: true,
          Replicas: [{ RegionName: abroad, ReplicaStatus: 'ACTIVE' }],
        },
      ],
    ]),
    tags: new Map([['carts', { env: 'production' }]]),
    policies: new Map([['carts', denyAll('dynamodb:DeleteTable')]]),
    recovery: new Map([
      [
        'carts',
        {
          PointInTimeRecoveryStatus: 'ENABLED',
          RecoveryPeriodInDays: 35,
          EarliestRestorableDateTime: at('2026-10-18T00:00:00Z'),
          LatestRestorableDateTime: at(now),
        },
      ],
    ]),
    backups: [
      {
        TableName: 'carts',
        TableArn: arn('dynamodb', 'table/carts'),
        TableId: 'carts-1',
        BackupArn: arn('dynamodb', 'table/carts/backup/1'),
        BackupName: 'by-hand',
        BackupCreationDateTime: at(night),
        BackupStatus: 'AVAILABLE',
        BackupType: 'USER',
      },
    ],
  },
  [abroad]: {
    tables: new Map([
      [
        'carts',
        {
          TableName: 'carts',
          TableArn: arn('dynamodb', 'table/carts', abroad),
          TableId: 'carts-2',
          TableStatus: 'ACTIVE',
          DeletionProtectionEnabled: true,
          Replicas: [{ RegionName: here, ReplicaStatus: 'ACTIVE' }],
        },
      ],
    ]),
  },
};

const enabled = { Status: 'Enabled' };
const compliance = (Years: number): Item => ({
  ObjectLockEnabled: 'Enabled',
  Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Years } },
});

/** Kept by a lock, by two persons, and by a replica that is itself locked. */
const s3: Of<'s3'> = new Map([
  ['sealed', { region: here, tags: { env: 'production' }, versioning: enabled, lock: compliance(7) }],
  ['two-handed', { region: here, versioning: { Status: 'Enabled', MfaDelete: 'Enabled' } }],
  [
    'fading',
    {
      region: here,
      versioning: enabled,
      lifecycle: [
        {
          ID: 'old',
          Status: 'Enabled',
          Filter: { Prefix: '' },
          NoncurrentVersionExpiration: { NoncurrentDays: 7 },
        },
      ],
      publicAccess: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    },
  ],
  [
    'media',
    {
      region: here,
      versioning: enabled,
      encryption: { SSEAlgorithm: 'AES256' },
      policy: denyAll('s3:DeleteBucketPolicy'),
      replication: [
        {
          ID: 'all',
          Status: 'Enabled',
          Priority: 1,
          Filter: { Prefix: '' },
          DeleteMarkerReplication: { Status: 'Disabled' },
          ExistingObjectReplication: enabled,
          Destination: { Bucket: 'arn:aws:s3:::media-copy' },
        },
      ],
    },
  ],
  ['media-copy', { region: abroad, versioning: enabled, lock: compliance(1) }],
]);

const efs: Of<'efs'> = {
  [here]: {
    fileSystems: [
      {
        OwnerId: acmeId,
        CreationToken: 'home',
        FileSystemId: 'fs-home',
        FileSystemArn: arn('elasticfilesystem', 'file-system/fs-home'),
        Name: 'home',
        CreationTime: at(made),
        LifeCycleState: 'available',
        NumberOfMountTargets: 2,
        SizeInBytes: { Value: 6144 },
        PerformanceMode: 'generalPurpose',
        Tags: production,
      },
    ],
    policies: new Map([['fs-home', denyAll('elasticfilesystem:DeleteFileSystem')]]),
    kept: new Set(['fs-home']),
  },
};

const fsx: Of<'fsx'> = {
  [here]: {
    fileSystems: [
      {
        FileSystemId: 'fs-share',
        ResourceARN: arn('fsx', 'file-system/fs-share'),
        FileSystemType: 'WINDOWS',
        CreationTime: at(made),
        Lifecycle: 'AVAILABLE',
        WindowsConfiguration: { AutomaticBackupRetentionDays: 7 },
        Tags: production,
      },
      {
        FileSystemId: 'fs-filer',
        ResourceARN: arn('fsx', 'file-system/fs-filer'),
        FileSystemType: 'ONTAP',
        CreationTime: at(made),
        Lifecycle: 'AVAILABLE',
        OntapConfiguration: { AutomaticBackupRetentionDays: 0 },
      },
    ],
    volumes: [
      {
        VolumeId: 'fsvol-1',
        FileSystemId: 'fs-filer',
        ResourceARN: arn('fsx', 'volume/fs-filer/fsvol-1'),
        Name: 'records',
        VolumeType: 'ONTAP',
        Lifecycle: 'CREATED',
        OntapConfiguration: { SnaplockConfiguration: { SnaplockType: 'COMPLIANCE' } },
      },
    ],
    backups: [
      {
        BackupId: 'backup-1',
        ResourceARN: arn('fsx', 'backup/backup-1'),
        Type: 'AUTOMATIC',
        Lifecycle: 'AVAILABLE',
        CreationTime: at(night),
        FileSystem: { FileSystemId: 'fs-share' },
      },
    ],
  },
};

const redshift: Of<'redshift'> = {
  [here]: {
    clusters: [
      {
        ClusterIdentifier: 'warehouse',
        NodeType: 'ra3.large',
        ClusterStatus: 'available',
        ClusterCreateTime: made,
        AutomatedSnapshotRetentionPeriod: 1,
        Tags: production,
      },
    ],
    snapshots: [
      {
        SnapshotIdentifier: 'by-hand',
        ClusterIdentifier: 'warehouse',
        SnapshotArn: arn('redshift', 'snapshot:warehouse/by-hand'),
        SnapshotType: 'manual',
        SnapshotCreateTime: night,
        ClusterCreateTime: made,
        Status: 'available',
        ManualSnapshotRetentionPeriod: -1,
      },
    ],
  },
};

const elasticache: Of<'elasticache'> = {
  [here]: {
    groups: [
      {
        ReplicationGroupId: 'sessions',
        ARN: arn('elasticache', 'replicationgroup:sessions'),
        Status: 'available',
        ReplicationGroupCreateTime: made,
        SnapshotRetentionLimit: 7,
      },
    ],
    clusters: [{ CacheClusterId: 'sessions-001', ReplicationGroupId: 'sessions', Engine: 'redis' }],
    serverless: [
      {
        ServerlessCacheName: 'limits',
        ARN: arn('elasticache', 'serverlesscache:limits'),
        Status: 'available',
        CreateTime: made,
      },
    ],
    snapshots: [
      {
        SnapshotName: 'automatic.sessions',
        ARN: arn('elasticache', 'snapshot:automatic.sessions'),
        ReplicationGroupId: 'sessions',
        SnapshotSource: 'automated',
        SnapshotStatus: 'available',
        SnapshotRetentionLimit: 7,
        NodeSnapshots: [{ SnapshotCreateTime: night }],
      },
    ],
    serverlessSnapshots: [
      {
        ServerlessCacheSnapshotName: 'limits-by-hand',
        ARN: arn('elasticache', 'serverlesscachesnapshot:limits-by-hand'),
        SnapshotType: 'manual',
        Status: 'available',
        CreateTime: night,
        ServerlessCacheConfiguration: { ServerlessCacheName: 'limits' },
      },
    ],
    tags: new Map([[arn('elasticache', 'replicationgroup:sessions'), { env: 'production' }]]),
  },
};

const opensearch: Of<'opensearch'> = {
  [here]: {
    domains: new Map([
      [
        'logs',
        {
          DomainId: `${acmeId}/logs`,
          DomainName: 'logs',
          ARN: arn('es', 'domain/logs'),
          ClusterConfig: { InstanceCount: 1 },
          AccessPolicies: denyAll('es:ESHttpDelete'),
        },
      ],
    ]),
    tags: new Map([[arn('es', 'domain/logs'), { env: 'production' }]]),
  },
};

/** One store of each kind the collectors read, each kept in another way. */
export const stores = {
  regions: ec2,
  rds,
  dynamodb,
  s3,
  efs,
  fsx,
  redshift,
  elasticache,
  opensearch,
} as const;
