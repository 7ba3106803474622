import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../src/stand-ins/railway/faults.ts';
import { serveRailway } from '../../src/stand-ins/railway/serve.ts';
import type { WorldToken } from '../../src/stand-ins/railway/world.ts';
import { healthy } from '../../src/stand-ins/railway/worlds/healthy.ts';
import { type MailServer, serveMail } from '../alerts/smtp.ts';
import { type StandIn, serve, slack, teams } from '../alerts/stand-ins.ts';
import { type Ran, run } from '../cli/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'firebreak-nights-'));
const hour = 3_600_000;
let now = new Date('2026-11-01T02:00:00.000Z');
let channels: { readonly slack: StandIn; readonly teams: StandIn; readonly mail: MailServer };

beforeAll(async () => {
  channels = { slack: await serve(slack), teams: await serve(teams), mail: await serveMail() };
});

afterAll(async () => {
  await Promise.all(Object.values(channels).map((channel) => channel.close()));
  rmSync(folder, { recursive: true });
});

/** A token for production, made tonight and left lying about. */
const planted = (at: Date): WorldToken => ({
  kind: 'project',
  id: 'tok-planted',
  name: 'planted',
  value: '00000000-0000-4000-8000-000000000001',
  project: 'prj-production',
  environment: 'env-production',
  createdAt: at.toISOString(),
});

interface Night {
  readonly planted?: boolean;
  readonly faults?: readonly Fault[];
  readonly pass?: 'full' | 'light';
  readonly hours?: number;
}

/** The night's scan as a user makes it, and what each channel took of it. */
async function night({ planted: isPlanted = false, faults = [], pass = 'full', hours = 24 }: Night = {}) {
  now = new Date(now.getTime() + hours * hour);
  const { world, tokens, config } = healthy(now);
  const all = isPlanted ? [...world.tokens, planted(now)] : world.tokens;
  const railway = await serveRailway({ ...world, tokens: all }, { faults });
  const seen = [
    channels.slack.taken.length,
    channels.teams.taken.length,
    channels.mail.mails.length,
  ] as const;
  const ran = await run(['watch', '--once', '--pass', pass], {
    now,
    env: {
      RAILWAY_API_TOKEN: tokens.workspace,
      SLACK_WEBHOOK_URL: channels.slack.url,
      TEAMS_WEBHOOK_URL: channels.teams.url,
    },
    files: { 'firebreak.yaml': JSON.stringify(configuration(config, railway.url)) },
  }).finally(railway.close);
  return { ran, ...takenSince(seen) };
}

function configuration(config: object, endpoint: string): object {
  const smtp = { host: '127.0.0.1', port: channels.mail.port, security: 'none' };
  const email = { ...smtp, from: 'firebreak@acme.example', to: 'ops@acme.example' };
  const all = { minSeverity: 'medium' };
  return {
    version: 1,
    ...config,
    providers: { railway: { endpoint, tokens: [{ env: 'RAILWAY_API_TOKEN' }] } },
    passes: ['light'],
    history: { path: join(folder, 'history.db') },
    alerts: [
      { slack: { webhookEnv: 'SLACK_WEBHOOK_URL' }, ...all },
      { teams: { webhookEnv: 'TEAMS_WEBHOOK_URL' }, ...all },
      { email, ...all },
    ],
  };
}

function takenSince([inSlack, inTeams, inMail]: readonly [number, number, number]) {
  return {
    slack: channels.slack.taken.slice(inSlack).map(({ text }) => text),
    teams: channels.teams.taken.slice(inTeams).map(({ text }) => text),
    mail: channels.mail.mails.slice(inMail).map(({ raw }) => raw),
  };
}

const counts = (taken: Pick<Awaited<ReturnType<typeof night>>, 'slack' | 'teams' | 'mail'>) => [
  taken.slack.length,
  taken.teams.length,
  taken.mail.length,
];

