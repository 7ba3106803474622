import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/history/database.ts';
import { openHistory } from '../../src/history/history.ts';
import type { HistoryLocation } from '../../src/history/location.ts';
import { migrations } from '../../src/history/migrations.ts';
import { openPast } from '../../src/history/past.ts';
import { cleanUp, engines, folder } from './engines.ts';
import { finding, seen } from './nights.ts';

cleanUp();

const days = { keepDays: 400 };

/** The form of a later version: this one's, and a column more. */
const later = {
  ...migrations,
  '999-later': {
    up: async (db: Parameters<NonNullable<(typeof migrations)[string]>['up']>[0]) => {
      await sql`ALTER TABLE firebreak_findings ADD COLUMN owner TEXT NOT NULL DEFAULT 'nobody'`.execute(db);
    },
  },
};

async function recorded(location: HistoryLocation): Promise<void> {
  const history = await openHistory(location, days);
  await history.record(seen(1, { findings: [finding('a')] }), () => []);
  await history.close();
}

describe.each(engines)('a history in $engine', ({ place, missing }) => {
  it.skipIf(missing)('is brought forward with all that is in it', async () => {
    const location = await place();
    await recorded(location);
    const { db, close } = await openDatabase(location, { known: later });
    const { rows } = await sql`SELECT name, state, owner FROM firebreak_findings`.execute(db);
    expect(rows).toEqual([{ name: 'a', state: 'open', owner: 'nobody' }]);
    await close();
  });

  it.skipIf(missing)('of a newer Firebreak is refused, and not touched', async () => {
    const location = await place();
    await (await openDatabase(location, { known: later })).close();
    for (const opening of [() => openHistory(location, days), () => openPast(location)]) {
      await expect(opening()).rejects.toMatchObject({
        code: 'HISTORY_NEWER',
        message: expect.stringContaining('written by a newer Firebreak (999-later)'),
      });
    }
    await (await openDatabase(location, { known: later })).close();
  });

  it.skipIf(missing)('of an older one is not changed by looking at it', async () => {
    const location = await place();
    await recorded(location);
    await expect(openDatabase(location, { known: later, readOnly: true })).rejects.toMatchObject({
      code: 'HISTORY_OLDER',
    });
    await recorded(location);
  });

  it.skipIf(missing)('is brought forward whole or not at all', async () => {
    const location = await place();
    await recorded(location);
    const broken = {
      ...later,
      '999-later2': {
        up: () => {
          throw new Error('out of space');
        },
      },
    };
    await expect(openDatabase(location, { known: broken })).rejects.toMatchObject({
      code: 'HISTORY_UNREADABLE',
    });
    await recorded(location);
  });

  it.skipIf(missing)('is made once, however many open it at once', async () => {
    const location = await place();
    const opened = await Promise.all([1, 2, 3, 4].map(() => openHistory(location, days)));
    await opened[0]?.record(seen(1), () => []);
    await Promise.all(opened.map(({ close }) => close()));
  });
});

describe('a place that can’t be', () => {
  const refused = (location: HistoryLocation) =>
    openHistory(location, days).then(
      ({ close }) => close().then(() => 'opened'),
      ({ code, message, hint }) => `${code}: ${message} ${hint}`,
    );

  it('is named, with what to look at', async () => {
    const path = join(await folder(), 'no', 'such', 'folder.db');
    expect(await refused({ path })).toMatch(
      /^HISTORY_UNREADABLE: The history .*folder\.db could not be opened: ENOENT/,
    );
  });

  it('is a file of something else', async () => {
    const path = join(await folder(), 'notes.txt');
    await writeFile(path, 'remember the milk\n'.repeat(1000));
    expect(await refused({ path })).toMatch(/^HISTORY_UNREADABLE: .*not a database/);
  });

  it('never shows the password of its URL', async () => {
    const secret = 'canary-hunter2';
    const urls = [
      `postgres://u:${secret}@127.0.0.1:1/d?options=${secret}`,
      `${secret}://u:${secret}@x/`,
      secret,
    ];
    const said = await Promise.all(urls.map((url) => refused({ url })));
    expect(said.map((text) => text.split(':')[0])).toEqual([
      'HISTORY_UNREADABLE',
      'HISTORY_URL',
      'HISTORY_URL',
    ]);
    expect(said.join('\n')).not.toContain(secret);
    expect(said[0]).toContain('postgres://127.0.0.1:1/d');
  });

  it('is not made by whoever only wants to look', async () => {
    const path = join(await folder(), 'none.db');
    await expect(openPast({ path })).rejects.toMatchObject({ code: 'HISTORY_UNREADABLE' });
  });
});
