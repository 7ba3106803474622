import type { DBClusterSnapshot, DBSnapshot, Tag } from '@aws-sdk/client-rds';
import type { AssetOf, CollectedAsset } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import { parseArn } from './arn.ts';
import { keptByAwsBackup } from './kept-by-aws-backup.ts';
import type { RdsPlace } from './rds.ts';
import { goesWith } from './rds-automated-backups.ts';
import { listRds } from './rds-pages.ts';
import { withSharing } from './rds-sharing.ts';
import type { CopiedFrom, Database, FindDatabase } from './rds-sources.ts';
import type { Reader } from './reader.ts';
import { tagsOf } from './tags.ts';

export const describeDBSnapshots = apiCall('rds:DescribeDBSnapshots', 'backup', 'restricts');
export const describeDBClusterSnapshots = apiCall('rds:DescribeDBClusterSnapshots', 'backup', 'restricts');

/** A snapshot of an instance or a cluster, in words they share. */
export interface Snapshot extends CopiedFrom {
  readonly arn: string | undefined;
  readonly name: string;
  /** `automated`, `manual`, `awsbackup`. */
  readonly type: string;
  /** ARN of the snapshot it was copied from. */
  readonly copiedFrom: string | undefined;
  readonly at: Date | undefined;
  readonly status: string | undefined;
  readonly key: string | undefined;
  readonly tags: readonly Tag[] | undefined;
}

/** Automated and manual snapshots, and those of AWS Backup, which RDS lists only when asked for. */
export async function listSnapshots(reader: Reader): Promise<readonly Snapshot[]> {
  const { DescribeDBSnapshotsCommand, DescribeDBClusterSnapshotsCommand } = await import(
    '@aws-sdk/client-rds'
  );
  const types = [{}, { SnapshotType: 'awsbackup' }];
  const lists = await Promise.all(
    types.flatMap((type) => [
      listRds(reader, describeDBSnapshots, async (rds, page) => {
        const answer = await rds.send(new DescribeDBSnapshotsCommand({ ...page, ...type }));
        return { items: answer.DBSnapshots?.map(ofInstance), Marker: answer.Marker };
      }),
      listRds(reader, describeDBClusterSnapshots, async (rds, page) => {
        const answer = await rds.send(new DescribeDBClusterSnapshotsCommand({ ...page, ...type }));
        return { items: answer.DBClusterSnapshots?.map(ofCluster), Marker: answer.Marker };
      }),
    ]),
  );
  return [...new Map(lists.flat().map((snapshot) => [`${snapshot.of} ${snapshot.name}`, snapshot])).values()];
}

function ofInstance(snapshot: DBSnapshot): Snapshot {
  return {
    of: 'instance',
    arn: snapshot.DBSnapshotArn,
    name: snapshot.DBSnapshotIdentifier ?? '',
    type: snapshot.SnapshotType ?? 'manual',
    database: snapshot.DBInstanceIdentifier,
    resourceId: snapshot.DbiResourceId,
    madeAt: snapshot.InstanceCreateTime,
    copiedFrom: snapshot.SourceDBSnapshotIdentifier,
    at: snapshot.OriginalSnapshotCreateTime ?? snapshot.SnapshotCreateTime,
    status: snapshot.Status,
    key: snapshot.KmsKeyId,
    tags: snapshot.TagList,
  };
}

function ofCluster(snapshot: DBClusterSnapshot): Snapshot {
  return {
    of: 'cluster',
    arn: snapshot.DBClusterSnapshotArn,
    name: snapshot.DBClusterSnapshotIdentifier ?? '',
    type: snapshot.SnapshotType ?? 'manual',
    database: snapshot.DBClusterIdentifier,
    resourceId: snapshot.DbClusterResourceId,
    madeAt: snapshot.ClusterCreateTime,
    copiedFrom: snapshot.SourceDBClusterSnapshotArn,
    at: snapshot.SnapshotCreateTime,
    status: snapshot.Status,
    key: snapshot.KmsKeyId,
    tags: snapshot.TagList,
  };
}

/** What a snapshot is made into an asset with. */
export interface Setting {
  readonly place: RdsPlace;
  readonly find: FindDatabase;
  readonly judged: (asset: CollectedAsset) => boolean;
}

export type CollectedCopy = Omit<AssetOf<'backup'>, 'environments'>;

/** Snapshots as backups. Only manual ones can be shared, and with whom costs a call each: for production's only. */
export async function collectSnapshots(
  reader: Reader,
  snapshots: readonly Snapshot[],
  setting: Setting,
): Promise<readonly CollectedCopy[]> {
  return Promise.all(
    snapshots.map(async (snapshot) => {
      const asset = snapshotAsset(snapshot, setting);
      const shareable = snapshot.type === 'manual' && setting.judged(asset);
      return shareable ? reader.queue(() => withSharing(reader, snapshot.of, asset)) : asset;
    }),
  );
}

function snapshotAsset(snapshot: Snapshot, { place, find }: Setting): CollectedCopy {
  const { account, region } = place;
  const elsewhere = storeElsewhere(snapshot, place);
  const live = elsewhere === undefined ? find(snapshot) : undefined;
  const store = elsewhere ?? live?.store;
  const automated = snapshot.type === 'automated';
  const kind = snapshot.of === 'cluster' ? 'cluster-snapshot' : 'snapshot';
  return {
    id: snapshot.arn ?? place.arn(`${kind}:${snapshot.name}`),
    kind: 'backup',
    provider: 'aws',
    native: snapshot.of === 'cluster' ? 'AWS::RDS::DBClusterSnapshot' : 'AWS::RDS::DBSnapshot',
    name: snapshot.name,
    scope: account,
    region,
    createdAt: snapshot.at?.toISOString() ?? null,
    tags: tagsOf(snapshot.tags),
    links: store === undefined ? [] : [{ to: store, as: 'copy-of' }],
    props: {
      type: automated ? 'automated' : 'snapshot',
      location: { provider: 'aws', account, region, vault: null },
      expires: expiryOf(snapshot, live),
      complete: snapshot.status === 'available',
      key: snapshot.key ?? null,
      ...(automated && live ? goesWith(live) : { survivesSource: true, follows: [] }),
      sharedWith: [],
      guards: snapshot.type === 'awsbackup' ? [keptByAwsBackup] : [],
    },
  };
}

/** A copy from another Region or account keeps the name of its database, which lies where it was copied from. */
function storeElsewhere({ copiedFrom, of, database }: Snapshot, place: RdsPlace): string | undefined {
  const from = copiedFrom === undefined ? null : parseArn(copiedFrom);
  if (from === null || database === undefined) return undefined;
  if (from.region === place.region && from.account === place.account) return undefined;
  const { partition, region, account } = from;
  return `arn:${partition}:rds:${region}:${account}:${of === 'cluster' ? 'cluster' : 'db'}:${database}`;
}

function expiryOf({ type, at }: Snapshot, live: Database | undefined): string | null {
  if (type === 'manual') return null;
  if (type !== 'automated' || at === undefined || live === undefined) return 'unknown';
  return new Date(at.getTime() + live.retentionDays * 24 * 3_600_000).toISOString();
}
