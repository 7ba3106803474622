import { describe, expect, it } from 'vitest';
import type { RedshiftWorld } from '../../../src/stand-ins/aws/index.ts';
import { acme, acmeId, scan, storesOf } from './acme.ts';

const here = 'us-east-1';
const arn = (resource: string, region = here) => `arn:aws:redshift:${region}:${acmeId}:${resource}`;
const key = `arn:aws:kms:${here}:${acmeId}:key/k`;
const made = '2026-01-01T00:00:00.000Z';

const snapshot = (cluster: string, name: string, more: object = {}) => ({
  SnapshotIdentifier: name,
  ClusterIdentifier: cluster,
  SnapshotArn: arn(`snapshot:${cluster}/${name}`),
  SnapshotType: 'manual',
  SnapshotCreateTime: '2026-11-20T00:00:00Z',
  ClusterCreateTime: made,
  Status: 'available',
  ManualSnapshotRetentionPeriod: -1,
  ...more,
});
const automated = { SnapshotType: 'automated' };

const world: RedshiftWorld = {
  clusters: [
    {
      ClusterIdentifier: 'warehouse',
      NodeType: 'ra3.large',
      ClusterStatus: 'available',
      ClusterCreateTime: made,
      AutomatedSnapshotRetentionPeriod: 7,
      TotalStorageCapacityInMegaBytes: 1,
      KmsKeyId: key,
      ClusterSnapshotCopyStatus: { DestinationRegion: 'eu-west-1', RetentionPeriod: 7 },
      Tags: [{ Key: 'env', Value: 'production' }],
    },
    {
      ClusterIdentifier: 'old',
      NodeType: 'dc2.large',
      ClusterStatus: 'deleting',
      ClusterCreateTime: made,
      AutomatedSnapshotRetentionPeriod: 0,
    },
  ],
  snapshots: [
    snapshot('warehouse', 'rs:1', automated),
    snapshot('warehouse', 'by-hand', { AccountsWithRestoreAccess: [{ AccountId: '999999999999' }] }),
    snapshot('warehouse', 'a-week', { ManualSnapshotRetentionPeriod: 7 }),
    snapshot('warehouse', 'before', { ClusterCreateTime: '2025-01-01T00:00:00Z' }),
    snapshot('warehouse', 'half', { Status: 'creating' }),
    snapshot('warehouse', 'awsbackup:job-1'),
    snapshot('old', 'rs:2', { ...automated, NodeType: 'dc2.large' }),
    snapshot('far', 'rs:3', { ...automated, SourceRegion: 'eu-central-1' }),
    snapshot('gone', 'deleted', { Status: 'deleted' }),
  ],
};

const read = (serve: object = {}) =>
  scan([acme({ redshift: { [here]: world } })], { regions: [here], serve });

describe('a cluster', () => {
  const whole = read();

  it('is a store with its size, key and tags', async () => {
    const { find, unread } = await whole;
    expect(unread).toEqual([]);
    expect(find(arn('cluster:warehouse'))).toMatchObject({
      kind: 'store',
      native: 'AWS::Redshift::Cluster',
      createdAt: made,
      tags: { env: 'production' },
      props: { type: 'database', sizeBytes: 2 ** 20, key, guards: [], pendingDeletion: null },
    });
    expect(find(arn('cluster:old')).props).toMatchObject({ pendingDeletion: { at: null } });
  });

  it('has what makes its automated snapshots where it keeps any', async () => {
    const { assets } = await whole;
    expect(assets.filter(({ native }) => native === 'AWS::Redshift::AutomatedSnapshots')).toMatchObject([
      {
        links: [{ to: arn('cluster:warehouse'), as: 'covers' }],
        props: { retentionHours: 7 * 24, copiesTo: ['eu-west-1'] },
      },
    ]);
  });
});

describe('a snapshot', () => {
  const whole = read();
  const warehouse = [arn('cluster:warehouse')];

  it.each([
    ['warehouse/rs:1', warehouse, { type: 'automated', expires: '2026-11-27T00:00:00.000Z', follows: [] }],
    ['warehouse/rs:1', warehouse, { survivesSource: false }],
    ['warehouse/by-hand', warehouse, { expires: null, survivesSource: true, sharedWith: ['999999999999'] }],
    ['warehouse/a-week', warehouse, { expires: '2026-11-27T00:00:00.000Z' }],
    ['warehouse/before', [], { survivesSource: true }],
    ['warehouse/half', warehouse, { complete: false }],
    [
      'warehouse/awsbackup:job-1',
      warehouse,
      { guards: [{ clearedBy: [{ operation: 'backup:DeleteRecoveryPoint' }] }] },
    ],
    ['old/rs:2', [arn('cluster:old')], { survivesSource: false, follows: ['redshift:ModifyCluster'] }],
    ['far/rs:3', [arn('cluster:far', 'eu-central-1')], { survivesSource: 'unknown', expires: 'unknown' }],
  ])('%s', async (id, stores, props) => {
    const asset = (await whole).find(arn(`snapshot:${id}`));
    expect(storesOf(asset)).toEqual(stores);
    expect(asset).toMatchObject({ kind: 'backup', native: 'AWS::Redshift::Snapshot', props });
  });

  it('that was deleted is none', async () => {
    const { assets } = await whole;
    expect(assets.some(({ id }) => id === arn('snapshot:gone/deleted'))).toBe(false);
  });
});

describe('what could not be read', () => {
  it.each([
    ['redshift:DescribeClusters', 'store', 'neither'],
    ['redshift:DescribeClusterSnapshots', 'backup', 'restricts'],
  ] as const)('%s leaves a gap', async (operation, kind, direction) => {
    const { unread } = await read({ faults: [{ operation, kind: 'denied' }] });
    expect(unread).toMatchObject([{ operation, kind, direction, reason: 'denied', permission: operation }]);
  });

  it.each(['html', 'blank', 'cut', 'stuck'] as const)('by %s is no empty list', async (kind) => {
    const { unread } = await read({ faults: [{ operation: 'redshift:DescribeClusters', kind }] });
    expect(unread).toMatchObject([{ reason: 'failed' }]);
  });

  it('is nothing whatever the size of a page', async () => {
    const bytes = async (serve: object) => JSON.stringify((await read(serve)).assets);
    expect(await bytes({ pageSize: 1 })).toBe(await bytes({ pageSize: 100 }));
    expect(await bytes({ pageSize: 1, emptyPages: true })).toBe(await bytes({ pageSize: 100 }));
  });
});
