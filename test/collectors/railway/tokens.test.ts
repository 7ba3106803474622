import { describe, expect, it } from 'vitest';
import { matchToken } from '../../../src/collectors/railway/token-in-hand.ts';
import type { CollectedAsset } from '../../../src/model/asset.ts';
import type { Collected } from '../../../src/model/inventory.ts';
import type { World, WorldToken } from '../../../src/stand-ins/railway/world.ts';
import {
  environment,
  project,
  user,
  volumeInstance,
  workspace,
} from '../../../src/stand-ins/railway/worlds/builders.ts';
import { pocketOs } from '../../../src/stand-ins/railway/worlds/pocket-os.ts';
import { idsOf, now, openGaps, scan } from './scanning.ts';

const { world, tokens } = pocketOs(now);
const ciToken = 'c1c1c1c1-1111-4222-8333-c0ffee000001';

const selves = ({ assets }: Collected) =>
  assets.flatMap((asset) => (asset.kind === 'credential' && asset.props.self ? [asset.id] : []));
const callers = ({ sources }: Collected) => [...new Set(sources.map(({ caller }) => caller.credential))];

describe('what a token is gets found out', () => {
  it.each([
    [
      'an account token',
      'RAILWAY_API_TOKEN',
      tokens.domainChores,
      'account-token',
      'railway:account-token:tok-domains',
    ],
    [
      'an account token in the project variable',
      'RAILWAY_TOKEN',
      tokens.domainChores,
      'account-token',
      'railway:account-token:tok-domains',
    ],
    [
      'a workspace token',
      'RAILWAY_API_TOKEN',
      ciToken,
      'workspace-token',
      'railway:workspace-token:in-hand-RAILWAY_API_TOKEN',
    ],
    [
      'a project token',
      'RAILWAY_TOKEN',
      tokens.staging,
      'project-token',
      'railway:project-token:tok-staging',
    ],
    [
      'a project token in another variable',
      'SOME_TOKEN',
      tokens.staging,
      'project-token',
      'railway:project-token:tok-staging',
    ],
  ])('%s in %s', async (_, variable, value, kind, self) => {
    const { collected } = await scan(world, { [variable]: value });
    expect(callers(collected)).toEqual([kind]);
    expect(selves(collected)).toEqual([self]);
  });

  it('a login that is no API token', async () => {
    const { collected } = await scan(withLogin, { RAILWAY_API_TOKEN: 'canary-login' });
    expect(callers(collected)).toEqual(['session']);
    expect(selves(collected)).toEqual(['railway:session:ses-cli']);
    expect(openGaps(collected)).toEqual([]);
  });

  it('a bearer whose `me` fails counts as the wider kind, with a gap that widens', async () => {
    const { collected } = await scan(
      world,
      { RAILWAY_API_TOKEN: tokens.domainChores },
      { faults: [{ on: 'me', as: 'status', status: 500 }] },
    );
    expect(callers(collected)).toEqual(['workspace-token']);
    expect(collected.gaps.find(({ operation }) => operation === 'me')?.direction).toBe('widens');
  });

  it('a bearer whose `apiToken` fails is nobody where `me` is refused, and both are gaps', async () => {
    const faults = [{ on: 'apiToken', as: 'status', status: 500 }] as const;
    const { collected, standIn } = await scan(world, { RAILWAY_API_TOKEN: ciToken }, { faults });
    expect(callers(collected)).toEqual(['unknown']);
    expect(openGaps(collected)).toEqual([
      'railway:denied:me:RAILWAY_API_TOKEN',
      'railway:failed:apiToken:RAILWAY_API_TOKEN',
    ]);
    expect(standIn.calls().map(({ operation }) => operation)).not.toContain('ProjectToken');
  });

  it('a workspace token that names no workspace is nobody, not a whole scan of nothing', async () => {
    const { collected } = await scan(world, { CI: ciToken }, {}, { fetch: answering('ApiToken', homeless) });
    expect(callers(collected)).toEqual(['unknown']);
    expect(openGaps(collected)).toEqual(['railway:denied:me:CI', 'railway:failed:apiToken:CI']);
    expect(collected.sources.map(({ status }) => status)).toEqual(['failed']);
  });

  it('a login whose `me` answered beside an error keeps the error as a gap', async () => {
    const fetch = answering('Me', (answer) => ({ ...answer, errors: [{ message: 'oops' }] }));
    const { collected } = await scan(withLogin, { LOGIN: 'canary-login' }, {}, { fetch });
    expect(callers(collected)).toEqual(['session']);
    expect(openGaps(collected)).toEqual(['railway:failed:me:LOGIN']);
  });
});

