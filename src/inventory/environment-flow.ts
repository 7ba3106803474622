import type { CollectedAsset, EnvironmentBy, Link } from '../model/asset.ts';

/**
 * How environments travel between assets, as numbers of assets: from giver to taker.
 * `membership` speaks for an asset that nothing classified; `inherited` is added whatever the asset says.
 */
export interface Flow {
  readonly giver: number;
  readonly taker: number;
  readonly by: EnvironmentBy;
}

/** Flows of each giver, in a compact form: those of asset `i` are `order[start[i]]` to `order[start[i + 1] - 1]`. */
export interface Flows {
  readonly all: readonly Flow[];
  readonly start: Uint32Array;
  readonly order: Uint32Array;
}

/** Every way environments travel over the links of these assets; links that dangle carry nothing. */
export function environmentFlows(
  assets: readonly CollectedAsset[],
  places: ReadonlyMap<string, number>,
): Flows {
  const all: Flow[] = [];
  assets.forEach((asset, from) => {
    for (const link of asset.links) {
      const to = places.get(link.to);
      const target = to === undefined ? undefined : assets[to];
      const flow = to !== undefined && target ? flowOver(asset, from, link, target, to) : null;
      if (flow !== null) all.push(flow);
    }
  });
  return { all, ...orderByGiver(all, assets.length) };
}

/**
 * Membership of an environment and attachment give their environment to the member and the store; copies,
 * schedules, restore tests and credentials inherit; a key, vault or container has those of what it holds.
 */
function flowOver(
  asset: CollectedAsset,
  from: number,
  link: Link,
  target: CollectedAsset,
  to: number,
): Flow | null {
  switch (link.as) {
    case 'in':
    case 'acts-in':
      return target.kind === 'environment' ? { giver: to, taker: from, by: 'provider' } : null;
    case 'uses':
      return { giver: from, taker: to, by: 'attachment' };
    case 'copy-of':
    case 'covers':
    case 'tests':
    case 'held-by':
      return { giver: to, taker: from, by: 'inherited' };
    case 'encrypted-with':
    case 'in-vault':
      return { giver: from, taker: to, by: 'inherited' };
    case 'contains':
      return asset.kind === 'environment'
        ? { giver: from, taker: to, by: 'provider' }
        : { giver: to, taker: from, by: 'inherited' };
    default:
      return null;
  }
}

function orderByGiver(all: readonly Flow[], assets: number) {
  const start = new Uint32Array(assets + 1);
  for (const { giver } of all) start[giver + 1] = (start[giver + 1] ?? 0) + 1;
  for (let place = 0; place < assets; place += 1)
    start[place + 1] = (start[place + 1] ?? 0) + (start[place] ?? 0);
  const order = new Uint32Array(all.length);
  const next = start.slice();
  all.forEach(({ giver }, flow) => {
    const place = next[giver] ?? 0;
    order[place] = flow;
    next[giver] = place + 1;
  });
  return { start, order };
}
