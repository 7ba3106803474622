import { useEffect, useState } from 'preact/hooks';

/** What the page shows, as its URL says it: `#/findings/f1b6a7?q=postgres&severity=critical`. */
export interface Address {
  readonly view: string;
  /** The row that stands open. */
  readonly id: string | null;
  /** Search (`q`), order (`sort`) and the filters by their keys. */
  readonly query: Readonly<Record<string, string>>;
}

export function parseAddress(hash: string): Address {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [view = '', id] = path.split('/');
  return {
    view,
    id: id === undefined || id === '' ? null : decoded(id),
    query: Object.fromEntries(new URLSearchParams(search)),
  };
}

export function formatAddress({ view, id, query }: Address): string {
  const set = Object.entries(query).filter(([, value]) => value !== '');
  const search = set.length === 0 ? '' : `?${new URLSearchParams(set)}`;
  return `#/${view}${id === null ? '' : `/${encodeURIComponent(id.toWellFormed())}`}${search}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

type Go = (address: Address, how?: 'push' | 'replace') => void;

/** The current address, and how to go to another: typing replaces, a click pushes. */
export function useAddress(): readonly [Address, Go] {
  const [address, setAddress] = useState(() => parseAddress(location.hash));
  useEffect(() => {
    const read = (): void => setAddress(parseAddress(location.hash));
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);
  const go: Go = (next, how = 'push') => {
    history[how === 'push' ? 'pushState' : 'replaceState'](null, '', formatAddress(next));
    setAddress(next);
  };
  return [address, go];
}
