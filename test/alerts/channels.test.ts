import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import type { AlertBody } from '../../src/alerts/body.ts';
import type { ChannelIO, Outcome } from '../../src/alerts/channel.ts';
import { channelsOf } from '../../src/alerts/channels.ts';
import { messagesOf } from '../../src/alerts/messages.ts';
import type { ChannelConfig, EmailConfig } from '../../src/config/config.ts';
import { hostileName } from '../reports/fixture.ts';
import { delta, report, route, settings, step } from './delta.ts';
import { selfSigned, serveMail } from './smtp.ts';
import {
  type Answer,
  discord,
  pagerduty,
  type Service,
  type StandIn,
  secretPath,
  serve,
  slack,
  teams,
  webhook,
} from './stand-ins.ts';

const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((close) => close()));
});

const body = messagesOf(delta({ steps: [step('opened')] }), settings(route()), report)[0]?.body as AlertBody;
const now = new Date('2026-11-22T12:00:00.000Z');
const io = (): ChannelIO => ({ clock: () => now, signal: new AbortController().signal });
const routingKey = 'R0123456789ABCDEF0123456789ABCDE';
const secret = `whsec_${Buffer.from('a signing secret of twenty-nine b').toString('base64')}`;

async function standIn(service: Service): Promise<StandIn> {
  const server = await serve(service);
  opened.push(server.close);
  return server;
}

function send(
  channel: ChannelConfig,
  env: Readonly<Record<string, string>>,
  { message = body, outside = io() }: { readonly message?: AlertBody; readonly outside?: ChannelIO } = {},
): Promise<Outcome> {
  const [only] = channelsOf([route({ channel })], env);
  if (only === undefined) throw new Error('no channel');
  return only.send({ id: 'scan/1/full/team', body: message }, outside);
}

const hook = (type: 'slack' | 'teams' | 'discord'): ChannelConfig => ({ type, webhook: { env: 'HOOK' } });
const taken = { taken: true, remark: null };

