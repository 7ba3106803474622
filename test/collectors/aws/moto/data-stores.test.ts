import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CollectedAsset } from '../../../../src/model/asset.ts';
import type { Collected } from '../../../../src/model/inventory.ts';
import { storesOf } from '../acme.ts';
import { account, readMoto } from './read.ts';
import { deny, type SeededStores, seedDataStores } from './seed-data-stores.ts';
import { type Moto, motoIsHere, startMoto } from './server.ts';

const rds = (resource: string) => `arn:aws:rds:us-east-1:${account}:${resource}`;
const table = (name: string) => `arn:aws:dynamodb:us-east-1:${account}:table/${name}`;
const bucket = (name: string) => `arn:aws:s3:::${name}`;

describe.skipIf(!motoIsHere())('databases, tables and buckets seeded in moto', () => {
  let moto: Moto;
  let seeded: SeededStores;
  let found: Collected;

  beforeAll(async () => {
    moto = await startMoto();
    seeded = await seedDataStores(moto.url);
    found = await readMoto(moto, ['us-east-1', 'eu-west-1']);
  });
  afterAll(() => moto.close());

  const find = (id: string): CollectedAsset | undefined => found.assets.find((asset) => asset.id === id);
  const idsOf = (service: string): readonly string[] =>
    found.assets.filter(({ native }) => native.startsWith(`AWS::${service}::`)).map(({ id }) => id);

  it('leave a gap only for the list that moto does not serve', () => {
    const ours = found.gaps.filter(
      ({ reason, operation }) => reason !== 'unsupported' && /^(rds|dynamodb|s3):/.test(operation),
    );
    expect(ours.map(({ operation, region, reason }) => [operation, region, reason])).toEqual([
      ['rds:DescribeDBClusterAutomatedBackups', 'eu-west-1', 'failed'],
      ['rds:DescribeDBClusterAutomatedBackups', 'us-east-1', 'failed'],
    ]);
  });

  it('read back as exactly these of RDS, automated snapshots aside', () => {
    expect(
      idsOf('RDS').filter((id) => !id.includes('snapshot:rds:') && !id.includes(':auto-backup:')),
    ).toEqual(
      [
        rds('db:orders'),
        `${rds('db:orders')}#automated-backups`,
        `${rds('db:orders-replica')}#automated-backups`,
        `${rds('db:orders-replica')}#restore-window`,
        rds('db:orders-replica'),
        rds('db:scratch'),
        rds('db:aurora-1'),
        rds('cluster:aurora'),
        `${rds('cluster:aurora')}#automated-backups`,
        `${rds('cluster:aurora')}#restore-window`,
        rds('snapshot:by-hand'),
        rds('cluster-snapshot:aurora-by-hand'),
      ].sort(),
    );
  });

  it('read back as exactly these of DynamoDB', () => {
    expect(idsOf('DynamoDB')).toEqual(
      [
        table('carts'),
        `${table('carts')}#resource-policy`,
        `${table('carts')}#restore-window`,
        `${table('carts')}#point-in-time-recovery`,
        table('sessions'),
        seeded.backup,
      ].sort(),
    );
  });

  it('read back as exactly these of S3, each bucket in its Region', () => {
    expect(idsOf('S3')).toEqual(
      [
        bucket('plain'),
        ...['far', 'governed', 'kept', 'sealed'].flatMap((name) => [
          bucket(name),
          `${bucket(name)}#noncurrent-versions`,
          `${bucket(name)}#versioning`,
        ]),
        `${bucket('governed')}#locked-versions`,
        `${bucket('sealed')}#locked-versions`,
        `${bucket('kept')}#bucket-policy`,
        `${bucket('far')}#replica-of/kept`,
      ].sort(),
    );
    expect(find(bucket('far'))?.region).toBe('eu-west-1');
  });

  it.each([
    [rds('db:orders'), ['rds:ModifyDBInstance']],
    [rds('db:scratch'), []],
    [rds('cluster:aurora'), ['rds:ModifyDBCluster']],
    [table('carts'), ['dynamodb:UpdateTable']],
    [table('sessions'), []],
  ])('%s is kept from deletion as it was set', (id, operations) => {
    const guards = operations.map((operation) => ({
      type: 'deletion-protection',
      clearedBy: [{ operation }],
      until: null,
    }));
    expect(find(id)).toMatchObject({ kind: 'store', props: { guards } });
  });

  it('a database with its tags, its replica and its members', () => {
    expect(find(rds('db:orders'))).toMatchObject({ tags: { env: 'production' } });
    expect(storesOf(find(rds('db:orders-replica')) ?? never())).toEqual([rds('db:orders')]);
    expect(find(rds('db:aurora-1'))).toMatchObject({
      kind: 'workload',
      links: [{ to: rds('cluster:aurora'), as: 'uses' }],
    });
    expect(find(rds('cluster:aurora'))?.props).toMatchObject({
      attached: [{ workload: rds('db:aurora-1'), endsWithWorkload: false }],
    });
  });

  it.each([
    [rds('snapshot:by-hand'), rds('db:orders'), ['222222222222']],
    [rds('cluster-snapshot:aurora-by-hand'), rds('cluster:aurora'), []],
  ])('%s with what it is a copy of and who may restore it', (id, store, sharedWith) => {
    const copy = find(id) ?? never();
    expect(storesOf(copy)).toEqual([store]);
    expect(copy.props).toMatchObject({ sharedWith, complete: true, survivesSource: true });
  });

  it.each([
    [rds('db:orders'), 7],
    [rds('cluster:aurora'), 3],
  ])('%s with the days its automated backups are kept', (id, days) => {
    expect(find(`${id}#automated-backups`)?.props).toMatchObject({ retentionHours: days * 24 });
  });

  it('a table with its key, tags and policy', () => {
    expect(find(table('carts'))).toMatchObject({
      tags: { env: 'production' },
      props: { key: seeded.key },
    });
    expect(find(`${table('carts')}#resource-policy`)?.props).toMatchObject({
      document: deny('dynamodb:DeleteTable'),
    });
    expect(storesOf(find(seeded.backup) ?? never())).toEqual([table('sessions')]);
  });

  it('a bucket with its policy, its lifecycle and its replica', () => {
    expect(find(bucket('kept'))).toMatchObject({
      tags: { env: 'production' },
      props: { facts: { 'public access blocked': true } },
    });
    expect(find(`${bucket('kept')}#bucket-policy`)?.props).toMatchObject({
      document: deny('s3:DeleteObjectVersion'),
    });
    expect(find(`${bucket('kept')}#versioning`)?.props).toMatchObject({ retentionHours: 60 * 24 });
    expect(find(`${bucket('far')}#replica-of/kept`)).toMatchObject({
      region: 'eu-west-1',
      props: { location: { account }, complete: 'unknown', follows: ['s3:PutObject'] },
    });
  });

  it.each([
    ['governed', ['s3:BypassGovernanceRetention']],
    ['sealed', []],
  ])('bucket %s with its lock', (name, operations) => {
    expect(find(`${bucket(name)}#locked-versions`)?.props).toMatchObject({
      guards: [{ type: 'object-lock', clearedBy: operations.map((operation) => ({ operation })) }],
    });
  });

  it('hands over no password', () => {
    expect(JSON.stringify(found)).not.toContain('canary-password');
  });
});

function never(): never {
  throw new Error('the asset is not there');
}
