import { afterEach, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { type StandIn, serveRailway } from '../../src/stand-ins/railway/serve.ts';
import { pocketOs } from '../../src/stand-ins/railway/worlds/pocket-os.ts';
import { type Ran, run } from './run.ts';

const now = new Date('2026-11-22T12:00:00.000Z');
const incident = pocketOs(now);
const env = { RAILWAY_API_TOKEN: incident.tokens.domainChores };
const servers: StandIn[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** A team's folder: configuration with baseline and exceptions named, and a provider to scan. */
async function team(): Promise<Readonly<Record<string, string>>> {
  const server = await serveRailway(incident.world);
  servers.push(server);
  const providers = { railway: { endpoint: server.url, tokens: [{ env: 'RAILWAY_API_TOKEN' }] } };
  const named = { baseline: 'baselines/pocket-os.json', exceptions: 'baselines/pocket-os.exceptions.yaml' };
  return { 'firebreak.yaml': JSON.stringify({ version: 1, ...incident.config, ...named, providers }) };
}

const files = (ran: Ran): Readonly<Record<string, string>> => Object.fromEntries(ran.files);
const report = (ran: Ran): Report => JSON.parse(ran.files.get('firebreak-out/report.json') ?? '{}') as Report;
const approve = [
  'baseline',
  'approve',
  '--by',
  'ops@pocketos.example',
  '--why',
  'first look',
  '--until',
  '2027-01-31',
];

describe('from the first scan to an approved baseline', () => {
  it('says there is none, approves what was found, and then finds nothing new and no drift', async () => {
    const first = await run(['scan', '--format', 'json'], { env, now, files: await team() });
    expect(first.stderr).toContain('No baseline yet');
    expect(report(first).scan.baseline).toBeNull();

    const approved = await run(approve, { now, files: files(first) });
    expect(approved.stderr).toBe('');
    expect(approved.files.has('baselines/pocket-os.json')).toBe(true);

    const second = await run(['scan', '--format', 'json'], { env, now, files: files(approved) });
    expect(report(second).scan.baseline).toMatchObject({ version: 1, trusted: true });
    expect(report(second).drift).toEqual([]);
    expect(report(second).findings.filter((finding) => finding.new)).toEqual([]);
  });

  it('a changed byte: the scan still judges, leaves drift out, and does not exit 0', async () => {
    const first = await run(['scan', '--format', 'json'], { env, now, files: await team() });
    const approved = files(await run(approve, { now, files: files(first) }));
    const path = 'baselines/pocket-os.json';
    const tampered = { ...approved, [path]: approved[path]?.replace('"ADMIN"', '"VIEWER"') ?? '' };
    const ran = await run(['scan', '--format', 'json', '--fail-on', 'never'], { env, now, files: tampered });
    expect(ran.code).toBe(1);
    expect(report(ran).summary.gate.by).toBe('baseline');
    expect(report(ran).findings.find(({ check }) => check === 'baseline-can-be-trusted')?.severity).toBe(
      'critical',
    );
    expect(report(ran).findings.length).toBeGreaterThan(1);
  });

  it.each<[string, (text: string) => string, boolean]>([
    ['is judged by, since the chain ends in it', (text) => text, true],
    [
      'is nothing to go by once a byte of it is changed',
      (text) => text.replace('"ADMIN"', '"VIEWER"'),
      false,
    ],
  ])('what an approval that was cut off had written aside %s', async (_, change, trusted) => {
    const path = 'baselines/pocket-os.json';
    const first = await run(['scan', '--format', 'json'], { env, now, files: await team() });
    const { [path]: text = '', ...rest } = files(await run(approve, { now, files: files(first) }));
    const cutOff = { ...rest, 'baselines/pocket-os.next.json': change(text) };
    const ran = await run(['scan', '--format', 'json'], { env, now, files: cutOff });
    expect(report(ran).summary.gate.by === 'baseline').toBe(!trusted);
    expect(ran.stderr.includes('was cut off')).toBe(trusted);
    expect(ran.files.has(path)).toBe(false);
    const verified = await run(['baseline', 'verify'], { now, files: cutOff });
    expect(verified.code).toBe(trusted ? 0 : 2);
    expect(verified.files.get(path)).toBe(trusted ? text : undefined);
    expect(verified.files.has('baselines/pocket-os.next.json')).toBe(!trusted);
  });

  it('an exception lowers one finding until its day, and then the finding returns louder', async () => {
    const first = await run(['scan', '--format', 'json'], { env, now, files: await team() });
    const mfa = report(first).findings.find(({ check }) => check === 'principal-has-mfa');
    const excepted = await run(
      [
        'except',
        mfa?.fingerprint ?? '',
        '--why',
        'leaves in May',
        '--by',
        'ops@pocketos.example',
        '--until',
        '2026-12-24',
      ],
      { now, files: files(first) },
    );
    expect(excepted.stderr).toBe('');
    const status = async (day: string) => {
      const ran = await run(['scan', '--format', 'json'], {
        env,
        now: new Date(day),
        files: files(excepted),
      });
      return report(ran).findings.find(({ fingerprint }) => fingerprint === mfa?.fingerprint);
    };
    expect(await status('2026-11-23T12:00:00.000Z')).toMatchObject({ status: 'excepted', severity: 'low' });
    expect(await status('2026-12-25T12:00:00.000Z')).toMatchObject({
      status: 'expired-exception',
      severity: 'critical',
    });
  });

  it.each([
    [{}, '2027-05-21', 0],
    [{}, '2027-05-22', 2],
    [{ exceptionMaxDays: 30 }, '2026-12-22', 0],
    [{ exceptionMaxDays: 30 }, '2026-12-23', 2],
  ])('with limits %j an exception until %s ends with %i', async (limits, until, code) => {
    const own = await team();
    const config = JSON.stringify({ ...JSON.parse(own['firebreak.yaml'] ?? '{}'), limits });
    const first = await run(['scan', '--format', 'json'], { env, now, files: { 'firebreak.yaml': config } });
    const line = [
      'except',
      'principal-has-mfa',
      '--why',
      'leaves',
      '--by',
      'ops@pocketos.example',
      '--until',
      until,
    ];
    const excepted = await run(line, { now, files: files(first) });
    expect(excepted.code).toBe(code);
    expect(excepted.files.has('baselines/pocket-os.exceptions.yaml')).toBe(code === 0);
  });
});
