import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MailServer, serveMail } from '../alerts/smtp.ts';
import { type StandIn as Channel, serve } from '../alerts/stand-ins.ts';
import { run } from '../cli/run.ts';
import { startWatch } from '../service/child.ts';
import { canary, leaks } from './canary.ts';
import { configuration, env as inHand, now, type Served, serveSecrets } from './secret-world.ts';
import { filesBelow, firebreak } from './user-process.ts';

const password = canary('SMTP password', 'password');
const routingKey = canary('PagerDuty routing key', 'hex');

let served: Served;
let channel: Channel;
let mail: MailServer;
let folder: string;
let port: number;
let config: string;
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  served = await serveSecrets();
  // It says back whatever it was sent: its own address, the headers, the body.
  channel = await serve((received) => ({ status: 200, text: JSON.stringify(received) }));
  mail = await serveMail({
    allowInsecureAuth: true,
    onAuth: (auth, _, done) =>
      auth.password === password
        ? done(null, { user: auth.username })
        : done(new Error(`bad password ${auth.password}`)),
  });
  port = await freePort();
  const at = new URL(channel.url).origin;
  env = {
    RAILWAY_API_TOKEN: inHand.RAILWAY_API_TOKEN ?? '',
    RAILWAY_TOKEN: inHand.RAILWAY_TOKEN ?? '',
    SLACK_WEBHOOK_URL: `${at}/services/T1/B1/${canary('Slack webhook')}`,
    TEAMS_WEBHOOK_URL: `${at}/webhookb2/${canary('Teams webhook', 'uuid')}`,
    DISCORD_WEBHOOK_URL: `${at}/api/webhooks/1/${canary('Discord webhook')}`,
    AUDIT_WEBHOOK_URL: `${at}/in?key=${canary('webhook', 'hex')}`,
    AUDIT_WEBHOOK_SECRET: `whsec_${canary('webhook HMAC key')}`,
    PAGERDUTY_KEY: routingKey,
    SMTP_PASSWORD: password,
    HISTORY_URL: inHand.HISTORY_URL ?? '',
  };
  const { providers, alerts, baseline: _, exceptions: __, ...rest } = JSON.parse(configuration(served));
  const { railway } = providers;
  const smtp = {
    host: '127.0.0.1',
    port: mail.port,
    security: 'none',
    from: 'a@acme.example',
    to: 'b@acme.example',
    user: 'a',
  };
  const [slack, teams, discord, webhook] = alerts;
  config = JSON.stringify({
    ...rest,
    providers: { railway },
    alerts: [
      ...[slack, teams, discord, webhook],
      { pagerduty: { routingKeyEnv: 'PAGERDUTY_KEY', endpoint: `${at}/v2/enqueue` } },
      { email: { ...smtp, passwordEnv: 'SMTP_PASSWORD' } },
    ],
    history: {},
    watch: { schedules: [{ cron: '0 3 * * *' }], listen: `127.0.0.1:${port}` },
  });
  folder = mkdtempSync(join(tmpdir(), 'firebreak-outgoing-'));
  writeFileSync(join(folder, 'firebreak.yaml'), config);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await Promise.all([served.close(), channel.close(), mail.close()]);
});

/** One that nobody listens at. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port: free } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return free;
}

const names = ['slack', 'teams', 'discord', 'webhook', 'pagerduty', 'email'];
const broken = JSON.stringify(Object.values(inHand));

describe('the secrets of channels and of the history', () => {
  it.each([
    ['take what they are sent', 200],
    ['refuse it and say back what they were sent', 400],
    ['are not there', 503],
  ])('are in nothing that is said of channels that %s', async (_, status) => {
    const outputs = new Map<string, string>();
    channel.alwaysAnswer(status === 200 ? null : { status, text: `${broken} ${JSON.stringify(env)}` });
    for (const line of [['list'], ['list', '--json'], ...names.map((name) => ['test', name])]) {
      const wrong = status === 200 ? {} : { SMTP_PASSWORD: canary('a wrong SMTP password', 'password') };
      const { stdout, stderr } = await run(['alerts', ...line], {
        env: { ...env, ...wrong },
        now,
        files: { 'firebreak.yaml': config },
      });
      outputs.set(line.join(' '), stdout + stderr);
    }
    expect(outputs.get('test slack')).toMatch(status === 200 ? /took/ : /HTTP/);
    expect(leaks(outputs)).toEqual([]);
  });

  it('are in no message but the one place it is sent with', async () => {
    channel.alwaysAnswer(null);
    const scan = await firebreak(['scan', '--state', 'state', '--fail-on', 'never'], { cwd: folder, env });
    expect(scan.stderr).toMatch(/exit [03], by/);
    expect(channel.taken.length).toBeGreaterThan(4);
    expect(mail.mails.length, scan.stderr).toBeGreaterThan(0);
    const sent = [
      ...channel.taken.map(({ text }) => text.replaceAll(routingKey, '')),
      ...mail.mails.map(({ raw }) => raw),
    ];
    const headers = channel.taken.map((each) => JSON.stringify(each.headers));
    expect(
      leaks(
        new Map([
          ['bodies', sent.join('\n')],
          ['headers', headers.join('\n')],
        ]),
      ),
    ).toEqual([]);
  });

  it('are in no log, no history and no file of the service, whether channels answer or not', async () => {
    channel.alwaysAnswer({ status: 500, text: `${broken} ${JSON.stringify(env)}` });
    const watch = await firebreak(['watch', '--once', '--log-level', 'debug'], { cwd: folder, env });
    expect(watch.stderr).toContain('"level"');
    const history = await firebreak(['history', '--json'], { cwd: folder, env });
    const trend = await firebreak(['history', 'trend'], { cwd: folder, env });
    expect(history.code, history.stderr + watch.stderr).toBe(0);
    const said = { watch, history, trend };
    const outputs = Object.entries(said).map(
      ([name, { stdout, stderr }]) => [name, stdout + stderr] as const,
    );
    const written = filesBelow(folder, ['firebreak.yaml']);
    expect([...written.keys()].filter((name) => name.endsWith('.db')).length).toBeGreaterThan(0);
    expect(leaks(new Map([...outputs, ...written]))).toEqual([]);
  });

  it('are on no page of the service', async () => {
    const service = startWatch(folder, env);
    try {
      await service.said('listens');
      const pages = ['metrics', 'healthz', 'readyz'].map(async (page) => {
        const answer = await fetch(`http://127.0.0.1:${port}/${page}`);
        return [page, `${JSON.stringify([...answer.headers])} ${await answer.text()}`] as const;
      });
      const shown = new Map(await Promise.all(pages));
      expect(shown.get('metrics')).toContain('firebreak_');
      expect(leaks(shown)).toEqual([]);
    } finally {
      service.kill('SIGTERM');
    }
    const { log } = await service.ended;
    expect(leaks(new Map([['log', log]]))).toEqual([]);
  });

  it('are not in what is said of a database that cannot be reached', async () => {
    const { code, stdout, stderr } = await firebreak(['scan', '--state', 'HISTORY_URL'], {
      cwd: folder,
      env,
    });
    expect(code).toBe(2);
    expect(leaks(new Map([['said', stdout + stderr]]))).toEqual([]);
  });
});