const homeless = () => ({ data: { apiToken: { workspaces: [] } } });

/** The API, but for what becomes of its answers to one query. */
function answering(query: string, changed: (answer: object) => object): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (!String(init?.body).includes(`query ${query} {`)) return response;
    return Response.json(changed((await response.json()) as object));
  };
}

describe('tokens that do not get in', () => {
  it('is an operator error when none does', async () => {
    await expect(
      scan(world, { RAILWAY_API_TOKEN: 'wrong', RAILWAY_TOKEN: 'also wrong' }),
    ).rejects.toMatchObject({
      name: 'OperatorError',
      code: 'RAILWAY_TOKEN_REJECTED',
      message: expect.stringContaining('RAILWAY_API_TOKEN, RAILWAY_TOKEN'),
    });
  });

  it('is a gap when another does', async () => {
    const { collected } = await scan(world, { RAILWAY_API_TOKEN: tokens.domainChores, OLD_TOKEN: 'wrong' });
    expect(openGaps(collected)).toContain('railway:denied:apiToken:OLD_TOKEN');
    expect(idsOf(collected)).toContain('railway:volume-instance:vi-postgres-production');
  });
});

describe('several tokens', () => {
  it('name each their source, and the second reads nothing again', async () => {
    const both = { RAILWAY_API_TOKEN: tokens.domainChores, RAILWAY_TOKEN: tokens.staging };
    const { collected, standIn } = await scan(world, both);
    expect(callers(collected)).toEqual(['account-token', 'project-token']);
    expect(selves(collected)).toEqual([
      'railway:account-token:tok-domains',
      'railway:project-token:tok-staging',
    ]);
    expect(standIn.calls().filter(({ operation }) => operation === 'ProjectTokens')).toHaveLength(1);
    expect(openGaps(collected)).toEqual([]);
  });

  const both = { ACCOUNT: tokens.domainChores, WORKSPACE: ciToken };
  const gap = 'railway:denied:projectTokens:prj-pocketos';

  it('read a workspace once where the first saw it whole', async () => {
    const { standIn } = await scan(world, both);
    expect(standIn.calls().filter(({ operation }) => operation === 'Projects')).toHaveLength(1);
  });

  it('close the gap of another where the second is an admin too', async () => {
    expect(openGaps((await scan(world, both, { faults: [deniedOnce] })).collected)).toEqual([]);
  });

  it('close no gap where the second may be told less', async () => {
    const member = await scan(withRoles(world, 'MEMBER'), both, { faults: [deniedOnce] });
    expect(openGaps(member.collected)).toEqual([gap]);
    const login = await scan(
      withLogin,
      { LOGIN: 'canary-login', WORKSPACE: ciToken },
      { faults: [deniedOnce] },
    );
    expect(openGaps(login.collected)).toEqual([gap]);
  });

  it('know a workspace token that its maker’s account token lists', async () => {
    const mine = world.tokens.map((token) =>
      token.id === 'tok-ci' ? { ...token, user: 'user-founder' } : token,
    );
    const { collected } = await scan(
      { ...world, tokens: mine as readonly WorldToken[] },
      { ACCOUNT: tokens.domainChores, CI: ciToken },
    );
    expect(selves(collected)).toEqual([
      'railway:account-token:tok-domains',
      'railway:workspace-token:tok-ci',
    ]);
  });
});

/** The founder's CLI login, with a value to log in by. */
const withLogin: World = {
  ...world,
  users: world.users.map((it) => ({
    ...it,
    sessions: it.sessions.map((session) =>
      session.id === 'ses-cli' ? { ...session, value: 'canary-login' } : session,
    ),
  })),
};

