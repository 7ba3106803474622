// Installs what the lock file says when node_modules is absent or older than it; further arguments are folders
// with a lock file of their own. Plain JavaScript on purpose: it runs before anything is installed, on whatever
// Node the machine has.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

for (const folder of ['.', ...process.argv.slice(2)]) {
  const directory = join(root, folder);
  const lockFile = join(directory, 'package-lock.json');
  // npm writes this file at the end of every install, so its age is the age of node_modules.
  const installed = join(directory, 'node_modules', '.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lockFile).mtimeMs) continue;

  process.stderr.write(
    `Installing dependencies of ${folder === '.' ? 'firebreak' : folder} (npm install), once ...\n`,
  );
  // Not `npm ci`: it refuses a lock file that leaves out the native packages of other platforms, as one does that
  // was written where a registry offers only this platform's. --no-save takes the lock's versions and writes nothing.
  const { status } = spawnSync(
    'npm',
    ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: directory,
      stdio: ['ignore', process.stderr, 'inherit'],
      shell: process.platform === 'win32',
    },
  );
  if (status !== 0) {
    process.stderr.write('npm install failed: see the lines above. Nothing was started.\n');
    process.exit(status ?? 1);
  }
}
