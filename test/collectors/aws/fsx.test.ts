import { describe, expect, it } from 'vitest';
import type { FsxWorld } from '../../../src/stand-ins/aws/index.ts';
import type { Json } from '../../../src/stand-ins/aws/json.ts';
import { acme, acmeId, scan, storesOf } from './acme.ts';

const here = 'us-east-1';
const arn = (resource: string, region = here) => `arn:aws:fsx:${region}:${acmeId}:${resource}`;
const key = `arn:aws:kms:${here}:${acmeId}:key/k`;
const seconds = (iso: string): number => Date.parse(iso) / 1000;

const fileSystem = (id: string, more: object = {}) => ({
  FileSystemId: id,
  ResourceARN: arn(`file-system/${id}`),
  CreationTime: seconds('2026-01-01T00:00:00Z'),
  Lifecycle: 'AVAILABLE',
  StorageCapacity: 32,
  ...more,
});

const backup = (id: string, FileSystem: Readonly<Record<string, Json>>, more: object = {}) => ({
  BackupId: id,
  ResourceARN: arn(`backup/${id}`),
  CreationTime: seconds('2026-11-20T00:00:00Z'),
  Lifecycle: 'AVAILABLE',
  Type: 'USER_INITIATED',
  FileSystem,
  ...more,
});
const volume = (system: string, id: string, more: object = {}) => ({
  VolumeId: id,
  FileSystemId: system,
  ResourceARN: arn(`volume/${system}/${id}`),
  CreationTime: seconds('2026-01-01T00:00:00Z'),
  Lifecycle: 'AVAILABLE',
  Name: id,
  ...more,
});
const zfs = (ParentVolumeId: string, quota = -1) => ({
  VolumeType: 'OPENZFS',
  OpenZFSConfiguration: { ParentVolumeId, StorageCapacityQuotaGiB: quota },
});

const share = fileSystem('fs-share', {
  FileSystemType: 'WINDOWS',
  KmsKeyId: key,
  WindowsConfiguration: { ThroughputCapacity: 8, AutomaticBackupRetentionDays: 7 },
  Tags: [
    { Key: 'Name', Value: 'share' },
    { Key: 'env', Value: 'production' },
  ],
});

const world: FsxWorld = {
  fileSystems: [
    share,
    fileSystem('fs-scratch', { Lifecycle: 'DELETING', FileSystemType: 'LUSTRE', LustreConfiguration: {} }),
    fileSystem('fs-ontap', {
      FileSystemType: 'ONTAP',
      KmsKeyId: key,
      OntapConfiguration: { AutomaticBackupRetentionDays: 7 },
    }),
    fileSystem('fs-zfs', {
      FileSystemType: 'OPENZFS',
      OpenZFSConfiguration: { RootVolumeId: 'fsvol-root', AutomaticBackupRetentionDays: 7 },
    }),
  ],
  volumes: [
    volume('fs-ontap', 'fsvol-namespace', { OntapConfiguration: { StorageVirtualMachineRoot: true } }),
    volume('fs-ontap', 'fsvol-home', {
      OntapConfiguration: { SizeInBytes: 2 ** 40, SnaplockConfiguration: { SnaplockType: 'COMPLIANCE' } },
      Tags: [{ Key: 'env', Value: 'production' }],
    }),
    volume('fs-zfs', 'fsvol-root', zfs('')),
    volume('fs-zfs', 'fsvol-projects', zfs('fsvol-root', 10)),
    volume('fs-zfs', 'fsvol-atlas', zfs('fsvol-projects')),
  ],
  backups: [
    backup('backup-auto', share, { Type: 'AUTOMATIC' }),
    backup('backup-hand', share, { KmsKeyId: key }),
    backup('backup-vaulted', share, { Type: 'AWS_BACKUP' }),
    backup('backup-half', share, { Lifecycle: 'CREATING' }),
    backup('backup-gone', fileSystem('fs-gone')),
    backup('backup-far', { FileSystemId: 'fs-far' }, { SourceBackupRegion: 'eu-west-1' }),
    backup('backup-volume', {}, { ResourceType: 'VOLUME', Volume: volume('fs-ontap', 'fsvol-home') }),
    backup('backup-of-day', {}, { Type: 'AUTOMATIC', Volume: volume('fs-ontap', 'fsvol-home') }),
    backup('backup-no-volume', {}, { Volume: volume('fs-ontap', 'fsvol-gone') }),
    backup('backup-zfs', { FileSystemId: 'fs-zfs' }, { Type: 'AUTOMATIC' }),
    backup('backup-deleted', share, { Lifecycle: 'DELETED' }),
  ],
};

const read = (serve: object = {}) => scan([acme({ fsx: { [here]: world } })], { regions: [here], serve });

