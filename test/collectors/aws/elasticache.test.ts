import { describe, expect, it } from 'vitest';
import type { ElasticacheWorld } from '../../../src/stand-ins/aws/index.ts';
import { acme, acmeId, scan, storesOf } from './acme.ts';

const here = 'us-east-1';
const arn = (resource: string) => `arn:aws:elasticache:${here}:${acmeId}:${resource}`;
const key = `arn:aws:kms:${here}:${acmeId}:key/k`;
const made = '2026-01-01T00:00:00.000Z';

const snapshot = (name: string, more: object = {}) => ({
  SnapshotName: name,
  ARN: arn(`snapshot:${name}`),
  ReplicationGroupId: 'sessions',
  SnapshotStatus: 'available',
  SnapshotSource: 'manual',
  SnapshotRetentionLimit: 7,
  NodeSnapshots: ['2026-11-20T00:00:00Z', '2026-11-20T00:01:00Z'].map((SnapshotCreateTime) => ({
    SnapshotCreateTime,
  })),
  ...more,
});
const serverlessSnapshot = (name: string, more: object = {}) => ({
  ServerlessCacheSnapshotName: name,
  ARN: arn(`serverlesscachesnapshot:${name}`),
  SnapshotType: 'manual',
  Status: 'available',
  CreateTime: '2026-11-20T00:00:00Z',
  ServerlessCacheConfiguration: { ServerlessCacheName: 'carts' },
  ...more,
});

const world: ElasticacheWorld = {
  groups: [
    {
      ReplicationGroupId: 'sessions',
      ARN: arn('replicationgroup:sessions'),
      Status: 'available',
      ReplicationGroupCreateTime: made,
      SnapshotRetentionLimit: 7,
      KmsKeyId: key,
      GlobalReplicationGroupInfo: {
        GlobalReplicationGroupId: 'world',
        GlobalReplicationGroupMemberRole: 'PRIMARY',
      },
    },
  ],
  clusters: [
    {
      CacheClusterId: 'sessions-001',
      ReplicationGroupId: 'sessions',
      Engine: 'redis',
      CacheClusterStatus: 'available',
    },
    {
      CacheClusterId: 'queue',
      Engine: 'redis',
      CacheClusterStatus: 'deleting',
      CacheClusterCreateTime: made,
    },
    { CacheClusterId: 'pages', Engine: 'memcached', CacheClusterStatus: 'available' },
  ],
  serverless: [
    {
      ServerlessCacheName: 'carts',
      ARN: arn('serverlesscache:carts'),
      Status: 'available',
      CreateTime: made,
      KmsKeyId: key,
    },
  ],
  snapshots: [
    snapshot('automatic.sessions', { SnapshotSource: 'automated' }),
    snapshot('by-hand', { KmsKeyId: key }),
    snapshot('half', { SnapshotStatus: 'creating' }),
    snapshot('of-queue', {
      ReplicationGroupId: undefined,
      CacheClusterId: 'queue',
      SnapshotSource: 'automated',
    }),
    snapshot('before', { NodeSnapshots: [{ SnapshotCreateTime: '2025-01-01T00:00:00Z' }] }),
    snapshot('of-another', { ReplicationGroupId: 'gone' }),
  ],
  serverlessSnapshots: [
    serverlessSnapshot('carts-by-hand'),
    serverlessSnapshot('carts-daily', { SnapshotType: 'automatic', ExpiryTime: '2026-11-27T00:00:00Z' }),
  ],
  tags: new Map([[arn('replicationgroup:sessions'), { env: 'production' }]]),
};

const read = (serve: object = {}) =>
  scan([acme({ elasticache: { [here]: world } })], { regions: [here], serve });

