import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { withoutVolatile } from '../../src/inventory/volatile.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import type { Report } from '../../src/model/report.ts';
import type { Fault } from '../../src/stand-ins/railway/faults.ts';
import { type StandIn, serveRailway } from '../../src/stand-ins/railway/serve.ts';
import { pocketOs } from '../../src/stand-ins/railway/worlds/pocket-os.ts';
import { type Ran, run } from './run.ts';

const now = new Date('2026-11-22T12:00:00.000Z');
const laterThatHour = new Date('2026-11-22T12:37:04.567Z');
const incident = pocketOs(now);
const env = { RAILWAY_API_TOKEN: incident.tokens.domainChores };
const pageBuilt = existsSync(resolve(import.meta.dirname, '../../reports/html/dist/page.js'));
const servers: StandIn[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** firebreak.yaml for the incident's world at that endpoint. */
function config(
  endpoint: string,
  more: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, string>> {
  const providers = { railway: { endpoint, tokens: [{ env: 'RAILWAY_API_TOKEN' }] } };
  return { 'firebreak.yaml': JSON.stringify({ version: 1, ...incident.config, providers, ...more }) };
}

async function scan(options: readonly string[] = [], faults: readonly Fault[] = []): Promise<Ran> {
  const server = await serveRailway(incident.world, { pageSize: 2, faults });
  servers.push(server);
  return run(['scan', '--format', 'json,markdown', ...options], { env, now, files: config(server.url) });
}

const report = ({ files }: Ran): Report =>
  JSON.parse(files.get('firebreak-out/report.json') ?? '{}') as Report;
const inventory = ({ files }: Ran): Inventory =>
  JSON.parse(files.get('firebreak-out/inventory.json') ?? '{}') as Inventory;

describe('a scan of the incident’s world', () => {
  it('answers on the first screen, writes the files and exits 1 by its findings', async () => {
    const ran = await scan();
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain('can end postgres-volume');
    expect(ran.stderr.trim().split('\n').at(-1)).toMatch(
      /^firebreak: exit 1, by findings: \d+ open findings at or above high$/,
    );
    expect([...ran.files.keys()].toSorted()).toEqual([
      'firebreak-out/inventory.json',
      'firebreak-out/report.json',
      'firebreak-out/report.md',
      'firebreak.yaml',
    ]);
  });

  it('says the same twice, byte for byte but for the published volatile fields', async () => {
    const server = await serveRailway(incident.world, { pageSize: 2 });
    servers.push(server);
    const at = (time: Date): Promise<Ran> => run(['scan'], { env, now: time, files: config(server.url) });
    const [one, two] = [await at(now), await at(laterThatHour)];
    expect(report(two).scan).not.toEqual(report(one).scan);
    for (const of of [inventory, report]) {
      expect(JSON.stringify(withoutVolatile(of(two)))).toBe(JSON.stringify(withoutVolatile(of(one))));
    }
  });

  it.skipIf(!pageBuilt)('writes the page too', async () => {
    const ran = await scan(['--format', 'html']);
    expect(ran.files.get('firebreak-out/report.html')).toContain('can end postgres-volume');
  });

  it('is quiet on request, but for the gate', async () => {
    const ran = await scan(['--quiet']);
    expect(ran.stdout).toBe('');
    expect(ran.stderr.trim().split('\n')).toHaveLength(1);
  });

  it('exits 0 when nothing may fail it', async () => {
    expect((await scan(['--fail-on', 'never'])).code).toBe(0);
  });

  it('adds to the step summary of a workflow', async () => {
    const server = await serveRailway(incident.world);
    servers.push(server);
    const summary = { ...config(server.url), 'summary.md': 'before\n' };
    const step = { ...env, GITHUB_STEP_SUMMARY: '/work-folder/summary.md' };
    const ran = await run(['scan', '--format', 'json'], { env: step, now, files: summary });
    expect(ran.files.get('summary.md')).toMatch(/^before\n[\s\S]*can end postgres/);
  });
});

describe('what goes wrong while reading', () => {
  const cut: Fault = { on: '*', from: 9, as: 'reset' };

  it('a network cut midway names what could not be seen, and is never a clean exit', async () => {
    const ran = await scan(['--fail-on', 'never'], [cut]);
    expect(ran.code).toBe(3);
    expect(report(ran).coverage.gaps.filter(({ reason }) => reason === 'failed').length).toBeGreaterThan(0);
    expect(ran.stdout).toContain('WHAT COULD NOT BE SEEN');
    expect(report(ran).summary.answer).toMatch(/could not be read/);
  });

  it('everything cut from the first call: an answer that claims nothing', async () => {
    const ran = await scan(['--fail-on', 'never'], [{ on: '*', from: 1, as: 'reset' }]);
    expect(ran.code).toBe(3);
    expect(report(ran).summary.answer).toMatch(
      /^Nothing could be read, so nothing is known\. \d+ things? could not/,
    );
  });

  it.each<[string, Fault]>([
    ['backups denied', { on: 'volumeInstanceBackupList', as: 'not-authorized' }],
    ['an HTML page', { on: 'volumeInstanceBackupList', as: 'html' }],
    ['a 500', { on: 'projectTokens', as: 'status', status: 500 }],
    ['half a page', { on: 'volumeInstanceBackupScheduleList', as: 'truncated' }],
  ])('%s is a gap, and no finding turns to pass', async (_, fault) => {
    const whole = report(await scan());
    const ran = await scan(['--fail-on', 'never'], [fault]);
    expect(ran.code).toBe(3);
    const after = report(ran);
    const still = new Set(after.findings.map(({ fingerprint }) => fingerprint));
    const unsure = new Set(after.checks.filter(({ unknown }) => unknown > 0).map(({ id }) => id));
    const read = new Set(inventory(ran).assets.map(({ id }) => id));
    const vanished = whole.findings
      .filter(
        ({ outcome, fingerprint, asset }) => outcome === 'fail' && !still.has(fingerprint) && read.has(asset),
      )
      .filter(({ check }) => !unsure.has(check));
    expect(vanished.map(({ check, name }) => `${check} of ${name}`)).toEqual([]);
  });

  it('a gap that is allowed by name no longer makes it incomplete', async () => {
    const fault: Fault = { on: 'volumeInstanceBackupScheduleList', as: 'not-authorized' };
    const first = await scan(['--fail-on', 'never'], [fault]);
    const names = report(first).coverage.gaps.map(({ fingerprint }) => fingerprint);
    expect(first.code).toBe(3);
    expect((await scan(['--fail-on', 'never', '--allow-gaps', names.join(',')], [fault])).code).toBe(0);
  });
});

describe('what goes wrong before reading', () => {
  it.each<
    [string, readonly string[], Readonly<Record<string, string>>, Readonly<Record<string, string>>, RegExp]
  >([
    ['no credential at all', ['scan'], {}, {}, /\[NO_CREDENTIALS\]/],
    ['a file that is not there', ['scan', '-c', 'nowhere.yaml'], {}, {}, /no file nowhere\.yaml/],
    [
      'a key nobody knows',
      ['scan'],
      { 'firebreak.yaml': 'version: 1\nname: a\nprovidrs: {}\n' },
      {},
      /firebreak\.yaml:3:\d+.*providers/s,
    ],
    ['a token that is not set', ['scan'], config('http://127.0.0.1:1'), {}, /\[TOKEN_MISSING\]/],
    [
      'a format nobody knows',
      ['scan', '--format', 'pdf'],
      config('http://127.0.0.1:1'),
      env,
      /\[FORMAT_UNKNOWN\]/,
    ],
    [
      'a level nobody knows',
      ['scan', '--fail-on', 'severe'],
      config('http://127.0.0.1:1'),
      env,
      /Allowed choices/,
    ],
    [
      'a provider not configured',
      ['scan', '--provider', 'aws'],
      config('http://127.0.0.1:1'),
      env,
      /\[PROVIDER_NOT_CONFIGURED\]/,
    ],
    ['a command nobody knows', ['scna'], {}, {}, /Did you mean scan/],
  ])('%s: one clear line, exit 2', async (_, line, files, environment, said) => {
    const ran = await run(line, { files, env: environment });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(said);
    expect([...ran.files.keys()].filter((path) => path.startsWith('firebreak-out'))).toEqual([]);
  });

  it('a token the provider refuses', async () => {
    const server = await serveRailway(incident.world);
    servers.push(server);
    const wrong = { RAILWAY_API_TOKEN: '00000000-0000-4000-8000-000000000000' };
    const ran = await run(['scan'], { files: config(server.url), env: wrong });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(/\[RAILWAY_TOKEN_REJECTED\]/);
    expect(ran.stderr + ran.stdout).not.toContain(wrong.RAILWAY_API_TOKEN);
  });
});