describe('a file system', () => {
  const whole = read();

  it('is a store with its size, key and tags', async () => {
    const { find, unread } = await whole;
    expect(unread).toEqual([]);
    expect(find(arn('file-system/fs-share'))).toMatchObject({
      kind: 'store',
      native: 'AWS::FSx::FileSystem',
      name: 'share',
      tags: { env: 'production' },
      props: { type: 'file-system', sizeBytes: 32 * 2 ** 30, key, guards: [], pendingDeletion: null },
    });
    expect(find(arn('file-system/fs-scratch')).props).toMatchObject({ pendingDeletion: { at: null } });
  });

  it('has what makes its automatic backups where it keeps any', async () => {
    const { assets } = await whole;
    expect(assets.filter(({ native }) => native === 'AWS::FSx::AutomaticBackups')).toMatchObject([
      { links: [{ to: arn('volume/fs-ontap/fsvol-home'), as: 'covers' }] },
      { links: [{ to: arn('file-system/fs-share'), as: 'covers' }], props: { retentionHours: 7 * 24 } },
      {
        links: ['file-system/fs-zfs', 'volume/fs-zfs/fsvol-projects', 'volume/fs-zfs/fsvol-atlas'].map(
          (resource) => ({ to: arn(resource), as: 'covers' }),
        ),
      },
    ]);
  });

  it('of ONTAP is what contains its volumes and their automatic backups', async () => {
    expect((await whole).find(arn('file-system/fs-ontap'))).toMatchObject({
      kind: 'container',
      links: [
        { to: arn('backup/backup-of-day'), as: 'contains' },
        { to: arn('volume/fs-ontap/fsvol-home'), as: 'contains' },
      ],
    });
  });
});

describe('a volume', () => {
  const whole = read();

  it('is a store under the key of its file system, with the SnapLock it has', async () => {
    expect((await whole).find(arn('volume/fs-ontap/fsvol-home'))).toMatchObject({
      kind: 'store',
      native: 'AWS::FSx::Volume',
      tags: { env: 'production' },
      props: { type: 'volume', sizeBytes: 2 ** 40, key, facts: { 'SnapLock type': 'COMPLIANCE' } },
    });
  });

  it('of OpenZFS contains those below it, and goes with the file system', async () => {
    const { find } = await whole;
    const below = (id: string) => find(arn(id)).links.map(({ to }) => to);
    expect(below('file-system/fs-zfs')).toEqual([
      arn('backup/backup-zfs'),
      arn('volume/fs-zfs/fsvol-projects'),
    ]);
    expect(below('volume/fs-zfs/fsvol-projects')).toEqual([arn('volume/fs-zfs/fsvol-atlas')]);
    expect(find(arn('volume/fs-zfs/fsvol-projects')).props).toMatchObject({ sizeBytes: 10 * 2 ** 30 });
    expect(find(arn('volume/fs-zfs/fsvol-atlas')).props).toMatchObject({ sizeBytes: null });
  });

  it.each(['volume/fs-zfs/fsvol-root', 'volume/fs-ontap/fsvol-namespace'])(
    'that goes with what it is the root of alone is none: %s',
    async (root) => {
      expect((await whole).assets.some(({ id }) => id === arn(root))).toBe(false);
    },
  );
});

describe('a backup', () => {
  const whole = read();
  const of = (id: string, region = here) => [arn(`file-system/${id}`, region)];

  it.each([
    ['backup-auto', of('fs-share'), { type: 'automated', survivesSource: false, follows: [] }],
    ['backup-auto', of('fs-share'), { expires: '2026-11-27T00:00:00.000Z' }],
    [
      'backup-hand',
      of('fs-share'),
      { type: 'snapshot', expires: null, key, survivesSource: true, guards: [] },
    ],
    [
      'backup-vaulted',
      of('fs-share'),
      { guards: [{ clearedBy: [{ operation: 'backup:DeleteRecoveryPoint' }] }] },
    ],
    ['backup-half', of('fs-share'), { complete: false }],
    ['backup-gone', [], { survivesSource: true }],
    ['backup-far', of('fs-far', 'eu-west-1'), { survivesSource: true }],
    ['backup-volume', [arn('volume/fs-ontap/fsvol-home')], { survivesSource: true }],
    [
      'backup-of-day',
      [arn('volume/fs-ontap/fsvol-home')],
      { survivesSource: false, follows: ['fsx:DeleteVolume'] },
    ],
    ['backup-no-volume', [], { survivesSource: true }],
    [
      'backup-zfs',
      [...of('fs-zfs'), arn('volume/fs-zfs/fsvol-projects'), arn('volume/fs-zfs/fsvol-atlas')],
      { survivesSource: false, follows: [] },
    ],
  ])('%s', async (id, stores, props) => {
    const asset = (await whole).find(arn(`backup/${id}`));
    expect(storesOf(asset)).toEqual(stores);
    expect(asset).toMatchObject({ kind: 'backup', native: 'AWS::FSx::Backup', props });
  });

  it('that was deleted is none', async () => {
    const { assets } = await whole;
    expect(assets.some(({ id }) => id === arn('backup/backup-deleted'))).toBe(false);
  });
});

describe('what could not be read', () => {
  it.each([
    ['fsx:DescribeFileSystems', 'store', 'neither'],
    ['fsx:DescribeVolumes', 'store', 'neither'],
    ['fsx:DescribeBackups', 'backup', 'restricts'],
  ] as const)('%s leaves a gap', async (operation, kind, direction) => {
    const { unread } = await read({ faults: [{ operation, kind: 'denied' }] });
    expect(unread).toMatchObject([{ operation, kind, direction, reason: 'denied', permission: operation }]);
  });

  it.each(['html', 'blank', 'cut', 'stuck'] as const)('by %s is no empty list', async (kind) => {
    const { unread } = await read({ faults: [{ operation: 'fsx:DescribeFileSystems', kind }] });
    expect(unread).toMatchObject([{ reason: 'failed' }]);
  });

  it('is nothing whatever the size of a page', async () => {
    const bytes = async (serve: object) => JSON.stringify((await read(serve)).assets);
    expect(await bytes({ pageSize: 1 })).toBe(await bytes({ pageSize: 100 }));
    expect(await bytes({ pageSize: 1, emptyPages: true })).toBe(await bytes({ pageSize: 100 }));
  });
});
