import type { Asset } from '../model/asset.ts';
import type { Gap, Inventory } from '../model/inventory.ts';
import { byText, canonicalJson, canonicalRecord } from './canonical-json.ts';
import { sourcesInOrder } from './source-order.ts';
import { asSet } from './tidy.ts';

const assetFields = [
  'id',
  'kind',
  'provider',
  'native',
  'name',
  'scope',
  'region',
  'environments',
  'createdAt',
  'tags',
  'links',
  'props',
] satisfies (keyof Asset)[];

const gapFields = [
  'fingerprint',
  'provider',
  'scope',
  'region',
  'kind',
  'target',
  'operation',
  'reason',
  'detail',
  'permission',
  'direction',
] satisfies (keyof Gap)[];

/** inventory.json as one text: the same bytes for the same inventory. */
export function canonicalInventory(inventory: Inventory): string {
  return [...canonicalLines(inventory)].join('');
}

/**
 * inventory.json line by line with its line ends, for inventories too large for one text. Valid JSON with one
 * asset, gap and source a line, sorted, so that it greps and diffs well.
 */
export function* canonicalLines(inventory: Inventory): Generator<string> {
  for (const line of unended(inventory)) yield `${line}\n`;
}

/** On which line of inventory.json, from 1, each of `ids` stands; those that are no asset are left out. */
export function assetLines(inventory: Inventory, ids: ReadonlySet<string>): ReadonlyMap<string, number> {
  const opening = [...beforeAssets(inventory)].length + 1;
  const lines = inventory.assets
    .map(({ id }) => id)
    .sort(byText)
    .flatMap((id, nth) => (ids.has(id) ? [[id, opening + 1 + nth] as const] : []));
  return new Map(lines);
}

function* unended(inventory: Inventory): Generator<string> {
  yield* beforeAssets(inventory);
  yield* listLines('assets', canonicalAssets(inventory), '');
  yield '}';
}

function* beforeAssets(inventory: Inventory): Generator<string> {
  yield '{';
  yield `"schema":${JSON.stringify(inventory.schema)},`;
  yield `"takenAt":${JSON.stringify(inventory.takenAt)},`;
  if (inventory.pass !== undefined) yield `"pass":${JSON.stringify(inventory.pass)},`;
  yield `"settings":${canonicalJson(inventory.settings)},`;
  yield* listLines('scope', inventory.scope.map((entry) => canonicalJson(entry)).sort(byText), ',');
  yield* listLines('notScanned', inventory.notScanned.map((entry) => canonicalJson(entry)).sort(byText), ',');
  yield* listLines(
    'sources',
    sourcesInOrder(inventory.sources).map((source) => canonicalJson(source)),
    ',',
  );
  yield* listLines('gaps', inventory.gaps.map((gap) => canonicalRecord(gap, gapFields)).sort(byText), ',');
}

function* canonicalAssets({ assets }: Inventory): Generator<string> {
  const ordered = assets.toSorted((a, b) => byText(a.id, b.id));
  for (const asset of ordered) {
    yield canonicalRecord({ ...asset, links: asSet(asset.links) }, assetFields);
  }
}

function* listLines(name: string, lines: Iterable<string>, end: string): Generator<string> {
  let line: string | null = null;
  for (const next of lines) {
    if (line === null) yield `${JSON.stringify(name)}:[`;
    else yield `${line},`;
    line = next;
  }
  if (line === null) yield `${JSON.stringify(name)}:[]${end}`;
  else {
    yield line;
    yield `]${end}`;
  }
}
