import type { Connection, Read } from './read.ts';
import type { About, SourceReader } from './source.ts';
import type { Variables } from './wire.ts';

/** As the Railway CLI asks; a server may give fewer, so `hasNextPage` alone ends a list. */
const pageSize = 500;

type Picks<Data> = Readonly<
  Record<string, (data: Data) => Connection<{ readonly id: string }> | null | undefined>
>;

type Node<C> = C extends Connection<infer N> ? N : never;

/** The items of each connection picked from a read, as far as they came; `complete`: to their end. */
export type Lists<P> = {
  readonly [K in keyof P]: P[K] extends (data: never) => infer C ? readonly Node<C>[] : never;
} & { readonly complete: boolean };

/**
 * Reads connections to their end. A document with several of them pages them together; the cursor of
 * connection `x` is the variable `xAfter`. Whatever came is kept, and a list that could not be read to its
 * end leaves a gap.
 */
export async function readLists<Data, P extends Picks<Data>>(
  source: SourceReader,
  read: Read<Data>,
  variables: Variables,
  picks: P,
  about: About,
): Promise<Lists<P>> {
  const lists = Object.entries(picks).map(([name, pick]) => ({ name, pick, ...emptyList() }));
  let state: PageState = 'more';
  while (state === 'more') {
    const cursors = Object.fromEntries(lists.map((list) => [`${list.name}After`, list.after]));
    const data = await source.ask(read, { ...variables, ...cursors, first: pageSize }, about);
    const faults = data === null ? [] : lists.map((list) => takePage(list, list.pick(data)));
    const fault = faults.find((it) => it !== null);
    if (fault) source.fail(read, about, { reason: 'failed', detail: fault });
    state = data === null || fault ? 'broken' : lists.some(({ more }) => more) ? 'more' : 'end';
  }
  const items = Object.fromEntries(lists.map(({ name, nodes }) => [name, [...nodes.values()]]));
  return { ...items, complete: state === 'end' } as Lists<P>;
}

type PageState = 'more' | 'end' | 'broken';

interface List {
  readonly nodes: Map<string, { readonly id: string }>;
  readonly seen: Set<string>;
  after: string | null;
  more: boolean;
}

/** Adds a page to its list; answers what is wrong with the page, or null. */
function takePage(list: List, page: Connection<{ readonly id: string }> | null | undefined): string | null {
  if (!page) return 'a list came without its content';
  for (const { node } of page.edges) if (node) list.nodes.set(node.id, node);
  if (page.edges.some(({ node }) => !node)) return 'items of a list came empty';
  if (!page.pageInfo) return 'a page did not say whether another follows';
  const { hasNextPage, endCursor } = page.pageInfo;
  if (hasNextPage && (endCursor === null || list.seen.has(endCursor))) return 'the paging does not advance';
  list.more = hasNextPage;
  if (endCursor !== null) {
    list.after = endCursor;
    list.seen.add(endCursor);
  }
  return null;
}

function emptyList(): List {
  return { nodes: new Map(), seen: new Set(), after: null, more: false };
}