const deniedOnce = { on: 'projectTokens', nth: 1, as: 'not-authorized' } as const;

function withRoles(of: World, role: 'MEMBER' | 'VIEWER'): World {
  const narrowed = <T extends { members: readonly { user: string }[] }>(it: T) => ({
    ...it,
    members: it.members.map(({ user }) => ({ user, role })),
  });
  return {
    ...of,
    workspaces: of.workspaces.map((it) => ({
      ...narrowed(it),
      projects: it.projects.map(narrowed),
    })) as World['workspaces'],
  };
}

describe('what a caller may not see', () => {
  it('a project token sees its environment, and names the rest', async () => {
    const { collected, standIn } = await scan(world, { RAILWAY_TOKEN: tokens.staging });
    expect(openGaps(collected)).toEqual([
      'railway:denied:environment.instances:env-production',
      'railway:denied:projectInvitations:prj-pocketos',
      'railway:denied:projectMembers:prj-pocketos',
      'railway:denied:projectTokens:prj-pocketos',
      'railway:denied:workspace.members:ws-pocketos',
    ]);
    expect(idsOf(collected)).toEqual(
      expect.arrayContaining([
        'railway:environment:env-production',
        'railway:volume-instance:vi-postgres-staging',
        'railway:unlistable:workspace-tokens:ws-pocketos',
      ]),
    );
    expect(restrictedOf(collected, 'env-production')).toBe('unknown');
    const asked = standIn.calls().map(({ operation }) => operation);
    expect(asked).not.toEqual(expect.arrayContaining(['ProjectTokens']));
    expect(asked).not.toEqual(expect.arrayContaining(['WorkspaceMembers']));
  });

  it('a viewer sees no variable names and no project tokens', async () => {
    const { collected } = await scan(withRoles(world, 'VIEWER'), { RAILWAY_API_TOKEN: tokens.domainChores });
    expect(openGaps(collected)).toEqual([
      'railway:denied:environment.variables:env-production',
      'railway:denied:environment.variables:env-staging',
      'railway:denied:projectInvitations:prj-pocketos',
      'railway:denied:projectTokens:prj-pocketos',
      'railway:denied:sshPublicKeys:ws-pocketos',
    ]);
  });

  it('a restricted environment is told by a person it keeps out', async () => {
    const home = workspace({
      id: 'w',
      members: [{ user: 'u', role: 'MEMBER' }],
      projects: [project({ id: 'p', environments: [environment({ id: 'closed', restricted: true })] })],
    });
    const { collected } = await scan(oneUser(home), { T: 'token-of-u' });
    expect(openGaps(collected)).toEqual(['railway:denied:environment.instances:closed']);
    expect(restrictedOf(collected, 'closed')).toBe(true);
  });

  it('a redacted workspace is not an empty one', async () => {
    const home = workspace({
      id: 'w',
      redactedDueTo2FAPending: true,
      members: [{ user: 'u', role: 'ADMIN' }],
    });
    const { collected } = await scan(oneUser(home), { T: 'token-of-u' });
    expect(openGaps(collected)).toEqual(['railway:denied:projects:w', 'railway:denied:workspace.members:w']);
  });

  it('members that could not be listed leave the caller with an unread role', async () => {
    const faults = [{ on: 'WorkspaceMembers', as: 'not-authorized' }] as const;
    const { collected } = await scan(world, { RAILWAY_API_TOKEN: tokens.domainChores }, { faults });
    const links = collected.assets
      .filter(({ id }) => id === 'railway:user:user-founder')
      .flatMap((it) => it.links);
    expect(links).toContainEqual({ to: 'railway:workspace:ws-pocketos', as: 'acts-in' });
  });

  it('one’s own tokens that could not be listed keep a way in', async () => {
    const faults = [{ on: 'apiTokens', as: 'not-authorized' }] as const;
    const { collected } = await scan(world, { RAILWAY_API_TOKEN: tokens.domainChores }, { faults });
    expect(idsOf(collected)).toContain('railway:unlistable:account-tokens:user-founder');
    expect(selves(collected)).toEqual(['railway:account-token:in-hand-RAILWAY_API_TOKEN']);
  });
});