describe('a message is taken', () => {
  it.each<['slack' | 'teams' | 'discord', Service]>([
    ['slack', slack],
    ['teams', teams],
    ['discord', discord],
  ])('by %s', async (type, service) => {
    const server = await standIn(service);
    expect(await send(hook(type), { HOOK: server.url })).toEqual(taken);
    expect(server.taken).toHaveLength(1);
    expect(server.taken[0]?.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  it('by PagerDuty, with the routing key in it', async () => {
    const server = await standIn(pagerduty);
    const channel: ChannelConfig = { type: 'pagerduty', routingKey: { env: 'KEY' }, endpoint: server.url };
    expect(await send(channel, { KEY: routingKey })).toEqual(taken);
    expect(JSON.parse(server.taken[0]?.text ?? '')).toMatchObject({
      routing_key: routingKey,
      event_action: 'trigger',
    });
  });

  it.each([
    ['base64', secret, Buffer.from(secret.slice(6), 'base64')],
    ['plain', 'just-a-text', Buffer.from('just-a-text')],
  ])('by a webhook that checks its signature, with a %s secret', async (_title, value, key) => {
    const server = await standIn(webhook(key, now));
    const channel: ChannelConfig = { type: 'webhook', webhook: { env: 'HOOK' }, secret: { env: 'SECRET' } };
    expect(await send(channel, { HOOK: server.url, SECRET: value })).toEqual(taken);
    expect(server.taken[0]?.headers['webhook-id']).toBe('scan/1/full/team');
    expect(await send(channel, { HOOK: server.url, SECRET: 'another' })).toMatchObject({
      taken: false,
      why: 'gone',
    });
  });
});

describe('a message is not taken', () => {
  it.each<[string, Answer, Partial<Outcome>]>([
    [
      'busy',
      { status: 429, headers: { 'retry-after': '7' } },
      { reason: 'HTTP 429', why: 'later', retryAfter: 7000 },
    ],
    [
      'busy until a date',
      { status: 503, headers: { 'retry-after': new Date(now.getTime() + 90_000).toUTCString() } },
      { reason: 'HTTP 503', why: 'later', retryAfter: 90_000 },
    ],
    ['busy for a year', { status: 429, headers: { 'retry-after': '31536000' } }, { retryAfter: 86_400_000 }],
    ['broken', { status: 500, text: '<html>' }, { reason: 'HTTP 500', why: 'later', retryAfter: null }],
    [
      'archived',
      { status: 410, text: 'channel_is_archived' },
      { reason: 'HTTP 410 channel_is_archived', why: 'gone' },
    ],
    [
      'removed',
      { status: 404, text: '{"message": "Unknown Webhook", "code": 10015}' },
      { reason: 'HTTP 404 code 10015', why: 'gone' },
    ],
    [
      'moved elsewhere',
      { status: 302, headers: { location: 'http://127.0.0.1:1/elsewhere' } },
      { reason: 'HTTP 302: redirected, which is not followed', why: 'gone' },
    ],
    ['cut off', { status: 0, cut: true }, { why: 'later' }],
  ])('%s', async (_title, answer, expected) => {
    const server = await standIn(slack);
    server.answer(answer);
    expect(await send(hook('slack'), { HOOK: server.url })).toMatchObject({ taken: false, ...expected });
    expect(server.attempts()).toBe(1);
  });

  it('in full, but in brief: better short than never', async () => {
    const server = await standIn(slack);
    server.answer({ status: 400, text: 'invalid_blocks' });
    expect(await send(hook('slack'), { HOOK: server.url })).toEqual(taken);
    expect(server.taken[0]?.text).toContain('acme: +1 critical');
    expect(server.taken[0]?.text).toContain('The full message was refused by this channel');
  });

  it('when time is up', async () => {
    const server = await standIn(slack);
    const outside = { clock: () => now, signal: AbortSignal.abort() };
    expect(await send(hook('slack'), { HOOK: server.url }, { outside })).toMatchObject({
      reason: 'time was up',
      why: 'later',
    });
  });

  it.each([
    ['', 'HOOK is not set'],
    ['http://hooks.slack.example/services/T0', 'its address is not an https URL'],
    ['not a url s3cr3t', 'its address is not an https URL'],
    ['https://user:pass@hooks.slack.example/', 'its address is not an https URL'],
  ])('where the address is %j', async (url, reason) => {
    expect(await send(hook('slack'), { HOOK: url })).toEqual({
      taken: false,
      reason,
      why: 'gone',
      retryAfter: null,
    });
  });
});

describe('no reason repeats a secret', () => {
  it.each<[string, Answer]>([
    ['an echo', { status: 404, text: `no_service at ${secretPath}` }],
    ['an echo as a word', { status: 400, text: 's3cr3t' }],
    ['an echo as JSON', { status: 400, text: `{"message":"${secretPath}","code":"${secretPath}"}` }],
    ['a redirection', { status: 301, headers: { location: secretPath } }],
    ['a cut', { status: 0, cut: true }],
  ])('%s', async (_title, answer) => {
    const server = await standIn(slack);
    server.alwaysAnswer(answer);
    const outcome = await send(hook('slack'), { HOOK: server.url });
    expect(outcome.taken).toBe(false);
    expect(JSON.stringify(outcome)).not.toMatch(/s3cr3t|T00|127\.0\.0\.1/i);
  });

  it('nor where nobody listens', async () => {
    const server = await serve(slack);
    await server.close();
    const outcome = await send(hook('slack'), { HOOK: server.url });
    expect(outcome).toMatchObject({ taken: false, reason: 'no connection (ECONNREFUSED)', why: 'later' });
  });
});

describe('mail', () => {
  const config = (port: number, over: Partial<EmailConfig> = {}): EmailConfig => ({
    type: 'email',
    ...{ host: '127.0.0.1', port, security: 'none', from: 'firebreak@acme.example', login: null },
    to: ['ops@acme.example', 'lead@acme.example'],
    ...over,
  });
  const login = { user: 'robot', password: { env: 'PASSWORD' } };
  const env = { PASSWORD: 'pa55-w0rd' };

  it('arrives as text and HTML, under the same id on every attempt', async () => {
    const server = await serveMail({ disabledCommands: ['STARTTLS', 'AUTH'] });
    opened.push(server.close);
    expect(await send(config(server.port), env)).toEqual(taken);
    expect(await send(config(server.port), env)).toEqual(taken);
    const [first, second] = server.mails;
    expect(first).toMatchObject({
      from: 'firebreak@acme.example',
      to: ['ops@acme.example', 'lead@acme.example'],
      secure: false,
    });
    expect(first?.raw).toMatch(/^Subject: \[firebreak\] acme: \+1 critical/m);
    expect(first?.raw).toMatch(/^Auto-Submitted: auto-generated/m);
    expect(first?.raw).toMatch(/text\/plain[\s\S]*text\/html/);
    const id = (raw = '') => /^Message-ID: (.*)$/m.exec(raw)?.[1];
    expect(id(first?.raw)).toMatch(/^<[0-9a-f]{32}@firebreak\.invalid>\r?$/);
    expect(id(second?.raw)).toBe(id(first?.raw));
  });

  it('has no header of a name’s making', async () => {
    const server = await serveMail({ disabledCommands: ['STARTTLS', 'AUTH'] });
    opened.push(server.close);
    const injected = `x\r\nBcc: thief@evil.example\r\nSubject: all is well\r\n\r\n${hostileName}`;
    const message = { ...body, headline: injected, notes: [injected], target: injected };
    expect(await send(config(server.port), env, { message })).toEqual(taken);
    const [head = ''] = (server.mails[0]?.raw ?? '').split('\r\n\r\n');
    expect(server.mails[0]?.to).toEqual(['ops@acme.example', 'lead@acme.example']);
    expect(head.match(/^[A-Za-z-]+(?=:)/gm)?.toSorted()).toEqual(
      [
        'Auto-Submitted',
        'Content-Type',
        'Date',
        'From',
        'MIME-Version',
        'Message-ID',
        'Subject',
        'To',
      ].toSorted(),
    );
  });

  it.each([
    ['starttls', false],
    ['tls', true],
  ] as const)('goes by %s, and signs in only then', async (security, secure) => {
    const certificate = selfSigned();
    const server = await serveMail({ secure, ...certificate });
    opened.push(server.close);
    const channel = config(server.port, { host: 'localhost', security, login });
    expect(await send(channel, env)).toMatchObject({
      taken: false,
      why: expect.stringMatching(/gone|later/),
    });
    const before = getCACertificates('default');
    setDefaultCACertificates([...before, certificate.cert]);
    try {
      expect(await send(channel, env)).toEqual(taken);
    } finally {
      setDefaultCACertificates(before);
    }
    expect(server.mails).toMatchObject([{ secure: true, user: 'robot' }]);
  });

  it('is not sent in the clear to a server that offers no TLS', async () => {
    const server = await serveMail({ disabledCommands: ['STARTTLS'] });
    opened.push(server.close);
    const outcome = await send(config(server.port, { security: 'starttls', login }), env);
    expect(outcome).toMatchObject({ taken: false, reason: expect.stringMatching(/^mail ETLS/) });
    expect(server.mails).toEqual([]);
  });

  it('that is refused says why by codes alone: servers repeat what they were told', async () => {
    const server = await serveMail({ allowInsecureAuth: true, disabledCommands: ['STARTTLS'] });
    opened.push(server.close);
    const outcome = await send(config(server.port, { login }), { PASSWORD: 'wr0ng-s3cr3t' });
    expect(outcome).toEqual({ taken: false, reason: 'mail EAUTH (SMTP 535)', why: 'gone', retryAfter: null });
  });

  it('tells a recipient that was refused while others were not', async () => {
    const server = await serveMail({
      disabledCommands: ['STARTTLS', 'AUTH'],
      onRcptTo: ({ address }, _session, done) =>
        done(address.startsWith('lead') ? new Error('no such user') : null),
    });
    opened.push(server.close);
    expect(await send(config(server.port), env)).toEqual({
      taken: true,
      remark: '1 of 2 recipients were refused',
    });
  });

  it('comes later where nobody listens', async () => {
    const server = await serveMail();
    await server.close();
    expect(await send(config(server.port), env)).toMatchObject({
      taken: false,
      why: 'later',
      reason: 'mail ESOCKET',
    });
  });
});
