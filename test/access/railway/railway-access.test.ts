import { describe, expect, test } from 'vitest';
import { railwayAccess } from '../../../src/access/railway/index.ts';
import type { Decision } from '../../../src/model/access.ts';
import {
  instance,
  PRODUCTION,
  PROJECT,
  pocketOs,
  projectToken,
  STAGING,
  token,
  user,
  VOLUME,
  WORKSPACE,
  workspaceToken,
} from '../../blast-radius/railway-world.ts';
import { asset, blast, gap, indexOf, link, pairOf, type World } from '../../blast-radius/world.ts';

const PRODUCTION_ENVIRONMENT = 'railway:environment:production';
const STAGING_ENVIRONMENT = 'railway:environment:staging';
const BACKUP = 'railway:backup:production-1';

/** What the first identity of a credential is told, as `allowed documented`. */
function told(world: World, credential: string, operation: string, target: string): string {
  const { decision, confidence } = decided(world, credential, operation, target);
  return `${decision} ${confidence}`;
}

function decided(world: World, credential: string, operation: string, target: string): Decision {
  const access = railwayAccess(indexOf(world));
  const [own] = access.identities(credential);
  if (own === undefined) throw new Error(`no identity for ${credential}`);
  return access.decide(own, `railway:${operation}`, target);
}

const world: World = {
  assets: [
    ...pocketOs(),
    ...workspaceToken('automation'),
    ...projectToken('ci', 'staging'),
    ...user('member', WORKSPACE, 'MEMBER'),
    ...user('deployer', WORKSPACE, 'VIEWER'),
    ...user('owner', PROJECT, 'ADMIN'),
    ...user('editor', PROJECT, 'MEMBER'),
    ...user('reader', PROJECT, 'VIEWER'),
    ...user('stranger', 'railway:workspace:other', 'ADMIN'),
    asset('container', 'railway:workspace:other', 'railway.Workspace', { props: { type: 'workspace' } }),
    token('laptop', 'ssh-key', 'railway:user:member'),
    asset('store', 'railway:bucket:media', 'railway.Bucket', { props: { type: 'bucket' } }),
    asset('container', 'railway:project:media', 'railway.Project', {
      props: { type: 'project' },
      links: [link('contains', 'railway:bucket:media')],
    }),
  ],
};

