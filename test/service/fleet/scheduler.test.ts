import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withoutVolatile } from '../../../src/inventory/volatile.ts';
import type { Report } from '../../../src/model/report.ts';
import { type StandIn, serveRailway } from '../../../src/stand-ins/railway/serve.ts';
import { generatedToken, generateWorld } from '../../../src/stand-ins/railway/worlds/generate.ts';
import { type Postgres, postgresPrograms, startPostgres } from '../../postgres.ts';
import { type Child, endChildren, startWatch } from '../child.ts';
import { liveIO } from './estate.ts';

const programs = await postgresPrograms();
const size = { seed: 7, environments: 1, volumes: 2, backups: 2, members: 3, projects: 4 };

describe.skipIf(programs === null)('a scheduler that is killed', () => {
  let postgres: Postgres;
  let railway: StandIn;
  let channel: Server;
  /** Keys of the messages that the channel took. */
  let taken: string[];
  let cwd: string;

  beforeAll(async () => {
    if (programs !== null) postgres = await startPostgres(programs);
  });
  beforeEach(async () => {
    taken = [];
    railway = await serveRailway(generateWorld({ ...size, now: new Date() }));
    channel = createServer((request, response) => {
      taken.push(String(request.headers['webhook-id']));
      request.resume().on('end', () => response.end());
    }).listen(0, '127.0.0.1');
    await new Promise((ready) => channel.once('listening', ready));
    cwd = mkdtempSync(join(tmpdir(), 'firebreak-scheduler-'));
    writeFileSync(join(cwd, 'firebreak.yaml'), JSON.stringify(configuration(railway.url)));
  });
  afterEach(async () => {
    endChildren();
    channel.closeAllConnections();
    channel.close();
    await railway.close();
    rmSync(cwd, { recursive: true });
  });
  afterAll(() => postgres?.stop());

  const start = (database: string, ...options: readonly string[]): Child => {
    const hook = `http://127.0.0.1:${(channel.address() as AddressInfo).port}/`;
    const secret = 'whsec_dGhpcyBpcyBubyBzZWNyZXQgYXQgYWxsIQ==';
    const env = { HOOK_URL: hook, HOOK_SECRET: secret, RAILWAY_API_TOKEN: generatedToken };
    return startWatch(cwd, { ...env, FIREBREAK_HISTORY_URL: database }, ...options);
  };
  const report = (out: string): Report => JSON.parse(readFileSync(join(cwd, out, 'report.json'), 'utf8'));

  /** The report that one process makes, with a history of its own. */
  async function aloneReport(out: string): Promise<string> {
    const { code, log } = await start(await postgres.database(), '--once', '--out', out).ended;
    expect(code, log).toBe(0);
    taken.splice(0);
    return lasting(report(out));
  }

  it.each<[string, { readonly standby: boolean; readonly isDue: () => boolean }]>([
    ['while its workers read is followed by the one that stands by', { standby: true, isDue: () => true }],
    [
      'as it publishes is followed by itself, started again',
      { standby: false, isDue: () => existsSync(join(cwd, 'fleet', 'report.json')) },
    ],
  ])('%s: one report, as one process makes it, recorded and told once', async (_, { standby, isDue }) => {
    const before = await aloneReport('before');
    const from = railway.calls().length;
    const database = await postgres.database();
    const scheduler = (): Child => start(database, '--role', 'scheduler', '--out', 'fleet');
    const first = scheduler();
    await first.said('leads a run');
    const other = standby ? scheduler() : null;
    await other?.said('"message":"scans"');
    const worker = start(database, '--role', 'worker', '--at-once', '2');
    await until(() => isDue() && railway.calls().length > from + 20);
    first.kill('SIGKILL');
    expect((await first.ended).signal).toBe('SIGKILL');
    const second = other ?? scheduler();
    await until(async () => taken.length > 0 && (await ended(database)) > 0);
    for (const each of [second, worker]) each.kill('SIGTERM');
    for (const { code, log } of [await second.ended, await worker.ended]) expect(code, log).toBe(0);
    if (standby) expect((await second.ended).log).toContain('"take":2');

    const made = lasting(report('fleet'));
    // An hour that is over meanwhile makes ages one more.
    expect(made).toBe(made === before ? before : await aloneReport('after'));
    expect(await count(database, 'firebreak_scans')).toBe(1);
    expect(await count(database, 'firebreak_outbox')).toBe(1);
    expect(await count(database, 'firebreak_fleet.part')).toBe(0);
  });
});

function configuration(endpoint: string): object {
  return {
    version: 1,
    name: 'acme',
    providers: {
      railway: { endpoint, tokens: [{ env: 'RAILWAY_API_TOKEN' }], requestsPerSecond: 50 },
    },
    history: { urlEnv: 'FIREBREAK_HISTORY_URL' },
    alerts: [{ webhook: { webhookEnv: 'HOOK_URL', secretEnv: 'HOOK_SECRET' }, minSeverity: 'low' }],
    watch: { schedules: [{ cron: '0 2 1 1 *' }], jitterSeconds: 0, listen: 'off' },
  };
}

const lasting = (report: Report): string => JSON.stringify(withoutVolatile(report));

async function count(database: string, from: string): Promise<number> {
  const client = new pg.Client(database);
  await client.connect();
  try {
    const { rows } = await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${from}`);
    return rows[0]?.count ?? 0;
  } finally {
    await client.end();
  }
}

const ended = (database: string): Promise<number> =>
  count(database, `firebreak_fleet.run WHERE outcome = 'judged'`);

async function until(is: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await is())) await liveIO.wait(5);
}
