import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../src/stand-ins/railway/faults.ts';
import { serveRailway } from '../../src/stand-ins/railway/serve.ts';
import type { World } from '../../src/stand-ins/railway/world.ts';
import { healthy } from '../../src/stand-ins/railway/worlds/healthy.ts';
import { type MailServer, serveMail } from '../alerts/smtp.ts';
import { type Service, type StandIn, secretPath, serve, slack, teams } from '../alerts/stand-ins.ts';
import { type Postgres, postgresPrograms, startPostgres } from '../postgres.ts';
import { type Ran, run } from './run.ts';

const programs = await postgresPrograms();
const started: { postgres?: Postgres } = {};
const opened: (() => Promise<unknown>)[] = [];
let state = '';
let chat: StandIn;
let mail: MailServer;

beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'firebreak-state-'));
  chat = await serve(slack);
  mail = await serveMail({ disabledCommands: ['STARTTLS', 'AUTH'] });
  opened.push(() => rm(state, { recursive: true, force: true }), chat.close, mail.close);
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((close) => close()));
});
afterAll(() => started.postgres?.stop());

interface SlackMessage {
  readonly blocks: readonly [{ readonly text: { readonly text: string } }];
}

interface Night {
  readonly world?: (world: World) => World;
  readonly faults?: readonly Fault[];
  readonly alerts?: readonly object[];
  readonly env?: Readonly<Record<string, string>>;
  readonly options?: readonly string[];
  readonly quiet?: boolean;
}

const toSlack = { slack: { webhookEnv: 'SLACK_WEBHOOK_URL' } };

/** The scan of one night, as a CI job would run it with its state cached. */
async function night(
  n: number,
  { world = (it) => it, faults = [], alerts = [toSlack], env, options = [] }: Night = {},
): Promise<Ran> {
  const now = new Date(Date.UTC(2026, 10, n, 3));
  const scenario = healthy(now);
  const railway = await serveRailway(world(scenario.world), { faults });
  const providers = { railway: { endpoint: railway.url, tokens: [{ env: 'RAILWAY_API_TOKEN' }] } };
  const config = { version: 1, ...scenario.config, providers, alerts, reportUrl: 'https://ci.example/run' };
  const ran = await run(['scan', '--state', state, '--format', 'json', ...options], {
    env: { RAILWAY_API_TOKEN: scenario.tokens.workspace, SLACK_WEBHOOK_URL: chat.url, ...env },
    now,
    files: { 'firebreak.yaml': JSON.stringify(config) },
  });
  await railway.close();
  return ran;
}

/** Somebody switches off the second factor of a member. */
const withoutMfa = (world: World): World => ({
  ...world,
  users: world.users.map((user) => (user.id === 'user-member' ? { ...user, has2FA: false } : user)),
});

const headlines = (): readonly string[] =>
  chat.taken.map(({ text }) => (JSON.parse(text) as SlackMessage).blocks[0].text.text);
const texts = (): string => chat.taken.map(({ text }) => text).join('\n');