function oneUser(home: ReturnType<typeof workspace>): World {
  const token = {
    kind: 'account',
    id: 't',
    name: 't',
    value: 'token-of-u',
    user: 'u',
    expiresAt: null,
  } as const;
  return { users: [user({ id: 'u' })], tokens: [token], workspaces: [home] };
}

function restrictedOf({ assets }: Collected, id: string) {
  const found = assets.find((asset) => asset.id === `railway:environment:${id}`);
  return found?.kind === 'environment' ? found.props.restricted : undefined;
}

describe('deadlines', () => {
  it.each([
    [
      'pending',
      { isPendingDeletion: true, deletedAt: '2026-04-24T00:00:00Z' },
      { at: '2026-04-24T00:00:00.000Z' },
    ],
    ['pending without a date', { isPendingDeletion: true }, { at: null }],
    ['only a date', { deletedAt: '2026-04-24T00:00:00Z' }, { at: '2026-04-24T00:00:00.000Z' }],
    ['a deleting state', { state: 'DELETING' }, { at: null }],
    ['nothing of it', {}, null],
  ])('%s', async (_, given, expected) => {
    const home = workspace({
      id: 'w',
      members: [{ user: 'u', role: 'ADMIN' }],
      projects: [
        project({
          id: 'p',
          environments: [environment({ id: 'e', volumeInstances: [volumeInstance({ id: 'vi', ...given })] })],
        }),
      ],
    });
    const { collected } = await scan(oneUser(home), { T: 'token-of-u' });
    expect(pendingOf(collected.assets)).toEqual(expected);
  });
});

it('a project scheduled for deletion takes its stores along', async () => {
  const volumeInstances = [volumeInstance({ id: 'vi' })];
  const doomed = project({
    id: 'p',
    deletedAt: '2026-04-23T00:00:00Z',
    environments: [environment({ id: 'e', volumeInstances })],
  });
  const home = workspace({ id: 'w', members: [{ user: 'u', role: 'ADMIN' }], projects: [doomed] });
  const { collected } = await scan(oneUser(home), { T: 'token-of-u' });
  expect(pendingOf(collected.assets)).toEqual({ at: null });
});

it.each<[string, string | null, string | null, string]>([
  ['never', null, null, 'active'],
  ['later', '2026-05-01T00:00:00Z', '2026-05-01T00:00:00.000Z', 'active'],
  ['past', '2026-04-01T00:00:00Z', '2026-04-01T00:00:00.000Z', 'inactive'],
  ['no time at all', 'next week', 'unknown', 'active'],
])('a token that ends %s', async (_, expiresAt, expires, status) => {
  const ending = { kind: 'account', id: 'ending', name: 'ending', value: 'v', user: 'u', expiresAt } as const;
  const home = workspace({ id: 'w', members: [{ user: 'u', role: 'ADMIN' }] });
  const one = oneUser(home);
  const { collected } = await scan({ ...one, tokens: [...one.tokens, ending] }, { T: 'token-of-u' });
  const found = collected.assets.find(({ id }) => id === 'railway:account-token:ending');
  expect(found?.props).toMatchObject({ expires, status });
});

describe('a token in hand among those listed', () => {
  const listed = (id: string, displayToken: string) => ({
    id,
    name: id,
    displayToken,
    workspaceId: null,
    expiresAt: null,
  });
  it.each<[string, readonly string[], string | null]>([
    ['by head and tail', ['5f0c****0125', '0b6e****1001'], '0'],
    ['by its tail', ['****************0125'], '0'],
    ['two alike are no match', ['5f0c****0125', '****0125'], null],
    ['too little shown', ['***125'], null],
    ['shown whole', ['5f0c7a31-0125'], null],
    ['another', ['5f0c****0126'], null],
    ['none', [], null],
  ])('%s', (_, shown, expected) => {
    const tokensListed = shown.map((display, at) => listed(String(at), display));
    expect(matchToken(tokensListed, '5f0c7a31-0125')?.id ?? null).toBe(expected);
  });
});

function pendingOf(assets: readonly CollectedAsset[]) {
  const [store] = assets.filter((asset) => asset.kind === 'store');
  return store?.props.pendingDeletion;
}
