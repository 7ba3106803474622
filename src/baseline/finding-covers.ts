import type { BlastRadius, Pair, Verdict } from '../model/blast-radius.ts';
import type { Finding } from '../model/finding.ts';
import type { InventoryIndex } from '../model/inventory.ts';
import type { Cover } from './exceptions.ts';
import { byText } from './order.ts';
import { verdictRank } from './verdict-order.ts';

const worse = (a: Verdict, b: Verdict): Verdict => (verdictRank(b) < verdictRank(a) ? b : a);

function verdictOf({ verdict, possible }: Pair): Verdict {
  return possible === null ? verdict : worse(verdict, possible);
}

/** Stores at or below an asset that holds others. */
function storesBelow(id: string, index: InventoryIndex): readonly string[] {
  const seen = new Set([id]);
  for (const place of seen) {
    for (const held of [...index.to(place, 'contains'), ...index.from(place, 'in')]) seen.add(held.id);
  }
  return [...seen].filter((candidate) => index.get(candidate)?.kind === 'store');
}

/**
 * What a finding is about, in stores and verdicts: for a credential or principal the stores it reaches, for
 * anything else the stores it is, copies, covers or holds, each with its worst verdict.
 */
export function findingCovers(
  index: InventoryIndex,
  radius: BlastRadius,
): (finding: Finding) => readonly Cover[] {
  const worstOf = new Map(radius.stores.map(({ store, worst }) => [store, worst?.verdict ?? 'no-reach']));
  const classOf = new Map(
    radius.classes.flatMap(({ id, members }) => members.map((member) => [member, id] as const)),
  );
  const pairs = Map.groupBy(radius.pairs, (pair) => pair.class);

  const reached = (credentials: readonly string[]): readonly Cover[] => {
    const verdicts = new Map<string, Verdict>();
    const classes = new Set(credentials.map((id) => classOf.get(id) ?? ''));
    for (const pair of [...classes].flatMap((id) => pairs.get(id) ?? [])) {
      for (const store of pair.stores)
        verdicts.set(store, worse(verdicts.get(store) ?? 'no-reach', verdictOf(pair)));
    }
    return sorted(verdicts);
  };
  const about = (stores: readonly string[]): readonly Cover[] =>
    sorted(new Map(stores.map((store) => [store, worstOf.get(store) ?? 'no-reach'])));

  return ({ asset: id }) => {
    const asset = index.get(id);
    if (asset?.kind === 'credential') return reached([id]);
    if (asset?.kind === 'principal')
      return reached(index.from(id, 'held-by').map((credential) => credential.id));
    const linked = (['copy-of', 'covers', 'uses'] as const).flatMap((as) =>
      index.to(id, as).map((store) => store.id),
    );
    return about([...new Set([...storesBelow(id, index), ...linked])]);
  };
}

function sorted(verdicts: ReadonlyMap<string, Verdict>): readonly Cover[] {
  return [...verdicts]
    .filter(([, verdict]) => verdict !== 'no-reach')
    .sort(([a], [b]) => byText(a, b))
    .map(([store, verdict]) => ({ store, verdict }));
}
