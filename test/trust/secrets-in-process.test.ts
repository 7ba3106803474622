import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leaks } from './canary.ts';
import { configuration, env, type Served, serveSecrets } from './secret-world.ts';

const main = join(import.meta.dirname, '../../src/cli/main.ts');
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

interface Ended {
  readonly code: number | null;
  readonly outputs: ReadonlyMap<string, string>;
  /** Command lines of every process it started, as anybody on the machine could list them. */
  readonly commands: ReadonlySet<string>;
}

/** Runs the program as a user does, with AWS's credentials in files and the others in the environment. */
function firebreak(line: readonly string[], imported: readonly string[] = []): Promise<Ended> {
  const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, AWS_SESSION_TOKEN: ___, ...rest } = env;
  const child = spawn(process.execPath, [...imported.flatMap((text) => ['--import', text]), main, ...line], {
    cwd: folder,
    env: { ...rest, PATH: process.env.PATH, HOME: folder, AWS_PROFILE: 'audit' },
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (data: Buffer) => {
    said.stdout += data.toString();
  });
  child.stderr.on('data', (data: Buffer) => {
    said.stderr += data.toString();
  });
  const commands = new Set<string>();
  const look = setInterval(() => note(String(child.pid), commands), 50);
  return new Promise((done) => {
    child.on('close', (code) => {
      clearInterval(look);
      const outputs = new Map([
        ...Object.entries(said),
        ...filesBelow(join(folder, 'firebreak-out')),
        ...filesBelow(join(folder, 'tape')),
      ]);
      done({ code, outputs, commands });
    });
  });
}

/** The command lines of a process and of those below it; none where the system has no /proc. */
function note(id: string, commands: Set<string>): void {
  commands.add(read(`/proc/${id}/cmdline`).replaceAll('\0', ' '));
  for (const child of read(`/proc/${id}/task/${id}/children`).split(' ').filter(Boolean))
    note(child, commands);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function filesBelow(path: string): readonly (readonly [string, string])[] {
  try {
    const entries = readdirSync(path, { withFileTypes: true, recursive: true }).filter((entry) =>
      entry.isFile(),
    );
    return entries.map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return [file.slice(dirname(path).length + 1), readFileSync(file, 'latin1')] as const;
    });
  } catch {
    return [];
  }
}

describe('a process of its own', () => {
  it('scans with the credentials of ~/.aws and shows them neither in its output nor to whoever lists processes', async () => {
    const { code, outputs, commands } = await firebreak([
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
    const { code, outputs } = await firebreak(['demo'], [crash]);
    expect(code).toBe(2);
    expect(outputs.get('stderr')).toContain('broke with');
    expect(leaks(new Map([['stderr', outputs.get('stderr') ?? '']]))).toEqual([]);
  });
});
