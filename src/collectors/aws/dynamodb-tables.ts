import type { DynamoDBClient, TableDescription, Tag } from '@aws-sdk/client-dynamodb';
import type { AssetOf, CollectedAsset } from '../../model/asset.ts';
import { apiCall, leadingTo } from './api-call.ts';
import type { DynamodbPlace } from './dynamodb.ts';
import { replicasOf } from './dynamodb-replicas.ts';
import { policyAsset } from './iam-policies.ts';
import type { Reader } from './reader.ts';
import { tagsOf } from './tags.ts';

export const listTables = leadingTo(
  apiCall('dynamodb:ListTables', 'store', 'neither'),
  'backup',
  'policy',
  'schedule',
);
export const describeTable = leadingTo(
  apiCall('dynamodb:DescribeTable', 'store', 'neither'),
  'backup',
  'policy',
  'schedule',
);
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
          ? [{ type: 'deletion-protection', clearedBy: [{ operation: 'dynamodb:UpdateTable' }], until: null }]
          : [],
      pendingDeletion: table.TableStatus === 'DELETING' ? { at: null } : null,
    },
  };
}
