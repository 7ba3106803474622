import type { DynamoDBClient, ReplicaDescription, TableDescription, Tag } from '@aws-sdk/client-dynamodb';
import type { AssetOf, CollectedAsset } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import { parseArn } from './arn.ts';
import type { DynamodbPlace } from './dynamodb.ts';
import { policyAsset } from './iam-policies.ts';
import type { Reader } from './reader.ts';
import { tagsOf } from './tags.ts';

export const listTables = apiCall('dynamodb:ListTables', 'store', 'neither');
export const describeTable = apiCall('dynamodb:DescribeTable', 'store', 'neither');
export const listTags = apiCall('dynamodb:ListTagsOfResource', 'store', 'neither');
export const getResourcePolicy = apiCall('dynamodb:GetResourcePolicy', 'policy', 'widens');

/** A table as it was read. */
export interface Table {
  readonly asset: Omit<AssetOf<'store'>, 'environments'>;
  /** Stays with the table: one made anew under the same name has another. */
  readonly tableId: string | undefined;
  readonly replicas: readonly CollectedAsset[];
  readonly policy: readonly CollectedAsset[];
}

/** The names of the Region's tables. */
export async function tableNames(reader: Reader): Promise<readonly string[]> {
  const { DynamoDBClient, ListTablesCommand } = await import('@aws-sdk/client-dynamodb');
  const dynamodb = reader.client(DynamoDBClient);
  const names: string[] = [];
  await reader.pages(
    listTables,
    (ExclusiveStartTableName) =>
      dynamodb.send(new ListTablesCommand({ Limit: 100, ExclusiveStartTableName })),
    ({ TableNames = [], LastEvaluatedTableName }) => {
      for (const name of TableNames) names.push(name);
      return { items: TableNames.length, next: LastEvaluatedTableName };
    },
  );
  return names;
}

/** One table with its tags and resource policy; one that can't be described is known by its name alone. */
export async function readTable(reader: Reader, name: string, place: DynamodbPlace): Promise<Table> {
  const { DynamoDBClient, DescribeTableCommand } = await import('@aws-sdk/client-dynamodb');
  const dynamodb = reader.client(DynamoDBClient);
  const target = place.arn(`table/${name}`);
  const [answer, tags, policy] = await Promise.all([
    reader.call(describeTable, () => dynamodb.send(new DescribeTableCommand({ TableName: name })), {
      target,
    }),
    tagsOfTable(reader, dynamodb, target),
    policyOf(reader, dynamodb, { target, name, region: place.region }),
  ]);
  const table = answer?.Table ?? {};
  const asset = tableAsset(table, name, tags, place);
  return { asset, tableId: table.TableId, replicas: replicasOf(table, asset, place), policy };
}

async function tagsOfTable(
  reader: Reader,
  dynamodb: DynamoDBClient,
  target: string,
): Promise<readonly Tag[]> {
  const { ListTagsOfResourceCommand } = await import('@aws-sdk/client-dynamodb');
  const tags: Tag[] = [];
  await reader.pages(
    listTags,
    (NextToken) => dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: target, NextToken })),
    ({ Tags = [], NextToken }) => {
      tags.push(...Tags);
      return { items: 0, next: NextToken };
    },
    { target, absent: ['ResourceNotFoundException'] },
  );
  return tags;
}

async function policyOf(
  reader: Reader,
  dynamodb: DynamoDBClient,
  { target, name, region }: { readonly target: string; readonly name: string; readonly region: string },
): Promise<readonly CollectedAsset[]> {
  const { GetResourcePolicyCommand } = await import('@aws-sdk/client-dynamodb');
  const answer = await reader.call(
    getResourcePolicy,
    () => dynamodb.send(new GetResourcePolicyCommand({ ResourceArn: target })),
    { target, absent: ['PolicyNotFoundException', 'ResourceNotFoundException'] },
  );
  if (answer === undefined) return [];
  const policy = policyAsset(reader, {
    call: getResourcePolicy,
    region,
    id: `${target}#resource-policy`,
    native: 'AWS::DynamoDB::ResourcePolicy',
    name: `resource policy of ${name}`,
    type: 'resource',
    text: answer.Policy,
    links: [{ to: target, as: 'protects' }],
  });
  return [policy];
}

function tableAsset(
  table: TableDescription,
  name: string,
  tags: readonly Tag[],
  { account, region, arn }: DynamodbPlace,
): Table['asset'] {
  return {
    id: table.TableArn ?? arn(`table/${name}`),
    kind: 'store',
    provider: 'aws',
    native: 'AWS::DynamoDB::Table',
    name,
    scope: account,
    region,
    createdAt: table.CreationDateTime?.toISOString() ?? null,
    tags: tagsOf(tags),
    links: [],
    props: {
      type: 'table',
      sizeBytes: table.TableSizeBytes ?? null,
      key: table.SSEDescription?.KMSMasterKeyArn ?? null,
      guards:
        table.DeletionProtectionEnabled === true
          ? [{ type: 'deletion-protection', clearedBy: ['dynamodb:UpdateTable'], until: null }]
          : [],
      pendingDeletion: table.TableStatus === 'DELETING' ? { at: null } : null,
    },
  };
}

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
function replicasOf(
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
