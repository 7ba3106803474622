import { describe, expect, it } from 'vitest';
import type { CollectedAsset } from '../../src/model/asset.ts';
import type { Gap } from '../../src/model/inventory.ts';
import { asset, collected, inventoryOf } from './assets.ts';

/** What two callers read of one asset, put together, in either order. */
function merged(a: CollectedAsset, b: CollectedAsset) {
  const [one, other] = [
    [a, b],
    [b, a],
  ].map((readings) => inventoryOf([], { collected: readings.map((reading) => collected([reading])) }));
  expect(one).toEqual(other);
  return one?.assets.find(({ id }) => id === a.id);
}

describe('two readings of one asset', () => {
  it('keep what is known over what is unknown', () => {
    const seen = asset('principal', 'u', {
      props: { mfa: true, lastActive: '2026-11-01T00:00:00.000Z', managedByProvider: true },
    });
    const blind = asset('principal', 'u', { props: { managedByProvider: true } });
    expect(merged(seen, blind)?.props).toMatchObject({ mfa: true, lastActive: '2026-11-01T00:00:00.000Z' });
  });

  it('keep what promises less where they contradict each other', () => {
    const complete = asset('backup', 'b', { props: { complete: true, survivesSource: true } });
    const partial = asset('backup', 'b', { props: { complete: false, survivesSource: 'unknown' } });
    expect(merged(complete, partial)?.props).toMatchObject({ complete: false, survivesSource: true });
  });

  it('put links and lists together', () => {
    const one = asset('container', 'v', { links: ['contains s1'] });
    const other = asset('container', 'v', { links: ['contains s2', 'contains s1'] });
    expect(merged(one, other)?.links).toEqual([
      { to: 's1', as: 'contains' },
      { to: 's2', as: 'contains' },
    ]);
  });

  it('remember that the scan was run with a credential', () => {
    const own = asset('credential', 'c', { props: { self: true }, links: ['held-by u'] });
    expect(merged(own, asset('credential', 'c', { links: ['held-by u'] }))?.props).toMatchObject({
      self: true,
    });
  });

  it('keep a policy’s document with its own digest', () => {
    const read = asset('policy', 'p', { props: { document: { Version: '2012-10-17' }, digest: 'sha256:a' } });
    const unread = asset('policy', 'p', { props: { document: null, digest: '' } });
    expect(merged(read, unread)?.props).toMatchObject({
      document: { Version: '2012-10-17' },
      digest: 'sha256:a',
    });
  });

  it('of different kinds leave a gap that can hide anything', () => {
    const collectedParts = [collected([asset('store', 'x'), asset('backup', 'x')])];
    const { assets, gaps } = inventoryOf([], { collected: collectedParts });
    expect(assets).toHaveLength(1);
    expect(gaps).toMatchObject([
      { target: 'x', reason: 'failed', direction: 'widens', detail: 'read as backup and as store' },
    ]);
  });
});

describe('gaps and scope of several collectors', () => {
  const gap: Gap = {
    fingerprint: 'railway:denied:backups:1',
    provider: 'railway',
    scope: 'acme',
    region: null,
    kind: 'backup',
    target: null,
    operation: 'volumeInstanceBackupList',
    reason: 'denied',
    detail: 'Not Authorized',
    permission: null,
    direction: 'restricts',
  };

  it('keep one gap a fingerprint, the one that could hide more', () => {
    const parts = [
      collected([], { gaps: [gap] }),
      collected([], { gaps: [{ ...gap, direction: 'widens' }] }),
    ];
    expect(inventoryOf([], { collected: parts }).gaps).toEqual([{ ...gap, direction: 'widens' }]);
  });

  it('put regions and natives of one scope together', () => {
    const entry = { provider: 'aws', scope: '111111111111' };
    const parts = [
      collected([], { scope: [{ ...entry, regions: ['us-east-1'], natives: ['AWS::EC2::Volume'] }] }),
      collected([], { scope: [{ ...entry, regions: ['eu-west-1'], natives: ['AWS::EC2::Volume'] }] }),
    ];
    expect(inventoryOf([], { collected: parts }).scope).toEqual([
      { ...entry, regions: ['eu-west-1', 'us-east-1'], natives: ['AWS::EC2::Volume'] },
    ]);
  });
});
