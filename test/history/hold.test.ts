import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '../../src/history/database.ts';
import { holdTarget } from '../../src/history/hold.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'firebreak-hold-'));
  path = join(folder, 'history.db');
});

afterEach(() => rmSync(folder, { recursive: true }));

it('holds a target once, and again when it was let go', () => {
  const release = holdTarget({ path }, 'acme');
  expect(() => holdTarget({ path }, 'acme')).toThrow(/Another firebreak watch is running for acme/);
  release();
  holdTarget({ path }, 'acme')();
});

it('holds targets of one history apart, and lets anybody else write', async () => {
  const release = holdTarget({ path }, 'acme');
  holdTarget({ path }, 'other')();
  await (await openDatabase({ path })).close();
  release();
});

it('says where nothing can be held', () => {
  const location = { path: join(folder, 'nowhere', 'history.db') };
  expect(() => holdTarget(location, 'acme')).toThrow(/nowhere\/history.db could not be opened: ENOENT/);
});

it('makes a history that its owner alone can read', async () => {
  const database = await openDatabase({ path });
  for (const suffix of ['', '-wal', '-shm']) expect(statSync(path + suffix).mode & 0o077).toBe(0);
  await database.close();
});

it.skipIf(process.getuid?.() === 0)(
  'refuses one that can only be read, before anything is read for it',
  async () => {
    await (await openDatabase({ path })).close();
    chmodSync(path, 0o444);
    await expect(openDatabase({ path })).rejects.toMatchObject({ code: 'HISTORY_UNREADABLE' });
  },
);
