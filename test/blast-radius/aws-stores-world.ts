import type {
  AssetKind,
  AssetOf,
  BackupProps,
  Guard,
  StoreProps,
  VaultProps,
} from '../../src/model/asset.ts';
import { asset, daysAgo, link } from './world.ts';

/** Databases, tables, buckets and what AWS Backup keeps of them, in the shapes the collectors give them. */
type Assets = readonly AssetOf<AssetKind>[];

const RDS = 'arn:aws:rds:eu-west-1:111111111111';
export const DATABASE = `${RDS}:db:orders`;
export const CLUSTER = `${RDS}:cluster:ledger`;
export const TABLE = 'arn:aws:dynamodb:eu-west-1:111111111111:table/carts';
export const BUCKET = 'arn:aws:s3:::invoices';
export const VAULT = 'arn:aws:backup:eu-west-1:111111111111:backup-vault:main';
export const GLOBAL = 'arn:aws:rds::111111111111:global-cluster:world';
export const STACK = 'arn:aws:cloudformation:eu-west-1:111111111111:stack/shop/1';
export const SECRET = 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:orders-1';
export const HOLD = 'arn:aws:backup:eu-west-1:111111111111:legal-hold:case-7';

export function deletionProtection(operation: string): Guard {
  return { type: 'deletion-protection', clearedBy: [{ operation }], until: null };
}

function copies(
  of: string,
  native: string,
  { count, idOf, props }: { count: number; idOf: (n: number) => string; props: Partial<BackupProps> },
): Assets {
  return Array.from({ length: count }, (_, i) =>
    asset('backup', idOf(i + 1), native, {
      createdAt: daysAgo(i + 1),
      props,
      links: [link('copy-of', of)],
    }),
  );
}

export function database(props: Partial<StoreProps> = {}): AssetOf<'store'> {
  return asset('store', DATABASE, 'AWS::RDS::DBInstance', { props: { type: 'database', ...props } });
}

/** The restore window and the daily snapshots that RDS keeps of a database itself. */
export function automated(days = 7): Assets {
  const goes: Partial<BackupProps> = { survivesSource: false, follows: ['rds:ModifyDBInstance'] };
  return [
    ...copies(DATABASE, 'AWS::RDS::DBInstanceAutomatedBackup', {
      count: 1,
      idOf: () => `${RDS}:auto-backup:ab-1`,
      props: { type: 'pitr-window', ...goes },
    }),
    ...copies(DATABASE, 'AWS::RDS::DBSnapshot', {
      count: days,
      idOf: (n) => `${RDS}:snapshot:rds:orders-${n}`,
      props: { type: 'automated', ...goes },
    }),
  ];
}

/** Automated backups replicated to another Region, which outlive the database. */
export function replicated(): Assets {
  return copies(DATABASE, 'AWS::RDS::DBInstanceAutomatedBackup', {
    count: 1,
    idOf: () => 'arn:aws:rds:eu-central-1:111111111111:auto-backup:ab-2',
    props: { type: 'pitr-window' },
  });
}

export function manual(count: number, props: Partial<BackupProps> = {}): Assets {
  return copies(DATABASE, 'AWS::RDS::DBSnapshot', {
    count,
    idOf: (n) => `${RDS}:snapshot:orders-${n}`,
    props,
  });
}

/** A read replica; what is done to the rows of its source is done to it. */
export function readReplica(props: Partial<BackupProps> = {}): Assets {
  return copies(DATABASE, 'AWS::RDS::DBInstance', {
    count: 1,
    idOf: () => `${RDS}:db:orders-replica`,
    props: { type: 'replica', follows: ['rds-data:ExecuteStatement'], ...props },
  });
}

/** An Aurora cluster with its instances, which have to go before it. */
export function aurora(instances: number, props: Partial<StoreProps> = {}): Assets {
  const members = Array.from({ length: instances }, (_, i) => `${RDS}:db:ledger-${i + 1}`);
  return [
    asset('store', CLUSTER, 'AWS::RDS::DBCluster', {
      props: {
        type: 'database',
        attached: members.map((workload) => ({ workload, endsWithWorkload: false })),
        ...props,
      },
    }),
    ...members.map((id) =>
      asset('workload', id, 'AWS::RDS::DBInstance', {
        props: { type: 'database-instance' },
        links: [link('uses', CLUSTER)],
      }),
    ),
  ];
}

export function clusterSnapshots(count: number): Assets {
  return copies(CLUSTER, 'AWS::RDS::DBClusterSnapshot', {
    count,
    idOf: (n) => `${RDS}:cluster-snapshot:ledger-${n}`,
    props: {},
  });
}

