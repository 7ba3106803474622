import { describe, expect, it } from 'vitest';
import { readLists } from '../../../src/collectors/railway/pages.ts';
import type { Connection, Read } from '../../../src/collectors/railway/read.ts';
import type { SourceReader } from '../../../src/collectors/railway/source.ts';

type Page = Connection<{ readonly id: string }> | null;

const page = (ids: readonly (string | null)[], pageInfo: NonNullable<Page>['pageInfo']): Page => ({
  edges: ids.map((id) => ({ node: (id === null ? null : { id }) as { id: string } })),
  pageInfo,
});
const more = (endCursor: string | null) => ({ hasNextPage: true, endCursor });
const end = { hasNextPage: false, endCursor: null };

/** Reads a list from the pages given, one after the other. */
async function read(pages: readonly (Page | 'failed')[]) {
  const failures: string[] = [];
  const cursors: unknown[] = [];
  const source = {
    async ask(_: unknown, variables: Record<string, unknown>) {
      cursors.push(variables.tokensAfter);
      const next = pages[cursors.length - 1];
      return next === 'failed' ? null : { projectTokens: next };
    },
    fail: (_: unknown, __: unknown, { detail }: { detail: string }) => failures.push(detail),
  } as unknown as SourceReader;
  const listRead = { operation: 'projectTokens' } as Read<{ projectTokens: Page }>;
  const picks = { tokens: (data: { projectTokens: Page }) => data.projectTokens };
  const { tokens, complete } = await readLists(source, listRead, {}, picks, { target: null, id: 'p' });
  return { ids: tokens.map(({ id }) => id), complete, failures, cursors };
}

describe('readLists', () => {
  it.each<[string, readonly (Page | 'failed')[], object]>([
    ['one page', [page(['a', 'b'], end)], { ids: ['a', 'b'], complete: true, failures: [] }],
    ['an empty one', [page([], end)], { ids: [], complete: true, failures: [] }],
    [
      'three pages',
      [page(['a'], more('1')), page(['b'], more('2')), page(['c'], end)],
      { ids: ['a', 'b', 'c'], complete: true, cursors: [null, '1', '2'] },
    ],
    ['an item twice', [page(['a'], more('1')), page(['a', 'b'], end)], { ids: ['a', 'b'], complete: true }],
    [
      'a failure after a page',
      [page(['a'], more('1')), 'failed'],
      { ids: ['a'], complete: false, failures: [] },
    ],
    ['no list', [null], { ids: [], complete: false, failures: ['a list came without its content'] }],
    [
      'an empty item',
      [page(['a', null], end)],
      { ids: ['a'], complete: false, failures: ['items of a list came empty'] },
    ],
    [
      'no pageInfo',
      [page(['a'], null)],
      { ids: ['a'], complete: false, failures: ['a page did not say whether another follows'] },
    ],
    [
      'a next page without a cursor',
      [page(['a'], more(null))],
      { ids: ['a'], complete: false, failures: ['the paging does not advance'] },
    ],
    [
      'a cursor that comes round again',
      [page(['a'], more('1')), page(['b'], more('2')), page(['c'], more('1'))],
      { ids: ['a', 'b', 'c'], complete: false, failures: ['the paging does not advance'] },
    ],
  ])('%s', async (_, pages, expected) => {
    expect(await read(pages)).toMatchObject(expected);
  });
});
