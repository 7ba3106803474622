import type { Sort } from './view.ts';

/** A drawn line of a list: a row, or the heading above a run of rows. */
export type Line<Row> =
  | { readonly heading: string; readonly count: number }
  | { readonly row: Row; readonly position: number };

/** The lines of a list, made as they are asked for. */
export interface Lines<Row> {
  readonly length: number;
  readonly at: (index: number) => Line<Row> | null;
  /** Where a row stands; -1 for none. */
  readonly indexOf: (row: number) => number;
}

/** Rows, with a heading before each run that shares one. */
export function linesOf<Row>(rows: readonly Row[], { heading }: Sort<Row>): Lines<Row> {
  const runs = heading === undefined ? [] : runsOf(rows, heading);
  return {
    length: rows.length + runs.length,
    indexOf: (row) => (row < 0 ? -1 : row + runs.filter(({ first }) => first <= row).length),
    at: (index) => {
      const before = runs.findLastIndex(({ first }, nth) => first + nth <= index);
      const run = runs[before];
      if (run !== undefined && run.first + before === index)
        return { heading: run.heading, count: run.count };
      const row = rows[index - before - 1];
      return row === undefined ? null : { row, position: index - before };
    },
  };
}

interface Run {
  readonly heading: string;
  readonly first: number;
  count: number;
}

function runsOf<Row>(rows: readonly Row[], heading: (row: Row) => string): readonly Run[] {
  const runs: Run[] = [];
  let last: Run | undefined;
  for (const [index, row] of rows.entries()) {
    const title = heading(row);
    if (last?.heading !== title) {
      last = { heading: title, first: index, count: 0 };
      runs.push(last);
    }
    last.count += 1;
  }
  return runs;
}
