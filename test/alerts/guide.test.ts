import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { signature } from '../../src/alerts/webhook.ts';
import { loadConfig } from '../../src/config/load.ts';
import { least } from '../config/acme.ts';

const guide = readFileSync('docs/guides/alerts.md', 'utf8');
const block = (language: string): string =>
  new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'm').exec(guide)?.[1] ?? '';

describe('the guide', () => {
  it('shows a configuration that is valid', () => {
    const { alerts } = loadConfig({ text: `${least}${block('yaml')}`, path: 'firebreak.yaml' });
    expect(alerts.map(({ name }) => name)).toEqual([
      'slack',
      'teams',
      'discord',
      'pagerduty',
      'webhook',
      'email',
    ]);
  });

  it('checks a signature as ours are made, and no other', async () => {
    const { isAuthentic } = (await import(`data:text/javascript,${encodeURIComponent(block('js'))}`)) as {
      readonly isAuthentic: (headers: object, body: string, key: Buffer, now: number) => boolean;
    };
    const now = new Date('2026-11-22T12:00:00.000Z');
    const key = Buffer.from('a key of some length');
    const content = '{"type":"firebreak.alert.changes"}';
    const headers = signature({ id: 'scan/1', content }, `whsec_${key.toString('base64')}`, now);
    expect(isAuthentic(headers, content, key, now.getTime())).toBe(true);
    expect(isAuthentic(headers, `${content} `, key, now.getTime())).toBe(false);
    expect(isAuthentic(headers, content, Buffer.from('another'), now.getTime())).toBe(false);
    expect(isAuthentic(headers, content, key, now.getTime() + 301_000)).toBe(false);
    expect(isAuthentic({ ...headers, 'webhook-id': 'scan/2' }, content, key, now.getTime())).toBe(false);
    expect(isAuthentic({}, content, key, now.getTime())).toBe(false);
  });
});

describe('the examples for CI', () => {
  it('keep the state when the scan fails, and run one at a time', () => {
    const github = parse(readFileSync('examples/github/firebreak-alerts.yml', 'utf8'));
    const save = github.jobs.scan.steps.find(({ uses }: { uses?: string }) =>
      uses?.startsWith('actions/cache/save'),
    );
    expect([save.if, github.concurrency.group]).toEqual(['always()', 'firebreak-alerts']);
    const { firebreak } = parse(readFileSync('examples/gitlab/firebreak-alerts.gitlab-ci.yml', 'utf8'));
    expect([firebreak.cache.when, firebreak.resource_group]).toEqual(['always', 'firebreak']);
  });
});
