import type { CollectedAsset } from '../model/asset.ts';
import type { RuleSubject } from './match-rule.ts';

const nothing: readonly string[] = [];

/** What environment rules look at, for the asset at a place: its own facts, and the names around it. */
export function ruleSubjects(
  assets: readonly CollectedAsset[],
  places: ReadonlyMap<string, number>,
): (place: number) => RuleSubject {
  const around = neighbourhood(assets, places);
  return (place) => {
    const asset = assets[place];
    if (asset === undefined) throw new RangeError(`no asset at place ${place}`);
    const environments = around.environments[place] ?? [];
    const own = asset.kind === 'environment' ? [place] : [];
    const projects = [place, ...environments].flatMap((at) => around.projects[at] ?? []);
    return {
      id: asset.id,
      provider: asset.provider,
      scope: asset.scope,
      region: asset.region,
      tags: asset.tags,
      environments: namesAt(assets, [...own, ...environments]),
      projects: projects.length === 0 ? nothing : projects,
    };
  };
}

function namesAt(assets: readonly CollectedAsset[], places: readonly number[]): readonly string[] {
  return places.length === 0 ? nothing : places.map((place) => assets[place]?.name ?? '');
}

interface Neighbourhood {
  /** Places of the environments an asset is in. */
  readonly environments: readonly (readonly number[])[];
  /** Ids and names of the projects that contain an asset directly. */
  readonly projects: readonly (readonly string[])[];
}

function neighbourhood(
  assets: readonly CollectedAsset[],
  places: ReadonlyMap<string, number>,
): Neighbourhood {
  const environments: number[][] = [];
  const projects: string[][] = [];
  assets.forEach((asset, place) => {
    const isProject = asset.kind === 'container' && asset.props.type === 'project';
    if (isProject) add(projects, place, asset.id, asset.name);
    for (const link of asset.links) {
      const to = places.get(link.to);
      if (to === undefined) continue;
      const joins = link.as === 'in' || link.as === 'acts-in';
      if (joins && assets[to]?.kind === 'environment') add(environments, place, to);
      if (link.as === 'contains' && asset.kind === 'environment') add(environments, to, place);
      if (link.as === 'contains' && isProject) add(projects, to, asset.id, asset.name);
    }
  });
  return { environments, projects };
}

function add<T>(lists: T[][], place: number, ...items: T[]): void {
  const list = lists[place];
  if (list === undefined) lists[place] = items;
  else list.push(...items);
}
