import { type RawBuilder, sql } from 'kysely';
import type { Engine } from './database.ts';

type Value = string | number | null;

/** What a batch of rows is called in the query that reads it, and its columns in order. */
export interface Shape {
  readonly [column: string]: 'text' | 'integer';
}

/**
 * A batch of rows as one parameter, to be read `FROM`: a million rows take a few hundred queries and no limit on
 * parameters is met. Both engines read JSON; the one difference is how.
 */
export function batch<S extends Shape>(
  engine: Engine,
  shape: S,
  rows: readonly { readonly [K in keyof S]: Value }[],
): RawBuilder<unknown> {
  const columns = Object.entries(shape);
  const values = JSON.stringify(rows.map((row) => columns.map(([name]) => stored(row[name] ?? null))));
  const read = columns.map(([name, type], at) => sql`${column(engine, at, type)} AS ${sql.ref(name)}`);
  const each =
    engine === 'sqlite'
      ? sql`json_each(${values}) AS each`
      : sql`json_array_elements(CAST(${values} AS json)) AS each(value)`;
  return sql`(SELECT ${sql.join(read)} FROM ${each}) AS given`;
}

function column(engine: Engine, at: number, type: 'text' | 'integer'): RawBuilder<unknown> {
  const value = sql`each.value ->> ${sql.lit(at)}`;
  return engine === 'sqlite' || type === 'text' ? value : sql`CAST(${value} AS bigint)`;
}

/** PostgreSQL keeps neither NUL nor half a surrogate pair, and a hostile name may hold both. */
export function stored(value: Value): Value {
  return typeof value === 'string' ? value.replaceAll('\u0000', '\ufffd').toWellFormed() : value;
}

/** Parts of at most `size`, in order. */
export function* parts<T>(list: Iterable<T>, size: number): Generator<readonly T[]> {
  let part: T[] = [];
  for (const item of list) {
    part.push(item);
    if (part.length < size) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}
