import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { serveRailway } from '../../../src/stand-ins/railway/serve.ts';
import { generatedToken, generateWorld } from '../../../src/stand-ins/railway/worlds/generate.ts';
import { type Child, startWatch } from '../child.ts';
import { liveIO } from './estate.ts';

/** A folder in which `firebreak watch` is run as a process, with a Railway to read and a channel to tell. */
export interface Commands {
  readonly cwd: string;
  readonly calls: () => number;
  /** Keys of the messages that the channel took. */
  readonly taken: string[];
  readonly start: (database: string, ...options: readonly string[]) => Child;
  readonly close: () => Promise<void>;
}

/** `listen`: as in the configuration. */
export async function openCommands({ listen = 'off', projects = 4 } = {}): Promise<Commands> {
  const size = { seed: 7, environments: 1, volumes: 2, backups: 2, members: 3, projects };
  const railway = await serveRailway(generateWorld({ ...size, now: new Date() }));
  const taken: string[] = [];
  const channel = createServer((request, response) => {
    taken.push(String(request.headers['webhook-id']));
    request.resume().on('end', () => response.end());
  }).listen(0, '127.0.0.1');
  await new Promise((ready) => channel.once('listening', ready));
  const cwd = mkdtempSync(join(tmpdir(), 'firebreak-fleet-'));
  writeFileSync(join(cwd, 'firebreak.yaml'), JSON.stringify(configuration(railway.url, listen)));
  const env = {
    HOOK_URL: `http://127.0.0.1:${(channel.address() as AddressInfo).port}/`,
    HOOK_SECRET: 'whsec_dGhpcyBpcyBubyBzZWNyZXQgYXQgYWxsIQ==',
    RAILWAY_API_TOKEN: generatedToken,
  };
  return {
    cwd,
    taken,
    calls: () => railway.calls().length,
    start: (database, ...options) => startWatch(cwd, { ...env, FIREBREAK_HISTORY_URL: database }, ...options),
    close: async () => {
      channel.closeAllConnections();
      channel.close();
      await railway.close();
      rmSync(cwd, { recursive: true });
    },
  };
}

function configuration(endpoint: string, listen: string): object {
  const tokens = [{ env: 'RAILWAY_API_TOKEN' }];
  return {
    version: 1,
    name: 'acme',
    providers: { railway: { endpoint, tokens, requestsPerSecond: 50 } },
    history: { urlEnv: 'FIREBREAK_HISTORY_URL' },
    alerts: [{ webhook: { webhookEnv: 'HOOK_URL', secretEnv: 'HOOK_SECRET' }, minSeverity: 'low' }],
    watch: { schedules: [{ cron: '0 2 1 1 *' }], jitterSeconds: 0, listen },
  };
}

/** How many rows there are. */
export async function count(database: string, from: string): Promise<number> {
  const client = new pg.Client(database);
  await client.connect();
  try {
    const { rows } = await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${from}`);
    return rows[0]?.count ?? 0;
  } finally {
    await client.end();
  }
}

export async function until(is: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await is())) await liveIO.wait(5);
}
