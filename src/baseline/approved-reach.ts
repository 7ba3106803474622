import type { Tier } from '../model/asset.ts';
import type { ApprovedReach, ReachedStore } from '../model/baseline.ts';
import type { BlastRadius, Pair, Verdict } from '../model/blast-radius.ts';
import { byText } from './order.ts';
import { verdictRank } from './verdict-order.ts';

interface Outcome {
  readonly verdict: Verdict;
  readonly possible: Verdict | null;
}

/** Names of the shapes and stores that the radius is approved under; undefined: not approved. */
export interface ReachNames {
  holderOf(credential: string): string | undefined;
  storeOf(store: string): string | undefined;
  tierOf(store: string): Tier;
}

export interface ReachTable {
  /** The first holder of the group each holder belongs to; holders without reach are absent. */
  readonly groups: ReadonlyMap<string, string>;
  readonly stores: readonly ReachedStore[];
  readonly reach: readonly ApprovedReach[];
}

function worse(a: Outcome | undefined, b: Outcome): Outcome {
  if (a === undefined) return b;
  const rank = ({ verdict, possible }: Outcome): number =>
    Math.min(verdictRank(verdict), verdictRank(possible ?? verdict)) * 10 + verdictRank(verdict);
  return rank(b) < rank(a) ? b : a;
}

/** Puts things with equal signatures together; each group is named by its first member in text order. */
function partition(signatures: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const first = new Map<string, string>();
  const named = new Map<string, string>();
  for (const [name, signature] of [...signatures].sort(([a], [b]) => byText(a, b))) {
    const group = first.get(signature);
    if (group === undefined) first.set(signature, name);
    named.set(name, group ?? name);
  }
  return named;
}

/** A list of stores as pairs name it, under the ids that last; equal lists are one group. */
interface StoreGroup {
  readonly number: number;
  readonly stores: readonly string[];
}

type StoreGroups = ReadonlyMap<Pair['stores'], StoreGroup>;

function storeGroups(pairs: readonly Pair[], names: ReachNames): StoreGroups {
  const byContent = new Map<string, StoreGroup>();
  const groups = new Map<Pair['stores'], StoreGroup>();
  for (const { stores } of pairs) {
    if (groups.has(stores)) continue;
    const content = stores.join('\n');
    const lasting = (): readonly string[] =>
      stores.map((id) => names.storeOf(id)).filter((store) => store !== undefined);
    const group = byContent.get(content) ?? { number: byContent.size, stores: lasting() };
    byContent.set(content, group);
    groups.set(stores, group);
  }
  return groups;
}

/** Stores that lie in the same groups have the same verdicts from everyone: each store, with its cell's first. */
function storeCells(groups: StoreGroups): ReadonlyMap<string, string> {
  const liesIn = new Map<string, Set<number>>();
  for (const { number, stores } of new Set(groups.values())) {
    for (const store of stores) {
      const lies = liesIn.get(store);
      if (lies === undefined) liesIn.set(store, new Set([number]));
      else lies.add(number);
    }
  }
  return partition(new Map([...liesIn].map(([store, lies]) => [store, [...lies].join()])));
}

type Row = Map<string, Outcome>;

/** The verdict of each class on each cell of stores. */
function classRows(
  pairs: readonly Pair[],
  groups: StoreGroups,
  cells: ReadonlyMap<string, string>,
): Map<string, Row> {
  const cellsOf = new Map(
    [...new Set(groups.values())].map((group) => [
      group,
      new Set(group.stores.map((store) => cells.get(store) ?? store)),
    ]),
  );
  const rows = new Map<string, Row>();
  for (const pair of pairs) {
    const row = rows.get(pair.class) ?? new Map<string, Outcome>();
    const group = groups.get(pair.stores);
    const touched = group === undefined ? [] : (cellsOf.get(group) ?? []);
    for (const cell of touched) row.set(cell, worse(row.get(cell), pair));
    rows.set(pair.class, row);
  }
  return rows;
}

