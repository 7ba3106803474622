import { describe, expect, it } from 'vitest';
import * as item from '../../../src/stand-ins/aws/items.ts';
import { at, type JsonItem } from '../../../src/stand-ins/aws/json.ts';
import { acme, acmeId, scan } from './acme.ts';

const region = 'us-east-1';
const keyArn = (id: string) => `arn:aws:kms:${region}:${acmeId}:key/${id}`;
const volumeArn = (id: string) => `arn:aws:ec2:${region}:${acmeId}:volume/${id}`;
const ids = {
  data: '00000000-0000-0000-0000-000000000001',
  ebs: '00000000-0000-0000-0000-000000000002',
  dying: '00000000-0000-0000-0000-000000000003',
  imported: '00000000-0000-0000-0000-000000000004',
};

const key = (KeyId: string, more: JsonItem = {}): JsonItem => ({
  KeyId,
  Arn: keyArn(KeyId),
  CreationDate: at('2026-01-01T00:00:00Z'),
  KeyManager: 'CUSTOMER',
  KeyState: 'Enabled',
  Origin: 'AWS_KMS',
  ...more,
});

const policy = (Principal: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: Principal }, Action: 'kms:*', Resource: '*' }],
});

const kms = {
  [region]: {
    keys: [
      key(ids.data),
      key(ids.ebs, { KeyManager: 'AWS' }),
      key(ids.dying, { KeyState: 'PendingDeletion', DeletionDate: at('2026-12-01T00:00:00Z') }),
      key(ids.imported, { Origin: 'EXTERNAL' }),
    ],
    aliases: [
      {
        AliasName: 'alias/data',
        AliasArn: `arn:aws:kms:${region}:${acmeId}:alias/data`,
        TargetKeyId: ids.data,
      },
      {
        AliasName: 'alias/aws/ebs',
        AliasArn: `arn:aws:kms:${region}:${acmeId}:alias/aws/ebs`,
        TargetKeyId: ids.ebs,
      },
    ],
    policies: new Map(
      [ids.data, ids.dying, ids.imported].map((id) => [keyArn(id), policy(`arn:aws:iam::${acmeId}:root`)]),
    ),
  },
};

const foreign = 'arn:aws:kms:us-east-1:222222222222:key/theirs';
const world = () =>
  acme({
    kms,
    regions: {
      [region]: {
        volumes: [
          item.volume('vol-arn', { kmsKeyId: keyArn(ids.data) }),
          item.volume('vol-alias', { kmsKeyId: `arn:aws:kms:${region}:${acmeId}:alias/data` }),
          item.volume('vol-id', { kmsKeyId: ids.ebs }),
          item.volume('vol-foreign', { kmsKeyId: foreign }),
        ],
      },
    },
  });

describe('keys read whole', () => {
  const whole = scan([world()], { serve: { pageSize: 1 } });

  it.each([
    [
      ids.data,
      'AWS::KMS::Key',
      'alias/data',
      { type: 'customer-managed', state: 'Enabled', deletionWindowDays: 7 },
    ],
    [ids.ebs, 'AWS::KMS::AwsManagedKey', 'alias/aws/ebs', { type: 'aws-managed', state: 'Enabled' }],
    [ids.dying, 'AWS::KMS::Key', ids.dying, { state: 'PendingDeletion' }],
    [ids.imported, 'AWS::KMS::ImportedKey', ids.imported, { deletionWindowDays: null }],
  ])('%s is %s', async (id, native, name, props) => {
    expect((await whole).find(keyArn(id))).toMatchObject({ kind: 'key', native, name, region, props });
  });

  it('have the policy that decides who may end them, but for those AWS manages', async () => {
    const { find, assets, unread } = await whole;
    expect(unread).toEqual([]);
    expect(find(`${keyArn(ids.data)}#policy`)).toMatchObject({
      links: [{ to: keyArn(ids.data), as: 'protects' }],
      props: { type: 'key', document: policy(`arn:aws:iam::${acmeId}:root`) },
    });
    expect(assets.filter(({ native }) => native === 'AWS::KMS::KeyPolicy')).toHaveLength(3);
  });

  it.each([
    ['vol-arn', keyArn(ids.data)],
    ['vol-alias', keyArn(ids.data)],
    ['vol-id', keyArn(ids.ebs)],
    ['vol-foreign', foreign],
  ])('are what %s is encrypted with, however it names its key', async (volume, key) => {
    expect((await whole).find(volumeArn(volume))).toMatchObject({
      links: [{ to: key, as: 'encrypted-with' }],
      props: { key },
    });
  });

  it('leave a gap for a key in an account that is not read', async () => {
    const standing = (await whole).gaps.filter(({ operation }) => operation === 'kms:GetKeyPolicy');
    expect(standing.map(({ target }) => target)).toEqual([foreign]);
  });
});

describe('what KMS does not tell', () => {
  const denied = (operation: string) =>
    scan([world()], { serve: { faults: [{ operation, kind: 'denied' }] } });

  it.each([
    ['kms:ListKeys', 'key', 'widens', null],
    ['kms:ListAliases', 'key', 'neither', null],
    ['kms:DescribeKey', 'key', 'neither', keyArn(ids.data)],
    ['kms:GetKeyPolicy', 'policy', 'widens', keyArn(ids.data)],
  ] as const)('is a gap: %s', async (operation, kind, direction, target) => {
    const { unread } = await denied(operation);
    expect(unread).toContainEqual(
      expect.objectContaining({ operation, kind, direction, target, reason: 'denied' }),
    );
  });

  it('leaves a key whose state is not known', async () => {
    expect((await denied('kms:DescribeKey')).find(keyArn(ids.data)).props).toMatchObject({
      state: 'unknown',
      deletionWindowDays: 'unknown',
    });
  });
});

describe('a key in another account', () => {
  it('is no gap when that account is read as well', async () => {
    const reader = 'arn:aws:iam::222222222222:role/firebreak-read';
    const other = acme({
      id: '222222222222',
      callers: new Map(),
      assumable: [reader],
      iam: {},
      regions: { [region]: {} },
      kms: {
        [region]: { keys: [{ ...key('theirs'), Arn: foreign }], policies: new Map([[foreign, policy('*')]]) },
      },
    });
    const accounts = [{ id: acmeId }, { id: '222222222222', roleArn: reader }];
    const { gaps, find } = await scan([world(), other], { accounts });
    expect(find(foreign).kind).toBe('key');
    expect(gaps.filter(({ operation }) => operation === 'kms:GetKeyPolicy')).toEqual([]);
  });
});
