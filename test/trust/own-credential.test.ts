import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { serveAws } from '../../src/stand-ins/aws/index.ts';
import { serveRailway } from '../../src/stand-ins/railway/serve.ts';
import { pocketOs } from '../../src/stand-ins/railway/worlds/pocket-os.ts';
import { run } from '../cli/run.ts';
import { acme, acmeId, scanner } from '../collectors/aws/acme.ts';
import { memberId, memberRole } from './every-call.ts';

const now = new Date('2026-11-22T12:00:00.000Z');
const { world, tokens } = pocketOs(now);
const login = {
  id: 'login',
  name: 'cli',
  type: 'CLI',
  createdAt: '2026-11-01T00:00:00.000Z',
  expiredAt: '2027-01-01T00:00:00.000Z',
  value: 'a-login-session',
};
const peopled = {
  ...world,
  users: world.users.map((user, n) => (n === 0 ? { ...user, sessions: [login] } : user)),
};

afterEach(() => vi.unstubAllEnvs());

/** The rows of a report that stand for the credential the scan was run with, and what `blast --self` says of it. */
async function ownRows(providers: object, env: Readonly<Record<string, string>>) {
  const files = { 'firebreak.yaml': JSON.stringify({ version: 1, name: 'acme', providers }) };
  const scan = await run(['scan', '--format', 'json'], { env, now, files });
  const { blastRadius } = JSON.parse(scan.files.get('firebreak-out/report.json') ?? '{}') as Report;
  const self = await run(['blast', '--self'], { env, now, files: Object.fromEntries(scan.files) });
  const rows = blastRadius.credentials.filter((row) => row.self);
  return { rows: rows.map(({ credential, type, verdicts }) => ({ credential, type, verdicts })), self };
}

describe('the credential a scan is run with is a row of its own report', () => {
  it.each([
    ['an account token', tokens.domainChores, 'account-token', 'railway:account-token:tok-domains'],
    [
      'a workspace token',
      'c1c1c1c1-1111-4222-8333-c0ffee000001',
      'workspace-token',
      /^railway:workspace-token:/,
    ],
    ['a project token', tokens.staging, 'project-token', 'railway:project-token:tok-staging'],
    ['a login', login.value, 'cli-session', 'railway:session:login'],
  ])('Railway: %s', async (_, value, type, id) => {
    const served = await serveRailway(peopled);
    const providers = { railway: { endpoint: served.url, tokens: [{ env: 'RAILWAY_API_TOKEN' }] } };
    const { rows, self } = await ownRows(providers, { RAILWAY_API_TOKEN: value }).finally(served.close);
    expect(rows).toMatchObject([{ type, credential: expect.stringMatching(id) }]);
    expect(self.code).toBe(0);
    expect(self.stdout.length).toBeGreaterThan(50);
  });

  it.each([
    [
      'a user’s access key',
      [{ id: acmeId }],
      'access-key',
      `aws:access-key:arn:aws:iam::${acmeId}:user/scan:SELF`,
    ],
    [
      'the session of a role',
      [{ id: memberId, roleArn: memberRole }],
      'cli-session',
      `aws:session:${memberRole}`,
    ],
  ])('AWS: %s', async (_, accounts, type, id) => {
    const member = acme({ id: memberId, callers: new Map(), assumable: [memberRole] });
    const served = await serveAws([acme(), member], { pageSize: 100 });
    vi.stubEnv('AWS_ENDPOINT_URL', served.url);
    vi.stubEnv('AWS_ACCESS_KEY_ID', scanner.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', scanner.secretAccessKey);
    const providers = { aws: { accounts, regions: ['us-east-1'] } };
    const { rows, self } = await ownRows(providers, {}).finally(served.close);
    expect(rows).toMatchObject([{ type, credential: id }]);
    expect(self.code).toBe(0);
  });
});
