import type { Answer } from './answer.ts';
import { type JsonItem, type JsonService, jsonPage, jsonRefusal } from './json.ts';
import type { KnownRequest } from './request.ts';

/** What DynamoDB holds in one Region; items in the service's own names, times in seconds since 1970. */
export interface DynamodbWorld {
  /** Table name to what DescribeTable tells of it. */
  readonly tables?: ReadonlyMap<string, JsonItem>;
  /** Table name to its tags. */
  readonly tags?: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Table name to its resource policy as it was written. */
  readonly policies?: ReadonlyMap<string, string>;
  /** Table name to its point-in-time recovery; off where there is none. */
  readonly recovery?: ReadonlyMap<string, JsonItem>;
  readonly backups?: readonly JsonItem[];
}

/** DynamoDB, as the stand-in serves it. */
export const dynamodb: JsonService = {
  operations: {
    ListTables: (request) => {
      const names = [...(worldOf(request).tables?.keys() ?? [])];
      return jsonPage(request, tablePaging, names);
    },
    DescribeTable: (request) => {
      const Table = worldOf(request).tables?.get(request.args.get('TableName') ?? '');
      return Table === undefined ? gone() : { Table };
    },
    ListTagsOfResource: (request) => {
      const tags = Object.entries(worldOf(request).tags?.get(tableOf(request)) ?? {});
      const items = tags.map(([Key, Value]) => ({ Key, Value }));
      return jsonPage(request, { list: 'Tags', asked: 'NextToken', given: 'NextToken' }, items);
    },
    GetResourcePolicy: (request) => {
      const Policy = worldOf(request).policies?.get(tableOf(request));
      const message = 'Resource-based policy not found for the provided ResourceArn';
      return Policy === undefined ? jsonRefusal(400, 'PolicyNotFoundException', message) : { Policy };
    },
    DescribeContinuousBackups: (request) => {
      const recovery = worldOf(request).recovery?.get(request.args.get('TableName') ?? '');
      const PointInTimeRecoveryDescription = recovery ?? { PointInTimeRecoveryStatus: 'DISABLED' };
      return {
        ContinuousBackupsDescription: { ContinuousBackupsStatus: 'ENABLED', PointInTimeRecoveryDescription },
      };
    },
    ListBackups: (request) => jsonPage(request, backupPaging, worldOf(request).backups ?? []),
  },
};

const tablePaging = {
  list: 'TableNames',
  asked: 'ExclusiveStartTableName',
  given: 'LastEvaluatedTableName',
};
const backupPaging = {
  list: 'BackupSummaries',
  asked: 'ExclusiveStartBackupArn',
  given: 'LastEvaluatedBackupArn',
};

function worldOf({ account, region }: KnownRequest): DynamodbWorld {
  return account.dynamodb?.[region] ?? {};
}

function tableOf({ args }: KnownRequest): string {
  const arn = args.get('ResourceArn') ?? '';
  return arn.slice(arn.indexOf('/') + 1);
}

function gone(): Answer {
  return jsonRefusal(400, 'ResourceNotFoundException', 'Requested resource not found');
}
