import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The linter's own formatting, so that a generated file passes the same gate as every other. */
export function formatted(source: string): string {
  const bin = join(import.meta.dirname, '../../node_modules/.bin/biome');
  const { stdout, stderr, status } = spawnSync(bin, ['format', '--stdin-file-path=generated.ts'], {
    input: source,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(`biome could not format the table: ${stderr}`);
  return stdout;
}
