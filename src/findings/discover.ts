import { readdir } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Discipline } from '../model/finding.ts';
import { type Check, type CheckDefinition, disciplines } from './check.ts';

/** The project's own checks: `checks/` from source, `dist/checks/` once built. */
export const ownChecks = new URL('../../checks/', import.meta.url);

/**
 * Every check found in `folder`, by id: `<discipline>/<id>.ts`, or `.js` once built. Throws where a file is no
 * check or is named other than its id: that is a mistake in the tree, not in what is scanned.
 */
export async function discoverChecks(folder: URL = ownChecks): Promise<readonly Check[]> {
  const found = await Promise.all(disciplines.map((discipline) => discoverIn(folder, discipline)));
  return found.flat().toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

async function discoverIn(folder: URL, discipline: Discipline): Promise<readonly Check[]> {
  const path = fileURLToPath(new URL(`${discipline}/`, folder));
  const names = await readdir(path).catch(ifMissing);
  const files = names.filter((name) => /^[a-z0-9-]+\.[jt]s$/.test(name));
  return Promise.all(
    files.map(async (file) => {
      const { default: check } = (await import(pathToFileURL(`${path}${file}`).href)) as {
        default?: CheckDefinition;
      };
      const id = file.slice(0, -3);
      if (check?.id !== id)
        throw new Error(`checks/${discipline}/${file} does not export a check with the id ${id}`);
      return { ...check, discipline };
    }),
  );
}

/** A discipline without a check yet has no folder; anything else is not to be hidden. */
function ifMissing(error: NodeJS.ErrnoException): readonly string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
