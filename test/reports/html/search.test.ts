import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searcher, type View } from '../../../reports/html/page/view.ts';

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
}

function viewOf(rows: readonly Row[]): View<Row> {
  return {
    name: 'rows',
    title: 'Rows',
    rows,
    empty: '',
    id: ({ id }) => id,
    text: ({ text }) => text,
    facets: [{ key: 'kind', label: 'Kind', of: ({ kind }) => [kind] }],
    sorts: [
      { key: 'id', label: 'id', compare: () => 0 },
      { key: 'text', label: 'text', compare: (a, b) => (a.text < b.text ? -1 : Number(a.text > b.text)) },
    ],
    summary: () => null,
    details: () => null,
  };
}

const letters = fc.string({ unit: fc.constantFrom('a', 'B', 'b', ' '), maxLength: 6 });
const rowsOf = fc
  .array(fc.record({ kind: fc.constantFrom('x', 'y'), text: letters }), { maxLength: 20 })
  .map((list) => list.map((row, nth) => ({ ...row, id: String(nth) })));
const queries = fc.array(
  fc.record(
    { q: letters, kind: fc.constantFrom('', 'x'), sort: fc.constantFrom('', 'text') },
    { requiredKeys: [] },
  ),
  { maxLength: 8 },
);

describe('a search in a list', () => {
  it('finds the same whatever was searched before', () => {
    fc.assert(
      fc.property(rowsOf, queries, (rows, asked) => {
        const used = searcher(viewOf(rows));
        for (const query of asked) expect(used.find(query)).toEqual(searcher(viewOf(rows)).find(query));
      }),
    );
  });

  it('finds the rows that hold every word, in any order and any case', () => {
    fc.assert(
      fc.property(rowsOf, letters, letters, (rows, q, more) => {
        const used = searcher(viewOf(rows));
        used.find({ q });
        const words = `${q}${more}`
          .toLowerCase()
          .split(' ')
          .filter((word) => word !== '');
        expect(used.find({ q: q + more })).toEqual(
          rows.filter(({ text }) => words.every((word) => text.toLowerCase().includes(word))),
        );
      }),
    );
  });
});
