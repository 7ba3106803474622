import type { ComponentChildren } from 'preact';

/** A filter: the values a row has under it. */
export interface Facet<Row> {
  readonly key: string;
  readonly label: string;
  readonly of: (row: Row) => readonly string[];
  /** The order of its values where it is not the alphabet's. */
  readonly order?: readonly string[];
}

export interface Sort<Row> {
  readonly key: string;
  readonly label: string;
  readonly compare: (a: Row, b: Row) => number;
  /** Rows under one heading must stand together in this order. */
  readonly heading?: (row: Row) => string;
}

/** One of the page's lists: what its rows are, how they are found, ordered and drawn. */
export interface View<Row> {
  readonly name: string;
  readonly title: string;
  readonly rows: readonly Row[];
  /** Whether the verdict words need explaining here. */
  readonly legend?: boolean;
  /** Said where there are no rows at all. */
  readonly empty: string;
  readonly id: (row: Row) => string;
  /** Everything the search looks through. */
  readonly text: (row: Row) => string;
  readonly facets: readonly Facet<Row>[];
  /** The first is the default. */
  readonly sorts: readonly [Sort<Row>, ...Sort<Row>[]];
  readonly summary: (row: Row) => ComponentChildren;
  readonly details: (row: Row) => ComponentChildren;
}

/** Answers searches over a view's rows: texts and orders are made once, a search is one pass. */
export interface Searcher<Row> {
  readonly find: (query: Query) => readonly Row[];
  readonly values: (facet: Facet<Row>) => readonly (readonly [string, number])[];
  readonly sortOf: (query: Query) => Sort<Row>;
  /** Makes the texts before the first search needs them. */
  readonly warm: () => void;
}

export function searcher<Row>({ rows, text, facets, sorts }: View<Row>): Searcher<Row> {
  const orders = new Map<Sort<Row>, readonly number[]>();
  const counted = new Map<Facet<Row>, readonly (readonly [string, number])[]>();
  let texts: readonly string[] | null = null;
  let last: { readonly query: Query; readonly found: readonly number[] } | null = null;
  const warm = (): void => {
    texts ??= rows.map((row) => text(row).toLowerCase());
  };
  const sortOf: Searcher<Row>['sortOf'] = ({ sort }) => sorts.find(({ key }) => key === sort) ?? sorts[0];
  const order = (sort: Sort<Row>): readonly number[] => {
    const made = orders.get(sort) ?? ordered(rows, sort);
    orders.set(sort, made);
    return made;
  };
  return {
    warm,
    sortOf,
    find: (query) => {
      const words = wordsOf(query);
      if (words.length > 0) warm();
      const wanted = facets.flatMap((facet) => {
        const value = query[facet.key];
        return value === undefined || value === '' ? [] : [{ facet, value }];
      });
      const among = last !== null && narrows(last.query, query) ? last.found : order(sortOf(query));
      const found = among.filter((index) => {
        const row = rows[index] as Row;
        return (
          words.every((word) => texts?.[index]?.includes(word)) &&
          wanted.every(({ facet, value }) => facet.of(row).includes(value))
        );
      });
      last = { query, found };
      return found.map((index) => rows[index] as Row);
    },
    values: (facet) => {
      const made = counted.get(facet) ?? tallied(rows, facet);
      counted.set(facet, made);
      return made;
    },
  };
}

type Query = Readonly<Record<string, string>>;

function wordsOf({ q = '' }: Query): readonly string[] {
  return q
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** Whether typing on made the later search of the earlier: what it finds is among what that found, in its order. */
function narrows({ q: earlier = '', ...before }: Query, { q: later = '', ...after }: Query): boolean {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return (
    later.toLowerCase().startsWith(earlier.toLowerCase()) &&
    [...keys].every((key) => (before[key] ?? '') === (after[key] ?? ''))
  );
}

function ordered<Row>(rows: readonly Row[], { compare }: Sort<Row>): readonly number[] {
  return rows.map((_, index) => index).sort((a, b) => compare(rows[a] as Row, rows[b] as Row) || a - b);
}

function tallied<Row>(
  rows: readonly Row[],
  { of, order }: Facet<Row>,
): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const row of rows) for (const value of of(row)) counts.set(value, (counts.get(value) ?? 0) + 1);
  const rank = (value: string): number => order?.indexOf(value) ?? 0;
  return [...counts].sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
