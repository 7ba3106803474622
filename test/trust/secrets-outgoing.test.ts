import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../cli/run.ts';
import { startWatch } from '../service/child.ts';
import { canary, leaks } from './canary.ts';
import { openSecretService, pagesOf, routingKey, type SecretService } from './secret-service.ts';
import { env as inHand, now, type Served, serveSecrets } from './secret-world.ts';
import { filesBelow, firebreak } from './user-process.ts';

let served: Served;
let service: SecretService;

beforeAll(async () => {
  served = await serveSecrets();
  service = await openSecretService(served, { providers: ['railway'], history: {} });
});
afterAll(async () => {
  await Promise.all([served.close(), service.close()]);
});

const names = ['slack', 'teams', 'discord', 'webhook', 'pagerduty', 'email'];
const broken = JSON.stringify(Object.values(inHand));

describe('the secrets of channels and of the history', () => {
  it.each([
    ['take what they are sent', 200],
    ['refuse it and say back what they were sent', 400],
    ['are not there', 503],
  ])('are in nothing that is said of channels that %s', async (_, status) => {
    const { channel, env, config } = service;
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
    const { channel, mail, env, folder } = service;
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
    const { channel, env, folder } = service;
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
    const { folder, env } = service;
    const running = startWatch(folder, env);
    try {
      await running.said('listens');
      const shown = await pagesOf(service);
      expect(shown.get('metrics')).toContain('firebreak_');
      expect(leaks(shown)).toEqual([]);
    } finally {
      running.kill('SIGTERM');
    }
    const { log } = await running.ended;
    expect(leaks(new Map([['log', log]]))).toEqual([]);
  });

  it('are not in what is said of a database that cannot be reached', async () => {
    const { code, stdout, stderr } = await firebreak(['scan', '--state', 'HISTORY_URL'], {
      cwd: service.folder,
      env: service.env,
    });
    expect(code).toBe(2);
    expect(leaks(new Map([['said', stdout + stderr]]))).toEqual([]);
  });
});
