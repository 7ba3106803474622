/**
 * Rows as columns: one list of values per key, and where values repeat a list of the distinct ones with an
 * index per row. A hundred thousand findings of fifty checks say each title fifty times.
 */
export interface Table {
  readonly rows: number;
  readonly columns: Readonly<Record<string, Column>>;
}

type Column =
  | { readonly values: readonly unknown[] }
  | { readonly distinct: readonly unknown[]; readonly at: readonly number[] };

/** Packs rows of JSON values that share their keys. */
export function pack(rows: readonly object[]): Table {
  const keys = Object.keys(rows[0] ?? {});
  const columns = keys.map(
    (key) => [key, column(rows.map((row) => (row as Record<string, unknown>)[key]))] as const,
  );
  return { rows: rows.length, columns: Object.fromEntries(columns) };
}

function column(values: readonly unknown[]): Column {
  const plain = new Map<unknown, number>();
  const objects = new Map<string, number>();
  const at: number[] = [];
  const distinct: unknown[] = [];
  for (const value of values) {
    const isObject = typeof value === 'object' && value !== null;
    const key = isObject ? JSON.stringify(value) : '';
    const known = isObject ? objects.get(key) : plain.get(value);
    if (known === undefined) {
      if (isObject) objects.set(key, distinct.length);
      else plain.set(value, distinct.length);
      distinct.push(value);
    }
    at.push(known ?? distinct.length - 1);
  }
  return distinct.length * 2 > values.length ? { values } : { distinct, at };
}

/** The rows again, in their order. */
export function unpack<Row>({ rows, columns }: Table): readonly Row[] {
  const entries = Object.entries(columns);
  return Array.from({ length: rows }, (_, row) => {
    const value: Record<string, unknown> = {};
    for (const [key, each] of entries) {
      value[key] = 'values' in each ? each.values[row] : each.distinct[each.at[row] ?? 0];
    }
    return value as Row;
  });
}