/** What the parent line says of findings and drift. */
const newsOrFixed = /healthy: \+\d|\d fixed/;

const logged = ({ stderr }: Ran): string => stderr;

/** One story, told in order: each night begins where the one before left off. */
describe('night after night, the service', () => {
  it('says once how things stand', async () => {
    const first = await night();
    expect(logged(first.ran)).toContain('"state":"complete"');
    expect(first.ran.code).toBe(0);
    expect(counts(first)).toEqual([1, 1, 1]);
  });

  it('is silent for ten nights without a change, and in light passes between them', async () => {
    for (let n = 0; n < 10; n += 1) {
      expect(counts(await night({ hours: 12 }))).toEqual([0, 0, 0]);
      if (n % 4 === 0) expect(counts(await night({ hours: 12, pass: 'light' }))).toEqual([0, 0, 0]);
    }
  });

  it('turns a change into exactly one message a channel', async () => {
    const changed = await night({ planted: true });
    expect(counts(changed)).toEqual([1, 1, 1]);
    expect(changed.slack[0]).toContain('planted');
    expect(counts(await night({ planted: true }))).toEqual([0, 0, 0]);
  });

  it('calls nothing fixed that a light pass does not look at', async () => {
    const light = await night({ planted: true, pass: 'light', hours: 1 });
    expect(logged(light.ran)).toContain('"pass":"light"');
    expect(counts(light)).toEqual([0, 0, 0]);
  });

  it('says of lost access that it is not readable, and never that anything is fixed', async () => {
    const lost = await night({ planted: true, faults: [{ on: 'projectTokens', as: 'not-authorized' }] });
    expect(logged(lost.ran)).toContain('"state":"incomplete"');
    expect(counts(lost)).toEqual([1, 1, 1]);
    for (const [text] of [lost.slack, lost.teams, lost.mail]) {
      expect(text).toMatch(/not readable/i);
      expect(text).not.toMatch(newsOrFixed);
    }
  });

  it('does not tell again what it could not read for a night', async () => {
    const back = await night({ planted: true });
    expect(logged(back.ran)).toContain('"state":"complete"');
    expect(counts(back)).toEqual([1, 1, 1]);
    for (const [text] of [back.slack, back.teams, back.mail]) {
      expect(text).toContain('readable again');
      expect(text).not.toMatch(newsOrFixed);
    }
  });

  it('turns a repaired world into one resolved notice', async () => {
    const repaired = await night();
    expect(counts(repaired)).toEqual([1, 1, 1]);
    expect(repaired.slack[0]).toMatch(/\d+ fixed/);
    expect(counts(await night())).toEqual([0, 0, 0]);
  });

  it('delivers late, and not twice, what a channel that was down did not take', async () => {
    channels.slack.alwaysAnswer({ status: 503, headers: { 'retry-after': '3600' } });
    const down = await night({ planted: true });
    expect(counts(down)).toEqual([0, 1, 1]);
    expect(logged(down.ran)).toContain('slack did not take the message');
    channels.slack.alwaysAnswer(null);
    const up = await night({ planted: true });
    expect(counts(up)).toEqual([1, 0, 0]);
    expect(up.slack[0]).toContain('planted');
    expect(counts(await night({ planted: true }))).toEqual([0, 0, 0]);
  });

  it('says that a scan did not run, and leaves everything as it was', async () => {
    const refused = await night({ planted: true, faults: [{ on: '*', as: 'not-authorized' }] });
    expect(refused.ran.code).toBe(2);
    expect(counts(refused)).toEqual([1, 1, 1]);
    expect(refused.slack[0]).toContain('scan did not run');
    const back = await night({ planted: true });
    expect(back.ran.code).toBe(0);
    for (const [text] of [back.slack, back.teams, back.mail]) {
      expect(text).toContain('scans run again');
      expect(text).not.toMatch(newsOrFixed);
    }
  });
});
