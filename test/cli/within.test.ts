import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readText, realPath } from '../../src/cli/files.ts';
import { within } from '../../src/cli/within.ts';
import { run } from './run.ts';

let folder: string;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'firebreak-within-')));
  await mkdir(join(folder, 'inside', 'baselines'), { recursive: true });
  await writeFile(join(folder, 'secret'), 'secret');
  await symlink(join(folder, 'secret'), join(folder, 'inside', 'link'));
  await symlink(folder, join(folder, 'inside', 'out'));
  await symlink('loop', join(folder, 'inside', 'loop'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const inside = (named: string): Promise<string> => within({ realPath }, join(folder, 'inside'), named);

describe('a file that a configuration or a recording names', () => {
  it.each([
    'acme.json',
    'baselines/acme.json',
    './baselines/../acme.json',
    'new/folder/acme.json',
    '..acme.json',
  ])('%s lies inside', async (named) => {
    expect(await inside(named)).toBe(join(folder, 'inside', named));
  });

  it.each([
    '../secret',
    'baselines/../../secret',
    '/etc/passwd',
    '.',
    '..',
    '',
    'link',
    'out/secret',
    'out/new',
  ])('%j leads out of the folder', async (named) => {
    await expect(inside(named)).rejects.toMatchObject({ code: 'PATH_OUTSIDE' });
  });

  it('is not looked for through a link that leads nowhere', async () => {
    expect(await inside('loop')).toBe(join(folder, 'inside', 'loop'));
    await expect(readText(join(folder, 'inside', 'loop'))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });
});

describe('a configuration that names a file elsewhere', () => {
  it.each<[string, readonly string[], object]>([
    ['baseline', ['scan'], { baseline: '../../etc/cron.d/firebreak' }],
    ['baseline', ['baseline', 'verify'], { baseline: '/etc/cron.d/firebreak' }],
    ['exceptions', ['scan'], { exceptions: '../shadow' }],
  ])('its %s is refused by `%s`', async (_, line, named) => {
    const config = {
      version: 1,
      name: 'acme',
      providers: { railway: { tokenEnv: 'RAILWAY_TOKEN' } },
      ...named,
    };
    const ran = await run(line, {
      files: { 'firebreak.yaml': JSON.stringify(config) },
      env: { RAILWAY_TOKEN: 'x' },
    });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('[PATH_OUTSIDE]');
  });
});
