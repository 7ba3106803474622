import type { Asset } from '../../model/asset.ts';
import type { InventoryIndex } from '../../model/inventory.ts';
import { arnGlob, compileArnGlob } from './arn.ts';
import type { Test } from './condition.ts';
import type { ReadEstate } from './estate-inventory.ts';
import { ANY, type GlobToken } from './glob.ts';
import { newPartition } from './partition.ts';
import { joined } from './reach.ts';
import { isTagKey } from './request.ts';
import { indexResources, type Places, type ResourceIndex } from './resource-index.ts';
import type { Statement } from './statement.ts';
import { arnOfTarget, isBucket, isDatabaseUsers, isDomain } from './target-arn.ts';

const targetKinds = new Set<Asset['kind']>([
  'store',
  'backup',
  'workload',
  'key',
  'vault',
  'container',
  'trail',
  'schedule',
]);

/**
 * A key for each target, equal where no policy of the inventory can tell two targets of one type apart: same
 * account and region, same patterns, same outcome of every test on tags.
 */
export function targetGroups(index: InventoryIndex, read: ReadEstate): ReadonlyMap<string, string> {
  const targets = index.inventory.assets.filter(
    ({ kind, provider }) => provider === 'aws' && targetKinds.has(kind),
  );
  const resources = indexResources(
    targets.map((target) => {
      const arn = arnOfTarget(target.id);
      return read.hasUnreadTags(target) ? { arn } : { arn, tags: target.tags };
    }),
  );
  const partition = newPartition(targets.length);
  const statements = read.policies.flatMap(({ statements: own }) => own);
  for (const places of resources.byRegion.values()) partition.split(places);
  for (const statement of statements)
    for (const places of toldApart(statement, resources)) partition.split(places);
  for (const place of alone(index, targets)) partition.split(Uint32Array.of(place));
  const labels = partition.labels();
  return new Map(
    targets.map(({ id, scope, links }, place) => {
      const vaults = links.flatMap(({ as, to }) => (as === 'in-vault' ? [to] : []));
      return [id, [scope, labels === null ? 0 : labels[place], ...vaults].join(' ')];
    }),
  );
}

function* toldApart(statement: Statement, index: ResourceIndex): Generator<Places> {
  for (const { arn, text, template } of statement.resources.patterns) {
    yield* bucketsToldApart(text, index);
    if (arn !== null) yield index.matching(`${statement.kind} ${text}`, arn);
    else {
      const tokens = template.map((token): GlobToken => (typeof token === 'object' ? ANY : token));
      const short = statement.kind === 'identity' ? 'fill' : 'text';
      for (const place of index.matching(`${short} any ${text}`, arnGlob(tokens, short)))
        yield Uint32Array.of(place);
    }
  }
  for (const test of statement.tests) {
    if (isTagKey(test.key)) yield* byTag(test, index);
    for (const { key } of test.variables) if (isTagKey(key)) yield* index.tagged(nameOf(key)).values();
  }
}

function nameOf(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}

function* byTag(test: Test, index: ResourceIndex): Generator<Places> {
  const values = [...index.tagged(nameOf(test.key))];
  yield joined(values.map(([, places]) => places)).sort();
  const { matches } = test;
  if (matches === null) for (const [, places] of values) yield places;
  else yield joined(values.filter(([value]) => matches(value)).map(([, places]) => places)).sort();
}

/** A pattern that names objects tells their buckets apart; one with a variable in it, each from the others. */
function* bucketsToldApart(text: string, index: ResourceIndex): Generator<Places> {
  const bucket = /^arn:[^:]*:[^:]*[s*?][^:]*:[^:]*:[^:]*:[^/]*(?=\/)/.exec(text)?.[0];
  if (bucket === undefined) return;
  if (!bucket.includes('$')) yield index.matching(`bucket ${bucket}`, compileArnGlob(bucket));
  else for (const place of index.where('buckets', (_, arn) => isBucket(arn))) yield Uint32Array.of(place);
}

/** Targets with a policy or a gap of their own, and those of whose insides policies speak by other ARNs. */
function alone(index: InventoryIndex, targets: readonly Asset[]): readonly number[] {
  const withGap = new Set(index.inventory.gaps.flatMap(({ target }) => (target === null ? [] : [target])));
  return targets.flatMap(({ id }, place) => {
    const arn = arnOfTarget(id);
    const isSpokenOfBelow = isDomain(arn) || isDatabaseUsers(arn);
    return withGap.has(id) || isSpokenOfBelow || isProtected(index, arn) ? [place] : [];
  });
}

function isProtected(index: InventoryIndex, id: string): boolean {
  return index.from(id, 'protects').some(({ kind }) => kind === 'policy');
}
