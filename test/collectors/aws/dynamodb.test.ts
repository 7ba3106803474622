import { describe, expect, it } from 'vitest';
import type { DynamodbWorld, Fault } from '../../../src/stand-ins/aws/index.ts';
import { acme, acmeId, scan, storesOf } from './acme.ts';

const here = 'us-east-1';
const arn = (resource: string, region = here) => `arn:aws:dynamodb:${region}:${acmeId}:${resource}`;
const key = `arn:aws:kms:${here}:${acmeId}:key/k`;
const seconds = (iso: string): number => Date.parse(iso) / 1000;

const table = (name: string, more: object = {}) =>
  [
    name,
    {
      TableName: name,
      TableArn: arn(`table/${name}`),
      TableId: `id-${name}`,
      TableStatus: 'ACTIVE',
      CreationDateTime: seconds('2026-01-01T00:00:00Z'),
      TableSizeBytes: 1000,
      ...more,
    },
  ] as const;

const backup = (name: string, of: string, more: object = {}) => ({
  TableName: of,
  TableArn: arn(`table/${of}`),
  TableId: `id-${of}`,
  BackupArn: arn(`table/${of}/backup/${name}`),
  BackupName: name,
  BackupCreationDateTime: seconds('2026-11-20T00:00:00Z'),
  BackupStatus: 'AVAILABLE',
  BackupType: 'USER',
  ...more,
});

const document = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '100%', Principal: '*' }] };

const world: DynamodbWorld = {
  tables: new Map([
    table('orders', {
      DeletionProtectionEnabled: true,
      SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: key },
      Replicas: [
        { RegionName: here, ReplicaStatus: 'ACTIVE' },
        { RegionName: 'eu-west-1', ReplicaStatus: 'ACTIVE', KMSMasterKeyId: `${key}-eu` },
        { RegionName: 'eu-north-1', ReplicaStatus: 'CREATING' },
      ],
    }),
    table('sessions', { TableStatus: 'DELETING' }),
    table('plain'),
  ]),
  tags: new Map([['orders', { env: 'production', team: 'shop', tier: '1' }]]),
  policies: new Map([['orders', JSON.stringify(document)]]),
  recovery: new Map([
    [
      'orders',
      {
        PointInTimeRecoveryStatus: 'ENABLED',
        RecoveryPeriodInDays: 14,
        LatestRestorableDateTime: seconds('2026-11-22T11:55:00Z'),
      },
    ],
  ]),
  backups: [
    backup('by-hand', 'orders'),
    backup('gone$DeletedTableBackup', 'gone', {
      BackupType: 'SYSTEM',
      BackupExpiryDateTime: seconds('2026-12-20T00:00:00Z'),
    }),
    backup('before', 'orders', { TableId: 'an-earlier-table' }),
    backup('vaulted', 'plain', { BackupType: 'AWS_BACKUP' }),
    backup('half', 'plain', { BackupStatus: 'CREATING' }),
  ],
};

const read = (options: object = {}, serve: object = {}) =>
  scan([acme({ dynamodb: { [here]: world } })], { regions: [here], serve, ...options });
const refusing = (...faults: readonly Fault[]) => read({}, { faults });

describe('a table', () => {
  const whole = read();

  it('is a store with its size, key, tags and protection', async () => {
    const { find, unread } = await whole;
    expect(unread).toEqual([]);
    expect(find(arn('table/orders'))).toMatchObject({
      kind: 'store',
      native: 'AWS::DynamoDB::Table',
      createdAt: '2026-01-01T00:00:00.000Z',
      tags: { env: 'production', team: 'shop', tier: '1' },
      props: {
        type: 'table',
        sizeBytes: 1000,
        key,
        guards: [
          { type: 'deletion-protection', clearedBy: [{ operation: 'dynamodb:UpdateTable' }], until: null },
        ],
        pendingDeletion: null,
      },
    });
    expect(find(arn('table/sessions')).props).toMatchObject({ guards: [], pendingDeletion: { at: null } });
  });

  it('is guarded by its resource policy as it was written', async () => {
    const { find, assets } = await whole;
    expect(find(`${arn('table/orders')}#resource-policy`)).toMatchObject({
      links: [{ to: arn('table/orders'), as: 'protects' }],
      props: { type: 'resource', document },
    });
    expect(assets.filter(({ native }) => native === 'AWS::DynamoDB::ResourcePolicy')).toHaveLength(1);
  });

  it('has a restore window and what keeps it where point-in-time recovery is on', async () => {
    const { find, assets } = await whole;
    expect(find(`${arn('table/orders')}#restore-window`)).toMatchObject({
      createdAt: '2026-11-22T11:55:00.000Z',
      links: expect.arrayContaining([{ to: arn('table/orders'), as: 'copy-of' }]),
      props: {
        type: 'pitr-window',
        key,
        survivesSource: true,
        keptHoursAfterSource: 35 * 24,
        follows: ['dynamodb:UpdateContinuousBackups'],
      },
    });
    expect(find(`${arn('table/orders')}#point-in-time-recovery`)).toMatchObject({
      links: [{ to: arn('table/orders'), as: 'covers' }],
      props: { type: 'point-in-time-recovery', retentionHours: 14 * 24 },
    });
    expect(assets.filter(({ native }) => native === 'AWS::DynamoDB::RestoreWindow')).toHaveLength(1);
  });

  it('has replicas elsewhere that follow its rows, and stay when it is deleted', async () => {
    const { find, assets } = await whole;
    expect(find(`${arn('table/orders', 'eu-west-1')}#replica-of/${here}`)).toMatchObject({
      region: 'eu-west-1',
      links: expect.arrayContaining([{ to: arn('table/orders'), as: 'copy-of' }]),
      props: {
        type: 'replica',
        complete: true,
        key: `${key}-eu`,
        survivesSource: true,
        follows: expect.arrayContaining(['dynamodb:DeleteItem', 'dynamodb:BatchWriteItem']),
      },
    });
    expect(find(`${arn('table/orders', 'eu-north-1')}#replica-of/${here}`).props).toMatchObject({
      complete: false,
    });
    expect(assets.filter(({ native }) => native === 'AWS::DynamoDB::Replica')).toHaveLength(2);
  });
});

