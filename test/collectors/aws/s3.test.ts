import { describe, expect, it } from 'vitest';
import { lifecycleOf } from '../../../src/collectors/aws/s3-lifecycle.ts';
import type { CollectedAsset } from '../../../src/model/asset.ts';
import type { BucketWorld, Fault, Item } from '../../../src/stand-ins/aws/index.ts';
import { acme, acmeId, scan, storesOf } from './acme.ts';

const here = 'us-east-1';
const arn = (name: string) => `arn:aws:s3:::${name}`;
const enabled = { Status: 'Enabled' };
const document = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 's3:*', Principal: '*' }] };

const rule = (more: Item): Item => ({ ID: 'r', Status: 'Enabled', Filter: { Prefix: '' }, ...more });
const replicating = (to: string, more: Item = {}): Item =>
  rule({
    Priority: 1,
    Destination: { Bucket: arn(to) },
    DeleteMarkerReplication: { Status: 'Disabled' },
    ...more,
  });

const buckets: Readonly<Record<string, BucketWorld>> = {
  plain: { region: here },
  shop: {
    region: here,
    tags: { env: 'production', team: 'shop' },
    versioning: enabled,
    encryption: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: `arn:aws:kms:${here}:${acmeId}:key/k` },
    policy: JSON.stringify(document),
    publicAccess: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
  },
  suspended: { region: here, versioning: { Status: 'Suspended' } },
  governed: {
    region: here,
    versioning: enabled,
    lock: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 30 } } },
  },
  sealed: {
    region: here,
    versioning: enabled,
    lock: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Years: 1 } } },
  },
  'two-handed': { region: here, versioning: { Status: 'Enabled', MfaDelete: 'Enabled' } },
  fading: {
    region: here,
    versioning: enabled,
    lifecycle: [
      rule({ Expiration: { Days: 30 } }),
      rule({ NoncurrentVersionExpiration: { NoncurrentDays: 7 } }),
      rule({ Status: 'Disabled', NoncurrentVersionExpiration: { NoncurrentDays: 1 } }),
    ],
  },
  source: {
    region: here,
    versioning: enabled,
    replication: [
      replicating('far', { ExistingObjectReplication: enabled }),
      replicating('abroad', {
        Destination: { Bucket: arn('abroad'), Account: '222222222222' },
        DeleteMarkerReplication: enabled,
      }),
      replicating('elsewhere', { Filter: { Prefix: 'some/' } }),
      replicating('unseen', { Status: 'Disabled' }),
    ],
  },
  far: { region: 'eu-west-1', versioning: enabled, encryption: { SSEAlgorithm: 'aws:kms' } },
};

const read = (options: object = {}, serve: object = {}) =>
  scan([acme({ s3: new Map(Object.entries(buckets)) })], { serve, ...options });

const copiesOf = (assets: readonly CollectedAsset[], name: string): readonly string[] =>
  assets.flatMap((asset) =>
    asset.kind === 'backup' && storesOf(asset).includes(arn(name)) ? [asset.id] : [],
  );

describe('a bucket', () => {
  const whole = read();

  it('is a store with its Region, key, tags and what opens it', async () => {
    const { find, unread } = await whole;
    expect(unread).toEqual([]);
    expect(find(arn('shop'))).toMatchObject({
      kind: 'store',
      native: 'AWS::S3::Bucket',
      name: 'shop',
      scope: acmeId,
      region: here,
      createdAt: '2026-01-01T00:00:00.000Z',
      tags: { env: 'production', team: 'shop' },
      props: {
        type: 'bucket',
        key: `arn:aws:kms:${here}:${acmeId}:key/k`,
        facts: { 'public access blocked': true },
      },
    });
    expect(find(arn('plain')).props).toMatchObject({ key: null, facts: { 'public access blocked': false } });
  });

  it('is read once, in its own Region', async () => {
    const { assets, calls, find } = await whole;
    expect(find(arn('far')).region).toBe('eu-west-1');
    expect(assets.filter(({ native }) => native === 'AWS::S3::Bucket')).toHaveLength(9);
    expect(calls.filter((call) => call === 's3:GetBucketVersioning')).toHaveLength(9);
    expect(calls).not.toContain('s3:GetBucketLocation');
  });

  it('is guarded by its policy as it was written', async () => {
    const { find, assets } = await whole;
    expect(find(`${arn('shop')}#bucket-policy`)).toMatchObject({
      links: [{ to: arn('shop'), as: 'protects' }],
      props: { type: 'resource', document },
    });
    expect(assets.filter(({ native }) => native === 'AWS::S3::BucketPolicy')).toHaveLength(1);
  });

  it('under the key AWS manages for S3 names it', async () => {
    expect((await whole).find(arn('far')).props).toMatchObject({
      key: expect.stringContaining('alias/aws/s3'),
    });
  });

  it('that deletes its objects by itself says so', async () => {
    expect((await whole).find(arn('fading')).props).toMatchObject({
      facts: { 'lifecycle deletes objects after days': 30 },
    });
  });

  it.each([
    ['plain', []],
    ['shop', ['noncurrent-versions']],
    ['suspended', ['noncurrent-versions']],
    ['governed', ['locked-versions', 'noncurrent-versions']],
    ['sealed', ['locked-versions', 'noncurrent-versions']],
    ['two-handed', ['noncurrent-versions']],
  ])('%s keeps of itself %j', async (name, kept) => {
    const { assets } = await whole;
    expect(copiesOf(assets, name)).toEqual(kept.map((part) => `${arn(name)}#${part}`));
  });
});

