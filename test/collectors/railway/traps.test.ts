import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../src/stand-ins/railway/faults.ts';
import { pocketOs } from '../../../src/stand-ins/railway/worlds/pocket-os.ts';
import { idsOf, now, openGaps, scan } from './scanning.ts';

const { world, tokens } = pocketOs(now);
const account = { RAILWAY_API_TOKEN: tokens.domainChores };
const production = 'vi-postgres-production';
const backupsOf = `volumeInstanceBackupList:${production}`;
const onProduction = { on: 'volumeInstanceBackupList' } as const;

/** What a whole scan sees, to compare with. */
const whole = await scan(world, account).then(({ collected }) => idsOf(collected));
const staysOut = (seen: readonly string[]) => whole.filter((id) => !seen.includes(id));

describe('a read that fails is a gap, and nothing else is lost', () => {
  it.each<[string, readonly Fault[], readonly string[]]>([
    ['HTTP 200 with Not Authorized', [{ ...onProduction, as: 'not-authorized' }], ['denied']],
    [
      'two-factor authentication required',
      [{ ...onProduction, as: 'error', message: 'Two Factor Authentication Required' }],
      ['denied'],
    ],
    ['HTTP 403 that is no JSON', [{ ...onProduction, as: 'status', status: 403 }], ['denied']],
    ['HTTP 500', [{ ...onProduction, as: 'status', status: 500 }], ['failed']],
    ['an HTML page', [{ ...onProduction, as: 'html' }], ['failed']],
    ['a cut-off body', [{ ...onProduction, as: 'truncated' }], ['failed']],
    ['a connection reset', [{ ...onProduction, as: 'reset' }], ['failed']],
    ['a redirect', [{ ...onProduction, as: 'status', status: 302 }], ['failed']],
    [
      'an opaque problem',
      [{ ...onProduction, as: 'error', message: 'Problem processing request' }],
      ['failed'],
    ],
    ['a schema that moved on', [{ ...onProduction, as: 'validation' }], ['unsupported']],
    [
      'a quota',
      [{ ...onProduction, as: 'error', message: 'Whoa there pal! try again in a bit' }],
      ['throttled'],
    ],
    ['429 without end', [{ ...onProduction, as: 'too-many', retryAfter: '1' }], ['throttled']],
  ])('%s', async (_, faults, [reason]) => {
    const { collected } = await scan(world, account, { faults });
    expect(openGaps(collected)).toEqual([
      `railway:${reason}:${backupsOf}`,
      `railway:${reason}:${backupsOf.replace('production', 'staging')}`,
    ]);
    expect(staysOut(idsOf(collected)).every((id) => id.startsWith('railway:backup:'))).toBe(true);
  });

  it('names every kind that is found through it alone', async () => {
    const faults: readonly Fault[] = [{ on: 'projects', as: 'not-authorized' }];
    const { collected } = await scan(world, account, { faults });
    const found = collected.gaps.filter(({ operation }) => operation === 'projects');
    const named = found.flatMap(({ kind, below = [] }) => [kind, ...below]);
    const missing = new Set(staysOut(idsOf(collected)).map((id) => id.split(':')[1]));
    expect(missing.size).toBeGreaterThan(5);
    expect(named.toSorted()).toEqual([
      'backup',
      'container',
      'credential',
      'environment',
      'principal',
      'schedule',
      'store',
      'workload',
    ]);
  });

  it('says what could not be read, where, and what would help, in its own words', async () => {
    const { collected } = await scan(world, account, {
      faults: [{ on: 'projectTokens', as: 'not-authorized' }],
    });
    expect(collected.gaps.find(({ operation }) => operation === 'projectTokens')).toEqual({
      fingerprint: 'railway:denied:projectTokens:prj-pocketos',
      provider: 'railway',
      scope: 'ws-pocketos',
      region: null,
      kind: 'credential',
      target: 'railway:project:prj-pocketos',
      operation: 'projectTokens',
      reason: 'denied',
      detail: 'Not Authorized',
      permission:
        'an account token of a workspace MEMBER, or a workspace token, or OAuth scope workspace:viewer',
      direction: 'widens',
    });
    expect(collected.sources.map(({ service, status }) => [service, status])).toContainEqual([
      'project prj-pocketos',
      'partial',
    ]);
  });

  it('keeps a way in for project tokens that could not be listed', async () => {
    const { collected } = await scan(world, account, {
      faults: [{ on: 'projectTokens', as: 'not-authorized' }],
    });
    expect(idsOf(collected)).toEqual(
      expect.arrayContaining([
        'railway:unlistable:project-tokens:prj-pocketos:env-production',
        'railway:unlistable:project-tokens:prj-pocketos:env-staging',
      ]),
    );
  });
});

