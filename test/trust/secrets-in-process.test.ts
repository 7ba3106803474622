import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leaks } from './canary.ts';
import { configuration, env, type Served, serveSecrets } from './secret-world.ts';
import { filesBelow, firebreak } from './user-process.ts';

const ownCheck = `import { defineCheck } from 'firebreak/checks';
export default defineCheck({ id: 'own-store-is-named', title: 'Stores are named', severity: 'low', judges: 'store',
  evaluate: () => { const till = Date.now() + 300; while (Date.now() < till); return { outcome: 'pass' }; } });`;

let served: Served;
let folder: string;

beforeAll(async () => {
  served = await serveSecrets();
  folder = mkdtempSync(join(tmpdir(), 'firebreak-secrets-'));
  const config = JSON.parse(configuration(served));
  // One account is enough here, and its rates are the real ones.
  config.providers.aws = { regions: ['us-east-1'] };
  config.checkFiles = ['own-store-is-named.ts'];
  writeFileSync(join(folder, 'firebreak.yaml'), JSON.stringify(config));
  writeFileSync(join(folder, 'own-store-is-named.ts'), ownCheck);
  const aws = (name: string, text: string) => {
    mkdirSync(join(folder, '.aws'), { recursive: true });
    writeFileSync(join(folder, '.aws', name), text);
  };
  const key = `aws_access_key_id = ${env.AWS_ACCESS_KEY_ID}\naws_secret_access_key = ${env.AWS_SECRET_ACCESS_KEY}\n`;
  aws('credentials', `[audit]\n${key}aws_session_token = ${env.AWS_SESSION_TOKEN}\n`);
  aws('config', `[profile audit]\nregion = us-east-1\nendpoint_url = ${served.aws.url}\n`);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await served.close();
});

/** With AWS's credentials in files and the others in the environment. */
async function user(line: readonly string[], imported: readonly string[] = []) {
  const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, AWS_SESSION_TOKEN: ___, ...rest } = env;
  const ended = await firebreak(line, { cwd: folder, env: { ...rest, AWS_PROFILE: 'audit' }, imported });
  const { stdout, stderr } = ended;
  const written = filesBelow(folder, ['.aws', 'firebreak.yaml', 'own-store-is-named.ts']);
  return { ...ended, outputs: new Map([...written, ['stdout', stdout], ['stderr', stderr]]) };
}

describe('a process of its own', () => {
  it('scans with the credentials of ~/.aws and shows them neither in its output nor to whoever lists processes', async () => {
    const { code, outputs, commands } = await user([
      'scan',
      '--allow-code',
      '--record',
      'tape',
      '--log-level',
      'debug',
    ]);
    expect(outputs.get('stderr')).toMatch(/exit [13], by/);
    expect([1, 3]).toContain(code);
    expect(outputs.size).toBeGreaterThan(20);
    const listed = [...commands].join('\n');
    if (process.platform === 'linux') expect(listed).toContain('code-checks-child');
    expect(leaks(new Map([...outputs, ['ps', listed]]))).toEqual([]);
  });

  it.each([
    [
      'thrown where nobody catches it',
      `throw Object.assign(new Error(text), { request: { headers: { authorization: text } } })`,
    ],
    [
      'a promise that nobody waited for',
      `Promise.reject(Object.assign(new Error(text), { cause: new Error(text) }))`,
    ],
  ])('shows none when it ends by a bug, %s, and never with the code of a finding', async (_, bug) => {
    const all = `Object.entries(process.env).filter(([name]) => /TOKEN|SECRET|WEBHOOK|KEY|PASS|URL/.test(name)).map(([, value]) => value).join(' ')`;
    const crash = `data:text/javascript,${encodeURIComponent(`setTimeout(() => { const text = 'broke with ' + ${all}; ${bug}; }, 400)`)}`;
    const { code, outputs } = await user(['demo'], [crash]);
    expect(code).toBe(2);
    expect(outputs.get('stderr')).toContain('broke with');
    expect(leaks(new Map([['stderr', outputs.get('stderr') ?? '']]))).toEqual([]);
  });
});
