import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { discoverChecks } from '../../src/findings/discover.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firebreak-checks-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function put(path: string, text: string): Promise<void> {
  await mkdir(join(folder, path, '..'), { recursive: true });
  await writeFile(join(folder, path), text);
}

const discover = () => discoverChecks(pathToFileURL(`${folder}/`));

describe('discoverChecks', () => {
  it('finds the built files and takes the discipline from the folder', async () => {
    await put('recovery/b-check.js', 'export default { id: "b-check" }');
    await put('approval/a-check.js', 'export default { id: "a-check" }');
    await put('approval/a-check.d.ts', 'export default {}');
    await put('README.md', '');
    expect(await discover()).toEqual([
      { id: 'a-check', discipline: 'approval' },
      { id: 'b-check', discipline: 'recovery' },
    ]);
  });

  it('refuses a file that is not the check it is named for', async () => {
    await put('recovery/b-check.js', 'export default { id: "c-check" }');
    await expect(discover()).rejects.toThrow(
      'checks/recovery/b-check.js does not export a check with the id b-check',
    );
  });

  it('finds nothing in an empty folder', async () => {
    expect(await discover()).toEqual([]);
  });

  it('finds the project’s own', async () => {
    expect((await discoverChecks()).map(({ id }) => id)).toContain('store-has-backup');
  });
});
