import { defineCheck, type Judging } from '../../src/findings/check.ts';
import { endsAll, endsStore, type Hit } from '../../src/findings/reach.ts';
import { fail, pass, type Ruling } from '../../src/findings/ruling.ts';
import { count, list, quoted, sortedTiers } from '../../src/findings/wording.ts';
import type { Asset, AssetOf, Tier } from '../../src/model/asset.ts';
import type { Severity } from '../../src/model/inventory.ts';

/** Containers that end as a tenant or are meant to hold every tier: not what one operation names by mistake. */
const wide: ReadonlySet<string> = new Set(['account', 'workspace', 'project', 'organization']);

export default defineCheck({
  id: 'store-not-shared-across-tiers',
  title: 'No store, and nothing one call deletes, spans two tiers',
  severity: { production: 'medium', otherwise: 'low' },
  judges: 'store',
  needs: ['store'],
  proof: 'absence',
  why: 'On Railway a duplicated environment keeps the volume ids of the one it was made from: one volumeDelete, aimed at staging, names production’s data too. How bad it is depends on who can send that call.',
  fix: {
    railway: {
      steps:
        'In the non-production environment detach the volume from its service (detach, never delete: the id still names production’s data) and attach a new volume, which gets an id of its own.',
    },
    aws: {
      steps: 'Give the other tier a store of its own, restored from a snapshot, and detach it from this one.',
      cli: 'aws ec2 create-volume --snapshot-id SNAPSHOT_ID --availability-zone ZONE',
      terraform: 'one aws_ebs_volume a tier',
    },
  },
  frameworks: ['SOC 2 CC6.1', 'ISO/IEC 27001:2022 A.8.31', 'NIST SP 800-53 SC-32'],
  evaluate(store, judging): Ruling {
    const { index } = judging;
    const boxes = index
      .from(store.id, 'contains')
      .filter((asset) => asset.kind === 'container')
      .filter(({ props }) => !wide.has(props.type));
    for (const box of boxes) {
      const siblings = index.to(box.id, 'contains').filter((asset) => asset.kind === 'store');
      const tiers = tiersOf(siblings);
      if (tiers.length > 1) return shared(box, siblings, judging);
    }
    return tiersOf([store]).length > 1 ? shared(store, [store], judging) : pass;
  },
});

function tiersOf(assets: readonly Asset[]): readonly Tier[] {
  return sortedTiers(assets.flatMap(({ environments }) => environments.map(({ tier }) => tier)));
}

function shared(box: Asset, stores: readonly AssetOf<'store'>[], judging: Judging): Ruling {
  const places = [
    ...new Set(stores.flatMap(({ environments }) => environments.map(({ name }) => name))),
  ].toSorted();
  const production = stores.filter(({ id }) => judging.index.tier(id) === 'production');
  const { severity, who } = rate(production, judging);
  const what =
    box.kind === 'store'
      ? `${quoted(box.name)} belongs to ${list(places)}`
      : `${quoted(box.name)} holds the data of ${list(places)} under one id, so one call ends ${count(stores.length, 'store')}`;
  return fail(
    `${what}; ${who}.`,
    { container: box.id, stores: stores.length, environments: places.join(', ') },
    { owner: box.id, severity },
  );
}

interface Rating {
  readonly severity: Severity;
  readonly who: string;
}

/** By who can reach which side: worst where someone at home in a lower tier can end production through it. */
function rate(production: readonly AssetOf<'store'>[], judging: Judging): Rating {
  if (production.length === 0) return { severity: 'low', who: 'production is not among them' };
  const hits = production.flatMap(({ id }) => judging.reach.hitsOn(id));
  const ending = hits.filter(({ verdict }) => endsStore(verdict));
  const able = holders(ending, judging);
  const intruder = first(able, (id) => isFromBelow(id, judging));
  if (intruder !== null) {
    const certain = holders(
      ending.filter(({ possible }) => !possible),
      judging,
    ).has(intruder);
    const who = `${name(intruder, judging)}, made for a lower tier, ${certain ? 'can' : 'may be able to'} end production’s`;
    return { severity: certain ? 'critical' : 'high', who };
  }
  const agent = first(able, (id) => (judging.reach.view(id)?.agent ?? null) !== null);
  if (agent !== null)
    return { severity: 'high', who: `an agent’s credential, ${name(agent, judging)}, can send it` };
  const doubtful = first(holders(hits, judging), (id) => isFromBelow(id, judging));
  const who =
    doubtful === null
      ? 'none of them made for a lower tier'
      : `and whether ${name(doubtful, judging)}, made for a lower tier, can too is not known`;
  const fatal = ending.some(({ verdict }) => endsAll(verdict));
  return { severity: fatal ? 'medium' : 'low', who: `${count(able.size, 'credential')} can send it, ${who}` };
}

function holders(hits: readonly Hit[], { reach }: Judging): ReadonlySet<string> {
  return new Set(hits.flatMap((hit) => reach.members(hit)));
}

function name(id: string, { index }: Judging): string {
  return quoted(index.get(id)?.name ?? id);
}

/** The first by id of those that hold. */
function first(ids: Iterable<string>, holds: (id: string) => boolean): string | null {
  let found: string | null = null;
  for (const id of ids) if ((found === null || id < found) && holds(id)) found = id;
  return found;
}

/** Whether a credential's home lies below production; what nobody classified counts as production. */
function isFromBelow(credential: string, { index }: Judging): boolean {
  const homes = index.get(credential)?.environments ?? [];
  return homes.length > 0 && homes.every(({ tier }) => tier !== 'production');
}
