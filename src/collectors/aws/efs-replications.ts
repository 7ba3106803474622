import type { Destination, ReplicationConfigurationDescription } from '@aws-sdk/client-efs';
import type { AssetOf, CollectedAsset } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import type { CollectedBackup } from './ec2-snapshots.ts';
import { type EfsPlace, fileSystemArn } from './efs.ts';
import type { CollectedStore } from './efs-file-systems.ts';
import { listAll } from './list-all.ts';
import type { Reader } from './reader.ts';

export const describeReplicationConfigurations = apiCall(
  'elasticfilesystem:DescribeReplicationConfigurations',
  'backup',
  'restricts',
);

/** What a file system is replicated from, and how far. */
interface ReplicatedFrom {
  readonly source: string;
  readonly destination: Destination;
}

/** The replications the Region's file systems are part of, as source or as destination. */
export async function listReplications(
  reader: Reader,
): Promise<readonly ReplicationConfigurationDescription[]> {
  const { EFSClient, DescribeReplicationConfigurationsCommand } = await import('@aws-sdk/client-efs');
  const efs = reader.client(EFSClient);
  return listAll(
    reader,
    describeReplicationConfigurations,
    (NextToken) => efs.send(new DescribeReplicationConfigurationsCommand({ MaxResults: 100, NextToken })),
    ({ Replications, NextToken }) => ({ items: Replications, next: NextToken }),
  );
}

/** Of each file system a replication writes to, by ARN, what it is a copy of. */
export function sourcesOf(
  replications: readonly ReplicationConfigurationDescription[],
  place: EfsPlace,
): ReadonlyMap<string, ReplicatedFrom> {
  return new Map(
    replications.flatMap(({ SourceFileSystemArn: source, Destinations = [] }) =>
      source === undefined
        ? []
        : Destinations.map((destination) => [arnOf(destination, place), { source, destination }] as const),
    ),
  );
}

/** A file system that follows another, as a copy of it; it stays when its source is deleted. */
export function replicaAsset(
  { props, ...store }: CollectedStore,
  { source, destination }: ReplicatedFrom,
): CollectedBackup {
  return {
    ...store,
    kind: 'backup',
    createdAt: destination.LastReplicatedTimestamp?.toISOString() ?? null,
    links: [{ to: source, as: 'copy-of' }],
    props: replicaProps(store, destination, props.key),
  };
}

/** Copies in other accounts, known from their sources alone. */
export function copiesAbroad(
  replications: readonly ReplicationConfigurationDescription[],
  place: EfsPlace,
): readonly CollectedBackup[] {
  return [...sourcesOf(replications, place)].flatMap(([id, { source, destination }]) => {
    const { OwnerId: scope = place.account, Region: region = place.region } = destination;
    if (scope === place.account) return [];
    const asset: CollectedBackup = {
      id,
      kind: 'backup',
      provider: 'aws',
      native: 'AWS::EFS::FileSystem',
      name: destination.FileSystemId ?? '',
      scope,
      region,
      createdAt: destination.LastReplicatedTimestamp?.toISOString() ?? null,
      tags: {},
      links: [{ to: source, as: 'copy-of' }],
      props: replicaProps({ scope, region }, destination, null),
    };
    return [asset];
  });
}

/** A replication holds its source, which can't be deleted before it has ended. */
export function replicationAsset(
  { SourceFileSystemArn, SourceFileSystemId = '', CreationTime }: ReplicationConfigurationDescription,
  place: EfsPlace,
): CollectedAsset {
  const source = SourceFileSystemArn ?? fileSystemArn(place, SourceFileSystemId);
  return {
    id: `${source}#replication/${place.region}`,
    kind: 'container',
    provider: 'aws',
    native: 'AWS::EFS::ReplicationConfiguration',
    name: `replication of ${SourceFileSystemId}`,
    scope: place.account,
    region: place.region,
    createdAt: CreationTime?.toISOString() ?? null,
    tags: {},
    links: [{ to: source, as: 'contains' }],
    props: { type: 'replication', guards: [] },
  };
}

/** What is written through the source's own door is written to its replica too. */
function replicaProps(
  { scope, region }: Pick<CollectedAsset, 'scope' | 'region'>,
  { Status, LastReplicatedTimestamp }: Destination,
  key: string | null,
): AssetOf<'backup'>['props'] {
  return {
    type: 'replica',
    location: { provider: 'aws', account: scope, region, vault: null },
    expires: null,
    complete: Status === 'ENABLED' && LastReplicatedTimestamp !== undefined,
    key,
    survivesSource: true,
    follows: ['elasticfilesystem:ClientWrite'],
    sharedWith: [],
    guards: [],
  };
}

function arnOf({ FileSystemId = '', Region, OwnerId }: Destination, place: EfsPlace): string {
  const { partition, account, region } = place;
  return fileSystemArn({ partition, account: OwnerId ?? account, region: Region ?? region }, FileSystemId);
}
