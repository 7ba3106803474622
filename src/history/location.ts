import { OperatorError } from '../model/error.ts';

/** Where a history is kept: in one SQLite file, or in a PostgreSQL database. */
export type HistoryLocation = { readonly path: string } | { readonly url: string };

/** A location as it may be shown: of a URL never the user, the password or the options. */
export function shownLocation(location: HistoryLocation): string {
  if ('path' in location) return location.path;
  const { host, pathname } = parsed(location.url);
  return `postgres://${host}${pathname}`;
}

/** Refuses what is no URL of a PostgreSQL without repeating it: it holds a password. */
export function parsed(url: string): URL {
  const found = URL.parse(url);
  if (found !== null && /^postgres(ql)?:$/.test(found.protocol)) return found;
  throw new OperatorError(
    'HISTORY_URL',
    'The URL of the history is not one of a PostgreSQL database.',
    'It begins with postgres:// and names user, password, host and database; keep it in an environment variable.',
  );
}