describe('what a role and a kind of token may do on Railway', () => {
  test.each([
    ['account-token:domains', 'volumeDelete', VOLUME, 'allowed inferred'],
    ['account-token:domains', 'projectScheduleDelete', PROJECT, 'allowed documented'],
    ['account-token:domains', 'volumeInstanceBackupDelete', BACKUP, 'allowed documented'],
    ['account-token:domains', 'workspaceDelete', WORKSPACE, 'allowed documented'],
    ['workspace-token:automation', 'projectScheduleDelete', PROJECT, 'allowed documented'],
    ['workspace-token:automation', 'userDelete', 'railway:user:domains', 'denied documented'],
    ['account-token:member', 'volumeDelete', VOLUME, 'denied documented'],
    ['account-token:member', 'projectDelete', PROJECT, 'denied documented'],
    ['account-token:member', 'environmentDelete', PRODUCTION_ENVIRONMENT, 'conditional unverified'],
    ['account-token:member', 'environmentPatchCommit', PRODUCTION_ENVIRONMENT, 'conditional unverified'],
    ['account-token:member', 'variables', PRODUCTION, 'allowed inferred'],
    ['account-token:member', 'workspaceDelete', WORKSPACE, 'denied inferred'],
    ['account-token:deployer', 'variables', PRODUCTION, 'denied inferred'],
    ['account-token:deployer', 'volumeDelete', VOLUME, 'denied inferred'],
    ['account-token:owner', 'projectDelete', PROJECT, 'allowed inferred'],
    ['account-token:owner', 'workspaceDelete', WORKSPACE, 'denied documented'],
    ['account-token:editor', 'projectDelete', PROJECT, 'denied documented'],
    ['account-token:editor', 'volumeDelete', VOLUME, 'conditional unverified'],
    ['account-token:editor', 'variables', STAGING, 'allowed inferred'],
    ['account-token:reader', 'variables', PRODUCTION, 'denied inferred'],
    ['account-token:stranger', 'volumeDelete', VOLUME, 'denied documented'],
    ['account-token:domains', 'userDelete', 'railway:user:domains', 'allowed documented'],
    ['account-token:domains', 'userDelete', 'railway:user:member', 'denied documented'],
    ['project-token:ci', 'environmentPatchCommit', STAGING_ENVIRONMENT, 'allowed inferred'],
    ['project-token:ci', 'environmentPatchCommit', PRODUCTION_ENVIRONMENT, 'denied documented'],
    ['project-token:ci', 'volumeDelete', VOLUME, 'conditional unverified'],
    ['project-token:ci', 'variables', STAGING, 'allowed inferred'],
    ['project-token:ci', 'variables', PRODUCTION, 'denied documented'],
    ['project-token:ci', 'volumeInstanceBackupDelete', BACKUP, 'denied documented'],
    ['project-token:ci', 'projectScheduleDelete', PROJECT, 'denied documented'],
    ['ssh-key:laptop', 'ssh', PRODUCTION, 'allowed inferred'],
    ['ssh-key:laptop', 'variables', PRODUCTION, 'denied documented'],
    ['account-token:domains', 'ssh', PRODUCTION, 'denied documented'],
  ])('%s: %s on %s is %s', (credential, operation, target, expected) => {
    expect(told(world, `railway:${credential}`, operation, target)).toBe(expected);
  });

  test('a project token whose environment holds the only instance deletes the volume', () => {
    const alone = [
      ...projectToken('ci', 'staging'),
      ...instance('staging'),
      asset('container', VOLUME, 'railway.Volume', { links: [link('contains', STAGING)] }),
      asset('environment', STAGING_ENVIRONMENT, 'railway.Environment', {
        links: [link('contains', STAGING)],
      }),
    ];
    expect(told({ assets: alone }, 'railway:project-token:ci', 'volumeDelete', VOLUME)).toBe(
      'allowed inferred',
    );
  });

  test('whether a project token reaches a bucket of its project is not known', () => {
    const beside = asset('container', PROJECT, 'railway.Project', {
      props: { type: 'project' },
      links: [link('contains', STAGING_ENVIRONMENT), link('contains', 'railway:bucket:media')],
    });
    const assets = [
      ...projectToken('ci', 'staging'),
      beside,
      asset('environment', STAGING_ENVIRONMENT, 'railway.Environment'),
      asset('store', 'railway:bucket:media', 'railway.Bucket', { props: { type: 'bucket' } }),
    ];
    const answer = told(
      { assets },
      'railway:project-token:ci',
      'environmentPatchCommit',
      'railway:bucket:media',
    );
    expect(answer).toBe('conditional unverified');
  });

  test('a restricted environment keeps members out, and admins in', () => {
    const restricted = world.assets.map((one) =>
      one.id === PRODUCTION_ENVIRONMENT && one.kind === 'environment'
        ? asset('environment', one.id, one.native, { links: one.links, props: { restricted: true } })
        : one,
    );
    const member = told({ assets: restricted }, 'railway:account-token:member', 'variables', PRODUCTION);
    const admin = told({ assets: restricted }, 'railway:account-token:domains', 'variables', PRODUCTION);
    expect([member, admin]).toEqual(['denied documented', 'allowed documented']);
  });

  test('an SSH key opens no shell where no service is attached', () => {
    const assets = world.assets.filter(({ kind }) => kind !== 'workload');
    expect(told({ assets }, 'railway:ssh-key:laptop', 'ssh', PRODUCTION)).toBe('denied documented');
  });

  test('a person can register an SSH key with a token and open shells with it; a project token can not', () => {
    const access = railwayAccess(indexOf(world));
    const steps = access.identities('railway:account-token:member').map((identity) => identity.steps.length);
    expect(steps).toEqual([0, 1]);
    expect(access.identities('railway:project-token:ci')).toHaveLength(1);
  });

  test('every decision names the role or the kind of token it came from', () => {
    const { because } = decided(world, 'railway:account-token:domains', 'volumeDelete', VOLUME);
    expect(because[0]?.text).toContain('ADMIN of workspace acme');
  });
});

