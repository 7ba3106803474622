import type { AwsWorld, Item } from '../../src/stand-ins/aws/index.ts';
import { at } from '../../src/stand-ins/aws/json.ts';
import { acme, acmeId } from '../collectors/aws/acme.ts';

const region = 'us-east-1';
const arn = (service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${acmeId}:${resource}`;
const key = arn('kms', 'key/k-1');
const night = at('2026-11-22T00:00:00Z');
const volume = arn('ec2', 'volume/vol-data');
const production = [{ Key: 'env', Value: 'production' }];
const admit = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' }],
};

const table = (name: string) => ({
  TableName: name,
  TableArn: arn('dynamodb', `table/${name}`),
  TableId: name,
  TableStatus: 'ACTIVE',
});

const database = (name: string, more: Item = {}) => ({
  DBInstanceIdentifier: name,
  DBInstanceArn: arn('rds', `db:${name}`),
  DbiResourceId: `db-${name}`,
  Engine: 'postgres',
  DBInstanceStatus: 'available',
  BackupRetentionPeriod: 7,
  TagList: production,
  ...more,
});

const rdsSnapshot = (name: string, of: string, SnapshotType: string) => ({
  DBSnapshotIdentifier: name,
  DBSnapshotArn: arn('rds', `snapshot:${name}`),
  DBInstanceIdentifier: of,
  DbiResourceId: `db-${of}`,
  SnapshotType,
  Status: 'available',
  SnapshotCreateTime: '2026-11-22T00:00:00Z',
});

const vault = (name: string, more: object = {}) => ({
  BackupVaultName: name,
  BackupVaultArn: arn('backup', `backup-vault:${name}`),
  VaultType: 'BACKUP_VAULT',
  CreationDate: night,
  EncryptionKeyArn: key,
  Locked: false,
  ...more,
});

const point = (id: string, resource: string) => ({
  RecoveryPointArn: id,
  ResourceArn: resource,
  ResourceType: 'EBS',
  Status: 'COMPLETED',
  CreationDate: night,
  CalculatedLifecycle: { DeleteAt: at('2027-02-20T00:00:00Z') },
  EncryptionKeyArn: key,
  IsEncrypted: true,
});

/** One account with something of most services the collectors read: what stands in it and what is missing both count. */
export function awsEstate(): AwsWorld {
  return [
    acme({
      rds: {
        [region]: {
          instances: [database('orders', { DeletionProtection: true }), database('ledger')],
          snapshots: [
            rdsSnapshot('rds:orders-1', 'orders', 'automated'),
            rdsSnapshot('by-hand', 'ledger', 'manual'),
          ],
        },
      },
      dynamodb: {
        [region]: {
          tables: new Map(['carts', 'sessions', 'users'].map((name) => [name, table(name)])),
          tags: new Map([['carts', { env: 'production' }]]),
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
      s3: new Map([
        ['plain', { region, tags: { env: 'production' } }],
        ['kept', { region, versioning: { Status: 'Enabled' } }],
        ['open', { region, policy: JSON.stringify(admit) }],
        [
          'sealed',
          {
            region,
            versioning: { Status: 'Enabled' },
            lock: {
              ObjectLockEnabled: 'Enabled',
              Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Years: 7 } },
            },
          },
        ],
      ]),
      kms: {
        [region]: {
          keys: [{ Arn: key, KeyId: 'k-1', KeyState: 'Enabled', KeyManager: 'CUSTOMER' }],
          aliases: [{ AliasName: 'alias/data', AliasArn: arn('kms', 'alias/data'), TargetKeyId: 'k-1' }],
          policies: new Map([[key, { Version: '2012-10-17', Statement: [] }]]),
        },
      },
      cloudtrail: {
        [region]: {
          trails: [
            {
              Name: 'all',
              TrailARN: arn('cloudtrail', 'trail/all'),
              HomeRegion: region,
              IsLogging: true,
              S3BucketName: 'kept',
            },
          ],
        },
      },
      compute: {
        [region]: {
          functions: [
            {
              FunctionName: 'sweep',
              FunctionArn: arn('lambda', 'function:sweep'),
              Role: `arn:aws:iam::${acmeId}:role/app`,
            },
          ],
        },
      },
      efs: {
        [region]: {
          fileSystems: ['home', 'scratch', 'copy'].map((id) => ({
            FileSystemId: id,
            Name: id,
            FileSystemArn: arn('elasticfilesystem', `file-system/${id}`),
            LifeCycleState: 'available',
            NumberOfMountTargets: 1,
          })),
        },
      },
      backup: {
        [region]: {
          vaults: [vault('plain'), vault('locked', { Locked: true, LockDate: at('2026-11-20T00:00:00Z') })],
          policies: new Map([['plain', admit]]),
          points: new Map([
            ['plain', [point(`arn:aws:ec2:${region}::snapshot/snap-data`, volume)]],
            [
              'locked',
              [point(arn('backup', 'recovery-point:1'), arn('elasticfilesystem', 'file-system/home'))],
            ],
          ]),
          plans: new Map([
            [
              'plan-1',
              {
                BackupPlanId: 'plan-1',
                BackupPlanArn: arn('backup', 'backup-plan:plan-1'),
                CreationDate: night,
                BackupPlan: {
                  BackupPlanName: 'nightly',
                  Rules: [
                    {
                      RuleName: 'daily',
                      TargetBackupVaultName: 'plain',
                      ScheduleExpression: 'cron(0 3 * * ? *)',
                    },
                  ],
                },
              },
            ],
          ]),
          selections: new Map([
            [
              'plan-1',
              [
                {
                  SelectionId: 'all',
                  BackupPlanId: 'plan-1',
                  BackupSelection: { SelectionName: 'all', IamRoleArn: 'arn:role', Resources: [volume] },
                },
              ],
            ],
          ]),
        },
      },
    }),
  ];
}
