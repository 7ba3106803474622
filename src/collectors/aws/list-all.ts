import type { ApiCall } from './api-call.ts';
import type { About, Reader, SendPage } from './reader.ts';

/** Every item of one list; those of the pages before, where a page fails. `take`: the items of a page, and the next. */
export async function listAll<O, T>(
  reader: Reader,
  call: ApiCall,
  send: SendPage<O>,
  take: (page: O) => { readonly items: readonly T[] | undefined; readonly next: string | undefined },
  about: About<O> = {},
): Promise<readonly T[]> {
  const all: T[] = [];
  await reader.pages(
    call,
    send,
    (page) => {
      const { items = [], next } = take(page);
      for (const item of items) all.push(item);
      return { items: items.length, next };
    },
    about,
  );
  return all;
}
