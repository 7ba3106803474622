import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as rds from '@aws-sdk/client-rds';
import * as s3 from '@aws-sdk/client-s3';

const region = 'us-east-1';
const stranger = '222222222222';

/** What moto chose itself. */
export interface SeededStores {
  readonly backup: string;
  readonly key: string;
}

/** Makes databases, tables and buckets, each with a protection of its own, with the SDK, as a person would. */
export async function seedDataStores(endpoint: string): Promise<SeededStores> {
  const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
  const settings = { region, endpoint, credentials, forcePathStyle: true };
  const clients = [
    new rds.RDSClient(settings),
    new dynamodb.DynamoDBClient(settings),
    new s3.S3Client(settings),
    new s3.S3Client({ ...settings, region: 'eu-west-1' }),
  ] as const;
  const [databases, tables, buckets, bucketsAbroad] = clients;
  try {
    await seedDatabases(databases);
    await bucketsAbroad.send(
      new s3.CreateBucketCommand({
        Bucket: 'far',
        CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
      }),
    );
    await bucketsAbroad.send(versioning('far'));
    await seedBuckets(buckets);
    return await seedTables(tables);
  } finally {
    for (const client of clients) client.destroy();
  }
}

async function seedDatabases(client: rds.RDSClient): Promise<void> {
  const instance = {
    Engine: 'postgres',
    DBInstanceClass: 'db.t4g.micro',
    AllocatedStorage: 20,
    MasterUsername: 'admin',
    MasterUserPassword: 'canary-password-1',
  };
  await client.send(
    new rds.CreateDBInstanceCommand({
      ...instance,
      DBInstanceIdentifier: 'orders',
      DeletionProtection: true,
      BackupRetentionPeriod: 7,
      Tags: [{ Key: 'env', Value: 'production' }],
    }),
  );
  await client.send(
    new rds.CreateDBInstanceCommand({
      ...instance,
      DBInstanceIdentifier: 'scratch',
      BackupRetentionPeriod: 0,
    }),
  );
  await client.send(
    new rds.CreateDBInstanceReadReplicaCommand({
      DBInstanceIdentifier: 'orders-replica',
      SourceDBInstanceIdentifier: 'orders',
    }),
  );
  await client.send(
    new rds.CreateDBClusterCommand({
      DBClusterIdentifier: 'aurora',
      Engine: 'aurora-postgresql',
      MasterUsername: 'admin',
      MasterUserPassword: 'canary-password-1',
      DeletionProtection: true,
      BackupRetentionPeriod: 3,
    }),
  );
  await client.send(
    new rds.CreateDBInstanceCommand({
      DBInstanceIdentifier: 'aurora-1',
      DBClusterIdentifier: 'aurora',
      Engine: 'aurora-postgresql',
      DBInstanceClass: 'db.r6g.large',
    }),
  );
  await client.send(
    new rds.CreateDBSnapshotCommand({ DBInstanceIdentifier: 'orders', DBSnapshotIdentifier: 'by-hand' }),
  );
  await client.send(
    new rds.ModifyDBSnapshotAttributeCommand({
      DBSnapshotIdentifier: 'by-hand',
      AttributeName: 'restore',
      ValuesToAdd: [stranger],
    }),
  );
  await client.send(
    new rds.CreateDBClusterSnapshotCommand({
      DBClusterIdentifier: 'aurora',
      DBClusterSnapshotIdentifier: 'aurora-by-hand',
    }),
  );
}

async function seedTables(client: dynamodb.DynamoDBClient): Promise<SeededStores> {
  const key = `arn:aws:kms:${region}:123456789012:key/11111111-2222-3333-4444-555555555555`;
  const make = (TableName: string, more: object = {}) =>
    client.send(
      new dynamodb.CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        ...more,
      }),
    );
  await make('carts', {
    DeletionProtectionEnabled: true,
    SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: key },
    Tags: [{ Key: 'env', Value: 'production' }],
  });
  await make('sessions');
  await client.send(
    new dynamodb.UpdateContinuousBackupsCommand({
      TableName: 'carts',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  );
  await client.send(
    new dynamodb.PutResourcePolicyCommand({
      ResourceArn: `arn:aws:dynamodb:${region}:123456789012:table/carts`,
      Policy: JSON.stringify(deny('dynamodb:DeleteTable')),
    }),
  );
  const made = await client.send(
    new dynamodb.CreateBackupCommand({ TableName: 'sessions', BackupName: 'by-hand' }),
  );
  return { backup: made.BackupDetails?.BackupArn ?? '', key };
}

async function seedBuckets(client: s3.S3Client): Promise<void> {
  for (const Bucket of ['plain', 'kept']) await client.send(new s3.CreateBucketCommand({ Bucket }));
  for (const Bucket of ['governed', 'sealed']) {
    await client.send(new s3.CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
  }
  await client.send(versioning('kept'));
  await client.send(lock('governed', { Mode: 'GOVERNANCE', Days: 30 }));
  await client.send(lock('sealed', { Mode: 'COMPLIANCE', Days: 400 }));
  await client.send(
    new s3.PutBucketTaggingCommand({
      Bucket: 'kept',
      Tagging: { TagSet: [{ Key: 'env', Value: 'production' }] },
    }),
  );
  await client.send(
    new s3.PutBucketLifecycleConfigurationCommand({
      Bucket: 'kept',
      LifecycleConfiguration: {
        Rules: [
          {
            ID: 'old',
            Status: 'Enabled',
            Filter: { Prefix: '' },
            NoncurrentVersionExpiration: { NoncurrentDays: 60 },
          },
        ],
      },
    }),
  );
  await client.send(
    new s3.PutBucketReplicationCommand({
      Bucket: 'kept',
      ReplicationConfiguration: {
        Role: 'arn:aws:iam::123456789012:role/replication',
        Rules: [
          {
            ID: 'far',
            Priority: 1,
            Status: 'Enabled',
            Filter: { Prefix: '' },
            DeleteMarkerReplication: { Status: 'Disabled' },
            Destination: { Bucket: 'arn:aws:s3:::far' },
          },
        ],
      },
    }),
  );
  await client.send(
    new s3.PutBucketPolicyCommand({ Bucket: 'kept', Policy: JSON.stringify(deny('s3:DeleteObjectVersion')) }),
  );
  await client.send(
    new s3.PutPublicAccessBlockCommand({
      Bucket: 'kept',
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    }),
  );
}

function versioning(Bucket: string): s3.PutBucketVersioningCommand {
  return new s3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });
}

function lock(Bucket: string, DefaultRetention: s3.DefaultRetention): s3.PutObjectLockConfigurationCommand {
  return new s3.PutObjectLockConfigurationCommand({
    Bucket,
    ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention } },
  });
}

/** A policy that keeps everybody from one call. */
export function deny(Action: string): object {
  const Resource = Action.startsWith('s3:') ? 'arn:aws:s3:::kept/*' : '*';
  return { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action, Resource }] };
}
