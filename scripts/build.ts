// Builds what is published: dist/ with the compiled sources, their data files and the report page.
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

function run(command: string, ...parameters: string[]): void {
  const { status } = spawnSync(command, parameters, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}

rmSync(join(root, 'dist'), { recursive: true, force: true });
run('node', 'scripts/build-page.ts');
run('tsc', '-p', 'tsconfig.build.json');

for (const file of globSync('{src,reports,baselines}/**/*.{json,html,js,css}', {
  cwd: root,
  exclude: ['reports/html/page/**'],
})) {
  const target = join(root, 'dist', file);
  mkdirSync(dirname(target), { recursive: true });
  cpSync(join(root, file), target);
}
