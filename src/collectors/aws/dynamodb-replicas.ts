import type { ReplicaDescription, TableDescription } from '@aws-sdk/client-dynamodb';
import type { AssetOf, CollectedAsset } from '../../model/asset.ts';
import { parseArn } from './arn.ts';
import type { DynamodbPlace } from './dynamodb.ts';
import type { Table } from './dynamodb-tables.ts';

/** What ends rows here ends them in every replica; a table that is deleted leaves its replicas where they are. */
const followed = [
  'dynamodb:BatchWriteItem',
  'dynamodb:DeleteItem',
  'dynamodb:PartiQLDelete',
  'dynamodb:PartiQLUpdate',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:UpdateTimeToLive',
];

/**
 * The table's replicas in other Regions as copies of this one; each is a table, and thus a store, of its own Region
 * as well. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GlobalTables.html
 */
export function replicasOf(
  { Replicas = [] }: TableDescription,
  table: Table['asset'],
  place: DynamodbPlace,
): readonly CollectedAsset[] {
  const others = Replicas.filter(({ RegionName }) => RegionName !== place.region);
  return others.map((replica) => {
    const arn = replica.ReplicaArn ?? table.id.replace(`:${place.region}:`, `:${replica.RegionName}:`);
    return {
      id: `${arn}#replica-of/${place.region}`,
      kind: 'backup',
      provider: 'aws',
      native: 'AWS::DynamoDB::Replica',
      name: `${table.name} in ${replica.RegionName}`,
      scope: place.account,
      region: replica.RegionName ?? null,
      createdAt: null,
      tags: {},
      links: [{ to: table.id, as: 'copy-of' }],
      props: replicaProps(replica, parseArn(arn)?.account ?? place.account),
    };
  });
}

/** Tells of each replica what keeps the table it is, where that was read: protection is switched on table by table. */
export function guardReplicas(assets: readonly CollectedAsset[]): readonly CollectedAsset[] {
  const tables = new Map(
    assets.flatMap((asset) =>
      asset.kind === 'store' && asset.native === 'AWS::DynamoDB::Table' ? [[asset.id, asset] as const] : [],
    ),
  );
  return assets.map((asset) => {
    if (asset.kind !== 'backup' || asset.native !== 'AWS::DynamoDB::Replica') return asset;
    const table = tables.get(asset.id.slice(0, asset.id.indexOf('#')));
    if (table === undefined) return asset;
    const { guards, key } = table.props;
    return { ...asset, tags: table.tags, props: { ...asset.props, guards, key: asset.props.key ?? key } };
  });
}

function replicaProps(replica: ReplicaDescription, account: string): AssetOf<'backup'>['props'] {
  return {
    type: 'replica',
    location: { provider: 'aws', account, region: replica.RegionName ?? null, vault: null },
    expires: null,
    complete: replica.ReplicaStatus === undefined ? 'unknown' : replica.ReplicaStatus === 'ACTIVE',
    key: replica.KMSMasterKeyId ?? null,
    survivesSource: true,
    follows: followed,
    sharedWith: [],
    guards: [],
  };
}
