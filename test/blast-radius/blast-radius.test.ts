import { describe, expect, test } from 'vitest';
import { explainCredential, explainText } from '../../src/blast-radius/index.ts';
import type { Guard } from '../../src/model/asset.ts';
import { accessKey, attachedVolume, SCANNED, server, snapshots, USER, VOLUME, volume } from './ec2-world.ts';
import { PRODUCTION, pocketOs, STAGING, token, user, WORKSPACE, workspaceToken } from './railway-world.ts';
import { type Script, scripted } from './scripted-access.ts';
import {
  asset,
  blast,
  credentialOf,
  daysAgo,
  gap,
  hoursFromNow,
  pairOf,
  storeOf,
  type World,
} from './world.ts';

const OTHER = 'aws:access-key:other';
const DELETE = 'ec2:DeleteVolume *';
const SNAPSHOTS = 'ec2:DeleteSnapshot *';

function ec2(world: World, scripts: Readonly<Record<string, readonly Script[]>>) {
  return blast({ ...world, assets: [SCANNED, ...world.assets] }, undefined, scripted(scripts));
}

describe('classes and pairs', () => {
  test('credentials with the same reach by the same way are one class', () => {
    const radius = blast({
      assets: [...pocketOs(), ...user('boss', WORKSPACE, 'ADMIN'), ...workspaceToken('automation')],
    });
    const classes = new Set(radius.credentials.map((view) => view.class));
    expect(radius.credentials).toHaveLength(3);
    expect(classes.size).toBe(3);
    const sessions = blast({
      assets: [...pocketOs(), token('laptop', 'cli-session', 'railway:user:domains')],
    });
    expect(new Set(sessions.credentials.map((view) => view.class)).size).toBe(1);
  });

  test('stores with the same outcome by the same plan share one pair', () => {
    const radius = blast({ assets: pocketOs().filter(({ kind }) => kind !== 'backup') });
    expect(radius.pairs).toHaveLength(1);
    expect(radius.pairs[0]?.stores).toEqual([PRODUCTION, STAGING]);
  });

  test('the answer does not depend on the order of the assets', () => {
    const forwards = blast({ assets: pocketOs() });
    const backwards = blast({ assets: [...pocketOs()].reverse() });
    expect(backwards).toEqual(forwards);
  });

  test('what can be undone names the time the last way back ends', () => {
    const radius = ec2(
      { assets: [volume(), accessKey(), ...snapshots(1, { expires: hoursFromNow(72) })] },
      { [USER]: [{ may: [DELETE] }] },
    );
    expect(pairOf(radius, USER, VOLUME)?.pair.lastWayBackUntil).toBe(hoursFromNow(72));
  });

  test('a service control policy that was not read lowers confidence and nothing else', () => {
    const unread = gap({
      fingerprint: 'aws:denied:scp',
      provider: 'aws',
      scope: '111111111111',
      direction: 'restricts',
    });
    const radius = ec2({ assets: [volume(), accessKey()], gaps: [unread] }, { [USER]: [{ may: [DELETE] }] });
    expect(pairOf(radius, USER, VOLUME)?.pair).toMatchObject({
      verdict: 'total-loss',
      confidence: 'inferred',
    });
  });

  test('an unknown names the gaps it rests on', () => {
    const radius = ec2(
      { assets: [volume(), accessKey()] },
      { [USER]: [{ hidden: { 'aws:denied:policy': [DELETE] } }] },
    );
    expect(pairOf(radius, USER, VOLUME)?.pair).toMatchObject({ plan: null, restsOn: ['aws:denied:policy'] });
  });

  test('a plan by escalation is certain, and marked', () => {
    const radius = ec2(
      { assets: [volume(), accessKey()] },
      { [USER]: [{}, { through: ['role/admin'], may: [DELETE], escalated: true }] },
    );
    expect(pairOf(radius, USER, VOLUME)?.pair).toMatchObject({
      verdict: 'total-loss',
      escalated: true,
      possible: null,
    });
  });

  test('a provider whose access is not judged makes its own pairs unknown, and no others', () => {
    const radius = blast({ assets: [...pocketOs(), SCANNED, volume(), accessKey()] });
    expect(pairOf(radius, USER, VOLUME)).toMatchObject({
      verdict: 'unknown',
      pair: { restsOn: ['aws:unsupported:access'] },
    });
    expect(pairOf(radius, USER, PRODUCTION)).toBeUndefined();
    expect(pairOf(radius, 'railway:account-token:domains', VOLUME)).toBeUndefined();
  });
});

