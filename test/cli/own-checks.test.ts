import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import { type StandIn, serveRailway } from '../../src/stand-ins/railway/serve.ts';
import { pocketOs } from '../../src/stand-ins/railway/worlds/pocket-os.ts';
import { type Ran, run } from './run.ts';

const now = new Date('2026-11-22T12:00:00.000Z');
const incident = pocketOs(now);
const env = { RAILWAY_API_TOKEN: incident.tokens.domainChores };
let server: StandIn;

beforeAll(async () => {
  server = await serveRailway(incident.world);
});
afterAll(() => server.close());

const own = {
  checks: [
    {
      id: 'own-store-names-its-owner',
      title: 'Every store names its owner',
      kind: 'store',
      expect: [{ field: 'tags.owner', present: true }],
      severity: 'low',
      message: 'names no owner.',
    },
  ],
  overrides: [{ check: 'own-store-names-its-owner', environments: ['production'], severity: 'high' }],
  checkFiles: ['nowhere/own-thing-is-good.ts'],
};

function scan(...options: readonly string[]): Promise<Ran> {
  const providers = { railway: { endpoint: server.url, tokens: [{ env: 'RAILWAY_API_TOKEN' }] } };
  const file = JSON.stringify({ version: 1, ...incident.config, providers, ...own });
  return run(['scan', '--format', 'json', ...options], { env, now, files: { 'firebreak.yaml': file } });
}

const findings = ({ files }: Ran): readonly Finding[] =>
  (JSON.parse(files.get('firebreak-out/report.json') ?? '{}') as Report).findings;

describe('checks of one’s own in a scan', () => {
  it('are judged and overridden beside the catalogue, and code is left out and named', async () => {
    const ran = await scan();
    const said = findings(ran).filter(({ check }) => check.startsWith('own-'));
    expect(said.map(({ severity, name }) => `${severity} ${name}`)).toEqual([
      'high postgres-volume (production)',
      'low postgres-volume (staging)',
    ]);
    expect(ran.stderr).toContain('Not run, as --allow-code was not given: nowhere/own-thing-is-good.ts');
  });

  it('run as code where that is allowed; a file that is not there is an error by its name', async () => {
    const ran = await scan('--allow-code', '--fail-on', 'never');
    const [error] = findings(ran).filter(({ outcome }) => outcome === 'error');
    expect(error?.check).toBe('own-thing-is-good');
    expect(ran.code).toBe(3);
  });
});

describe('firebreak fix', () => {
  it('prints a proven change for the incident’s token, and changes nothing', async () => {
    const scanned = await scan();
    const finding = findings(scanned).find(({ name }) => name === 'domain chores');
    const ran = await run(['fix', finding?.fingerprint ?? ''], {
      env,
      now,
      files: Object.fromEntries(scanned.files),
    });
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('The smallest change: end the account token "domain chores"');
    expect(ran.stdout).toContain('use unknown');
    expect(ran.stdout).toMatch(/Verdict: total-loss -> no-reach for \d stores?/);
    expect(ran.stdout).toMatch(/Nothing was changed\.\n$/);
    expect([...ran.files]).toEqual([...scanned.files]);
  });

  it('says kindly that a finding is not there', async () => {
    const scanned = await scan();
    const fix = run(['fix', 'no-such-finding'], { env, now, files: Object.fromEntries(scanned.files) });
    expect((await fix).stderr).toContain('[FINDING_UNKNOWN]');
  });
});
