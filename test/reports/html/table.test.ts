import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pack, unpack } from '../../../reports/html/table.ts';

describe('a table', () => {
  it('gives back the rows it was made of', () => {
    const row = fc.record({
      text: fc.string(),
      flag: fc.boolean(),
      list: fc.array(fc.nat()),
      none: fc.constant(null),
    });
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        expect(unpack(JSON.parse(JSON.stringify(pack(rows))))).toEqual(JSON.parse(JSON.stringify(rows)));
      }),
    );
  });

  it('tells a text from the value it spells', () => {
    const rows = [{ a: '1' }, { a: 1 }, { a: '1' }, { a: 1 }, { a: 'null' }, { a: null }];
    expect(unpack(pack(rows))).toEqual(rows);
  });

  it('says a repeated value once', () => {
    const rows = Array.from({ length: 100 }, () => ({ title: 'the same title' }));
    expect(JSON.stringify(pack(rows)).match(/the same title/g)).toHaveLength(1);
  });
});
