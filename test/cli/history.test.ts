import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openHistory } from '../../src/history/history.ts';
import { cleanUp, folder } from '../history/engines.ts';
import { at, drift, finding, gap, seen } from '../history/nights.ts';
import { run } from './run.ts';

cleanUp();

const kept = { path: '' };
const now = new Date(at(10));

beforeAll(async () => {
  kept.path = join(await folder(), 'history.db');
  const history = await openHistory(kept, { keepDays: 400 });
  const record = (night: number, over: Parameters<typeof seen>[1]) =>
    history.record(seen(night, over), () => []);
  await record(1, { findings: [finding('orders'), finding('users', { severity: 'critical' })] });
  await record(2, { findings: [finding('orders')], passed: ['users'], drift: [drift('orders')] });
  await record(3, { gaps: [gap('a')] });
  await history.missed({ target: 'acme', pass: 'full', at: at(4), why: 'TOKEN_MISSING: X is not set' }, []);
  await record(5, { target: 'other' });
  await history.close();
});

const history = (...line: readonly string[]) =>
  run(['history', ...line, '--history', kept.path, '--target', 'acme'], { now });

describe('firebreak history', () => {
  it('lists scans, the newest first, and those that did not run', async () => {
    const { stdout, code } = await history();
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        'acme: 4 scans, the newest first',
        'ended                 pass  critical  high  medium  low  total loss  drift  gaps',
        '2026-01-04 02:00 UTC  full  did not run: TOKEN_MISSING: X is not set',
        '2026-01-03 02:00 UTC  full  0         0     0       0    1           0      1     exit 1, incomplete',
        '2026-01-02 02:00 UTC  full  0         1     0       0    1           1      0     exit 1',
        '2026-01-01 02:00 UTC  full  1         1     0       0    1           0      0     exit 1',
        '',
      ].join('\n'),
    );
    const { stdout: two } = await history('--limit', '2', '--json');
    expect(JSON.parse(two)).toMatchObject([
      { scan: null, finishedAt: at(4) },
      { finishedAt: at(3), gaps: 1 },
    ]);
  });

  it('draws the trend, from zero up', async () => {
    const { stdout } = await history('trend');
    expect(stdout).toContain('acme: 3 days with a full scan, 2026-01-01 02:00 UTC to 2026-01-03 02:00 UTC');
    expect(stdout).toMatch(/critical +1 +0 +█▁▁\n/);
    expect(stdout).toMatch(/gaps +0 +1 +▁▁█\n/);
    expect(JSON.parse((await history('trend', '--days', '1', '--json')).stdout)).toHaveLength(1);
  });

  it.each(['store-has-backup:users', 'arn:store/users', 'users'])(
    'says since when, asked by %s',
    async (sought) => {
      const { stdout } = await history('finding', sought);
      expect(stdout).toBe(
        [
          'store-has-backup:users  critical  resolved 2026-01-02 02:00 UTC; it had stood since 2026-01-01 02:00 UTC',
          '  users (arn:store/users)',
          '  2026-01-01 02:00 UTC  opened, critical',
          '  2026-01-02 02:00 UTC  resolved: its check passed',
          '',
          '',
        ].join('\n'),
      );
    },
  );

  it('says of what can’t be read that it is open, and of drift since when it is there', async () => {
    const { stdout } = await history('finding', 'arn:store/orders');
    expect(stdout).toContain(
      'open since 2026-01-01 02:00 UTC (9 days), and not readable since 2026-01-03 02:00 UTC; seen last 2026-01-02 02:00 UTC',
    );
    expect(stdout).toContain('drift:guard-removed:orders  high  drift since 2026-01-02 02:00 UTC');
    const { stdout: both } = await history('finding', 'store-has-backup', '--json');
    expect(JSON.parse(both).findings.map(({ state }: { state: string }) => state)).toEqual([
      'not-verified',
      'resolved',
    ]);
  });

  it('finds the history the configuration names, beside it, and takes its target', async () => {
    const yaml = `version: 1\nname: other\nproviders: { aws: }\nhistory: { path: ${JSON.stringify(kept.path)} }\n`;
    const { stdout } = await run(['history'], { files: { 'firebreak.yaml': yaml }, now });
    expect(stdout).toContain('other: 1 scan');
  });

  it.each([
    ['what nobody saw', ['finding', 'nothing', '--target', 'acme'], 'NOT_IN_HISTORY'],
    ['several targets and none named', [], 'HISTORY_TARGET: other'],
    ['a target that is not there', ['--target', 'none'], 'Name one with --target: acme, other.'],
    ['a number that is none', ['--limit', '-1'], 'is not a number from 1 to 100000'],
  ])('refuses %s', async (_what, line, said) => {
    const { code, stderr } = await run(['history', ...line, '--history', kept.path], { now });
    expect(code).toBe(2);
    expect(stderr).toContain(said.split(':')[0]);
  });

  it.each([
    ['a URL, which everybody could read', 'postgres://u:canary-hunter2@h/d', 'environment variable'],
    ['a variable that is not set', 'FIREBREAK_HISTORY_URL', 'FIREBREAK_HISTORY_URL is not set'],
    ['a file that is not there', 'nowhere.db', 'could not be opened'],
  ])('refuses %s', async (_what, place, said) => {
    const { code, stderr } = await run(['history', '--history', place], { now });
    expect([code, stderr.includes(said), stderr.includes('canary')]).toEqual([2, true, false]);
  });
});