export function globalCluster(): AssetOf<'container'> {
  return asset('container', GLOBAL, 'AWS::RDS::GlobalCluster', {
    props: { type: 'cluster' },
    links: [link('contains', CLUSTER)],
  });
}

export function table(props: Partial<StoreProps> = {}): AssetOf<'store'> {
  return asset('store', TABLE, 'AWS::DynamoDB::Table', { props: { type: 'table', ...props } });
}

/** Point-in-time recovery: what it leaves of a deleted table lasts 35 days. */
export function pitr(): Assets {
  return copies(TABLE, 'AWS::DynamoDB::RestoreWindow', {
    count: 1,
    idOf: () => `${TABLE}#restore-window`,
    props: {
      type: 'pitr-window',
      keptHoursAfterSource: 35 * 24,
      follows: ['dynamodb:UpdateContinuousBackups'],
    },
  });
}

export function tableBackups(count: number): Assets {
  return copies(TABLE, 'AWS::DynamoDB::Backup', { count, idOf: (n) => `${TABLE}/backup/0${n}`, props: {} });
}

export function tableReplica(): Assets {
  return copies(TABLE, 'AWS::DynamoDB::Replica', {
    count: 1,
    idOf: () => `${TABLE.replace('eu-west-1', 'us-east-1')}#replica-of/eu-west-1`,
    props: { type: 'replica', follows: ['dynamodb:BatchWriteItem', 'dynamodb:UpdateTimeToLive'] },
  });
}

export function bucket(props: Partial<StoreProps> = {}): AssetOf<'store'> {
  return asset('store', BUCKET, 'AWS::S3::Bucket', { props: { type: 'bucket', ...props } });
}

/** What versioning keeps when an object is deleted or overwritten. */
export function versions(props: Partial<BackupProps> = {}): Assets {
  return copies(BUCKET, 'AWS::S3::NoncurrentVersions', {
    count: 1,
    idOf: () => `${BUCKET}#noncurrent-versions`,
    props: {
      type: 'noncurrent-versions',
      follows: ['s3:PutLifecycleConfiguration', 's3:DeleteObjectVersion'],
      ...props,
    },
  });
}

export function bucketReplica(account: string, follows: readonly string[]): Assets {
  return copies(BUCKET, 'AWS::S3::Replica', {
    count: 1,
    idOf: () => 'arn:aws:s3:::invoices-copy#replica-of/invoices',
    props: {
      type: 'replica',
      location: { provider: 'aws', account, region: 'eu-west-1', vault: null },
      follows,
    },
  }).map((copy) => ({ ...copy, scope: account }));
}

export function vault(lock: VaultProps['lock'], guards: readonly Guard[] = []): AssetOf<'vault'> {
  return asset('vault', VAULT, 'AWS::Backup::BackupVault', { props: { type: 'backup-vault', lock, guards } });
}

/** Recovery points of a store in the vault. */
export function points(of: string, count: number, props: Partial<BackupProps> = {}): Assets {
  return copies(of, 'AWS::Backup::RecoveryPoint', {
    count,
    idOf: (n) => `${RDS}:snapshot:awsbackup:job-${n}`,
    props: { type: 'recovery-point', ...props },
  }).map((point) => ({ ...point, links: [...point.links, link('in-vault', VAULT)] }));
}

/** What the lock of a vault is, as a guard on the vault and on each point in it. */
export function vaultLock(lock: 'clearable' | 'immutable', until: string | null = null): Guard {
  const clearedBy = [
    { operation: 'backup:DeleteBackupVaultLockConfiguration', on: VAULT },
    { operation: 'backup:PutBackupVaultLockConfiguration', on: VAULT },
  ];
  return lock === 'clearable'
    ? { type: 'vault-lock', clearedBy, until: null }
    : { type: 'vault-lock', clearedBy: [], until };
}

export function legalHold(): Guard {
  return { type: 'legal-hold', clearedBy: [{ operation: 'backup:CancelLegalHold', on: HOLD }], until: null };
}

/** A stack that contains stores, deleting them as its role or as whoever calls. */
export function stack(contained: readonly string[], role: string | null, guards: readonly Guard[] = []) {
  return asset('container', STACK, 'AWS::CloudFormation::Stack', {
    props: { type: 'stack', guards },
    links: [
      ...contained.map((id) => link('contains', id)),
      ...(role === null ? [] : [link('runs-as', role)]),
    ],
  });
}
