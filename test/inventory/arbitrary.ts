import fc from 'fast-check';
import type { AssetKind, CollectedAsset, LinkType } from '../../src/model/asset.ts';
import type { Collected } from '../../src/model/inventory.ts';
import { asset, collected } from './assets.ts';

const kinds: readonly AssetKind[] = [
  'environment',
  'principal',
  'credential',
  'policy',
  'container',
  'workload',
  'store',
  'backup',
  'key',
];
const links: readonly LinkType[] = [
  'in',
  'contains',
  'copy-of',
  'uses',
  'held-by',
  'acts-in',
  'encrypted-with',
  'protects',
];

/** Names as an attacker would choose them: steering characters, half characters, prototypes, absurd lengths. */
const hostileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    '\u202egpj.exe',
    '\ud800',
    'a\u0000b',
    '\u001b[31m',
    '<b>',
    'x'.repeat(3000),
  ),
);
const id = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f') },
  { weight: 1, arbitrary: hostileText },
);

const link = fc.record({ to: id, as: fc.constantFrom(...links) });

export const anyAsset: fc.Arbitrary<CollectedAsset> = fc
  .record({
    kind: fc.constantFrom(...kinds),
    id: id.filter((text) => text !== ''),
    name: hostileText,
    tags: fc.dictionary(hostileText, hostileText, { maxKeys: 3 }),
    links: fc.array(link, { maxLength: 4 }),
    document: fc.jsonValue({ maxDepth: 3 }),
    ephemeral: fc.boolean(),
  })
  .map(({ kind, id: name, document, ephemeral, links: linked, ...facts }) => {
    const made = asset(kind, name, facts);
    const props = kind === 'policy' ? { document } : kind === 'environment' ? { ephemeral } : {};
    return { ...made, links: linked, props: { ...made.props, ...props } } as CollectedAsset;
  });

/** What several collectors might hand over, with ids that meet. */
export const anyCollected: fc.Arbitrary<readonly Collected[]> = fc.array(
  fc.array(anyAsset, { maxLength: 8 }).map((assets) => collected(assets)),
  { minLength: 1, maxLength: 3 },
);
