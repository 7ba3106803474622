import type { CollectedAsset, EnvironmentRef } from '../model/asset.ts';
import type { EnvironmentRule } from '../model/inventory.ts';
import { environmentFlows, type Flow, type Flows } from './environment-flow.ts';
import { type EnvironmentSet, type EnvironmentSets, environmentSets } from './environment-sets.ts';
import { firstMatch } from './match-rule.ts';
import { ruleSubjects } from './rule-subject.ts';

/**
 * The environments of each asset, in the order of `assets`: the first rule that matches declares; what the
 * provider says (an ephemeral environment, membership) and attachments add; copies inherit. What is then still
 * without one and holds or runs something counts as production, `assumed`.
 */
export function classify(
  assets: readonly CollectedAsset[],
  rules: readonly EnvironmentRule[],
): readonly (readonly EnvironmentRef[])[] {
  const sets = environmentSets();
  const places = new Map(assets.map((asset, place) => [asset.id, place]));
  const flows = environmentFlows(assets, places);
  const subjects = ruleSubjects(assets, places);
  const settled = assets.map((asset, place) => sets.of(own(asset, firstMatch(rules, subjects(place)))));
  spread(settled, everyPlace(settled), flows, sets, () => true);

  const open = settled.map((set) => set === sets.empty);
  const named = assume(assets, settled, sets, ({ kind, name }) => (kind === 'environment' ? name : null));
  spread(settled, named, flows, sets, ({ taker, by }) => by === 'inherited' || open[taker] === true);

  const unnamed = assume(assets, settled, sets, ({ kind }) => (assumable.has(kind) ? 'unclassified' : null));
  spread(settled, unnamed, flows, sets, ({ by }) => by === 'inherited');
  return settled.map((set) => sets.refs(set));
}

const assumable: ReadonlySet<CollectedAsset['kind']> = new Set(['workload', 'store', 'backup']);

function own(asset: CollectedAsset, rule: EnvironmentRule | undefined): readonly EnvironmentRef[] {
  if (rule !== undefined) return [{ name: rule.name, tier: rule.tier, by: 'declared' }];
  const ephemeral = asset.kind === 'environment' && asset.props.ephemeral;
  return ephemeral ? [{ name: asset.name, tier: 'ephemeral', by: 'provider' }] : [];
}

/** Gives assets without an environment an assumed one, and says which it gave. */
function assume(
  assets: readonly CollectedAsset[],
  settled: EnvironmentSet[],
  sets: EnvironmentSets,
  nameOf: (asset: CollectedAsset) => string | null,
): number[] {
  const given: number[] = [];
  assets.forEach((asset, place) => {
    const name = settled[place] === sets.empty ? nameOf(asset) : null;
    if (name === null) return;
    settled[place] = sets.of([{ name, tier: 'production', by: 'assumed' }]);
    given.push(place);
  });
  return given;
}

function everyPlace(settled: readonly EnvironmentSet[]): number[] {
  return [...settled.keys()];
}

/** Hands environments on until nothing changes; sets only grow, so cycles end and the order does not matter. */
function spread(
  settled: EnvironmentSet[],
  changed: number[],
  { all, start, order }: Flows,
  sets: EnvironmentSets,
  open: (flow: Flow) => boolean,
): void {
  for (let giver = changed.pop(); giver !== undefined; giver = changed.pop()) {
    const given = settled[giver] ?? sets.empty;
    if (given === sets.empty) continue;
    for (let next = start[giver] ?? 0; next < (start[giver + 1] ?? 0); next += 1) {
      const flow = all[order[next] ?? 0];
      if (flow === undefined || !open(flow)) continue;
      const before = settled[flow.taker] ?? sets.empty;
      const after = sets.union(before, sets.handedOn(given, flow.by));
      if (after === before) continue;
      settled[flow.taker] = after;
      changed.push(flow.taker);
    }
  }
}
