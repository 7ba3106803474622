import type { DBCluster, DBInstance, Tag } from '@aws-sdk/client-rds';
import type { RdsPlace } from './rds.ts';

/** A database that has copies of its own: an instance that is in no cluster, or a cluster. */
export interface Database {
  readonly arn: string;
  readonly identifier: string;
  /** Stays when the database is renamed, and is never used again, as names are. */
  readonly resourceId: string | undefined;
  readonly of: 'instance' | 'cluster';
  readonly madeAt: Date | undefined;
  readonly engine: string;
  /** ARN of the database it replicates. */
  readonly replicaOf: string | null;
  /** ARN of the store its copies are copies of: itself, or what it replicates in the end. */
  readonly store: string;
  /** Days automated backups are kept; 0: there are none. */
  readonly retentionDays: number;
  readonly backupWindow: string | undefined;
  readonly restorable: { readonly latest: Date | undefined };
  /** ARNs of what automated backups are replicated to. */
  readonly replicatedTo: readonly string[];
  readonly byAwsBackup: boolean;
  readonly key: string | null;
  readonly tags: readonly Tag[] | undefined;
}

/** The databases of the Region by ARN. `writers`: of a global cluster's followers, the cluster they follow. */
export function databasesOf(
  instances: readonly DBInstance[],
  clusters: readonly DBCluster[],
  writers: ReadonlyMap<string, string>,
  place: RdsPlace,
): ReadonlyMap<string, Database> {
  const found = [
    ...instances.filter((one) => one.DBClusterIdentifier === undefined).map((one) => ofInstance(one, place)),
    ...clusters.map((one) => ofCluster(one, writers, place)),
  ];
  const byArn = new Map(found.map((database) => [database.arn, database]));
  return new Map(
    found.map((database) => [database.arn, { ...database, store: storeBehind(database, byArn) }]),
  );
}

/** What a copy tells of the database it was taken of. */
export interface CopiedFrom {
  readonly of: Database['of'];
  readonly database: string | undefined;
  readonly resourceId: string | undefined;
  /** When that database was made, which tells it from a later one of its name where there is no other way. */
  readonly madeAt: Date | undefined;
}

/** Finds the database a copy was taken of; undefined where that one is gone. */
export type FindDatabase = (copy: CopiedFrom) => Database | undefined;

export function databaseFinder(databases: ReadonlyMap<string, Database>): FindDatabase {
  const known = new Map<string, Database[]>();
  for (const database of databases.values()) {
    for (const key of [`id ${database.resourceId}`, `name ${database.identifier}`]) {
      known.set(`${database.of} ${key}`, [...(known.get(`${database.of} ${key}`) ?? []), database]);
    }
  }
  return ({ of, database: name, resourceId, madeAt }) => {
    if (resourceId === undefined) {
      const named = known.get(`${of} name ${name}`) ?? [];
      return named.find((database) => database.madeAt?.getTime() === madeAt?.getTime());
    }
    const same = known.get(`${of} id ${resourceId}`) ?? [];
    return same.find((database) => database.identifier === name) ?? same[0];
  };
}

function ofInstance(instance: DBInstance, place: RdsPlace): Database {
  const identifier = instance.DBInstanceIdentifier ?? '';
  const arn = instance.DBInstanceArn ?? place.arn(`db:${identifier}`);
  const { ReadReplicaSourceDBInstanceIdentifier: ofDb, ReadReplicaSourceDBClusterIdentifier: ofCluster } =
    instance;
  return {
    arn,
    identifier,
    resourceId: instance.DbiResourceId,
    of: 'instance',
    madeAt: instance.InstanceCreateTime,
    engine: instance.Engine ?? '',
    replicaOf: arnOf(ofDb, 'db', place) ?? arnOf(ofCluster, 'cluster', place),
    store: arn,
    retentionDays: instance.BackupRetentionPeriod ?? 0,
    backupWindow: instance.PreferredBackupWindow,
    restorable: { latest: instance.LatestRestorableTime },
    replicatedTo: (instance.DBInstanceAutomatedBackupsReplications ?? []).flatMap(
      (replication) => replication.DBInstanceAutomatedBackupsArn ?? [],
    ),
    byAwsBackup: Boolean(instance.AwsBackupRecoveryPointArn),
    key: instance.KmsKeyId ?? null,
    tags: instance.TagList,
  };
}

function ofCluster(cluster: DBCluster, writers: ReadonlyMap<string, string>, place: RdsPlace): Database {
  const identifier = cluster.DBClusterIdentifier ?? '';
  const arn = cluster.DBClusterArn ?? place.arn(`cluster:${identifier}`);
  return {
    arn,
    identifier,
    resourceId: cluster.DbClusterResourceId,
    of: 'cluster',
    madeAt: cluster.ClusterCreateTime,
    engine: cluster.Engine ?? '',
    replicaOf: arnOf(cluster.ReplicationSourceIdentifier, 'cluster', place) ?? writers.get(arn) ?? null,
    store: arn,
    retentionDays: cluster.BackupRetentionPeriod ?? 0,
    backupWindow: cluster.PreferredBackupWindow,
    restorable: { latest: cluster.LatestRestorableTime },
    replicatedTo: [],
    byAwsBackup: Boolean(cluster.AwsBackupRecoveryPointArn),
    key: cluster.KmsKeyId ?? null,
    tags: cluster.TagList,
  };
}

/** A source in the same Region is named, one in another is given by its ARN. */
function arnOf(source: string | undefined, kind: 'db' | 'cluster', place: RdsPlace): string | null {
  if (!source) return null;
  return source.startsWith('arn:') ? source : place.arn(`${kind}:${source}`);
}

/** Follows replicas to the end; those that go round in a circle are taken for databases of their own. */
function storeBehind(database: Database, byArn: ReadonlyMap<string, Database>): string {
  const seen = new Set<string>();
  let arn = database.arn;
  for (let source = database.replicaOf; source !== null; source = byArn.get(source)?.replicaOf ?? null) {
    if (seen.has(source)) return database.arn;
    seen.add(source);
    arn = source;
  }
  return arn;
}