describe('noncurrent versions', () => {
  const whole = read();

  it.each([
    ['shop', { complete: true, expires: null, guards: [], follows: ['s3:PutLifecycleConfiguration'] }],
    ['suspended', { complete: false }],
    ['fading', { complete: true, expires: null, keptHoursAfterSource: 7 * 24 }],
    ['two-handed', { guards: [{ type: 'mfa-delete', clearedBy: [] }], follows: [] }],
    ['governed', { complete: true, guards: [] }],
  ])('of %s', async (name, props) => {
    expect((await whole).find(`${arn(name)}#noncurrent-versions`).props).toMatchObject({
      type: 'noncurrent-versions',
      survivesSource: true,
      ...props,
    });
  });

  it.each([
    ['governed', [{ operation: 's3:BypassGovernanceRetention' }], '30 days'],
    ['sealed', [], '365 days'],
  ])('of %s are locked where they are young enough, which nobody counted', async (name, clearedBy, span) => {
    const { props } = (await whole).find(`${arn(name)}#locked-versions`);
    expect(props).toMatchObject({
      complete: 'unknown',
      guards: [{ type: 'object-lock', clearedBy, until: null, note: expect.stringContaining(span) }],
    });
  });

  it.each([
    ['shop', null],
    ['fading', 7 * 24],
  ])('of %s are made by versioning and stay', async (name, retentionHours) => {
    expect((await whole).find(`${arn(name)}#versioning`)).toMatchObject({
      kind: 'schedule',
      links: [{ to: arn(name), as: 'covers' }],
      props: { type: 'versioning', retentionHours },
    });
  });

  it('are made no more where versioning is suspended', async () => {
    expect((await whole).assets.map(({ id }) => id)).not.toContain(`${arn('suspended')}#versioning`);
  });
});

describe('a replica', () => {
  const whole = read();

  it('lies where its bucket was found to lie, under the key of that one', async () => {
    expect((await whole).find(`${arn('far')}#replica-of/source`)).toMatchObject({
      scope: acmeId,
      region: 'eu-west-1',
      props: {
        type: 'replica',
        location: { account: acmeId, region: 'eu-west-1' },
        complete: true,
        expires: null,
        key: expect.stringContaining('alias/aws/s3'),
        survivesSource: true,
        follows: ['s3:PutObject'],
      },
    });
  });

  it('in another account lies there, follows delete markers, and may lack what is older than its rule', async () => {
    expect((await whole).find(`${arn('abroad')}#replica-of/source`).props).toMatchObject({
      location: { account: '222222222222', region: null },
      complete: 'unknown',
      expires: 'unknown',
      follows: ['s3:DeleteObject', 's3:PutObject'],
    });
  });

  it('of a part is not complete, and one that is switched off is none', async () => {
    const { find, assets } = await whole;
    expect(find(`${arn('elsewhere')}#replica-of/source`).props).toMatchObject({
      complete: false,
      location: { account: 'unknown' },
    });
    expect(copiesOf(assets, 'source').filter((id) => id.includes('#replica'))).toHaveLength(3);
  });
});

describe('a lifecycle', () => {
  const version = (NoncurrentDays: number) => ({ NoncurrentVersionExpiration: { NoncurrentDays } });
  const all = { Status: 'Enabled', Filter: {} } as const;
  const part = { Status: 'Enabled', Filter: { Prefix: 'tmp/' } } as const;

  it.each([
    ['none', [], null],
    ['for all', [{ ...all, ...version(9) }], 9],
    [
      'several for all',
      [
        { ...all, ...version(9) },
        { ...all, ...version(3) },
      ],
      3,
    ],
    ['for a part', [{ ...part, ...version(9) }], 'unknown'],
    [
      'for a part, later than for all',
      [
        { ...part, ...version(9) },
        { ...all, ...version(3) },
      ],
      3,
    ],
    [
      'for a part, earlier than for all',
      [
        { ...part, ...version(1) },
        { ...all, ...version(3) },
      ],
      'unknown',
    ],
    ['for a tag', [{ ...all, Filter: { Tag: { Key: 'a', Value: 'b' } }, ...version(1) }], 'unknown'],
    ['for a size', [{ ...all, Filter: { ObjectSizeGreaterThan: 0 }, ...version(1) }], 'unknown'],
    ['for a prefix as it was once written', [{ Status: 'Enabled', Prefix: 'a', ...version(1) }], 'unknown'],
  ] as const)('%s', (_what, rules, days) => {
    expect(lifecycleOf(rules).versionsStayDays).toBe(days);
  });

  it('may name a date', () => {
    const rules = [{ ...all, Expiration: { Date: new Date('2027-01-01T00:00:00Z') } }];
    expect(lifecycleOf(rules)).toMatchObject({ objectsGoOn: '2027-01-01T00:00:00.000Z' });
  });
});

