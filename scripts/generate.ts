import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { allowedOperations } from './generate/allowed-operations.ts';
import { checkPages } from './generate/checks.ts';
import type { Generator } from './generate/generator.ts';
import { iamActions } from './generate/iam-actions.ts';

/** Everything in the repository that is written by a program; one line each. */
const generators: readonly Generator[] = [allowedOperations, checkPages, iamActions];

const root = resolve(import.meta.dirname, '..');

/** What is there now: null where the file is missing. */
function current(path: string): Promise<string | null> {
  return readFile(join(root, path), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}

/** Files under a folder that belongs to a generator alone and that it did not write. */
async function surplus({ folder }: Generator, written: ReadonlySet<string>): Promise<readonly string[]> {
  if (folder === null) return [];
  const names = await readdir(join(root, folder)).catch(() => []);
  return names.map((name) => `${folder}/${name}`).filter((path) => !written.has(path));
}

async function run(check: boolean): Promise<readonly string[]> {
  const stale: string[] = [];
  for (const generator of generators) {
    const files = await generator.files();
    for (const { path, text } of files) {
      if ((await current(path)) === text) continue;
      stale.push(path);
      if (check) continue;
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    for (const path of await surplus(generator, new Set(files.map((file) => file.path)))) {
      stale.push(path);
      if (!check) await rm(join(root, path));
    }
  }
  return stale;
}

const check = process.argv.includes('--check');
const stale = await run(check);
if (check && stale.length > 0) {
  process.stderr.write(`stale: ${stale.join(', ')}\nRun \`npm run generate\` and commit what it writes.\n`);
  process.exitCode = 1;
} else if (!check) {
  process.stdout.write(stale.length === 0 ? 'nothing to write\n' : `wrote ${stale.join(', ')}\n`);
}
