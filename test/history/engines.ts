import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { HistoryLocation } from '../../src/history/location.ts';
import { type Postgres, postgresPrograms, startPostgres } from '../postgres.ts';

const programs = await postgresPrograms();
const started: { server?: Promise<Postgres> } = {};
const folders: string[] = [];

/** The engines a history is kept in, each with a new, empty place; `missing`: not on this machine. */
export const engines = [
  { engine: 'sqlite', place: sqlite, missing: false },
  { engine: 'postgresql', place: postgresql, missing: programs === null },
] as const;

/** Stops what tests started, and removes what they wrote. */
export function cleanUp(): void {
  afterAll(async () => {
    await (await started.server)?.stop();
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
  });
}

export async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'firebreak-history-'));
  folders.push(made);
  return made;
}

async function sqlite(): Promise<HistoryLocation> {
  return { path: join(await folder(), 'history.db') };
}

async function postgresql(): Promise<HistoryLocation> {
  if (programs === null) throw new Error('no PostgreSQL for this machine');
  started.server ??= startPostgres(programs);
  return { url: await (await started.server).database() };
}