function holderRows(
  { classes }: BlastRadius,
  rows: ReadonlyMap<string, Row>,
  names: ReachNames,
): Map<string, Row> {
  const classesOf = new Map<string, Set<string>>();
  for (const { id, members } of classes) {
    if (!rows.has(id)) continue;
    for (const credential of members) {
      const holder = names.holderOf(credential);
      if (holder === undefined) continue;
      const own = classesOf.get(holder);
      if (own === undefined) classesOf.set(holder, new Set([id]));
      else own.add(id);
    }
  }
  const merged = new Map<string, Row>();
  return new Map(
    [...classesOf].map(([holder, ids]) => {
      const key = [...ids].sort(byText).join(' ');
      const row = merged.get(key) ?? mergeRows([...ids].flatMap((id) => rows.get(id) ?? []));
      merged.set(key, row);
      return [holder, row];
    }),
  );
}

function mergeRows(rows: readonly Row[]): Row {
  if (rows.length === 1 && rows[0] !== undefined) return rows[0];
  const merged: Row = new Map();
  for (const row of rows) {
    for (const [cell, outcome] of row) merged.set(cell, worse(merged.get(cell), outcome));
  }
  return merged;
}

const outcomeText = ({ verdict, possible }: Outcome): string => `${verdict}/${possible ?? ''}`;

function signature(row: Row): string {
  return JSON.stringify(
    [...row]
      .map(([key, outcome]) => [key, outcomeText(outcome)])
      .sort(([a], [b]) => byText(a ?? '', b ?? '')),
  );
}

/** Joins cells whose verdicts are equal after all: the coarsest grouping is the canonical one. */
function joinCells(
  cells: ReadonlyMap<string, string>,
  rows: ReadonlyMap<string, Row>,
): ReadonlyMap<string, string> {
  const columns = new Map<string, string[]>();
  for (const [holder, row] of rows) {
    for (const [cell, outcome] of row) {
      const column = columns.get(cell);
      const text = `${holder} ${outcomeText(outcome)}`;
      if (column === undefined) columns.set(cell, [text]);
      else column.push(text);
    }
  }
  const cellNames = new Map(
    [...new Set(cells.values())].map((cell) => [cell, (columns.get(cell) ?? []).sort(byText).join('\n')]),
  );
  return partition(cellNames);
}

/** Rows of equal holders once: the first holder of each group, with its row. */
function distinctRows(rows: ReadonlyMap<string, Row>): {
  readonly groups: ReadonlyMap<string, string>;
  readonly distinct: ReadonlyMap<string, Row>;
} {
  const texts = new Map<Row, string>();
  for (const row of rows.values()) if (!texts.has(row)) texts.set(row, signature(row));
  const groups = partition(new Map([...rows].map(([holder, row]) => [holder, texts.get(row) ?? ''])));
  return { groups, distinct: new Map([...rows].filter(([holder]) => groups.get(holder) === holder)) };
}

/**
 * The blast radius as approved: holders with equal rows of verdicts and stores with equal columns once each, so
 * that it grows with what is different and not with holders times stores. `no-reach` is left out.
 */
export function approvedReach(radius: BlastRadius, names: ReachNames): ReachTable {
  const reaching = radius.pairs.filter(
    ({ verdict, possible }) => verdict !== 'no-reach' || possible !== null,
  );
  const listed = storeGroups(reaching, names);
  const cells = storeCells(listed);
  const rows = holderRows(radius, classRows(reaching, listed, cells), names);
  const { groups, distinct } = distinctRows(rows);
  const joined = joinCells(cells, distinct);
  const reach = new Map<string, ApprovedReach>();
  for (const [holder, row] of distinct) {
    for (const [cell, { verdict, possible }] of row) {
      const store = joined.get(cell) ?? cell;
      reach.set(`${holder}\n${store}`, { holder, store, verdict, possible });
    }
  }
  const stores = [...cells].map(([store, cell]) => ({
    store,
    tier: names.tierOf(store),
    reachedAs: joined.get(cell) ?? cell,
  }));
  return {
    groups,
    stores: stores.sort((a, b) => byText(a.store, b.store)),
    reach: [...reach].sort(([a], [b]) => byText(a, b)).map(([, entry]) => entry),
  };
}
