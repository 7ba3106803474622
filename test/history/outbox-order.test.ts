import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type History, openHistory } from '../../src/history/history.ts';
import type { HistoryLocation } from '../../src/history/location.ts';
import type { Message } from '../../src/model/history.ts';
import { type Postgres, postgresPrograms, startPostgres } from '../postgres.ts';

const programs = await postgresPrograms();
const started: { server?: Postgres } = {};
const folders: string[] = [];

afterAll(async () => {
  await started.server?.stop();
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
});

async function sqlite(): Promise<HistoryLocation> {
  const folder = await mkdtemp(join(tmpdir(), 'firebreak-outbox-'));
  folders.push(folder);
  return { path: join(folder, 'history.sqlite') };
}

async function postgresql(): Promise<HistoryLocation> {
  if (programs === null) throw new Error('no PostgreSQL for this machine');
  started.server ??= await startPostgres(programs);
  return { url: await started.server.database() };
}

const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 22, 12, minute));
const message = (channel: string, dedupeKey: string, more: Partial<Message> = {}): Message => ({
  channel,
  dedupeKey,
  body: { text: dedupeKey },
  ...more,
});

const engines = [
  { engine: 'sqlite', location: sqlite, missing: false },
  { engine: 'postgresql', location: postgresql, missing: programs === null },
];

describe.each(engines)('the outbox in $engine', ({ location, missing }) => {
  async function withHistory(use: (history: History) => Promise<void>): Promise<void> {
    const history = await openHistory(await location(), { keepDays: 400 });
    await use(history).finally(history.close);
  }
  const keys = async ({ outbox }: History, now: Date, limit = 10): Promise<readonly string[]> =>
    (await outbox.due(now, new Date(now.getTime() + 60_000), limit)).map(({ dedupeKey }) => dedupeKey);

  it.skipIf(missing)('gives each channel its messages in their order', () =>
    withHistory(async (history) => {
      await history.outbox.enqueue([message('a', '1'), message('b', '2'), message('a', '3')], at(0));
      expect(await keys(history, at(0))).toEqual(['1', '2', '3']);
    }),
  );

  it.skipIf(missing)(
    'holds a channel’s later messages back while an earlier one is on its way, and no other’s',
    () =>
      withHistory(async (history) => {
        await history.outbox.enqueue([message('a', '1'), message('b', '2'), message('a', '3')], at(0));
        expect(await keys(history, at(0), 1)).toEqual(['1']);
        expect(await keys(history, at(0))).toEqual(['2']);
        expect(await keys(history, at(2))).toEqual(['1', '2', '3']);
      }),
  );

  it.skipIf(missing)('holds them back while an earlier one waits for another attempt', () =>
    withHistory(async (history) => {
      await history.outbox.enqueue([message('a', '1')], at(0));
      const [first] = await history.outbox.due(at(0), at(1), 10);
      await history.outbox.postpone(first?.id ?? '', at(30), 'HTTP 500');
      await history.outbox.enqueue([message('a', '2'), message('b', '3')], at(1));
      expect(await keys(history, at(2))).toEqual(['3']);
      expect(await keys(history, at(30))).toEqual(['1', '2', '3']);
    }),
  );

  it.skipIf(missing)('keeps a message until its time, and lets others pass it', () =>
    withHistory(async (history) => {
      const later = message('a', 'digest', { notBefore: at(40).toISOString() });
      await history.outbox.enqueue([later, message('a', 'now')], at(0));
      expect(await keys(history, at(1))).toEqual(['now']);
      expect(await keys(history, at(40))).toEqual(['digest', 'now']);
    }),
  );
});
