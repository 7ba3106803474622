import type { Cluster, Snapshot } from '@aws-sdk/client-redshift';
import type { AssetOf, CollectedAsset } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import { keptByAwsBackup } from './kept-by-aws-backup.ts';
import { listAll } from './list-all.ts';
import type { Reader } from './reader.ts';
import { clusterArn, type RedshiftPlace } from './redshift.ts';
import { tagsOf } from './tags.ts';

export const describeClusterSnapshots = apiCall('redshift:DescribeClusterSnapshots', 'backup', 'restricts');

/** The account's snapshots in the Region, automated and manual, with the accounts that may restore them. */
export async function listSnapshots(reader: Reader): Promise<readonly Snapshot[]> {
  const { RedshiftClient, DescribeClusterSnapshotsCommand } = await import('@aws-sdk/client-redshift');
  const redshift = reader.client(RedshiftClient);
  const snapshots = await listAll(
    reader,
    describeClusterSnapshots,
    (Marker) => redshift.send(new DescribeClusterSnapshotsCommand({ MaxRecords: 100, Marker })),
    ({ Snapshots, Marker }) => ({ items: Snapshots, next: Marker }),
  );
  return snapshots.filter(({ Status }) => Status !== 'deleted');
}

/**
 * A snapshot as a copy of its cluster; one of a cluster that is gone, or was made anew under the same name, is a copy
 * of none. `named`: the cluster of its name in the Region.
 */
export function snapshotAsset(
  snapshot: Snapshot,
  named: Cluster | undefined,
  place: RedshiftPlace,
): CollectedAsset {
  const { account, region, partition } = place;
  const { SnapshotIdentifier: name = '', ClusterIdentifier: cluster = '', SourceRegion: from } = snapshot;
  const isCopied = from !== undefined && from !== '' && from !== region;
  const { ClusterCreateTime: madeAt } = snapshot;
  const same = madeAt === undefined || named?.ClusterCreateTime?.getTime() === madeAt.getTime();
  const live = same && !isCopied ? named : undefined;
  const source = isCopied ? clusterArn({ ...place, region: from }, cluster) : clusterArn(place, cluster);
  const accounts = (snapshot.AccountsWithRestoreAccess ?? []).flatMap(({ AccountId }) => AccountId ?? []);
  return {
    id: snapshot.SnapshotArn ?? `arn:${partition}:redshift:${region}:${account}:snapshot:${cluster}/${name}`,
    kind: 'backup',
    provider: 'aws',
    native: 'AWS::Redshift::Snapshot',
    name,
    scope: account,
    region,
    createdAt: snapshot.SnapshotCreateTime?.toISOString() ?? null,
    tags: tagsOf(snapshot.Tags),
    links: live || isCopied ? [{ to: source, as: 'copy-of' }] : [],
    props: {
      type: snapshot.SnapshotType === 'automated' ? 'automated' : 'snapshot',
      location: { provider: 'aws', account, region, vault: null },
      expires: expiryOf(snapshot, live),
      complete: snapshot.Status === 'available',
      key: snapshot.KmsKeyId ?? null,
      ...fateOf(snapshot, isCopied, live),
      sharedWith: accounts.sort(),
      guards: name.startsWith('awsbackup:') ? [keptByAwsBackup] : [],
    },
  };
}

/**
 * Automated snapshots are deleted with their cluster, and where its nodes allow a retention of 0 days, with that; what
 * becomes of those copied to another Region is not documented.
 * https://docs.aws.amazon.com/redshift/latest/mgmt/managing-snapshots-console.html
 */
function fateOf(
  { SnapshotType, NodeType = '' }: Snapshot,
  isCopied: boolean,
  live: Cluster | undefined,
): Pick<AssetOf<'backup'>['props'], 'survivesSource' | 'follows'> {
  if (SnapshotType !== 'automated') return { survivesSource: true, follows: [] };
  if (isCopied) return { survivesSource: 'unknown', follows: [] };
  const keepsADay = /^(ra3|rg)\b/.test(live?.NodeType ?? NodeType);
  return { survivesSource: false, follows: keepsADay ? [] : ['redshift:ModifyCluster'] };
}

const DAY = 24 * 3_600_000;

function expiryOf(snapshot: Snapshot, live: Cluster | undefined): string | null | 'unknown' {
  const { SnapshotType, SnapshotCreateTime, ManualSnapshotRetentionPeriod: kept = -1 } = snapshot;
  if (SnapshotType === 'automated') {
    const days = live?.AutomatedSnapshotRetentionPeriod;
    if (days === undefined || SnapshotCreateTime === undefined) return 'unknown';
    return new Date(SnapshotCreateTime.getTime() + days * DAY).toISOString();
  }
  if (kept === -1) return null;
  const from = snapshot.SnapshotRetentionStartTime ?? SnapshotCreateTime;
  return from === undefined ? 'unknown' : new Date(from.getTime() + kept * DAY).toISOString();
}
