import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInventory } from '../../src/config/inventory-file.ts';
import { assetLines, canonicalInventory, canonicalLines } from '../../src/inventory/canonical-inventory.ts';
import { volatileFields, withoutVolatile } from '../../src/inventory/volatile.ts';
import type { EnvironmentRule } from '../../src/model/inventory.ts';
import { anyCollected } from './arbitrary.ts';
import { asset, collected, inventoryOf } from './assets.ts';

const rules: readonly EnvironmentRule[] = [
  { name: 'production', tier: 'production', match: [{ environment: 'a*' }, { tag: { env: ['prod'] } }] },
  { name: 'staging', tier: 'staging', match: [{ environment: '?' }] },
];

describe('inventory.json', () => {
  it('holds one asset a line, and is JSON', async () => {
    const inventory = inventoryOf([
      asset('store', 'railway:volume-instance:1', {
        name: 'postgres <data>\u202e',
        tags: { b: '2', a: '1' },
        links: ['in railway:environment:1'],
      }),
      asset('environment', 'railway:environment:1', { name: 'production' }),
      asset('principal', 'railway:user:1', { name: 'ada' }),
    ]);
    await expect(canonicalInventory(inventory)).toMatchFileSnapshot('./fixtures/inventory.json');
    expect(JSON.parse(canonicalInventory(inventory))).toEqual(inventory);
  });

  it('is the same bytes in whatever order things were collected', () => {
    fc.assert(
      fc.property(
        anyCollected,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (parts, random) => {
          const shuffle = <T>(list: readonly T[]) =>
            list
              .map((item) => ({ item, key: random.next().value }))
              .sort((a, b) => a.key - b.key)
              .map(({ item }) => item);
          const shuffled = shuffle(parts).map((part) =>
            collected(shuffle(part.assets).map((each) => ({ ...each, links: shuffle(each.links) }))),
          );
          const bytes = canonicalInventory(inventoryOf([], { collected: parts, rules }));
          expect(canonicalInventory(inventoryOf([], { collected: shuffled, rules }))).toBe(bytes);
        },
      ),
    );
  });

  it('reads back as what was written, however hostile the names', async () => {
    await fc.assert(
      fc.asyncProperty(anyCollected, async (parts) => {
        const inventory = inventoryOf([], { collected: parts, rules });
        const bytes = canonicalInventory(inventory);
        expect(canonicalInventory(await parseInventory(bytes.split('\n')))).toBe(bytes);
      }),
    );
  });

  it('loses no asset', () => {
    fc.assert(
      fc.property(anyCollected, (parts) => {
        const { assets } = inventoryOf([], { collected: parts, rules });
        const real = assets.filter(({ native }) => native !== 'firebreak.Unlistable');
        const ids = parts.flatMap((part) => part.assets.map(({ id }) => id));
        expect(real).toHaveLength(new Set(ids).size);
      }),
    );
  });

  it('comes line by line, too', () => {
    const inventory = inventoryOf([asset('store', 's')]);
    const lines = [...canonicalLines(inventory)];
    expect(lines.join('')).toBe(canonicalInventory(inventory));
    expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
  });
});

describe('the line of an asset', () => {
  it('is where its id is written in the file, whatever stands above', () => {
    fc.assert(
      fc.property(anyCollected, (parts) => {
        const inventory = inventoryOf([], { collected: parts, rules });
        const text = canonicalInventory(inventory).split('\n');
        const lines = assetLines(inventory, new Set(inventory.assets.map(({ id }) => id)));
        expect(lines.size).toBe(inventory.assets.length);
        for (const [id, line] of lines) expect(text[line - 1]).toContain(`{"id":${JSON.stringify(id)},`);
      }),
    );
  });

  it('is told of those asked for alone, and of none that is not there', () => {
    const inventory = inventoryOf([asset('store', 'a'), asset('store', 'b')]);
    expect([...assetLines(inventory, new Set(['b', 'gone'])).keys()]).toEqual(['b']);
  });
});

describe('what two scans are compared by', () => {
  const scan = (takenAt: string, lastUsed: string | null, calls: number) =>
    inventoryOf([], {
      takenAt,
      collected: [
        collected(
          [
            asset('principal', 'u'),
            asset('credential', 'c', { links: ['held-by u'], props: { lastUsed }, tags: { calls: 'kept' } }),
            asset('policy', 'p', { props: { document: { Condition: { calls: 'kept' } } } }),
          ],
          {
            sources: [
              {
                provider: 'railway',
                scope: 'acme',
                region: null,
                service: 'workspace',
                caller: { credential: 'account-token', principal: null, role: null },
                status: 'complete',
                calls,
                assets: 1,
                seconds: calls / 10,
              },
            ],
          },
        ),
      ],
    });

  it('leaves out times and counts that differ between scans of an unchanged world', () => {
    const one = scan('2026-11-22T12:00:00.000Z', '2026-11-21T00:00:00.000Z', 7);
    const other = scan('2026-11-23T12:00:00.000Z', '2026-11-23T00:00:00.000Z', 9);
    expect(canonicalInventory(withoutVolatile(one))).toBe(canonicalInventory(withoutVolatile(other)));
    expect(volatileFields).toContain('props.lastUsed');
  });

  it('keeps a first use, and what only bears the name of a volatile field', () => {
    const unused = withoutVolatile(scan('2026-11-22T12:00:00.000Z', null, 7));
    const used = withoutVolatile(scan('2026-11-22T12:00:00.000Z', '2026-11-21T00:00:00.000Z', 7));
    expect(unused).not.toEqual(used);
    expect(canonicalInventory(used).match(/kept/g)).toHaveLength(2);
  });
});
