import { describe, expect, test } from 'vitest';
import type { AssetKind, AssetOf } from '../../src/model/asset.ts';
import type { Verdict } from '../../src/model/blast-radius.ts';
import {
  backups,
  instance,
  PRODUCTION,
  PROJECT,
  pocketOs,
  project,
  projectToken,
  STAGING,
  token,
  user,
  WORKSPACE,
  workspace,
  workspaceToken,
} from './railway-world.ts';
import { asset, BEFORE_UNDO, blast, gap, link, pairOf, type World } from './world.ts';

interface Case {
  readonly world: string;
  readonly given: readonly AssetOf<AssetKind>[];
  readonly credential: string;
  readonly store?: string;
  readonly on?: string;
  readonly verdict: Verdict | 'left out';
  readonly plan?: readonly string[];
  readonly second?: readonly string[];
  readonly more?: Omit<World, 'assets'>;
}

const alone = [...workspace(), ...project(['production']), ...instance('production')];
const exposed = [
  ...workspace(),
  ...project(['production']),
  ...instance('production', ['proxy.example:5432']),
];
const bucket = [
  ...workspace(),
  ...project(['production'], ['railway:bucket:media']),
  asset('store', 'railway:bucket:media', 'railway.Bucket', { props: { type: 'bucket' } }),
];
const members = gap({ fingerprint: 'railway:denied:workspace.members:acme' });
const FORCED = ['railway:projectScheduleDelete', 'railway:projectScheduleDeleteForce'];

