import { afterAll, describe, expect, it } from 'vitest';
import { environmentRules, loadConfig } from '../../../src/config/load.ts';
import { type ServeOptions, serveRailway } from '../../../src/stand-ins/railway/serve.ts';
import type { World } from '../../../src/stand-ins/railway/world.ts';
import {
  environment,
  project,
  user,
  volumeInstance,
  workspace,
} from '../../../src/stand-ins/railway/worlds/builders.ts';
import { generateWorld } from '../../../src/stand-ins/railway/worlds/generate.ts';
import { healthy } from '../../../src/stand-ins/railway/worlds/healthy.ts';
import { pocketOs } from '../../../src/stand-ins/railway/worlds/pocket-os.ts';

const now = new Date('2026-04-23T12:00:00.000Z');

const api = { id: 't', name: 't', user: 'owner', expiresAt: null };
const world: World = {
  users: ['owner', 'viewer', 'stranger'].map((id) => user({ id })),
  tokens: [
    { ...api, kind: 'account', value: 'owner-token' },
    { ...api, kind: 'account', value: 'viewer-token', user: 'viewer' },
    { ...api, kind: 'account', value: 'stranger-token', user: 'stranger' },
    { ...api, kind: 'workspace', value: 'workspace-token', workspace: 'w' },
    {
      kind: 'project',
      id: 'pt',
      name: 'pt',
      value: 'project-token',
      project: 'p',
      environment: 'e1',
      createdAt: now.toISOString(),
    },
  ],
  workspaces: [
    workspace({
      id: 'w',
      members: [
        { user: 'owner', role: 'ADMIN' },
        { user: 'viewer', role: 'VIEWER' },
      ],
      projects: [
        project({
          id: 'p',
          environments: ['e1', 'e2', 'closed'].map((id) =>
            environment({
              id,
              restricted: id === 'closed',
              volumeInstances: [volumeInstance({ id: `vi-${id}`, volume: 'v' })],
            }),
          ),
        }),
      ],
    }),
  ],
};

const served = await serveRailway(world);
afterAll(() => served.close());

async function ask(query: string, headers: Record<string, string>, url = served.url) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  return {
    status: response.status,
    ...((await response.json()) as { data?: object | null; errors?: { message: string }[] }),
  };
}

const headersOf = (who: string): Record<string, string> =>
  who === 'project' ? { 'project-access-token': 'project-token' } : { authorization: `Bearer ${who}-token` };

describe('who may ask what', () => {
  const page = '{ edges { node { id } } pageInfo { hasNextPage } }';
  it.each<[string, string, readonly string[]]>([
    ['me', '{ me { id } }', ['owner', 'viewer', 'stranger']],
    ['apiToken', '{ apiToken { workspaces { id } } }', ['owner', 'viewer', 'stranger', 'workspace']],
    ['projectToken', '{ projectToken { id } }', ['project']],
    ['apiTokens', `{ apiTokens ${page} }`, ['owner', 'viewer', 'stranger']],
    ['a workspace', '{ workspace(workspaceId: "w") { id } }', ['owner', 'viewer', 'workspace']],
    ['its keys', `{ sshPublicKeys(workspaceId: "w") ${page} }`, ['owner', 'workspace']],
    ['a project', '{ project(id: "p") { id } }', ['owner', 'viewer', 'workspace', 'project']],
    ['its tokens', `{ projectTokens(projectId: "p") ${page} }`, ['owner', 'workspace']],
    ['its invitations', '{ projectInvitations(id: "p") { id } }', ['owner', 'workspace']],
    ['its members', '{ projectMembers(projectId: "p") { id } }', ['owner', 'viewer', 'workspace']],
    ['an environment', '{ environment(id: "e1") { id } }', ['owner', 'viewer', 'workspace', 'project']],
    ['another environment', '{ environment(id: "e2") { id } }', ['owner', 'viewer', 'workspace']],
    ['a restricted environment', '{ environment(id: "closed") { id } }', ['owner', 'workspace']],
    ['variable names', `{ environment(id: "e1") { variables ${page} } }`, ['owner', 'workspace', 'project']],
    [
      'backups by instance',
      '{ volumeInstanceBackupList(volumeInstanceId: "vi-e1") { id } }',
      ['owner', 'viewer', 'workspace', 'project'],
    ],
    ['backups by volume', '{ volumeInstanceBackupList(volumeInstanceId: "v") { id } }', []],
  ])('%s', async (_, query, allowed) => {
    for (const who of ['owner', 'viewer', 'stranger', 'workspace', 'project', 'nobody']) {
      const { status, data, errors } = await ask(query, headersOf(who));
      expect([who, status, errors?.[0]?.message ?? null, Boolean(data)]).toEqual(
        allowed.includes(who) ? [who, 200, null, true] : [who, 200, 'Not Authorized', false],
      );
    }
  });
});

describe('the wire', () => {
  it('answers an unknown field with HTTP 400', async () => {
    expect(await ask('{ me { shoeSize } }', headersOf('owner'))).toMatchObject({ status: 400 });
  });

  it('answers what is no GraphQL with HTTP 400', async () => {
    expect(await ask('drop table volumes', headersOf('owner'))).toMatchObject({ status: 400 });
  });

  it('knows no mutation', async () => {
    expect(await ask('mutation { volumeDelete(volumeId: "v") }', headersOf('owner'))).toMatchObject({
      data: null,
      errors: [{ message: 'Schema is not configured to execute mutation operation.' }],
    });
  });

  it.each<[ServeOptions['pageSize'], number]>([
    [1, 3],
    [2, 2],
    [3, 1],
  ])('pages of %i make %i pages', async (pageSize, pages) => {
    const small = await serveRailway(world, { pageSize: pageSize ?? 1 });
    let after: string | null = null;
    const seen: string[] = [];
    let asked = 0;
    do {
      const query = `{ project(id: "p") { environments(first: 500, after: ${JSON.stringify(after)}) { edges { node { id } } pageInfo { hasNextPage endCursor } } } }`;
      const { data } = await ask(query, headersOf('owner'), small.url);
      const { edges, pageInfo } = (data as { project: { environments: Environments } }).project.environments;
      seen.push(...edges.map(({ node }) => node.id));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      asked += 1;
    } while (after !== null);
    await small.close();
    expect([asked, seen]).toEqual([pages, ['e1', 'e2', 'closed']]);
  });
});

interface Environments {
  readonly edges: readonly { readonly node: { readonly id: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

describe('the worlds', () => {
  it.each([
    ['pocket-os', pocketOs(now)],
    ['healthy', healthy(now)],
  ])('%s comes with a configuration that loads', (_, { config }) => {
    const loaded = loadConfig({
      text: JSON.stringify({ version: 1, ...config, providers: {} }),
      path: 'firebreak.yaml',
    });
    expect(environmentRules(loaded).map(({ name }) => name)).toEqual(['production', 'staging']);
    expect(loaded.settings.copies).toHaveLength(1);
  });

  it('are the same for the same seed, and others for another', () => {
    const size = { now, projects: 2, environments: 2, volumes: 2, backups: 1, members: 2 };
    const text = (seed: number) => JSON.stringify(generateWorld({ ...size, seed }));
    expect(text(1)).toBe(text(1));
    expect(text(1)).not.toBe(text(2));
  });
});
