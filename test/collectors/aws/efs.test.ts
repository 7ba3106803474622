import { describe, expect, it } from 'vitest';
import type { EfsWorld, Fault } from '../../../src/stand-ins/aws/index.ts';
import { acme, acmeId, scan, storesOf } from './acme.ts';

const here = 'us-east-1';
const stranger = '999999999999';
const arn = (id: string, region = here, account = acmeId) =>
  `arn:aws:elasticfilesystem:${region}:${account}:file-system/${id}`;
const key = `arn:aws:kms:${here}:${acmeId}:key/k`;
const seconds = (iso: string): number => Date.parse(iso) / 1000;

const fileSystem = (id: string, more: object = {}, region = here) => ({
  OwnerId: acmeId,
  CreationToken: id,
  FileSystemId: id,
  FileSystemArn: arn(id, region),
  CreationTime: seconds('2026-01-01T00:00:00Z'),
  LifeCycleState: 'available',
  NumberOfMountTargets: 0,
  SizeInBytes: { Value: 6144 },
  PerformanceMode: 'generalPurpose',
  Tags: [],
  ...more,
});

const replication = (from: string, to: object) => ({
  SourceFileSystemId: from,
  SourceFileSystemRegion: here,
  SourceFileSystemArn: arn(from),
  OriginalSourceFileSystemArn: arn(from),
  CreationTime: seconds('2026-01-01T00:00:00Z'),
  Destinations: [{ Status: 'ENABLED', LastReplicatedTimestamp: seconds('2026-11-22T11:50:00Z'), ...to }],
});
const nearby = replication('fs-home', { FileSystemId: 'fs-copy', Region: 'eu-west-1', OwnerId: acmeId });
const abroad = replication('fs-plain', { FileSystemId: 'fs-far', Region: 'eu-west-1', OwnerId: stranger });

const document = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Principal: '*' }] };

const world: EfsWorld = {
  fileSystems: [
    fileSystem('fs-home', {
      Name: 'home',
      NumberOfMountTargets: 2,
      KmsKeyId: key,
      Tags: [{ Key: 'env', Value: 'production' }],
      FileSystemProtection: { ReplicationOverwriteProtection: 'ENABLED' },
    }),
    fileSystem('fs-scratch', { LifeCycleState: 'deleting' }),
    fileSystem('fs-plain'),
  ],
  replications: [nearby, abroad],
  policies: new Map([['fs-home', JSON.stringify(document)]]),
  kept: new Set(['fs-home']),
};
const far: EfsWorld = { fileSystems: [fileSystem('fs-copy', {}, 'eu-west-1')], replications: [nearby] };

const read = (options: object = {}, serve: object = {}) =>
  scan([acme({ efs: { [here]: world, 'eu-west-1': far } })], { serve, ...options });
const refusing = (...faults: readonly Fault[]) => read({ regions: [here] }, { faults });

describe('a file system', () => {
  const whole = read();

  it('is a store with its size, key, tags and what has to be taken off it first', async () => {
    const { find, unread } = await whole;
    expect(unread).toEqual([]);
    expect(find(arn('fs-home'))).toMatchObject({
      kind: 'store',
      native: 'AWS::EFS::FileSystem',
      name: 'home',
      createdAt: '2026-01-01T00:00:00.000Z',
      tags: { env: 'production' },
      props: {
        type: 'file-system',
        sizeBytes: 6144,
        key,
        guards: [],
        pendingDeletion: null,
        attached: [{ workload: `${arn('fs-home')}#mount-targets`, endsWithWorkload: false }],
        facts: { 'mount targets': 2, 'replication overwrite protection': 'ENABLED' },
      },
    });
    expect(find(arn('fs-scratch')).props).toMatchObject({ attached: [], pendingDeletion: { at: null } });
  });

  it('is guarded by its policy as it was written', async () => {
    const { find, assets } = await whole;
    expect(find(`${arn('fs-home')}#file-system-policy`)).toMatchObject({
      links: [{ to: arn('fs-home'), as: 'protects' }],
      props: { type: 'resource', document },
    });
    expect(assets.filter(({ native }) => native === 'AWS::EFS::FileSystemPolicy')).toHaveLength(1);
  });

  it('is covered where automatic backups are on', async () => {
    const { assets } = await whole;
    expect(assets.filter(({ native }) => native === 'AWS::EFS::BackupPolicy')).toMatchObject([
      { links: [{ to: arn('fs-home'), as: 'covers' }], props: { retentionHours: 'unknown' } },
    ]);
  });

  it('that a replication writes to is a copy of the other, which the replication holds', async () => {
    const { find } = await whole;
    const copy = find(arn('fs-copy', 'eu-west-1'));
    expect(storesOf(copy)).toEqual([arn('fs-home')]);
    expect(copy).toMatchObject({
      kind: 'backup',
      createdAt: '2026-11-22T11:50:00.000Z',
      props: { type: 'replica', complete: true, survivesSource: true },
    });
    expect(find(`${arn('fs-home')}#replication/${here}`)).toMatchObject({
      kind: 'container',
      links: [{ to: arn('fs-home'), as: 'contains' }],
    });
  });

  it('has a copy in an account that was not read', async () => {
    const copy = (await whole).find(arn('fs-far', 'eu-west-1', stranger));
    expect(copy).toMatchObject({
      kind: 'backup',
      scope: stranger,
      props: { location: { account: stranger } },
    });
    expect(storesOf(copy)).toEqual([arn('fs-plain')]);
  });
});

describe('what could not be read', () => {
  it.each([
    ['DescribeFileSystems', 'store', 'neither', null, 1],
    ['DescribeReplicationConfigurations', 'backup', 'restricts', null, 1],
    ['DescribeFileSystemPolicy', 'policy', 'widens', arn('fs-home'), 3],
    ['DescribeBackupPolicy', 'schedule', 'neither', arn('fs-home'), 3],
  ] as const)('%s leaves a gap', async (api, kind, direction, target, count) => {
    const operation = `elasticfilesystem:${api}`;
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
    expect(unread).toHaveLength(count);
  });

  it.each(['html', 'blank', 'cut', 'stuck'] as const)('by %s is no empty list', async (kind) => {
    const { unread } = await refusing({ operation: 'elasticfilesystem:DescribeFileSystems', kind });
    expect(unread).toMatchObject([{ reason: 'failed' }]);
  });

  it('is nothing whatever the size of a page', async () => {
    const bytes = async (serve: object) => JSON.stringify((await read({}, serve)).assets);
    expect(await bytes({ pageSize: 1 })).toBe(await bytes({ pageSize: 100 }));
    expect(await bytes({ pageSize: 1, emptyPages: true })).toBe(await bytes({ pageSize: 100 }));
  });

  it('is not asked for, of backup policies outside production', async () => {
    const { calls } = await read({
      judgedAsProduction: ({ tags }: { tags: Record<string, string> }) => tags.env === 'production',
    });
    expect(calls.filter((call) => call === 'elasticfilesystem:DescribeBackupPolicy')).toHaveLength(1);
  });
});