describe('what could not be read', () => {
  const refusing = (...faults: readonly Fault[]) => read({ regions: [here] }, { faults });

  it.each([
    ['s3:GetBucketTagging', 's3:GetBucketTagging', 'store', 'neither'],
    ['s3:GetBucketPolicy', 's3:GetBucketPolicy', 'policy', 'widens'],
    ['s3:GetBucketVersioning', 's3:GetBucketVersioning', 'backup', 'restricts'],
    ['s3:GetObjectLockConfiguration', 's3:GetBucketObjectLockConfiguration', 'backup', 'restricts'],
    ['s3:GetBucketLifecycleConfiguration', 's3:GetLifecycleConfiguration', 'schedule', 'neither'],
    ['s3:GetBucketReplication', 's3:GetReplicationConfiguration', 'backup', 'restricts'],
    ['s3:GetBucketEncryption', 's3:GetEncryptionConfiguration', 'key', 'widens'],
    ['s3:GetPublicAccessBlock', 's3:GetBucketPublicAccessBlock', 'store', 'neither'],
  ] as const)('%s leaves a gap about that bucket', async (api, permission, kind, direction) => {
    const { unread, find } = await refusing({ operation: api, kind: 'denied', times: 1 });
    expect(unread).toMatchObject([
      { operation: permission, permission, kind, direction, reason: 'denied', region: here },
    ]);
    expect(find(unread[0]?.target ?? '').native).toBe('AWS::S3::Bucket');
  });

  it('as a list of a Region’s buckets is no empty list', async () => {
    const { unread } = await refusing({ operation: 's3:ListBuckets', kind: 'denied' });
    expect(unread).toMatchObject([
      { operation: 's3:ListAllMyBuckets', kind: 'store', target: null, permission: 's3:ListAllMyBuckets' },
    ]);
  });

  it.each(['throttled', 'error', 'html', 'blank', 'cut'] as const)('by %s is no empty list', async (kind) => {
    const { unread } = await refusing({ operation: 's3:ListBuckets', kind });
    expect(unread).toMatchObject([{ reason: kind === 'throttled' ? 'throttled' : 'failed' }]);
  });

  it('of a lifecycle leaves how long versions stay unknown', async () => {
    const { find } = await refusing({ operation: 's3:GetBucketLifecycleConfiguration', kind: 'denied' });
    expect(find(`${arn('shop')}#noncurrent-versions`).props).toMatchObject({ expires: 'unknown' });
    expect(find(`${arn('shop')}#versioning`).props).toMatchObject({ retentionHours: 'unknown' });
  });

  it('is nothing whatever the size of a page', async () => {
    const bytes = async (pageSize: number) => JSON.stringify((await read({}, { pageSize })).assets);
    expect(await bytes(1)).toBe(await bytes(100));
  });
});

describe('settings', () => {
  it('are asked for only of buckets judged as production', async () => {
    const judgedAsProduction = ({ tags }: CollectedAsset): boolean => tags.env === 'production';
    const { calls, find } = await read({ judgedAsProduction });
    expect(calls.filter((call) => call === 's3:GetBucketVersioning')).toHaveLength(1);
    expect(find(arn('plain')).kind).toBe('store');
  });
});

describe('what keeps a replica', () => {
  const replicated = (to: BucketWorld) =>
    scan([
      acme({
        s3: new Map([
          ['media', { region: here, versioning: enabled, replication: [replicating('copy')] }],
          ['copy', to],
        ]),
      }),
    ]);

  it('in a bucket whose versions only root deletes is kept by that', async () => {
    const { find } = await replicated({
      region: here,
      versioning: { Status: 'Enabled', MfaDelete: 'Enabled' },
    });
    expect(find(`${arn('copy')}#replica-of/media`).props).toMatchObject({
      guards: [{ type: 'mfa-delete', clearedBy: [] }],
    });
  });

  it('in a bucket with a lock is locked in part, and how large a part is not known', async () => {
    const { find } = await replicated({
      region: here,
      versioning: enabled,
      lock: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 1 } } },
    });
    expect(find(`${arn('copy')}#replica-of/media`).props).toMatchObject({ guards: [] });
    const locked = find(`${arn('copy')}#locked-replica-of/media`);
    expect(storesOf(locked)).toEqual([arn('media')]);
    expect(locked.props).toMatchObject({ complete: 'unknown', guards: [{ type: 'object-lock' }] });
  });
});
