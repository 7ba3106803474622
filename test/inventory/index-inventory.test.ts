import { describe, expect, it } from 'vitest';
import { indexInventory } from '../../src/inventory/index-inventory.ts';
import { asset, inventoryOf } from './assets.ts';

const many = Array.from({ length: 20 }, (_, n) => asset('store', `s${String(n).padStart(2, '0')}`));
const index = indexInventory(
  inventoryOf(
    [
      ...many,
      asset('container', 'v', { links: many.map(({ id }) => `contains ${id}`) }),
      asset('workload', 'w', { tags: { env: 'staging' }, links: ['uses s00', 'uses gone'] }),
      asset('principal', 'u', {
        links: ['acts-in v ADMIN', 'acts-in v MEMBER'],
        props: { credentialsListed: true },
      }),
    ],
    { rules: [{ name: 'staging', tier: 'staging', match: [{ tag: { env: ['staging'] } }] }] },
  ),
);
const ids = (assets: readonly { readonly id: string }[]) => assets.map(({ id }) => id);

describe('an inventory’s index', () => {
  it('finds an asset by id, and nothing by an id that is not there', () => {
    expect(index.get('w')?.kind).toBe('workload');
    expect(index.get('__proto__')).toBeUndefined();
  });

  it('lists a kind in order', () => {
    expect(ids(index.ofKind('store'))).toEqual(ids(many));
    expect(index.ofKind('trail')).toEqual([]);
  });

  it('follows links both ways', () => {
    expect(ids(index.to('v', 'contains'))).toEqual(ids(many));
    expect(ids(index.from('s00', 'uses'))).toEqual(['w']);
    expect(ids(index.from('s00', 'contains'))).toEqual(['v']);
  });

  it('leaves out what a dangling link leads to', () => {
    expect(ids(index.to('w', 'uses'))).toEqual(['s00']);
    expect(ids(index.from('gone', 'uses'))).toEqual(['w']);
  });

  it('names a neighbour once, whatever roles it holds', () => {
    expect(ids(index.to('u', 'acts-in'))).toEqual(['v']);
    expect(ids(index.from('v', 'acts-in'))).toEqual(['u']);
  });

  it('judges by the highest tier, and the unknown as production', () => {
    expect(index.tier('w')).toBe('staging');
    expect(index.tier('s00')).toBe('staging');
    expect(index.tier('nobody')).toBe('production');
  });
});
