import { apiCall } from './api-call.ts';
import type { CollectedCopy, Snapshot } from './rds-snapshots.ts';
import type { Reader } from './reader.ts';

export const describeDBSnapshotAttributes = apiCall('rds:DescribeDBSnapshotAttributes', 'backup', 'neither');
export const describeDBClusterSnapshotAttributes = apiCall(
  'rds:DescribeDBClusterSnapshotAttributes',
  'backup',
  'neither',
);

/** A manual snapshot with the accounts that may restore it; `all`: everybody. */
export async function withSharing(
  reader: Reader,
  of: Snapshot['of'],
  asset: CollectedCopy,
): Promise<CollectedCopy> {
  const attributes = of === 'cluster' ? clusterAttributes : instanceAttributes;
  const grants = await attributes(reader, asset);
  const sharedWith = grants.flatMap(({ AttributeName, AttributeValues = [] }) =>
    AttributeName === 'restore' ? AttributeValues : [],
  );
  return { ...asset, props: { ...asset.props, sharedWith: sharedWith.sort() } };
}

interface Attribute {
  readonly AttributeName?: string | undefined;
  readonly AttributeValues?: readonly string[] | undefined;
}

async function instanceAttributes(reader: Reader, asset: CollectedCopy): Promise<readonly Attribute[]> {
  const { RDSClient, DescribeDBSnapshotAttributesCommand } = await import('@aws-sdk/client-rds');
  const rds = reader.client(RDSClient);
  const command = new DescribeDBSnapshotAttributesCommand({ DBSnapshotIdentifier: asset.name });
  const about = { target: asset.id };
  const answer = await reader.call(describeDBSnapshotAttributes, () => rds.send(command), about);
  return answer?.DBSnapshotAttributesResult?.DBSnapshotAttributes ?? [];
}

async function clusterAttributes(reader: Reader, asset: CollectedCopy): Promise<readonly Attribute[]> {
  const { RDSClient, DescribeDBClusterSnapshotAttributesCommand } = await import('@aws-sdk/client-rds');
  const rds = reader.client(RDSClient);
  const command = new DescribeDBClusterSnapshotAttributesCommand({ DBClusterSnapshotIdentifier: asset.name });
  const about = { target: asset.id };
  const answer = await reader.call(describeDBClusterSnapshotAttributes, () => rds.send(command), about);
  return answer?.DBClusterSnapshotAttributesResult?.DBClusterSnapshotAttributes ?? [];
}
