import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlertBody, AlertItem } from '../../src/alerts/body.ts';
import type { Mail } from '../../src/alerts/email.ts';
import { messagesOf } from '../../src/alerts/messages.ts';
import { renderFor } from '../../src/alerts/render.ts';
import { drift, hostileName } from '../reports/fixture.ts';
import { delta, report, route, settings, step } from './delta.ts';
import { type Answer, discord, pagerduty, type Service, slack, teams } from './stand-ins.ts';

const types = ['slack', 'teams', 'discord', 'pagerduty', 'webhook', 'email'] as const;
type Type = (typeof types)[number];

/** A morning with one of everything. */
function bodyOf(over: Partial<Parameters<typeof step>[1]> = {}): AlertBody {
  const steps = [
    step('opened', over),
    step('not-verified', { fingerprint: 'b', asset: 'arn:aws:iam::1:user/bot', ...over }),
    step('resolved', { fingerprint: 'c', asset: 'railway:volume:old', ...over }),
  ];
  const appeared = [
    drift(over.name === undefined ? {} : { name: over.name, why: over.name, actor: over.name }),
  ];
  const gaps = { appeared: ['aws:denied:iam:ListUsers:1'], closed: [] };
  const brought = delta({ state: 'incomplete', steps, drift: { appeared, settled: [] }, gaps });
  return messagesOf(brought, settings(route()), report)[0]?.body as AlertBody;
}

describe('a message', () => {
  it.each(types)('in the form of %s', async (type) => {
    const rendered = renderFor(type, bodyOf());
    const text =
      type === 'email'
        ? Object.values(rendered as Mail).join('\n----\n')
        : `${JSON.stringify(rendered, null, 1)}\n`;
    await expect(text).toMatchFileSnapshot(join(import.meta.dirname, `golden/${type}.txt`));
  });
});

/** Everything a name may try, in bits and at length. */
const names = fc.oneof(
  fc.constantFrom(
    hostileName,
    hostileName.repeat(300),
    '𝕳'.repeat(20_000),
    '&'.repeat(10_000),
    '*'.repeat(10_000),
  ),
  fc
    .array(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 20 }),
        fc.constantFrom(
          '<!channel>',
          '<@U1>',
          '<at>x</at>',
          '@everyone',
          '@here',
          '<@&1>',
          '<#1>',
          ':fire:',
          '{{DATE(2026-01-01)}}',
        ),
        fc.constantFrom(
          '[x](https://evil.example)',
          '<https://evil.example|x>',
          'https://evil.example/x',
          'www.evil.example',
          '![i](http://x)',
        ),
        fc.constantFrom(
          '**b**',
          '_i_',
          '~s~',
          '`c`',
          '```',
          '> q',
          '# h',
          '- l',
          '|| s ||',
          '<b>x</b>',
          '<img src=x>',
          '"onload="',
          '\r\nBcc: a@b\r\n\r\n',
          '\\',
        ),
      ),
      { maxLength: 30 },
    )
    .map((parts) => parts.join('')),
);

const hostile = names.map((name) => bodyOf({ name, message: name, remediation: name, title: name }));