describe('stores', () => {
  test('a store tells what each copy is worth against its worst credential', () => {
    const radius = ec2(
      {
        assets: [
          attachedVolume(),
          server(),
          accessKey(),
          ...snapshots(1),
          ...snapshots(1, { complete: false }, 2),
        ],
      },
      { [USER]: [{ may: ['ec2:TerminateInstances *'] }] },
    );
    const view = storeOf(radius, VOLUME);
    expect(view.worst).toMatchObject({ credential: USER, verdict: 'recoverable', calls: 1 });
    expect(view.copies.map(({ counts, why }) => [counts, why])).toEqual([
      [true, 'out of reach and lasting'],
      [false, 'it is not complete'],
    ]);
    expect(view.stoppedBy[0]?.asset).toBe(view.copies[0]?.asset);
  });

  test('a store that nobody reaches says so', () => {
    const view = storeOf(ec2({ assets: [volume(), accessKey()] }, { [USER]: [{}] }), VOLUME);
    expect(view.worst).toBeNull();
    expect(view.stoppedBy[0]?.control).toBe('no credential in the inventory reaches it');
  });

  test('a certain loss outranks a possible one, and fewer calls more', () => {
    const scripts = {
      [USER]: [{ mayIf: { 'from the office': [DELETE] } }],
      [OTHER]: [{}, { through: ['role/admin'], may: [DELETE] }],
    };
    const radius = ec2({ assets: [volume(), accessKey(), accessKey(OTHER)] }, scripts);
    expect(storeOf(radius, VOLUME).worst).toMatchObject({ credential: OTHER, possible: false, calls: 2 });
    expect(credentialOf(radius, USER).verdicts['total-loss']).toBe(1);
  });

  test.each([
    ['without an owner', { owner: ' ' }],
    ['whose age nobody knows', { newestAt: null }],
    ['whose age is no time', { newestAt: 'yesterday', keptFor: '7d' }],
    ['never restored', { restoreTestedAt: null }],
    ['restored too long ago', { restoreTestedAt: daysAgo(91) }],
    ['whose entry has expired', { expires: daysAgo(1) }],
    ['past the time it is kept for', { newestAt: daysAgo(10), keptFor: '7d' }],
    ['that nothing says who can delete', { deletableBy: [] }],
    ['that a credential in the inventory deletes', { deletableBy: ['railway:account-token:domains'] }],
    ['whose key is a variable of the project', { deletableBy: ['B2_KEY of the backup job'] }],
  ])('a declared copy %s does not count', (_, change) => {
    const job = asset('workload', 'railway:service-instance:job', 'railway.ServiceInstance', {
      props: { variables: [{ name: 'B2_KEY', references: [], sealed: true }] },
    });
    const copies = [{ ...DECLARED, ...change }];
    const radius = blast({ assets: [...pocketOs(), job], settings: { copies } });
    expect(storeOf(radius, PRODUCTION).copies.find(({ kind }) => kind === 'declared')?.counts).toBe(false);
    expect(pairOf(radius, 'railway:account-token:domains', PRODUCTION)?.verdict).toBe('total-loss');
  });

  test('one that is kept for longer than there are dates lasts', () => {
    const copies = [{ ...DECLARED, keptFor: `${'9'.repeat(30)}w` }];
    const radius = blast({ assets: pocketOs(), settings: { copies } });
    expect(pairOf(radius, 'railway:account-token:domains', PRODUCTION)?.verdict).toBe('recoverable');
  });

  test('one that lapses within the horizon only delays the loss', () => {
    const copies = [{ ...DECLARED, newestAt: daysAgo(1), keptFor: '7d' }];
    const radius = blast({ assets: pocketOs(), settings: { copies } });
    expect(pairOf(radius, 'railway:account-token:domains', PRODUCTION)?.verdict).toBe('delayed-loss');
  });
});

const DECLARED = {
  of: PRODUCTION,
  location: 'another provider',
  every: null,
  keptFor: null,
  deletableBy: ['a key in the safe'],
  owner: 'ops@acme.example',
  newestAt: daysAgo(1),
  restoreTestedAt: daysAgo(1),
  expires: null,
  evidence: null,
};

