import { describe, expect, it } from 'vitest';
import type { CollectedAsset } from '../../src/model/asset.ts';
import { asset, inventoryOf } from './assets.ts';

const user = asset('principal', 'u');

describe('ways in', () => {
  it('stands an unlistable credential in for a principal nobody is known to enter', () => {
    const inventory = inventoryOf([user]);
    const credential = inventory.assets.find(({ kind }) => kind === 'credential');
    expect(credential).toMatchObject({
      id: 'railway:unlistable:ways-in:u',
      links: [{ to: 'u', as: 'held-by' }],
      props: { type: 'unlistable' },
    });
    expect(inventory.gaps).toMatchObject([
      { fingerprint: 'railway:unlistable:ways-in:acme', reason: 'unlistable', direction: 'neither' },
    ]);
  });

  it.each<[string, readonly CollectedAsset[]]>([
    ['a credential is held by it', [user, asset('credential', 'c', { links: ['held-by u'] })]],
    [
      'another principal may assume it',
      [
        asset('principal', 'r', { props: { type: 'role' } }),
        asset('principal', 'u', { links: ['may-assume r'] }),
        asset('credential', 'c', { links: ['held-by u'] }),
      ],
    ],
    ['a workload runs as it', [user, asset('workload', 'w', { links: ['runs-as u'] })]],
    [
      'its trust policy was read',
      [user, asset('policy', 't', { props: { type: 'trust' }, links: ['protects u'] })],
    ],
    ['only the provider uses it', [asset('principal', 'u', { props: { managedByProvider: true } })]],
    [
      'all its credentials were listed and there are none',
      [asset('principal', 'u', { props: { credentialsListed: true } })],
    ],
    ['it is a group', [asset('principal', 'u', { props: { type: 'group' } })]],
  ])('adds nothing where %s', (_title, assets) => {
    const inventory = inventoryOf(assets);
    expect(inventory.assets).toHaveLength(assets.length);
    expect(inventory.gaps).toEqual([]);
  });

  it.each([
    ['its trust policy could not be read', { type: 'trust', document: null }],
    ['another kind of policy protects it', { type: 'resource' }],
  ])('still stands in where %s', (_title, props) => {
    const inventory = inventoryOf([user, asset('policy', 't', { props, links: ['protects u'] })]);
    expect(inventory.assets.map(({ id }) => id)).toContain('railway:unlistable:ways-in:u');
  });

  it('says so once a scope', () => {
    const others = [1, 2, 3].map((n) => asset('principal', `u${n}`, { scope: n === 3 ? 'other' : 'acme' }));
    const { gaps } = inventoryOf(others);
    expect(gaps.map(({ scope }) => scope)).toEqual(['acme', 'other']);
  });
});