/** All strings of a JSON value. */
function strings(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

const received = (value: unknown) => ({ path: '/', headers: {}, text: JSON.stringify(value) });

describe('whatever a name is', () => {
  it.each<[Type, Service, (rendered: object) => object]>([
    ['slack', slack, (rendered) => rendered],
    ['teams', teams, (rendered) => rendered],
    ['discord', discord, (rendered) => rendered],
    ['pagerduty', pagerduty, (rendered) => ({ routing_key: 'k'.repeat(32), ...rendered })],
  ])('%s takes the message', (type, service, complete) => {
    fc.assert(
      fc.property(hostile, (body) => {
        const { status }: Answer = service(received(complete(renderFor(type, body) as object)));
        expect(status).toBeLessThan(300);
      }),
    );
  });

  it('Slack sees no markup, mention or link but the report’s', () => {
    fc.assert(
      fc.property(hostile, (body) => {
        const texts: { type: string; text: string }[] = [];
        const walk = (value: unknown): void => {
          if (typeof value !== 'object' || value === null) return;
          const { type, text } = value as { type?: string; text?: unknown };
          if (type !== undefined && typeof text === 'string') texts.push({ type, text });
          for (const each of Object.values(value)) walk(each);
        };
        walk(renderFor('slack', body));
        const formatted = texts.filter(({ type }) => type !== 'plain_text');
        expect(formatted).toEqual(
          [
            {
              type: 'mrkdwn',
              verbatim: true,
              text: '<https://ci.acme.example/report?a=1&amp;b=2|Open the report>',
            },
          ].map(({ type, text }) => ({ type, text })),
        );
        for (const { text } of texts.filter(({ type }) => type === 'plain_text')) {
          expect(text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)|:\/\/|www\./);
        }
      }),
    );
  });

  it('Teams sees text runs alone, nothing it would fill in, and no one mentioned', () => {
    fc.assert(
      fc.property(hostile, (body) => {
        const rendered = JSON.stringify(renderFor('teams', body));
        expect(rendered).not.toContain('"TextBlock"');
        expect(rendered).not.toContain('"entities"');
        expect(rendered).not.toContain('{{');
        expect(rendered.match(/:\/\//g)).toHaveLength(2);
      }),
    );
  });

  it('Discord sees every character of markup escaped, and mentions nobody', () => {
    fc.assert(
      fc.property(hostile, (body) => {
        const { allowed_mentions, embeds } = renderFor('discord', body) as {
          allowed_mentions: unknown;
          embeds: object[];
        };
        expect(allowed_mentions).toEqual({ parse: [] });
        const {
          url: _url,
          timestamp: _time,
          footer: _plain,
          ...shown
        } = embeds[0] as Record<string, unknown>;
        for (const text of strings(shown)) {
          expect(text.replaceAll(/\\[\\*_~`|<>#[\]()-]/g, ' ')).not.toMatch(
            /[\\*_~`|<>#[\]()-]|@everyone|@here|:\/\//,
          );
        }
      }),
    );
  });

  it('a mail has one line of subject, and HTML of its own tags alone', () => {
    fc.assert(
      fc.property(hostile, (body) => {
        const { subject, text, html } = renderFor('email', body) as Mail;
        expect(subject).not.toMatch(/[\r\n]/);
        expect(subject.length).toBeLessThanOrEqual(200);
        expect(html.replaceAll(/<\/?(!doctype html|html|body|h2|p|b|br|small|a)\b[^<>]*>/g, '')).not.toMatch(
          /[<>]/,
        );
        expect(html.match(/<a /g)).toHaveLength(1);
        expect(text.match(/:\/\//g)).toHaveLength(1);
      }),
    );
  });

  it('no text holds a control character, a bidi override or half a character', () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom(...types), (body, type) => {
        for (const text of strings(renderFor(type, body))) {
          expect(text.isWellFormed()).toBe(true);
          // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
          expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
        }
      }),
    );
  });
});

describe('what does not fit', () => {
  const wide: AlertItem = {
    mark: 'new',
    severity: 'high',
    name: 'n'.repeat(200),
    text: '\u{10ffff}'.repeat(2500),
    plan: null,
    stoppedBy: null,
    fix: null,
    also: 0,
  };
  const large: AlertBody = { ...bodyOf(), items: [wide, wide, wide, wide, wide], more: 2 };
  it.each<[Type, Service]>([
    ['teams', teams],
    ['discord', discord],
  ])('is counted by %s instead of shown', (type, service) => {
    const rendered = renderFor(type, large);
    expect(service(received(rendered)).status).toBeLessThan(300);
    expect(JSON.stringify(rendered)).toMatch(/· [3-6] more in the report/);
  });
});
