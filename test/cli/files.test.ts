import { lutimes, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exists, writeFileWhole } from '../../src/cli/files.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firebreak-files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a file that is written whole', () => {
  it('makes its folders, and lets nobody else read it', async () => {
    const path = join(folder, 'a', 'b', 'report.json');
    await writeFileWhole(path, 'text');
    expect(await readFile(path, 'utf8')).toBe('text');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('takes pieces, and writes them in order', async () => {
    const path = join(folder, 'inventory.json');
    const lines = Array.from({ length: 100_000 }, (_, number) => `${number}: a line of an inventory\n`);
    await writeFileWhole(path, lines);
    expect(await readFile(path, 'utf8')).toBe(lines.join(''));
    expect(await readdir(folder)).toEqual(['inventory.json']);
  });

  it('leaves the old file as it was, and nothing beside it, when the pieces fail half-way', async () => {
    const path = join(folder, 'baseline.json');
    await writeFile(path, 'approved');
    const failing = function* (): Generator<string> {
      yield 'half';
      throw new Error('no more');
    };
    await expect(writeFileWhole(path, failing())).rejects.toThrow('no more');
    expect(await readFile(path, 'utf8')).toBe('approved');
    expect(await readdir(folder)).toEqual(['baseline.json']);
  });

  it('leaves nothing when it cannot take its place, and says why', async () => {
    await expect(writeFileWhole(folder, 'text')).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
    expect(await readdir(folder)).toEqual([]);
    expect(await exists(`${folder}.tmp`)).toBe(false);
  });

  it('sweeps what killed processes left of the same file, and nothing else', async () => {
    const id = '0b9e8a52-3f0c-4d4e-9a39-0f6a1c2d3e4f';
    const path = join(folder, 'report.json');
    const long = new Date(Date.now() - 3 * 3_600_000);
    const others = ['report.json.tmp', `report.json.${id}.tmp.bak`, `other.json.${id}.tmp`, `${id}.tmp`];
    const fresh = `report.json.${id.replace('0b', '1b')}.tmp`;
    const old = ['report.json', `report.json.${id}.tmp`, ...others];
    for (const name of [...old, fresh]) await writeFile(join(folder, name), 'left');
    for (const name of old) await utimes(join(folder, name), long, long);
    const link = `report.json.${id.replace('0b', '2b')}.tmp`;
    await symlink(join(folder, 'report.json.tmp'), join(folder, link));
    await lutimes(join(folder, link), long, long);
    await writeFileWhole(path, 'text');
    expect((await readdir(folder)).sort()).toEqual([...others, fresh, link, 'report.json'].sort());
  });
});
