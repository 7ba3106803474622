import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withoutVolatile } from '../../../src/inventory/volatile.ts';
import type { Report } from '../../../src/model/report.ts';
import { type Postgres, postgresPrograms, startPostgres } from '../../postgres.ts';
import { type Child, endChildren } from '../child.ts';
import { type Commands, count, openCommands, until } from './commands.ts';

const programs = await postgresPrograms();

describe.skipIf(programs === null)('a scheduler that is killed', () => {
  let postgres: Postgres;
  let commands: Commands;

  beforeAll(async () => {
    if (programs !== null) postgres = await startPostgres(programs);
  });
  beforeEach(async () => {
    commands = await openCommands();
  });
  afterEach(async () => {
    endChildren();
    await commands.close();
  });
  afterAll(() => postgres?.stop());

  const pathOf = (out: string): string => join(commands.cwd, out, 'report.json');
  const lasting = (out: string): string =>
    JSON.stringify(withoutVolatile(JSON.parse(readFileSync(pathOf(out), 'utf8')) as Report));

  /** The report that one process makes, with a history of its own. */
  async function alone(out: string): Promise<string> {
    const { code, log } = await commands.start(await postgres.database(), '--once', '--out', out).ended;
    expect(code, log).toBe(0);
    commands.taken.splice(0);
    return lasting(out);
  }

  it.each<[string, { readonly standby: boolean; readonly isDue: () => boolean }]>([
    ['while its workers read is followed by the one that stands by', { standby: true, isDue: () => true }],
    [
      'as it publishes is followed by itself, started again',
      { standby: false, isDue: () => existsSync(pathOf('fleet')) },
    ],
  ])('%s: one report, as one process makes it, recorded and told once', async (_, { standby, isDue }) => {
    const before = await alone('before');
    const { start, calls, taken } = commands;
    const database = await postgres.database();
    const scheduler = (): Child => start(database, '--role', 'scheduler', '--out', 'fleet');
    const first = scheduler();
    await first.said('leads a run');
    const other = standby ? scheduler() : null;
    await other?.said('"message":"scans"');
    const from = calls();
    const worker = start(database, '--role', 'worker', '--at-once', '2');
    await until(() => isDue() && calls() > from + 5);
    first.kill('SIGKILL');
    expect((await first.ended).signal).toBe('SIGKILL');
    const second = other ?? scheduler();
    const judged = `firebreak_fleet.run WHERE outcome = 'judged'`;
    await until(async () => taken.length > 0 && (await count(database, judged)) > 0);
    for (const each of [second, worker]) each.kill('SIGTERM');
    for (const { code, log } of [await second.ended, await worker.ended]) expect(code, log).toBe(0);
    if (standby) expect((await second.ended).log).toContain('"take":2');

    const made = lasting('fleet');
    // An hour that is over meanwhile makes ages one more.
    expect(made).toBe(made === before ? before : await alone('after'));
    expect(await count(database, 'firebreak_scans')).toBe(1);
    expect(await count(database, 'firebreak_outbox')).toBe(1);
    expect(await count(database, 'firebreak_fleet.part')).toBe(0);
  });
});
