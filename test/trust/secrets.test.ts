import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { type Ran, run } from '../cli/run.ts';
import { acmeId } from '../collectors/aws/acme.ts';
import { leaks } from './canary.ts';
import { configuration, env, later, now, type Served, serveSecrets } from './secret-world.ts';

const formats = 'html,json,sarif,junit,ocsf,csv,markdown';

/** Everything a command left behind, by what left it. */
function outputsOf(
  line: readonly string[],
  { stdout, stderr, files }: Ran,
  before: Files,
): Map<string, string> {
  const name = line.slice(0, 2).join(' ');
  const written = [...files].filter(([path, text]) => before[path] !== text);
  return new Map([
    [`stdout of ${name}`, stdout],
    [`stderr of ${name}`, stderr],
    ...written.map(([path, text]) => [`${path} of ${name}`, text] as const),
  ]);
}

type Files = Readonly<Record<string, string>>;

describe.each([
  ['providers whose answers hold secrets', false],
  ['providers whose errors hold secrets', true],
])('with %s', (_, broken) => {
  let served: Served;
  const outputs = new Map<string, string>();
  let files: Files = {};
  let at = now;

  async function user(...line: readonly string[]): Promise<Ran> {
    const ran = await run(line, { env, now: at, files });
    for (const [name, text] of outputsOf(line, ran, files)) outputs.set(`${name} (${outputs.size})`, text);
    files = Object.fromEntries(ran.files);
    return ran;
  }

  /** Something is gone since the approval, and both audit logs are asked who did it. */
  async function afterAChange(): Promise<void> {
    await served.close();
    served = await serveSecrets({ changed: true });
    vi.stubEnv('AWS_ENDPOINT_URL', served.aws.url);
    files = { ...files, 'firebreak.yaml': configuration(served) };
    at = later;
    await user('scan', '--format', formats, '--record', 'tape-later');
    const { drift } = JSON.parse(files['firebreak-out/report.json'] ?? '{}') as Report;
    if (broken) return;
    expect(served.aws.calls).toContain('cloudtrail:LookupEvents');
    expect(served.railway.calls().flatMap(({ fields }) => fields)).toContain('auditLogs');
    expect(drift.map(({ actor }) => actor)).toContain(`arn:aws:iam::${acmeId}:user/bot`);
  }

  beforeAll(async () => {
    served = await serveSecrets({ broken });
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    vi.stubEnv('AWS_ENDPOINT_URL', served.aws.url);
    files = { 'firebreak.yaml': configuration(served) };
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await served.close();
  });

  it('no output of any command shows one', async () => {
    const scan = await user('scan', '--format', formats, '--record', 'tape', '--log-level', 'debug');
    expect(scan.stderr).toMatch(/exit [013], by/);
    const { findings, coverage } = JSON.parse(files['firebreak-out/report.json'] ?? '{}') as Report;
    expect(coverage.sources.length).toBeGreaterThan(20);
    const finding = findings[0]?.fingerprint ?? '';
    const by = ['--by', 'ops@acme.example', '--why', 'looked at', '--until', '2027-01-31'];
    await user('baseline', 'propose');
    await user('baseline', 'approve', ...by);
    await user('baseline', 'verify');
    await user('baseline', 'diff');
    await user('baseline', 'log');
    await user('except', finding, '--reason', 'known', '--by', 'ops@acme.example', '--until', '2027-01-31');
    await user('fix', finding);
    await user('scan', '--format', formats, '--resume');
    await user('scan', '--replay', 'tape', '--format', 'json');
    await user('blast');
    await user('blast', '--json');
    await user('blast', '--self');
    await user('report', 'firebreak-out/report.json', '--format', formats);
    await user('checks');
    await user('demo', '--out', 'demo');
    await user('permissions', 'railway');
    await user('permissions', 'aws');
    await user('init', '--yes', '--force');
    await afterAChange();
    expect(leaks(outputs)).toEqual([]);
    expect(outputs.size).toBeGreaterThan(60);
  });
});
