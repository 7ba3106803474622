import type { DBClusterAutomatedBackup, DBInstanceAutomatedBackup } from '@aws-sdk/client-rds';
import type { AssetOf, CollectedAsset } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import { parseArn } from './arn.ts';
import type { RdsPlace } from './rds.ts';
import { growsByItself } from './rds-clusters.ts';
import { listRds } from './rds-pages.ts';
import type { Database } from './rds-sources.ts';
import type { Reader } from './reader.ts';
import { tagsOf } from './tags.ts';

export const describeDBInstanceAutomatedBackups = apiCall(
  'rds:DescribeDBInstanceAutomatedBackups',
  'backup',
  'restricts',
);
export const describeDBClusterAutomatedBackups = apiCall(
  'rds:DescribeDBClusterAutomatedBackups',
  'backup',
  'restricts',
);

/** What RDS lists of one database's automated backups, whichever kind of database it is. */
export type AutomatedBackup = Pick<
  DBInstanceAutomatedBackup & DBClusterAutomatedBackup,
  'RestoreWindow' | 'Status' | 'KmsKeyId' | 'BackupRetentionPeriod' | 'TagList'
> & {
  readonly of: Database['of'];
  readonly arn: string | undefined;
  readonly database: string | undefined;
  readonly name: string;
  readonly resourceId: string | undefined;
};

/** The automated backups that lie in the Region, replicated and retained ones included. */
export async function listAutomatedBackups(reader: Reader): Promise<readonly AutomatedBackup[]> {
  const { DescribeDBInstanceAutomatedBackupsCommand, DescribeDBClusterAutomatedBackupsCommand } =
    await import('@aws-sdk/client-rds');
  const [ofInstances, ofClusters] = await Promise.all([
    listRds(reader, describeDBInstanceAutomatedBackups, async (rds, page) => {
      const answer = await rds.send(new DescribeDBInstanceAutomatedBackupsCommand(page));
      return { items: answer.DBInstanceAutomatedBackups, Marker: answer.Marker };
    }),
    listRds(reader, describeDBClusterAutomatedBackups, async (rds, page) => {
      const answer = await rds.send(new DescribeDBClusterAutomatedBackupsCommand(page));
      return { items: answer.DBClusterAutomatedBackups, Marker: answer.Marker };
    }),
  ]);
  return [
    ...ofInstances.map((backup) => ({
      ...backup,
      of: 'instance' as const,
      arn: backup.DBInstanceAutomatedBackupsArn,
      database: backup.DBInstanceArn,
      name: backup.DBInstanceIdentifier ?? '',
      resourceId: backup.DbiResourceId,
    })),
    ...ofClusters.map((backup) => ({
      ...backup,
      of: 'cluster' as const,
      arn: backup.DBClusterAutomatedBackupsArn,
      database: backup.DBClusterArn,
      name: backup.DBClusterIdentifier ?? '',
      resourceId: backup.DbClusterResourceId,
    })),
  ];
}

/**
 * The windows databases can be restored within: those RDS lists, and for a database it lists none of (a cluster
 * that still exists), what the database itself tells.
 */
export function windowsOf(
  listed: readonly AutomatedBackup[],
  databases: ReadonlyMap<string, Database>,
  place: RdsPlace,
): readonly CollectedAsset[] {
  const known = new Set<string>();
  const windows = listed.map((backup) => {
    const arn = backup.database ?? place.arn(`${backup.of === 'cluster' ? 'cluster' : 'db'}:${backup.name}`);
    const live = backup.Status === 'retained' ? undefined : databases.get(arn);
    if (live) known.add(arn);
    return listedWindow(backup, arn, live, place);
  });
  const told = [...databases.values()].filter(
    ({ arn, retentionDays }) => retentionDays > 0 && !known.has(arn),
  );
  return [...windows, ...told.map((database) => toldWindow(database, place))];
}

function listedWindow(
  backup: AutomatedBackup,
  source: string,
  live: Database | undefined,
  place: RdsPlace,
): CollectedAsset {
  const kind = backup.of === 'cluster' ? 'cluster-auto-backup' : 'auto-backup';
  const retained = backup.Status === 'retained';
  const replicated = parseArn(source)?.region !== place.region;
  const latest = backup.RestoreWindow?.LatestTime ?? live?.restorable.latest;
  return {
    ...window(backup.of, backup.name, latest, place),
    id: backup.arn ?? place.arn(`${kind}:${backup.resourceId ?? backup.name}/${backup.name}`),
    tags: tagsOf(backup.TagList),
    links: retained ? [] : [{ to: live?.store ?? source, as: 'copy-of' }],
    props: {
      ...windowProps(place),
      ...(retained ? { expires: lastDay(latest, backup.BackupRetentionPeriod) } : {}),
      complete: latest === undefined ? 'unknown' : true,
      key: backup.KmsKeyId ?? live?.key ?? null,
      ...(live && !replicated ? goesWith(live) : { survivesSource: true }),
    },
  };
}

function toldWindow(database: Database, place: RdsPlace): CollectedAsset {
  const { latest } = database.restorable;
  return {
    ...window(database.of, database.identifier, latest, place),
    id: `${database.arn}#restore-window`,
    tags: {},
    links: [{ to: database.store, as: 'copy-of' }],
    props: {
      ...windowProps(place),
      complete: latest === undefined ? 'unknown' : true,
      key: database.key,
      ...goesWith(database),
    },
  };
}

function window(of: Database['of'], name: string, latest: Date | undefined, place: RdsPlace) {
  return {
    kind: 'backup',
    provider: 'aws',
    native: of === 'cluster' ? 'AWS::RDS::DBClusterAutomatedBackup' : 'AWS::RDS::DBInstanceAutomatedBackup',
    name,
    scope: place.account,
    region: place.region,
    createdAt: latest?.toISOString() ?? null,
  } as const;
}

function windowProps({ account, region }: RdsPlace): AssetOf<'backup'>['props'] {
  return {
    type: 'pitr-window',
    location: { provider: 'aws', account, region, vault: null },
    expires: null,
    complete: true,
    key: null,
    survivesSource: false,
    follows: [],
    sharedWith: [],
    guards: [],
  };
}

/**
 * Deleting a database deletes its automated backups unless the caller asks otherwise, and so does a retention of
 * 0 days, which those that need one of a day at least refuse. What AWS Backup made of them may be kept.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.Deleting.html
 */
export function goesWith(database: Database): Pick<AssetOf<'backup'>['props'], 'survivesSource' | 'follows'> {
  const modify = database.of === 'cluster' ? 'rds:ModifyDBCluster' : 'rds:ModifyDBInstance';
  return {
    survivesSource: database.byAwsBackup ? 'unknown' : false,
    follows: growsByItself(database.engine) ? [] : [modify],
  };
}

/** The last snapshot of a deleted database may be a day older than the last moment that can be restored. */
function lastDay(latest: Date | undefined, days: number | undefined): string | 'unknown' {
  if (latest === undefined || days === undefined) return 'unknown';
  return new Date(latest.getTime() + (days - 1) * 24 * 3_600_000).toISOString();
}
