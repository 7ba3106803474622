import { describe, expect, it } from 'vitest';
import type { AlertConfig } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/load.ts';
import { secretsOf } from '../../src/config/secrets.ts';
import { OperatorError } from '../../src/model/error.ts';
import { least } from './acme.ts';

const text = (alerts: string): string => `${least}alerts: ${alerts}\n`;
const load = (alerts: string): readonly AlertConfig[] => {
  return loadConfig({ text: text(alerts), path: 'firebreak.yaml' }).alerts;
};

function refusal(alerts: string): string {
  try {
    load(alerts);
    return 'accepted';
  } catch (error) {
    if (error instanceof OperatorError) return error.message.replace(/^firebreak\.yaml:\d+:\d+ /, '');
    throw error;
  }
}

describe('an alert', () => {
  it('in its short form is told all news at or above high, under the name of its channel', () => {
    expect(load('[{ slack: { webhookEnv: SLACK_WEBHOOK_URL }, when: new }]')).toEqual([
      {
        name: 'slack',
        channel: { type: 'slack', webhook: { env: 'SLACK_WEBHOOK_URL' } },
        when: ['new', 'worsened', 'resolved', 'incomplete', 'missed'],
        minSeverity: 'high',
        environments: [],
        providers: [],
        agents: [],
        digest: null,
      },
    ]);
  });

  it('in its long form says what goes where, and when', () => {
    const [alert] = load(
      '[{ name: night, slack: { webhookEnv: KEY }, when: [new, worsened], minSeverity: critical, environments: [production], providers: [aws], agents: [cursor], digest: { at: "09:00", timezone: Europe/Berlin } }]',
    );
    expect(alert).toEqual({
      name: 'night',
      channel: { type: 'slack', webhook: { env: 'KEY' } },
      when: ['new', 'worsened'],
      minSeverity: 'critical',
      environments: ['production'],
      providers: ['aws'],
      agents: ['cursor'],
      digest: { at: '09:00', timezone: 'Europe/Berlin' },
    });
  });

  it.each([
    ['a mail server as most are', '', { port: 587, security: 'starttls', login: null }],
    ['TLS from the start', ', port: 465', { port: 465, security: 'tls' }],
    ['TLS by its name', ', security: tls', { port: 465, security: 'tls' }],
    [
      'a login',
      ', user: robot, passwordEnv: SMTP_PASSWORD',
      { login: { user: 'robot', password: { env: 'SMTP_PASSWORD' } } },
    ],
  ])('may send mail: %s', (_title, more, expected) => {
    const [alert] = load(
      `[{ email: { host: smtp.acme.example, from: a@acme.example, to: b@acme.example${more} } }]`,
    );
    expect(alert?.channel).toMatchObject({ type: 'email', to: ['b@acme.example'], ...expected });
  });

  it.each([
    ['{ slack: { webhookEnv: S } }', ['S']],
    ['{ webhook: { webhookEnv: U, secretEnv: K } }', ['U', 'K']],
    ['{ pagerduty: { routingKeyEnv: R } }', ['R']],
    ['{ email: { host: h, from: a@b, to: a@b, user: u, passwordEnv: P } }', ['P']],
  ])('names every secret it needs: %s', (alert, names) => {
    expect(load(`[${alert}]`).flatMap(({ channel }) => secretsOf(channel).map(({ env }) => env))).toEqual(
      names,
    );
  });

  it.each([
    [
      'no channel',
      '[{ when: new }]',
      /expected one channel: slack, teams, discord, pagerduty, webhook or email$/,
    ],
    [
      'two channels of one name',
      '[{ slack: { webhookEnv: A } }, { slack: { webhookEnv: B } }]',
      /^alerts\[1\]: a channel named "slack" stands above; give this one a `name` of its own$/,
    ],
    ['an unsigned webhook', '[{ webhook: { webhookEnv: A } }]', /secretEnv: missing/],
    [
      'other news',
      '[{ slack: { webhookEnv: A }, when: [fixed] }]',
      /expected new, worsened, resolved, incomplete or missed/,
    ],
    [
      'one piece of news that is not all',
      '[{ slack: { webhookEnv: A }, when: resolved }]',
      /expected new, or a list/,
    ],
    [
      'a time that is none',
      '[{ slack: { webhookEnv: A }, digest: { at: 9 } }]',
      /digest\.at: expected a time of day/,
    ],
    [
      'a line break in an address',
      '[{ email: { host: h, from: "a@b\\nBcc: c@d", to: a@b } }]',
      /from: expected a mail address/,
    ],
    [
      'a password without a user',
      '[{ email: { host: h, from: a@b, to: a@b, passwordEnv: P } }]',
      /expected both `user` and `passwordEnv`, or neither/,
    ],
    [
      'mail in the clear to another machine',
      '[{ email: { host: smtp.acme.example, from: a@b, to: a@b, security: none } }]',
      /in the clear/,
    ],
    [
      'a digest for a pager',
      '[{ pagerduty: { routingKeyEnv: K }, digest: { at: "09:00" } }]',
      /a digest opens and closes no incident/,
    ],
    [
      'a webhook itself',
      '[{ slack: { webhookEnv: "https://hooks.slack.com/services/T0/B0/x" } }]',
      /looks like the secret/,
    ],
  ])('is refused with %s', (_title, alerts, expected) => {
    expect(refusal(alerts)).toMatch(expected);
  });
});

describe('the report’s address', () => {
  it('is https', () => {
    const from = (url: string) => loadConfig({ text: `${least}reportUrl: ${url}\n`, path: 'f' }).reportUrl;
    expect(from('https://ci.acme.example/firebreak')).toBe('https://ci.acme.example/firebreak');
    expect(() => from('javascript:alert(1)')).toThrow(OperatorError);
    expect(() => from('http://ci.acme.example/')).toThrow(OperatorError);
  });
});
