import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awsAccess } from '../../../../src/access/aws/inventory.ts';
import { parseInventory } from '../../../../src/config/inventory-file.ts';
import { indexInventory } from '../../../../src/inventory/index-inventory.ts';
import type { InventoryIndex } from '../../../../src/model/inventory.ts';
import type { Report } from '../../../../src/model/report.ts';
import { type Moto, motoIsHere, startMoto } from '../../../collectors/aws/moto/server.ts';
import { account } from './account.ts';
import { type Seeded, seed } from './seed.ts';

const here = motoIsHere();
const main = resolve(import.meta.dirname, '../../../../src/cli/main.ts');
const arn = (name: string) => `arn:aws:iam::${account}:${name}`;

interface Ran {
  readonly code: number | null;
  readonly text: string;
}

function firebreak(folder: string, env: NodeJS.ProcessEnv, ...line: readonly string[]): Promise<Ran> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [main, ...line], { cwd: folder, env });
    let text = '';
    const hear = (chunk: Buffer): void => {
      text += chunk.toString();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', fail);
    child.once('close', (code) => done({ code, text }));
  });
}

describe.skipIf(!here)('a scan of an account in which each user is stopped by something else', () => {
  let moto: Moto;
  let folder: string;
  let seeded: Seeded;
  let env: NodeJS.ProcessEnv;
  let scan: Ran;
  let index: InventoryIndex;
  let report: Report;

  beforeAll(async () => {
    moto = await startMoto();
    seeded = await seed(moto.url);
    folder = mkdtempSync(join(tmpdir(), 'firebreak-access-'));
    const providers = { aws: { regions: ['us-east-1'] } };
    writeFileSync(join(folder, 'firebreak.yaml'), JSON.stringify({ version: 1, name: 'seeded', providers }));
    env = {
      PATH: process.env.PATH,
      HOME: folder,
      AWS_ENDPOINT_URL: moto.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: seeded.keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: seeded.keys.secretAccessKey,
    };
    scan = await firebreak(folder, env, 'scan', '--format', 'json', '-o', 'out');
    expect(scan.code, scan.text).not.toBe(2);
    const read = (name: string) => readFileSync(join(folder, 'out', name), 'utf8');
    report = JSON.parse(read('report.json')) as Report;
    index = indexInventory(await parseInventory(read('inventory.json').split('\n')));
  });
  afterAll(async () => {
    await moto.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const volume = () => `arn:aws:ec2:us-east-1:${account}:volume/${seeded.volume}`;
  const keyOf = (user: string) =>
    index.ofKind('credential').find(({ id }) => id.startsWith(`aws:access-key:${arn(`user/${user}`)}:`))
      ?.id ?? '';

  /** Why whoever holds the key of a user is refused, acting as itself or as a role. */
  const refusal = (user: string, as: string, operation = 'ec2:DeleteVolume', on = volume()) => {
    const access = awsAccess(index);
    const identity = access.identities(keyOf(user)).find(({ principal }) => principal === arn(as));
    if (identity === undefined) return 'it can not act as that';
    const { decision, because } = access.decide(identity, operation, on);
    return { decision, because: because.map(({ layer, effect, text }) => `${layer} ${effect}: ${text}`) };
  };

  it('judges every credential: none is unknown', () => {
    expect(scan.text).not.toContain('not judged yet');
    const { credentials } = report.blastRadius;
    expect(credentials.length).toBeGreaterThanOrEqual(4);
    expect(credentials.filter(({ verdicts }) => verdicts.unknown > 0)).toEqual([]);
    const free = credentials.find(({ credential }) => credential === keyOf('free'));
    expect(free?.verdicts['total-loss']).toBe(1);
  });

  it('a deny in an identity policy stops one', () => {
    expect(refusal('denied', 'user/denied')).toEqual({
      decision: 'denied',
      because: ['identity deny: own, statement Never: denies it'],
    });
  });

  it('the boundary of the role it may assume stops another', () => {
    const limit = `arn:aws:iam::${account}:policy/limit`;
    expect(refusal('in-bounds', 'role/bounded')).toEqual({
      decision: 'denied',
      because: [
        `boundary implicit-deny: ${limit}: no statement of the permissions boundary allows ec2:DeleteVolume here`,
      ],
    });
  });

  it('a condition of the trust policy keeps a third out of the role', () => {
    expect(refusal('without-mfa', 'role/guarded')).toBe('it can not act as that');
    expect(refusal('without-mfa', 'user/without-mfa', 'sts:AssumeRole', arn('role/guarded'))).toEqual({
      decision: 'denied',
      because: [
        'trust implicit-deny: no statement of the trust policy allows sts:AssumeRole here ' +
          '(trust of guarded, statement #0, does only where aws:MultiFactorAuthPresent is true)',
      ],
    });
  });

  it.each([
    ['denied', /own, statement Never/],
    ['in-bounds', /limit: no statement of the permissions boundary/],
    ['without-mfa', /trust of role guarded asks for MFA/],
  ])('`firebreak blast` of the key of user %s says what stops it', async (user, stop) => {
    const { text } = await firebreak(folder, env, 'blast', keyOf(user), '-o', 'out');
    expect(text).toMatch(stop);
  });
});

describe.runIf(process.env.CI === 'true')('in CI', () => {
  it('moto_server is on PATH, so that access is seen from a scan', () => {
    expect(here).toBe(true);
  });
});
