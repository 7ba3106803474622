import type { Operation } from '../../../model/operation.ts';
import { opening, row, weakening } from './row.ts';

const API = 'docs.aws.amazon.com/amazondynamodb/latest/APIReference';
const GUIDE = 'docs.aws.amazon.com/amazondynamodb/latest/developerguide';

const TABLE = { kind: 'store', natives: ['AWS::DynamoDB::Table'] } as const;
const REPLICA = { kind: 'backup', natives: ['AWS::DynamoDB::Replica'] } as const;
const BACKUP = { kind: 'backup', natives: ['AWS::DynamoDB::Backup'] } as const;

const deletions: readonly Operation[] = [
  row({
    id: 'dynamodb:UpdateContinuousBackups',
    label: 'switch point-in-time recovery off, so that no backup is left behind',
    actsOn: TABLE,
    effect: 'destroy-backup',
    source: `${GUIDE}/PointInTimeRecovery_Howitworks.html`,
    note: 'switching it on again starts an empty window',
  }),
  row({
    id: 'dynamodb:DeleteTable',
    label: 'delete the table',
    actsOn: TABLE,
    effect: 'destroy-data',
    ends: ['self'],
    source: `${API}/API_DeleteTable.html, ${GUIDE}/PointInTimeRecovery_Howitworks.html`,
    note: 'with point-in-time recovery on, a backup of its last moment is kept for 35 days',
  }),
  row({
    id: 'dynamodb:DeleteTable',
    label: 'delete the replica',
    actsOn: REPLICA,
    effect: 'destroy-backup',
    ends: ['self'],
    source: `${API}/API_DeleteTable.html, ${GUIDE}/GlobalTables.html`,
  }),
  row({
    id: 'dynamodb:DeleteTableReplica',
    label: 'delete the replica',
    actsOn: REPLICA,
    effect: 'destroy-backup',
    ends: ['self'],
    requires: [{ operation: 'dynamodb:UpdateTable', when: 'always', on: 'target', permissionOnly: true }],
    source: `${API}/API_UpdateTable.html (ReplicaUpdates)`,
    confidence: 'inferred',
    note: 'called as UpdateTable, which needs its own permission as well',
  }),
  row({
    id: 'dynamodb:DeleteBackup',
    label: 'delete the backup',
    actsOn: BACKUP,
    effect: 'destroy-backup',
    ends: ['self'],
    source: `${API}/API_DeleteBackup.html`,
  }),
];

const dataPath: readonly Operation[] = [
  ...(
    [
      ['dynamodb:BatchWriteItem', 'delete its items, 25 a call'],
      ['dynamodb:DeleteItem', 'delete its items one by one'],
      ['dynamodb:PartiQLDelete', 'delete its items by statement'],
      ['dynamodb:PutItem', 'overwrite its items'],
      ['dynamodb:UpdateItem', 'overwrite what its items hold'],
    ] as const
  ).map(([id, label]) =>
    row({
      id,
      label,
      actsOn: TABLE,
      effect: 'destroy-data',
      ends: ['self'],
      source: API,
      confidence: 'inferred',
      route: 'data-path',
      note: 'that the caller knows or may list the keys is assumed',
    }),
  ),
  row({
    id: 'dynamodb:UpdateTimeToLive',
    label: 'let its items expire by an attribute that lies in the past',
    actsOn: TABLE,
    effect: 'destroy-data',
    ends: ['self'],
    undo: { hours: 24, closedBy: null, by: 'switching expiry off before DynamoDB deletes the items' },
    source: `${GUIDE}/howitworks-ttl.html`,
    confidence: 'inferred',
    route: 'data-path',
    note: 'items are deleted within a few days, those at least that hold a time in the past as a number',
  }),
];

/** DynamoDB tables, their replicas and backups. */
export const dynamodbOperations: readonly Operation[] = [
  ...deletions,
  ...dataPath,
  ...weakening(`${API}/API_UpdateTable.html`, [
    ['dynamodb:UpdateTable', 'take the deletion protection off the table', TABLE],
    ['dynamodb:UpdateTable', 'take the deletion protection off the replica', REPLICA],
  ]),
  ...opening(`${GUIDE}/access-control-resource-based.html`, [
    ['dynamodb:PutResourcePolicy', 'replace the policy of the table', TABLE, 'replaced'],
    ['dynamodb:DeleteResourcePolicy', 'delete the policy of the table', TABLE, 'removed'],
  ]),
];
