import { relative, resolve, sep } from 'node:path';
import { OperatorError } from '../model/error.ts';
import type { CliIO } from './io.ts';

/**
 * The absolute path of a file that somebody else named, as a configuration or a recording does. `OperatorError` where
 * it lies outside of the folder, by its name (`/…`, `..`) or through a symbolic link.
 */
export async function within(
  { realPath }: Pick<CliIO, 'realPath'>,
  folder: string,
  named: string,
): Promise<string> {
  const path = resolve(folder, named);
  if (isInside(resolve(folder), path) && isInside(await realPath(folder), await realPath(path))) return path;
  throw new OperatorError(
    'PATH_OUTSIDE',
    `${named} leads out of the folder ${folder}.`,
    'Name a file inside of it, without `..` and through no link; on the command line any path may be given.',
  );
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && resolve(folder, way) === path;
}