const cases: readonly Case[] = [
  {
    world: 'a workspace token ends the project by force',
    given: [...pocketOs(), ...workspaceToken('automation')],
    credential: 'railway:workspace-token:automation',
    verdict: 'total-loss',
    plan: FORCED,
    second: ['railway:volumeDelete'],
  },
  {
    world: 'so does a login on a laptop of an admin',
    given: [...pocketOs(), token('laptop', 'cli-session', 'railway:user:domains')],
    credential: 'railway:cli-session:laptop',
    verdict: 'total-loss',
    plan: FORCED,
  },
  {
    world: 'and a token nobody can list',
    given: [...pocketOs(), token('any', 'unlistable', 'railway:workspace-identity:acme')],
    credential: 'railway:unlistable:any',
    verdict: 'total-loss',
    plan: FORCED,
  },
  {
    world: 'the owner of a project ends it too',
    given: [...pocketOs(), ...user('owner', PROJECT, 'ADMIN')],
    credential: 'railway:account-token:owner',
    verdict: 'total-loss',
    plan: FORCED,
  },
  {
    world: 'an admin of another workspace has nothing to do with it',
    given: [
      ...pocketOs(),
      asset('container', 'railway:workspace:other', 'railway.Workspace', { props: { type: 'workspace' } }),
      ...user('stranger', 'railway:workspace:other', 'ADMIN'),
    ],
    credential: 'railway:account-token:stranger',
    verdict: 'left out',
  },
  {
    world: 'a store without a copy behind a public endpoint falls to whoever reads its variables',
    given: [...exposed, ...user('dev', WORKSPACE, 'MEMBER')],
    credential: 'railway:account-token:dev',
    verdict: 'total-loss',
    plan: ['railway:variables'],
  },
  {
    world: 'without an endpoint one is opened first',
    given: [...alone, ...user('dev', WORKSPACE, 'MEMBER')],
    credential: 'railway:account-token:dev',
    verdict: 'total-loss',
    plan: ['railway:tcpProxyCreate', 'railway:variables'],
  },
  {
    world: 'whether a member may delete backups is on no page, so what is left of the store is not known',
    given: [...exposed, ...backups('production', 3), ...user('dev', WORKSPACE, 'MEMBER')],
    credential: 'railway:account-token:dev',
    verdict: 'unknown',
    second: ['railway:variables'],
  },
  {
    world: 'an SSH key spoils the data and leaves the backups',
    given: [
      ...alone,
      ...backups('production', 3),
      ...user('dev', WORKSPACE, 'MEMBER'),
      token('k', 'ssh-key', 'railway:user:dev'),
    ],
    credential: 'railway:ssh-key:k',
    verdict: 'recoverable',
    plan: ['railway:ssh'],
  },
  {
    world: 'an SSH key and no backup',
    given: [...alone, ...user('dev', WORKSPACE, 'MEMBER'), token('k', 'ssh-key', 'railway:user:dev')],
    credential: 'railway:ssh-key:k',
    verdict: 'total-loss',
    plan: ['railway:ssh'],
  },
  {
    world: 'backups that lapse within the horizon only delay it',
    given: [
      ...alone,
      ...backups('production', 3, 24 * 6),
      ...user('dev', WORKSPACE, 'MEMBER'),
      token('k', 'ssh-key', 'railway:user:dev'),
    ],
    credential: 'railway:ssh-key:k',
    verdict: 'delayed-loss',
    plan: ['railway:ssh'],
  },
  {
    world: 'a project token marks its own volume as deleted; Railway keeps it for 48 hours',
    given: [...pocketOs(), ...backups('staging', 6), ...projectToken('ci', 'staging')],
    credential: 'railway:project-token:ci',
    store: STAGING,
    verdict: 'total-loss',
    second: ['railway:environmentPatchCommit'],
  },
  {
    world: 'before the undo window existed that was one call',
    given: [...pocketOs(), ...backups('staging', 6), ...projectToken('ci', 'staging')],
    credential: 'railway:project-token:ci',
    store: STAGING,
    on: BEFORE_UNDO,
    verdict: 'total-loss',
    plan: ['railway:environmentPatchCommit'],
  },
  {
    world: 'in an environment it does not belong to, what it does to the shared volume is not known',
    given: [...pocketOs(), ...projectToken('ci', 'staging')],
    credential: 'railway:project-token:ci',
    verdict: 'unknown',
  },
  {
    world: 'a viewer of the project sees no variables',
    given: [...exposed, ...user('reader', PROJECT, 'VIEWER')],
    credential: 'railway:account-token:reader',
    verdict: 'left out',
  },
  {
    world: 'members that could not be read make a viewer unknown',
    given: [...exposed, ...user('reader', WORKSPACE, 'VIEWER')],
    more: { gaps: [members] },
    credential: 'railway:account-token:reader',
    verdict: 'unknown',
  },
  {
    world: 'and an admin none the better',
    given: pocketOs(),
    more: { gaps: [members] },
    credential: 'railway:account-token:domains',
    verdict: 'total-loss',
  },
  {
    world: 'a bucket is emptied with its own credentials',
    given: [...bucket, ...workspaceToken('automation')],
    credential: 'railway:workspace-token:automation',
    store: 'railway:bucket:media',
    verdict: 'total-loss',
  },
  {
    world: 'an inactive token reaches nothing',
    given: [
      ...alone,
      asset('credential', 'railway:account-token:old', 'railway.ApiToken', {
        props: { type: 'workspace-token', status: 'inactive' },
        links: [link('held-by', 'railway:workspace-identity:acme')],
      }),
    ],
    credential: 'railway:account-token:old',
    verdict: 'left out',
  },
  {
    world: 'nor does one that has expired',
    given: [
      ...alone,
      asset('credential', 'railway:account-token:old', 'railway.ApiToken', {
        props: { type: 'workspace-token', expires: '2026-11-21T00:00:00.000Z' },
        links: [link('held-by', 'railway:workspace-identity:acme')],
      }),
    ],
    credential: 'railway:account-token:old',
    verdict: 'left out',
  },
];

describe('what one Railway credential does to a store', () => {
  test.each(cases)('$world: $verdict', ({ given, more, on, credential, store = PRODUCTION, ...expected }) => {
    const told = pairOf(blast({ assets: given, ...more }, on), credential, store);
    expect(told?.verdict ?? 'left out').toBe(expected.verdict);
    if (expected.plan !== undefined) expect(told?.plan).toEqual(expected.plan);
    if (expected.second !== undefined) expect(told?.second).toEqual(expected.second);
  });

  test('an undo window longer than the survivor horizon is a way back that counts', () => {
    const limits = {
      credentialMaxAgeDays: 90,
      unusedCredentialDays: 45,
      restoreTestMaxAgeDays: 90,
      backupMaxAgeHours: 26,
      survivorHorizonDays: 1,
      productionDestroyers: 3,
    };
    const radius = blast({ assets: [...alone, ...projectToken('ci', 'production')], settings: { limits } });
    expect(pairOf(radius, 'railway:project-token:ci', PRODUCTION)?.verdict).toBe('total-loss');
    const restricted = alone.filter(({ kind }) => kind !== 'workload');
    const detached = blast({
      assets: [...restricted, ...projectToken('ci', 'production')],
      settings: { limits },
    });
    expect(pairOf(detached, 'railway:project-token:ci', PRODUCTION)).toMatchObject({
      verdict: 'recoverable',
    });
  });
});
