import * as efs from '@aws-sdk/client-efs';
import * as elasticache from '@aws-sdk/client-elasticache';
import * as fsx from '@aws-sdk/client-fsx';
import * as opensearch from '@aws-sdk/client-opensearch';
import * as redshift from '@aws-sdk/client-redshift';
import { deny } from './seed-data-stores.ts';

const region = 'us-east-1';

/** What moto chose itself. */
export interface SeededFurther {
  readonly home: string;
  readonly scratch: string;
  readonly share: string;
}

/** Makes file systems, clusters, caches and domains with the SDK, as a person would. */
export async function seedFurtherStores(endpoint: string): Promise<SeededFurther> {
  const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
  const settings = { region, endpoint, credentials };
  const files = new efs.EFSClient(settings);
  const shares = new fsx.FSxClient(settings);
  const warehouses = new redshift.RedshiftClient(settings);
  const caches = new elasticache.ElastiCacheClient(settings);
  const domains = new opensearch.OpenSearchClient(settings);
  try {
    await seedClusters(warehouses);
    await seedCaches(caches);
    await seedDomain(domains);
    return { ...(await seedFileSystems(files)), share: await seedShare(shares) };
  } finally {
    files.destroy();
    shares.destroy();
    warehouses.destroy();
    caches.destroy();
    domains.destroy();
  }
}

async function seedFileSystems(client: efs.EFSClient): Promise<Omit<SeededFurther, 'share'>> {
  const home = await client.send(
    new efs.CreateFileSystemCommand({
      CreationToken: 'home',
      Encrypted: true,
      Backup: true,
      Tags: [
        { Key: 'Name', Value: 'home' },
        { Key: 'env', Value: 'production' },
      ],
    }),
  );
  const scratch = await client.send(new efs.CreateFileSystemCommand({ CreationToken: 'scratch' }));
  await client.send(
    new efs.PutFileSystemPolicyCommand({
      FileSystemId: home.FileSystemId,
      Policy: JSON.stringify(deny('elasticfilesystem:ClientWrite')),
    }),
  );
  return { home: home.FileSystemArn ?? '', scratch: scratch.FileSystemArn ?? '' };
}

async function seedShare(client: fsx.FSxClient): Promise<string> {
  const made = await client.send(
    new fsx.CreateFileSystemCommand({
      FileSystemType: 'WINDOWS',
      StorageCapacity: 32,
      SubnetIds: ['subnet-12345678'],
      WindowsConfiguration: { ThroughputCapacity: 8, AutomaticBackupRetentionDays: 7 },
      Tags: [{ Key: 'env', Value: 'production' }],
    }),
  );
  await client.send(new fsx.CreateBackupCommand({ FileSystemId: made.FileSystem?.FileSystemId }));
  return made.FileSystem?.ResourceARN ?? '';
}

async function seedClusters(client: redshift.RedshiftClient): Promise<void> {
  await client.send(
    new redshift.CreateClusterCommand({
      ClusterIdentifier: 'warehouse',
      NodeType: 'ra3.large',
      MasterUsername: 'admin',
      MasterUserPassword: 'Canary-password-1',
      AutomatedSnapshotRetentionPeriod: 7,
      Tags: [{ Key: 'env', Value: 'production' }],
    }),
  );
  await client.send(
    new redshift.CreateClusterSnapshotCommand({
      ClusterIdentifier: 'warehouse',
      SnapshotIdentifier: 'by-hand',
    }),
  );
}

async function seedCaches(client: elasticache.ElastiCacheClient): Promise<void> {
  const Tags = [{ Key: 'env', Value: 'production' }];
  await client.send(
    new elasticache.CreateReplicationGroupCommand({
      ReplicationGroupId: 'sessions',
      ReplicationGroupDescription: 'sessions',
      Engine: 'redis',
      CacheNodeType: 'cache.t3.small',
      SnapshotRetentionLimit: 7,
      Tags,
    }),
  );
  await client.send(
    new elasticache.CreateCacheClusterCommand({
      CacheClusterId: 'queue',
      Engine: 'redis',
      CacheNodeType: 'cache.t3.small',
      NumCacheNodes: 1,
      Tags,
    }),
  );
  await client.send(
    new elasticache.CreateSnapshotCommand({ SnapshotName: 'by-hand', ReplicationGroupId: 'sessions' }),
  );
}

async function seedDomain(client: opensearch.OpenSearchClient): Promise<void> {
  await client.send(
    new opensearch.CreateDomainCommand({
      DomainName: 'logs',
      EBSOptions: { EBSEnabled: true, VolumeSize: 10 },
      AccessPolicies: JSON.stringify(deny('es:ESHttpDelete')),
      TagList: [{ Key: 'env', Value: 'production' }],
    }),
  );
}