describe('nightly scans that keep a state', () => {
  it('tell a change in one message and its repair in one, and are silent for ten nights between', async () => {
    await night(1);
    expect(headlines()).toEqual(['healthy: first scan, nothing open at or above high']);
    for (let n = 2; n <= 11; n += 1) await night(n);
    expect(headlines()).toHaveLength(1);

    await night(12, { world: withoutMfa });
    expect(headlines().slice(1)).toEqual(['healthy: +1 high']);
    expect(chat.taken[1]?.text).toContain('https://ci.example/run');
    await night(13, { world: withoutMfa });
    await night(14);
    await night(15);
    expect(headlines().slice(2)).toEqual(['healthy: 1 fixed']);
    expect(chat.taken[2]?.text).toContain('asked again and has nothing against it, after 2 days');
  });

  it.each<[string, Fault]>([
    ['one list is refused', { on: 'WorkspaceMembers', as: 'not-authorized' }],
    ['nothing answers', { on: '*', from: 1, as: 'reset' }],
  ])('say of lost access that it is not readable, and never that it is fixed: %s', async (_title, fault) => {
    await night(1, { world: withoutMfa });
    const ran = await night(2, { world: withoutMfa, faults: [fault] });
    expect(ran.code).toBe(3);
    await night(3, { world: withoutMfa, faults: [fault] });
    expect(headlines()).toHaveLength(2);
    expect(headlines()[1]).toMatch(/^healthy: \d+ not readable$/);
    await night(4, { world: withoutMfa });
    await night(5, { world: withoutMfa });
    expect(headlines().slice(2)).toEqual(['healthy: everything readable again']);
    expect(texts()).not.toMatch(/\d fixed|nothing against it|proven gone/);
  });

  it('tell a dead channel late, in order, and lose nothing; the exit code is that of the scan', async () => {
    await night(1);
    chat.alwaysAnswer({ status: 503 });
    const dead = await night(2, { world: withoutMfa });
    expect([dead.code, (await night(3)).code]).toEqual([1, 0]);
    expect(dead.stderr).toMatch(
      /alerts: slack did not take the message of 2026-11-02 03:00 UTC: HTTP 503\. It is kept/,
    );
    expect(dead.stderr.trim().split('\n').at(-1)).toMatch(/^firebreak: exit 1, by findings/);
    chat.alwaysAnswer(null);
    await night(4);
    expect(headlines().slice(1)).toEqual(['healthy: +1 high', 'healthy: 1 fixed']);
  });

  it('say that a scan did not run, once, and that scans run again', async () => {
    await night(1);
    const failed = await night(2, { env: { RAILWAY_API_TOKEN: '' } });
    expect([failed.code, failed.stderr]).toEqual([2, expect.stringContaining('TOKEN_MISSING')]);
    await night(2, { env: { RAILWAY_API_TOKEN: '' } });
    expect(headlines().slice(1)).toEqual(['healthy: scan did not run']);
    expect(chat.taken[1]?.text).toContain('RAILWAY_API_TOKEN is not set');
    await night(3);
    expect(headlines().slice(2)).toEqual(['healthy: scans run again']);
  });

  it('say from the first scan on which channel takes nothing, and why', async () => {
    const ran = await night(1, { env: { SLACK_WEBHOOK_URL: ' ' } });
    expect(ran.stderr).toContain('alerts: slack takes nothing: SLACK_WEBHOOK_URL is not set.');
  });

  it('complain of a channel that was taken out, until what waits for it is dropped', async () => {
    chat.alwaysAnswer({ status: 503 });
    await night(1);
    const hook = { webhookEnv: 'SLACK_WEBHOOK_URL' };
    const other = { alerts: [{ name: 'team', slack: hook }] };
    chat.alwaysAnswer(null);
    expect((await night(2, other)).stderr).toContain('firebreak alerts drop slack');
    const files = (alerts: readonly object[]) => ({
      'firebreak.yaml': JSON.stringify({ version: 1, name: 'healthy', providers: { aws: {} }, alerts }),
    });
    const drop = (alerts: readonly object[], ...more: readonly string[]) =>
      run(['alerts', 'drop', 'slack', '--history', join(state, 'firebreak-history.db'), ...more], {
        files: files(alerts),
      });
    expect((await drop([toSlack])).stderr).toContain('The channel "slack" is configured');
    expect((await drop(other.alerts)).stdout).toBe('1 message for slack dropped.\n');
    expect((await drop(other.alerts)).stdout).toBe('Nothing waits for slack.\n');
    expect((await night(3, other)).stderr).not.toContain('slack');
    expect((await drop(other.alerts, '--history', join(state, 'none.db'))).stderr).toContain(
      'There is no history',
    );
  });

  it('sum up a day for a channel with a digest', async () => {
    const alerts = [{ ...toSlack, digest: { at: '09:00', timezone: 'UTC' } }];
    await night(1, { alerts });
    await night(2, { alerts, world: withoutMfa });
    expect(headlines()).toHaveLength(1);
    await night(3, { alerts, world: withoutMfa });
    expect(headlines().slice(1)).toEqual(['healthy, since the last digest: +1 high']);
  });

  it('tell Teams and mail the same', async () => {
    const cards = await serve(teams);
    opened.push(cards.close);
    const email = {
      host: '127.0.0.1',
      port: mail.port,
      security: 'none',
      from: 'firebreak@acme.example',
      to: 'ops@acme.example',
    };
    const alerts = [{ teams: { webhookEnv: 'TEAMS_WEBHOOK_URL' } }, { email }];
    const env = { TEAMS_WEBHOOK_URL: cards.url };
    await night(1, { alerts, env });
    await night(2, { alerts, env });
    await night(3, { alerts, env, world: withoutMfa });
    await night(4, { alerts, env });
    expect(cards.taken.map(({ text }) => (JSON.parse(text) as { summary: string }).summary).slice(1)).toEqual(
      ['healthy: +1 high', 'healthy: 1 fixed'],
    );
    expect(mail.mails.map(({ raw }) => /^Subject: (.*)\r$/m.exec(raw)?.[1]).slice(1)).toEqual([
      '[firebreak] healthy: +1 high',
      '[firebreak] healthy: 1 fixed',
    ]);
  });

  it('keep no secret in the state, on stderr or in a message', async () => {
    chat.alwaysAnswer({ status: 404, text: `gone: ${secretPath}` });
    const ran = await night(1);
    const { readFileSync, readdirSync } = await import('node:fs');
    const kept = readdirSync(state)
      .map((name) => readFileSync(join(state, name), 'latin1'))
      .join('');
    expect(kept).toContain('HTTP 404');
    for (const text of [kept, ran.stderr, ran.stdout, texts()]) {
      expect(text).not.toContain(secretPath);
      expect(text).not.toContain(healthy(new Date(0)).tokens.workspace);
    }
  });

  it.skipIf(programs === null)('keep it in a PostgreSQL as well', async () => {
    if (programs === null) return;
    started.postgres ??= await startPostgres(programs);
    const env = { HISTORY_URL: await started.postgres.database() };
    const options = ['--state', 'HISTORY_URL'];
    await night(1, { env, options });
    await night(2, { env, options });
    await night(3, { env, options, world: withoutMfa });
    await night(4, { env, options });
    expect(headlines().slice(1)).toEqual(['healthy: +1 high', 'healthy: 1 fixed']);
  });
});

