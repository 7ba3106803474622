import type { AssetOf, CollectedAsset, Link } from '../../model/asset.ts';

/** What the schedules of one plan cover, as the provider selects it; settled when the whole account is read. */
export interface Coverage {
  /** Ids of the schedules. */
  readonly schedules: readonly string[];
  readonly region: string;
  /** ARNs, in which `*` stands for any text; empty: every resource. */
  readonly resources: readonly string[];
  readonly except: readonly string[];
  /** One of these tags; empty: any. */
  readonly anyTag: readonly TagTest[];
  /** All of these. */
  readonly allTags: readonly TagTest[];
  /** Covered only where `resources` names it: beginnings of ARNs as `ec2:volume/`, Region and account left out. */
  readonly optedOut: readonly string[];
}

export interface TagTest {
  readonly key: string;
  readonly value: string;
  /** `*` stands for any text. */
  readonly like: boolean;
  readonly negated: boolean;
}

type Store = Omit<AssetOf<'store'>, 'environments'>;

/** Adds `covers` links to schedules: to stores they select, and to the stores of instances they select. */
export function linkCoverage(
  assets: readonly CollectedAsset[],
  coverages: readonly Coverage[],
): readonly CollectedAsset[] {
  if (coverages.length === 0) return assets;
  const covered = coveredBy(assets, coverages);
  return assets.map((asset) => {
    const stores = covered.get(asset.id);
    if (asset.kind !== 'schedule' || stores === undefined) return asset;
    const links = [...stores].sort().map((to): Link => ({ to, as: 'covers' }));
    return { ...asset, links: [...asset.links, ...links] };
  });
}

function coveredBy(
  assets: readonly CollectedAsset[],
  coverages: readonly Coverage[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const stores = new Map<string, Store>();
  for (const asset of assets) if (asset.kind === 'store') stores.set(asset.id, asset);
  const covered = new Map<string, Set<string>>();
  const add = (schedules: readonly string[], store: string): void => {
    for (const id of schedules) {
      const known = covered.get(id);
      if (known) known.add(store);
      else covered.set(id, new Set([store]));
    }
  };
  for (const { schedules, region, selects } of coverages.map(compiled)) {
    for (const asset of assets) {
      if (asset.kind !== 'store' && asset.kind !== 'workload') continue;
      if (asset.region !== region || !selects(asset)) continue;
      if (asset.kind === 'store') add(schedules, asset.id);
      else for (const { to } of asset.links) if (stores.has(to)) add(schedules, to);
    }
  }
  return covered;
}

function compiled(coverage: Coverage) {
  const { schedules, region, anyTag, allTags, optedOut } = coverage;
  const all = coverage.resources.length === 0;
  const named = globs(coverage.resources.filter((pattern) => pattern !== '*'));
  const everything = all || coverage.resources.includes('*');
  const except = globs(coverage.except);
  const selects = ({ id, tags }: CollectedAsset): boolean => {
    if (!named(id) && !(everything && !optedOut.some((beginning) => begins(id, beginning)))) return false;
    if (except(id) || !allTags.every((test) => holds(test, tags))) return false;
    return anyTag.length === 0 || anyTag.some((test) => holds(test, tags));
  };
  return { schedules, region, selects };
}

function begins(arn: string, beginning: string): boolean {
  const [, , service, , , ...resource] = arn.split(':');
  return `${service}:${resource.join(':')}`.startsWith(beginning);
}

function globs(patterns: readonly string[]): (text: string) => boolean {
  const tests = patterns.map(glob);
  return (text) => tests.some((test) => test(text));
}

/** A test for a pattern in which `*` stands for any text; each text is looked through once. */
function glob(pattern: string): (text: string) => boolean {
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return (text) => text === pattern;
  return (text) => {
    if (!text.startsWith(first) || !text.endsWith(last)) return false;
    let from = first.length;
    for (const part of others) {
      const at = text.indexOf(part, from);
      if (at < 0) return false;
      from = at + part.length;
    }
    return from <= text.length - last.length;
  };
}

function holds({ key, value, like, negated }: TagTest, tags: CollectedAsset['tags']): boolean {
  const own = Object.hasOwn(tags, key) ? tags[key] : undefined;
  const fits = own !== undefined && (like ? glob(value)(own) : own === value);
  return fits !== negated;
}