describe('roles that could not be read', () => {
  const members = gap({ fingerprint: 'railway:denied:workspace.members:acme', scope: 'acme' });

  test('hide what a member of that workspace may do, so a denial is no longer one', () => {
    const hidden = decided(
      { ...world, gaps: [members] },
      'railway:account-token:member',
      'volumeDelete',
      VOLUME,
    );
    expect(hidden).toMatchObject({ decision: 'denied', unread: [members.fingerprint] });
  });

  test('say nothing about somebody who has no place there', () => {
    const other = decided(
      { ...world, gaps: [members] },
      'railway:account-token:stranger',
      'volumeDelete',
      VOLUME,
    );
    expect(other.unread).toEqual([]);
  });

  test('change nothing where a role that is known settles it', () => {
    const known = decided(
      { ...world, gaps: [members] },
      'railway:account-token:domains',
      'volumeDelete',
      VOLUME,
    );
    expect(known.decision).toBe('allowed');
  });

  test('of one project hide nothing in another', () => {
    const elsewhere = gap({
      fingerprint: 'railway:denied:projectMembers:media',
      target: 'railway:project:media',
    });
    const answer = decided(
      { ...world, gaps: [elsewhere] },
      'railway:account-token:editor',
      'projectDelete',
      PROJECT,
    );
    expect(answer).toMatchObject({ decision: 'denied', unread: [] });
  });

  test('of an environment whose instances are unread, its tokens may reach any volume of the project', () => {
    const instances = gap({
      fingerprint: 'railway:failed:environment.instances:staging',
      target: STAGING_ENVIRONMENT,
    });
    const unread = { ...world, gaps: [instances] };
    const token = decided(unread, 'railway:project-token:ci', 'volumeDelete', VOLUME);
    expect(token).toMatchObject({ decision: 'denied', unread: [instances.fingerprint] });
    expect(decided(unread, 'railway:account-token:reader', 'volumeDelete', VOLUME).unread).toEqual([]);
  });

  test('a token whose owner could not be read may be anyone, so nothing about it is safe', () => {
    const orphan = asset('credential', 'railway:account-token:orphan', 'railway.ApiToken');
    const radius = blast({ assets: [...pocketOs(), orphan] });
    expect(pairOf(radius, orphan.id, PRODUCTION)).toMatchObject({ verdict: 'unknown', plan: [] });
  });

  test('workspaces that could not be listed hide what the caller reaches, and nobody else', () => {
    const workspaces = gap({
      fingerprint: 'railway:failed:me.workspaces:token',
      scope: 'token',
      kind: 'container',
    });
    const caller = asset('credential', 'railway:account-token:mine', 'railway.ApiToken', {
      props: { self: true },
      links: [link('held-by', 'railway:user:stranger')],
    });
    const radius = blast({ ...world, assets: [...world.assets, caller], gaps: [workspaces] });
    expect(pairOf(radius, caller.id, PRODUCTION)?.pair).toMatchObject({
      verdict: 'unknown',
      restsOn: [workspaces.fingerprint],
    });
    expect(pairOf(radius, 'railway:account-token:deployer', PRODUCTION)).toBeUndefined();
  });

  test('a membership without a role is not known either way', () => {
    const unread = asset('principal', 'railway:user:someone', 'railway.User', {
      links: [link('acts-in', WORKSPACE)],
    });
    const assets = [...pocketOs(), unread, token('someone', 'account-token', 'railway:user:someone')];
    const answer = told({ assets }, 'railway:account-token:someone', 'projectDelete', PROJECT);
    expect(answer).toBe('conditional unverified');
  });
});