describe('a failure that passes', () => {
  it.each<[string, Fault]>([
    ['HTTP 500', { on: 'projects', nth: 1, as: 'status', status: 500 }],
    ['an HTML page', { on: 'projects', nth: 1, as: 'html' }],
    ['a cut-off body', { on: 'projects', nth: 1, as: 'truncated' }],
    ['a connection reset', { on: 'projects', nth: 1, as: 'reset' }],
    ['429', { on: 'projects', nth: 1, as: 'too-many', retryAfter: '1' }],
  ])('%s is asked again and leaves no gap', async (_, fault) => {
    const { collected } = await scan(world, account, { faults: [fault] });
    expect(openGaps(collected)).toEqual([]);
    expect(idsOf(collected)).toEqual(whole);
  });

  it('waits as long as Retry-After says', async () => {
    const { waits } = await scan(world, account, {
      faults: [{ on: 'projects', nth: 1, as: 'too-many', retryAfter: '7' }],
    });
    expect(Math.max(...waits)).toBeGreaterThan(6_000);
  });

  it('does not ask again what was denied', async () => {
    const { standIn } = await scan(world, account, {
      faults: [{ on: 'projectTokens', as: 'not-authorized' }],
    });
    expect(standIn.calls().filter(({ operation }) => operation === 'ProjectTokens')).toHaveLength(1);
  });
});

describe('paging', () => {
  it('goes on to the end, one item at a time', async () => {
    const { collected, standIn } = await scan(world, account);
    expect(openGaps(collected)).toEqual([]);
    expect(standIn.calls().filter(({ operation }) => operation === 'ProjectParts')).toHaveLength(2);
  });

  it('keeps the pages before the one that failed, and says so', async () => {
    const { collected } = await scan(world, account, {
      faults: [{ on: 'ProjectParts', from: 2, as: 'status', status: 500 }],
    });
    expect(openGaps(collected)).toEqual(['railway:failed:project.environments:prj-pocketos']);
    expect(idsOf(collected)).toContain(`railway:volume-instance:${production}`);
  });

  it('keeps half a page, and says that the rest is unknown', async () => {
    const { collected } = await scan(world, account, {
      pageSize: 10,
      faults: [{ on: 'ProjectParts', as: 'half-page' }],
    });
    expect(openGaps(collected)).toEqual(['railway:failed:project.environments:prj-pocketos']);
    expect(idsOf(collected)).toContain('railway:environment:env-production');
    expect(idsOf(collected)).not.toContain('railway:environment:env-staging');
  });
});

describe('the hour', () => {
  it('ends the scan before it is used up, and names what it left', async () => {
    const { collected, standIn } = await scan(world, account, { hourlyLimit: 20 });
    expect(standIn.calls().length).toBeLessThan(20);
    expect(openGaps(collected).length).toBeGreaterThan(0);
    expect(openGaps(collected).every((gap) => gap.startsWith('railway:throttled:'))).toBe(true);
  });

  it('keeps to the budget it was given', async () => {
    const { collected, standIn } = await scan(world, account, {}, { callsPerScan: 9 });
    expect(standIn.calls()).toHaveLength(9);
    expect(openGaps(collected).every((gap) => gap.startsWith('railway:throttled:'))).toBe(true);
  });

  it('does not hold on for a wait of an hour', async () => {
    const { collected, waits } = await scan(world, account, {
      faults: [{ on: 'projects', as: 'too-many', retryAfter: '3600' }],
    });
    expect(openGaps(collected)).toContain('railway:throttled:projects:ws-pocketos');
    expect(Math.max(0, ...waits)).toBeLessThan(120_000);
  });

  it('spreads its calls over time', async () => {
    const { waits } = await scan(world, account, {}, { requestsPerSecond: 2 });
    expect(waits.every((wait) => wait <= 10_000)).toBe(true);
    expect(waits.length).toBeGreaterThan(20);
  });
});

describe('the network cut midway', () => {
  it.each([3, 8, 12, 20])('after %i calls: what is missing is named, and the scan ends', async (from) => {
    const { collected, standIn } = await scan(world, account, { faults: [{ on: '*', from, as: 'reset' }] });
    const missing = staysOut(idsOf(collected));
    expect(missing.length).toBeGreaterThan(0);
    expect(openGaps(collected).length).toBeGreaterThan(0);
    expect(openGaps(collected).every((gap) => gap.startsWith('railway:failed:'))).toBe(true);
    expect(collected.sources.some(({ status }) => status !== 'complete')).toBe(true);
    expect(standIn.calls().length).toBeLessThan(60);
  });

  it('a proxy that answers everything with its own page is given up on', async () => {
    const { collected, standIn } = await scan(world, account, { faults: [{ on: '*', from: 5, as: 'html' }] });
    expect(openGaps(collected).every((gap) => gap.startsWith('railway:failed:'))).toBe(true);
    expect(standIn.calls().length).toBeLessThan(40);
  });

  it('from the start: no asset, and a gap that says so', async () => {
    const { collected } = await scan(world, account, { faults: [{ on: '*', as: 'reset' }] });
    expect(idsOf(collected)).toEqual([]);
    expect(collected.sources.map(({ status }) => status)).toEqual(['failed']);
    expect(openGaps(collected)).toEqual([
      'railway:failed:apiToken:RAILWAY_API_TOKEN',
      'railway:failed:me:RAILWAY_API_TOKEN',
    ]);
  });

  it('a server that never answers is given up on', async () => {
    const { collected } = await scan(
      world,
      account,
      { faults: [{ on: 'projectTokens', as: 'hang' }] },
      { timeoutMs: 200 },
    );
    expect(openGaps(collected)).toEqual(['railway:failed:projectTokens:prj-pocketos']);
  });
});
