import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { serveRailway } from '../../src/stand-ins/railway/serve.ts';
import type { World } from '../../src/stand-ins/railway/world.ts';
import { healthy } from '../../src/stand-ins/railway/worlds/healthy.ts';
import { serve, slack } from '../alerts/stand-ins.ts';
import { run } from './run.ts';

const main = resolve(import.meta.dirname, '../../src/cli/main.ts');
const today = new Date();
const days = (n: number): Date => new Date(today.getTime() + n * 86_400_000);

const withoutMfa = (world: World): World => ({
  ...world,
  users: world.users.map((user) => (user.id === 'user-member' ? { ...user, has2FA: false } : user)),
});

describe('a scan that is killed while it sends', () => {
  it('has kept its news, and the next scan sends them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'firebreak-killed-'));
    const chat = await serve(slack);
    const railway = await serveRailway(withoutMfa(healthy(today).world));
    const env = { RAILWAY_API_TOKEN: healthy(today).tokens.workspace, SLACK_WEBHOOK_URL: chat.url };
    const config = (url: string, now: Date): string =>
      JSON.stringify({
        ...{ version: 1, ...healthy(now).config, alerts: [{ slack: { webhookEnv: 'SLACK_WEBHOOK_URL' } }] },
        providers: { railway: { endpoint: url, tokens: [{ env: 'RAILWAY_API_TOKEN' }] } },
      });
    const inProcess = async (n: number): Promise<void> => {
      const quiet = await serveRailway(n < 0 ? healthy(days(n)).world : withoutMfa(healthy(days(n)).world));
      const files = { 'firebreak.yaml': config(quiet.url, days(n)) };
      await run(['scan', '--state', folder, '--format', 'json'], { env, files, now: days(n) });
      await quiet.close();
    };
    try {
      await inProcess(-1);
      await writeFile(join(folder, 'firebreak.yaml'), config(railway.url, today));
      chat.alwaysAnswer({ status: 200, hold: true });
      const asked = chat.nextAttempt();
      const scan = spawn(
        process.execPath,
        [main, 'scan', '--state', folder, '--out', join(folder, 'out'), '--format', 'json'],
        {
          cwd: folder,
          env: { ...process.env, ...env },
          stdio: 'ignore',
        },
      );
      await asked;
      scan.kill('SIGKILL');
      await once(scan, 'exit');
      expect(chat.taken).toHaveLength(1);

      chat.alwaysAnswer(null);
      await inProcess(1);
      await inProcess(2);
      expect(chat.taken).toHaveLength(2);
      expect(chat.taken[1]?.text).toContain('healthy: +1 high');
    } finally {
      await Promise.all([chat.close(), railway.close(), rm(folder, { recursive: true, force: true })]);
    }
  });
});