describe('a cache', () => {
  const whole = read();

  it('is a store with its key and tags', async () => {
    const { find, unread } = await whole;
    expect(unread).toEqual([]);
    expect(find(arn('replicationgroup:sessions'))).toMatchObject({
      kind: 'store',
      native: 'AWS::ElastiCache::ReplicationGroup',
      createdAt: made,
      tags: { env: 'production' },
      props: {
        type: 'cache',
        key,
        guards: [],
        pendingDeletion: null,
        facts: { 'global datastore': 'world' },
      },
    });
    expect(find(arn('cluster:queue')).props).toMatchObject({ pendingDeletion: { at: null } });
    expect(find(arn('serverlesscache:carts'))).toMatchObject({ kind: 'store', props: { key } });
  });

  it('of Memcached is none, and a node of a group is what uses that', async () => {
    const { find, assets } = await whole;
    expect(assets.some(({ id }) => id === arn('cluster:pages'))).toBe(false);
    expect(find(arn('cluster:sessions-001'))).toMatchObject({
      kind: 'workload',
      links: [{ to: arn('replicationgroup:sessions'), as: 'uses' }],
    });
  });

  it('has what makes its automatic backups where it keeps any', async () => {
    const { assets } = await whole;
    expect(assets.filter(({ native }) => native === 'AWS::ElastiCache::AutomaticBackups')).toMatchObject([
      { links: [{ to: arn('replicationgroup:sessions'), as: 'covers' }], props: { retentionHours: 7 * 24 } },
    ]);
  });
});

describe('a backup', () => {
  const whole = read();
  const sessions = [arn('replicationgroup:sessions')];
  const carts = [arn('serverlesscache:carts')];

  it.each([
    [
      'snapshot:automatic.sessions',
      sessions,
      { type: 'automated', survivesSource: false, follows: ['elasticache:ModifyReplicationGroup'] },
    ],
    ['snapshot:automatic.sessions', sessions, { expires: '2026-11-27T00:00:00.000Z', key: null }],
    [
      'snapshot:by-hand',
      sessions,
      { type: 'snapshot', expires: null, key, survivesSource: true, follows: [] },
    ],
    ['snapshot:half', sessions, { complete: false }],
    ['snapshot:of-queue', [arn('cluster:queue')], { follows: ['elasticache:ModifyCacheCluster'] }],
    ['snapshot:before', [], { survivesSource: true }],
    ['snapshot:of-another', [], { survivesSource: true }],
    ['serverlesscachesnapshot:carts-by-hand', carts, { survivesSource: true, expires: null, follows: [] }],
    [
      'serverlesscachesnapshot:carts-daily',
      carts,
      { survivesSource: 'unknown', expires: '2026-11-27T00:00:00.000Z' },
    ],
  ])('%s', async (id, stores, props) => {
    const asset = (await whole).find(arn(id));
    expect(storesOf(asset)).toEqual(stores);
    expect(asset).toMatchObject({ kind: 'backup', props });
  });

  it('is as old as its first part', async () => {
    const { find } = await whole;
    expect(find(arn('snapshot:by-hand')).createdAt).toBe('2026-11-20T00:00:00.000Z');
  });
});

describe('what could not be read', () => {
  it.each([
    ['elasticache:DescribeReplicationGroups', 'store', 'neither'],
    ['elasticache:DescribeCacheClusters', 'store', 'neither'],
    ['elasticache:DescribeServerlessCaches', 'store', 'neither'],
    ['elasticache:DescribeSnapshots', 'backup', 'restricts'],
    ['elasticache:DescribeServerlessCacheSnapshots', 'backup', 'restricts'],
  ] as const)('%s leaves a gap', async (operation, kind, direction) => {
    const { unread } = await read({ faults: [{ operation, kind: 'denied' }] });
    expect(unread).toMatchObject([{ operation, kind, direction, reason: 'denied', permission: operation }]);
  });

  it('leaves a gap on each cache whose tags nobody told', async () => {
    const operation = 'elasticache:ListTagsForResource';
    const { unread } = await read({ faults: [{ operation, kind: 'denied' }] });
    expect(unread.map(({ target }) => target)).toEqual([
      arn('cluster:queue'),
      arn('replicationgroup:sessions'),
      arn('serverlesscache:carts'),
    ]);
  });

  it.each(['html', 'blank', 'cut', 'stuck'] as const)('by %s is no empty list', async (kind) => {
    const { unread } = await read({
      faults: [{ operation: 'elasticache:DescribeReplicationGroups', kind }],
    });
    expect(unread).toMatchObject([{ reason: 'failed' }]);
  });

  it('is nothing whatever the size of a page', async () => {
    const bytes = async (serve: object) => JSON.stringify((await read(serve)).assets);
    expect(await bytes({ pageSize: 1 })).toBe(await bytes({ pageSize: 100 }));
    expect(await bytes({ pageSize: 1, emptyPages: true })).toBe(await bytes({ pageSize: 100 }));
  });
});
