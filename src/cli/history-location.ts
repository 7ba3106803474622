import { dirname, resolve } from 'node:path';
import type { HistoryConfig } from '../config/config.ts';
import type { Environment } from '../config/secrets.ts';
import type { HistoryLocation } from '../history/location.ts';
import { OperatorError } from '../model/error.ts';

/** Where a history is told to be; a path in a configuration is relative to that file. */
export interface Told {
  readonly env: Environment;
  readonly cwd: string;
  /** The configuration's own path; null: there is none. */
  readonly configuration: string | null;
}

/** Where a configured history is. */
export function historyLocation({ at }: HistoryConfig, { env, cwd, configuration }: Told): HistoryLocation {
  if ('url' in at) return { url: urlFrom(at.url.env, env) };
  const folder = configuration === null ? cwd : dirname(resolve(cwd, configuration));
  return { path: resolve(folder, at.path) };
}

/** Where `--history` says: the name of a variable that is set holds a URL, anything else is a file. */
export function namedHistory(named: string, { env, cwd }: Omit<Told, 'configuration'>): HistoryLocation {
  if (/^postgres(ql)?:/i.test(named)) {
    throw new OperatorError(
      'HISTORY_URL',
      'A URL on the command line can be read by everybody on this machine.',
      'Put it into an environment variable and name that: --history FIREBREAK_HISTORY_URL',
    );
  }
  if (/^[A-Z_][A-Z0-9_]*$/.test(named)) return { url: urlFrom(named, env) };
  return { path: resolve(cwd, named) };
}

function urlFrom(name: string, env: Environment): string {
  const url = (env[name] ?? '').trim();
  if (url !== '') return url;
  throw new OperatorError(
    'HISTORY_UNSET',
    `${name} is not set, and it should hold the URL of the history.`,
    'Export it: postgres://, then user, password, host and database. Or name a file instead.',
  );
}