describe('a backup', () => {
  const whole = read();

  it.each([
    ['orders/backup/by-hand', [arn('table/orders')], { type: 'snapshot', expires: null, key, guards: [] }],
    [
      'gone/backup/gone$DeletedTableBackup',
      [],
      { type: 'automated', expires: '2026-12-20T00:00:00.000Z', survivesSource: true },
    ],
    ['orders/backup/before', [], { key: null }],
    [
      'plain/backup/vaulted',
      [arn('table/plain')],
      { expires: 'unknown', guards: [{ clearedBy: [{ operation: 'backup:DeleteRecoveryPoint' }] }] },
    ],
    ['plain/backup/half', [arn('table/plain')], { complete: false }],
  ])('%s', async (id, stores, props) => {
    const asset = (await whole).find(arn(`table/${id}`));
    expect(storesOf(asset)).toEqual(stores);
    expect(asset).toMatchObject({ kind: 'backup', native: 'AWS::DynamoDB::Backup', props });
  });
});

describe('what could not be read', () => {
  it.each([
    ['dynamodb:ListTables', 'store', 'neither', null],
    ['dynamodb:ListBackups', 'backup', 'restricts', null],
    ['dynamodb:DescribeContinuousBackups', 'backup', 'restricts', arn('table/orders')],
    ['dynamodb:GetResourcePolicy', 'policy', 'widens', arn('table/orders')],
    ['dynamodb:ListTagsOfResource', 'store', 'neither', arn('table/orders')],
  ] as const)('%s leaves a gap', async (operation, kind, direction, target) => {
    const { unread } = await refusing({ operation, kind: 'denied' });
    expect(unread).toContainEqual(
      expect.objectContaining({
        operation,
        kind,
        direction,
        target,
        reason: 'denied',
        permission: operation,
      }),
    );
    expect(unread).toHaveLength(target === null ? 1 : 3);
  });

  it('of a table leaves the table, known by its name', async () => {
    const { unread, find } = await refusing({ operation: 'dynamodb:DescribeTable', kind: 'denied' });
    expect(unread).toHaveLength(3);
    expect(find(arn('table/plain'))).toMatchObject({ kind: 'store', props: { sizeBytes: null, guards: [] } });
  });

  it.each(['throttled', 'html', 'blank', 'cut', 'stuck'] as const)('by %s is no empty list', async (kind) => {
    const { unread } = await refusing({ operation: 'dynamodb:ListTables', kind });
    expect(unread).toMatchObject([{ reason: kind === 'throttled' ? 'throttled' : 'failed' }]);
  });

  it('is nothing whatever the size of a page', async () => {
    const bytes = async (serve: object) => JSON.stringify((await read({}, serve)).assets);
    expect(await bytes({ pageSize: 1 })).toBe(await bytes({ pageSize: 100 }));
    expect(await bytes({ pageSize: 1, emptyPages: true })).toBe(await bytes({ pageSize: 100 }));
  });
});

describe('restore windows', () => {
  it('are asked for only of tables judged as production', async () => {
    const { calls } = await read({
      judgedAsProduction: ({ tags }: { tags: Record<string, string> }) => tags.env === 'production',
    });
    expect(calls.filter((call) => call === 'dynamodb:DescribeContinuousBackups')).toHaveLength(1);
  });
});

describe('a replica that was read as the table it is', () => {
  it('is kept by what keeps that table, and by nothing of its source', async () => {
    const replicas = (RegionName: string) => ({ Replicas: [{ RegionName, ReplicaStatus: 'ACTIVE' }] });
    const far = arn('table/orders', 'eu-west-1');
    const { find } = await scan([
      acme({
        dynamodb: {
          [here]: { tables: new Map([table('orders', replicas('eu-west-1'))]) },
          'eu-west-1': {
            tables: new Map([
              table('orders', { ...replicas(here), TableArn: far, DeletionProtectionEnabled: true }),
            ]),
            tags: new Map([['orders', { env: 'production' }]]),
          },
        },
      }),
    ]);
    expect(find(`${far}#replica-of/${here}`)).toMatchObject({
      tags: { env: 'production' },
      props: {
        guards: [{ type: 'deletion-protection', clearedBy: [{ operation: 'dynamodb:UpdateTable' }] }],
      },
    });
    expect(find(`${arn('table/orders')}#replica-of/eu-west-1`).props).toMatchObject({ guards: [] });
  });
});
