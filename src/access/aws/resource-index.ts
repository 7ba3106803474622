import { type ArnGlob, type ArnParts, matchesArn, parseArn } from './arn.ts';

/** A resource as it is asked about. `tags` undefined: not read. */
export interface IndexedResource {
  readonly arn: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Places of resources in the list they were given in, ascending. */
export type Places = Uint32Array;

/** Many resources, arranged so that a pattern finds its matches without looking at the others. */
export interface ResourceIndex {
  readonly resources: readonly IndexedResource[];
  /** Matches of a compiled pattern; `key` names it, so that it is worked out once. */
  matching(key: string, pattern: ArnGlob): Places;
  byAccount: ReadonlyMap<string, Places>;
  byRegion: ReadonlyMap<string, Places>;
  /** Resources with a tag, by value; keys in lower case. */
  tagged(key: string): ReadonlyMap<string, Places>;
  readonly untagged: Places;
  /** Resources that stand for all that match their wildcards. */
  readonly patterns: Places;
  /** Resources a predicate picks; `key` names it, so that it is worked out once. */
  where(key: string, picks: (parts: ArnParts | undefined, arn: string) => boolean): Places;
}

function grouped(count: number, keyOf: (place: number) => string): ReadonlyMap<string, Places> {
  const lists = new Map<string, number[]>();
  for (let place = 0; place < count; place++) {
    const key = keyOf(place);
    const list = lists.get(key);
    if (list === undefined) lists.set(key, [place]);
    else list.push(place);
  }
  return new Map([...lists].map(([key, list]) => [key, Uint32Array.from(list)]));
}

/** First place in the sorted order whose ARN is not before `text`. */
function lowerBound(sorted: Uint32Array, arns: readonly string[], text: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((arns[sorted[middle] as number] as string) < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Arranges resources once; the index then serves any number of principals. */
export function indexResources(resources: readonly IndexedResource[]): ResourceIndex {
  const count = resources.length;
  const arns = resources.map(({ arn }) => arn);
  const parts = arns.map(parseArn);
  const sorted = Uint32Array.from(arns.keys()).sort((a, b) =>
    (arns[a] as string) < (arns[b] as string) ? -1 : 1,
  );
  const all = Uint32Array.from(arns.keys());
  const known = new Map<string, Places>();
  const remember = (key: string, find: () => Places): Places => {
    let places = known.get(key);
    if (places === undefined) {
      places = find();
      known.set(key, places);
    }
    return places;
  };
  const search = (pattern: ArnGlob): Places => {
    const prefix = pattern.type === 'parts' ? pattern.prefix : '';
    const from = lowerBound(sorted, arns, prefix);
    const to = prefix === '' ? count : lowerBound(sorted, arns, `${prefix}\uffff`);
    const range = sorted.subarray(from, to);
    return range.filter((place) => matchesArn(pattern, arns[place] as string, parts[place])).sort();
  };
  const tags = new Map<string, ReadonlyMap<string, Places>>();
  return {
    resources,
    matching: (key, pattern) =>
      pattern.type === 'everything' ? all : remember(`=${key}`, () => search(pattern)),
    byAccount: grouped(count, (place) => parts[place]?.[4] ?? ''),
    byRegion: grouped(count, (place) => parts[place]?.[3] ?? ''),
    tagged(key) {
      let values = tags.get(key);
      if (values === undefined) {
        values = tagValues(resources, key);
        tags.set(key, values);
      }
      return values;
    },
    untagged: all.filter((place) => resources[place]?.tags === undefined),
    patterns: all.filter((place) => arns[place] !== '*' && /[*?]/.test(arns[place] as string)),
    where: (key, picks) =>
      remember(`?${key}`, () => all.filter((place) => picks(parts[place], arns[place] as string))),
  };
}

function tagValues(resources: readonly IndexedResource[], key: string): ReadonlyMap<string, Places> {
  const lists = new Map<string, number[]>();
  resources.forEach(({ tags }, place) => {
    for (const name in tags) {
      if (name.toLowerCase() !== key || !Object.hasOwn(tags, name)) continue;
      const list = lists.get(tags[name] as string);
      if (list === undefined) lists.set(tags[name] as string, [place]);
      else list.push(place);
    }
  });
  return new Map([...lists].map(([value, list]) => [value, Uint32Array.from(list)]));
}
