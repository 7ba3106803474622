import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CollectedAsset } from '../../../../src/model/asset.ts';
import type { Collected } from '../../../../src/model/inventory.ts';
import { storesOf } from '../acme.ts';
import { account, readMoto } from './read.ts';
import { deny } from './seed-data-stores.ts';
import { type SeededFurther, seedFurtherStores } from './seed-further-stores.ts';
import { type Moto, motoIsHere, startMoto } from './server.ts';

const region = 'us-east-1';
const redshift = (resource: string) => `arn:aws:redshift:${region}:${account}:${resource}`;

describe.skipIf(!motoIsHere())('file systems, clusters, caches and domains seeded in moto', () => {
  let moto: Moto;
  let seeded: SeededFurther;
  let found: Collected;

  beforeAll(async () => {
    moto = await startMoto();
    seeded = await seedFurtherStores(moto.url);
    found = await readMoto(moto, [region]);
  });
  afterAll(() => moto.close());

  const find = (id: string): CollectedAsset | undefined => found.assets.find((asset) => asset.id === id);
  const idsOf = (service: string): readonly string[] =>
    found.assets.filter(({ native }) => native.startsWith(`AWS::${service}::`)).map(({ id }) => id);

  it('leave a gap only for the lists that moto does not serve', () => {
    const ours = found.gaps.filter(
      ({ reason, operation }) =>
        reason !== 'unsupported' && /^(elasticache|elasticfilesystem|es|fsx|redshift):/.test(operation),
    );
    expect(ours.map(({ operation, reason }) => [operation, reason])).toEqual([
      ['elasticache:DescribeServerlessCacheSnapshots', 'failed'],
      ['elasticache:DescribeServerlessCaches', 'failed'],
      ['elasticfilesystem:DescribeReplicationConfigurations', 'failed'],
      ['fsx:DescribeVolumes', 'failed'],
    ]);
  });

  it('read back as exactly these of EFS, with tags, policy and automatic backups', () => {
    const { home, scratch } = seeded;
    expect(idsOf('EFS')).toEqual(
      [home, `${home}#backup-policy`, `${home}#file-system-policy`, scratch].sort(),
    );
    expect(find(home)).toMatchObject({ kind: 'store', name: 'home', tags: { env: 'production' } });
    expect(find(`${home}#file-system-policy`)?.props).toMatchObject({
      document: deny('elasticfilesystem:ClientWrite'),
    });
  });

  it('read back as exactly these of Redshift, automated snapshots aside', () => {
    const cluster = redshift('cluster:warehouse');
    const byHand = redshift('snapshot:warehouse/by-hand');
    const found = idsOf('Redshift').filter((id) => !id.includes('/rs:'));
    expect(found).toEqual([cluster, `${cluster}#automated-snapshots`, byHand]);
    expect(find(cluster)).toMatchObject({ kind: 'store', tags: { env: 'production' } });
    expect(find(`${cluster}#automated-snapshots`)?.props).toMatchObject({ retentionHours: 7 * 24 });
    expect(storesOf(find(byHand) ?? never())).toEqual([cluster]);
  });

  it('read back as exactly these of FSx', () => {
    const { share } = seeded;
    const [made, ...rest] = found.assets.filter(({ native }) => native === 'AWS::FSx::Backup');
    expect(rest).toEqual([]);
    // moto tells neither of what it is a backup nor who asked for it.
    expect(made?.props).toMatchObject({ survivesSource: 'unknown', expires: 'unknown' });
    expect(idsOf('FSx')).toEqual([made?.id ?? '', share, `${share}#automatic-backups`].sort());
    expect(find(share)).toMatchObject({ kind: 'store', tags: { env: 'production' } });
    expect(find(`${share}#automatic-backups`)?.props).toMatchObject({ retentionHours: 7 * 24 });
  });

  it('read back as exactly these of ElastiCache', () => {
    const cache = (resource: string) => `arn:aws:elasticache:${region}:${account}:${resource}`;
    const group = cache('replicationgroup:sessions');
    expect(idsOf('ElastiCache')).toEqual([
      cache('cluster:queue'),
      group,
      `${group}#automatic-backups`,
      cache('snapshot:by-hand'),
    ]);
    expect(find(cache('cluster:queue'))).toMatchObject({ kind: 'store', tags: { env: 'production' } });
    expect(find(group)).toMatchObject({ kind: 'store', tags: { env: 'production' } });
    expect(storesOf(find(cache('snapshot:by-hand')) ?? never())).toEqual([group]);
  });

  it('read back as exactly these of OpenSearch', () => {
    const domain = `arn:aws:es:${region}:${account}:domain/logs`;
    expect(idsOf('OpenSearchService')).toEqual([
      domain,
      `${domain}#access-policy`,
      `${domain}#automated-snapshots`,
    ]);
    expect(find(domain)).toMatchObject({ kind: 'store', tags: { env: 'production' } });
    expect(find(`${domain}#access-policy`)?.props).toMatchObject({ document: deny('es:ESHttpDelete') });
  });

  it('hand over no password', () => {
    expect(JSON.stringify(found)).not.toContain('anary-password');
  });
});

function never(): never {
  throw new Error('the asset is not there');
}