describe('agents, break-glass and the tenant', () => {
  const agent = { name: 'cursor', owner: 'ops@acme.example', purpose: 'chores', expires: null };

  test('an agent with two credentials that each reach half is one actor', () => {
    const settings = { agents: [{ ...agent, credentials: [USER, OTHER] }] };
    const radius = ec2(
      { assets: [volume(), accessKey(), accessKey(OTHER), ...snapshots(2)], settings },
      { [USER]: [{ may: [DELETE] }], [OTHER]: [{ may: [SNAPSHOTS] }] },
    );
    expect(pairOf(radius, USER, VOLUME)?.verdict).toBe('recoverable');
    expect(pairOf(radius, OTHER, VOLUME)?.verdict).toBe('copies-lost');
    expect(radius.agents[0]).toMatchObject({ verdicts: { 'total-loss': 1 }, leastCalls: 3 });
    const union = radius.plans.find(({ id }) => id === radius.agents[0]?.worst?.plan);
    expect(union?.steps.map(({ operation }) => operation)).toEqual([
      'ec2:DeleteVolume',
      'ec2:DeleteSnapshot',
    ]);
    const told = explainCredential(radius, USER);
    expect(told === null ? [] : explainText(told)).toEqual(
      expect.arrayContaining([
        'The agent cursor, holding 2 credentials, at the worst:',
        '  total-loss in 3 calls of vol-1',
      ]),
    );
    expect(credentialOf(radius, USER).agent).toBe('cursor');
  });

  test('an agent declared by principal holds whatever that principal holds', () => {
    const settings = { agents: [{ ...agent, credentials: ['railway:user:domains'] }] };
    const radius = blast({ assets: pocketOs(), settings });
    expect(radius.agents[0]).toMatchObject({ credentials: ['railway:account-token:domains'], leastCalls: 2 });
  });

  test('break-glass identities are judged and never the worst of a store', () => {
    const radius = blast({ assets: pocketOs(), settings: { breakGlass: ['railway:user:domains'] } });
    expect(credentialOf(radius, 'railway:account-token:domains')).toMatchObject({
      breakGlass: true,
      verdicts: { 'total-loss': 2 },
    });
    expect(storeOf(radius, PRODUCTION).worst).toBeNull();
  });

  test('ending the workspace is a line of its own', () => {
    const { tenant, plans } = blast({ assets: pocketOs() });
    expect(tenant).toContainEqual({
      credential: 'railway:account-token:domains',
      operation: 'railway:workspaceDelete',
      ends: 'the workspace acme and its 2 stores',
      window: null,
    });
    expect(plans.flatMap(({ steps }) => steps.map((step) => step.operation))).not.toContain(
      'railway:workspaceDelete',
    );
  });
});

describe('controls', () => {
  test('are counted by judging again with each in place', () => {
    const locked = snapshots(2, {
      guards: [{ type: 'snapshot-lock', clearedBy: [{ operation: 'ec2:UnlockSnapshot' }], until: null }],
    });
    const { controls } = ec2(
      { assets: [volume(), accessKey(), accessKey(OTHER), ...locked] },
      { [USER]: [{ may: ['* *'] }], [OTHER]: [{ may: [DELETE, SNAPSHOTS] }] },
    );
    const ends = (control: string, asset: string) =>
      controls.find((view) => view.control === control && view.asset === asset);
    const final = 'let no credential here clear the snapshot-lock on its copies (ec2:UnlockSnapshot)';
    expect(ends(final, VOLUME)).toMatchObject({ ends: 1, of: 1 });
    expect(ends('remove this credential', USER)).toMatchObject({ ends: 1, of: 1 });
    expect(ends('remove this credential', OTHER)).toBeUndefined();
  });

  test('that only stand in for one another end nothing alone', () => {
    const guard: Guard = {
      type: 'termination-protection',
      clearedBy: [{ operation: 'ec2:ModifyInstanceAttribute' }],
      until: null,
    };
    const { controls } = ec2(
      { assets: [attachedVolume(), server([guard]), accessKey()] },
      { [USER]: [{ may: ['* *'] }] },
    );
    expect(controls.filter(({ control }) => control.startsWith('let no'))).toEqual([]);
  });

  test('are none where nothing is lost', () => {
    expect(ec2({ assets: [volume(), accessKey()] }, {}).controls).toEqual([]);
  });
});
