import type { ServerlessCacheSnapshot, Snapshot } from '@aws-sdk/client-elasticache';
import type { CollectedAsset } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import type { CollectedBackup } from './ec2-snapshots.ts';
import type { ElasticachePlace } from './elasticache.ts';
import { listAll } from './list-all.ts';
import type { Reader } from './reader.ts';

export const describeSnapshots = apiCall('elasticache:DescribeSnapshots', 'backup', 'restricts');
export const describeServerlessCacheSnapshots = apiCall(
  'elasticache:DescribeServerlessCacheSnapshots',
  'backup',
  'restricts',
);

interface Snapshots {
  readonly nodeBased: readonly Snapshot[];
  readonly serverless: readonly ServerlessCacheSnapshot[];
}

/** The account's backups in the Region, those of caches that are gone included. */
export async function listSnapshots(reader: Reader): Promise<Snapshots> {
  const elasticache = await import('@aws-sdk/client-elasticache');
  const client = reader.client(elasticache.ElastiCacheClient);
  const [nodeBased, serverless] = await Promise.all([
    listAll(
      reader,
      describeSnapshots,
      (Marker) => client.send(new elasticache.DescribeSnapshotsCommand({ MaxRecords: 50, Marker })),
      ({ Snapshots, Marker }) => ({ items: Snapshots, next: Marker }),
    ),
    listAll(
      reader,
      describeServerlessCacheSnapshots,
      (NextToken) => client.send(new elasticache.DescribeServerlessCacheSnapshotsCommand({ NextToken })),
      ({ ServerlessCacheSnapshots, NextToken }) => ({ items: ServerlessCacheSnapshots, next: NextToken }),
    ),
  ]);
  return { nodeBased, serverless };
}

type Live = ReadonlyMap<string, Pick<CollectedAsset, 'createdAt'>>;

/**
 * A backup of a group or cluster; automatic ones are deleted with it.
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-deleting.html
 */
export function cacheSnapshotAsset(snapshot: Snapshot, live: Live, place: ElasticachePlace): CollectedBackup {
  const { SnapshotName: name = '', ReplicationGroupId: group, CacheClusterId: cluster } = snapshot;
  const taken = (snapshot.NodeSnapshots ?? []).flatMap(({ SnapshotCreateTime }) => SnapshotCreateTime ?? []);
  const automatic = snapshot.SnapshotSource === 'automated';
  const source = group ? `replicationgroup:${group}` : `cluster:${cluster}`;
  const modify = group ? 'elasticache:ModifyReplicationGroup' : 'elasticache:ModifyCacheCluster';
  return backupOf(live, place, {
    id: snapshot.ARN ?? place.arn(`snapshot:${name}`),
    native: 'AWS::ElastiCache::Snapshot',
    name,
    source: place.arn(source),
    at: taken.toSorted((a, b) => a.getTime() - b.getTime())[0],
    key: snapshot.KmsKeyId,
    props: {
      type: automatic ? 'automated' : 'snapshot',
      expires: automatic ? expiryOf(taken[0], snapshot.SnapshotRetentionLimit) : null,
      complete: isWhole(snapshot.SnapshotStatus),
      survivesSource: snapshot.SnapshotSource === undefined ? 'unknown' : !automatic,
      follows: automatic ? [modify] : [],
    },
  });
}

/** A backup of a serverless cache; what becomes of automatic ones when it is deleted is not documented. */
export function serverlessSnapshotAsset(
  snapshot: ServerlessCacheSnapshot,
  live: Live,
  place: ElasticachePlace,
): CollectedBackup {
  const { ServerlessCacheSnapshotName: name = '', ServerlessCacheConfiguration: of } = snapshot;
  const automatic = snapshot.SnapshotType !== 'manual';
  return backupOf(live, place, {
    id: snapshot.ARN ?? place.arn(`serverlesscachesnapshot:${name}`),
    native: 'AWS::ElastiCache::ServerlessCacheSnapshot',
    name,
    source: place.arn(`serverlesscache:${of?.ServerlessCacheName ?? ''}`),
    at: snapshot.CreateTime,
    key: snapshot.KmsKeyId,
    props: {
      type: automatic ? 'automated' : 'snapshot',
      expires: snapshot.ExpiryTime?.toISOString() ?? (automatic ? 'unknown' : null),
      complete: isWhole(snapshot.Status),
      survivesSource: automatic ? 'unknown' : true,
      follows: automatic ? ['elasticache:ModifyServerlessCache'] : [],
    },
  });
}

interface Told extends Pick<CollectedBackup, 'id' | 'native' | 'name'> {
  readonly source: string;
  readonly at: Date | undefined;
  readonly key: string | undefined;
  readonly props: Pick<
    CollectedBackup['props'],
    'type' | 'expires' | 'complete' | 'survivesSource' | 'follows'
  >;
}

/** A backup taken before the cache of that name was made is of an earlier one. */
function backupOf(live: Live, { account, region }: ElasticachePlace, told: Told): CollectedBackup {
  const { id, native, name, source, at, key, props } = told;
  const store = live.get(source);
  const isEarlier = at !== undefined && store?.createdAt != null && at < new Date(store.createdAt);
  return {
    id,
    kind: 'backup',
    provider: 'aws',
    native,
    name,
    scope: account,
    region,
    createdAt: at?.toISOString() ?? null,
    tags: {},
    links: store === undefined || isEarlier ? [] : [{ to: source, as: 'copy-of' }],
    props: {
      ...props,
      location: { provider: 'aws', account, region, vault: null },
      key: key ?? null,
      sharedWith: [],
      guards: [],
    },
  };
}

function isWhole(status: string | undefined): boolean {
  return ['available', 'copying', 'exporting', 'restoring'].includes(status ?? '');
}

function expiryOf(taken: Date | undefined, days: number | undefined): string | 'unknown' {
  if (taken === undefined || days === undefined) return 'unknown';
  return new Date(taken.getTime() + days * 24 * 3_600_000).toISOString();
}