describe('a state that can’t be used', () => {
  it.each([
    ['an unset variable', 'NO_SUCH_URL', 'HISTORY_UNSET'],
    ['a URL on the command line', 'postgres://u:p4ss@host/db', 'HISTORY_URL'],
  ])('%s ends the scan before anything is read', async (_title, place, code) => {
    const ran = await night(1, { options: ['--state', place] });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(code);
    expect(ran.stderr).not.toContain('p4ss');
    expect(ran.files.has('firebreak-out/report.json')).toBe(false);
  });

  it('a file where a folder should be', async () => {
    await writeFile(join(state, 'file'), '');
    const ran = await night(1, { options: ['--state', join(state, 'file')] });
    expect([ran.code, ran.stderr]).toEqual([
      2,
      expect.stringContaining('a file stands where a folder is needed (EEXIST). [STATE_UNUSABLE]'),
    ]);
  });

  it('none at all is said where alerts are configured', async () => {
    const files = {
      'firebreak.yaml': JSON.stringify({
        version: 1,
        name: 'a',
        providers: { railway: { tokenEnv: 'T' } },
        alerts: [toSlack],
      }),
    };
    const ran = await run(['scan'], { files });
    expect(ran.stderr).toContain('Alerts are configured, and nothing is sent');
  });
});

describe('firebreak alerts', () => {
  const config = (...alerts: readonly object[]) => ({
    'firebreak.yaml': JSON.stringify({
      version: 1,
      name: 'acme',
      providers: { railway: { tokenEnv: 'T' } },
      alerts,
    }),
  });
  const test = (name: string, service: Service, url?: string) => {
    chat.alwaysAnswer(null);
    return serve(service).then(async (server) => {
      opened.push(server.close);
      const ran = await run(['alerts', 'test', name], {
        env: { SLACK_WEBHOOK_URL: url ?? server.url },
        files: config(toSlack),
      });
      return { ...ran, taken: server.taken };
    });
  };

  it('test sends a message that says it is one', async () => {
    const ran = await test('slack', slack);
    expect([ran.code, ran.stdout]).toEqual([0, 'slack took the test message; look whether it is there.\n']);
    expect(ran.taken[0]?.text).toContain('TEST: Firebreak reaches the channel slack');
  });

  it('test says why a message was not taken, and exits 1', async () => {
    const ran = await test('slack', () => ({ status: 404, text: 'no_service' }));
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(
      /^slack did not take the test message: HTTP 404 no_service\. It will take nothing until/,
    );
    expect(ran.stdout).not.toContain('s3cr3t');
  });

  it('test names the variable that is missing', async () => {
    const ran = await test('slack', slack, '');
    expect([ran.code, ran.stdout]).toEqual([1, expect.stringContaining('SLACK_WEBHOOK_URL is not set')]);
  });

  it('test of a channel that is none exits 2 and names the nearest', async () => {
    const ran = await test('slakc', slack);
    expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining('Did you mean "slack"?')]);
  });

  it('list says what each is told and what it lacks', async () => {
    const pager = {
      name: 'on-call',
      pagerduty: { routingKeyEnv: 'KEY' },
      when: ['new'],
      minSeverity: 'critical',
      environments: ['production'],
    };
    const ran = await run(['alerts', 'list'], {
      env: { SLACK_WEBHOOK_URL: 'https://x.example' },
      files: config(toSlack, pager),
    });
    expect(ran.stdout.split('\n')).toEqual([
      'slack (slack): new, worsened, resolved, incomplete, missed; at or above high',
      'on-call (pagerduty): new; at or above critical; only production; KEY not set',
      '',
    ]);
  });
});
