import type { AssetKind } from '../../model/asset.ts';
import type { Client } from './client.ts';
import { type Answer, defineRead, type Failure, type Read, type TokenKind } from './read.ts';

/** Who a token turned out to be. `workspaces` and `project`: where to begin. */
export interface Identity {
  readonly kind: TokenKind;
  readonly user: Me | null;
  readonly workspaces: readonly Named[];
  readonly project: ProjectTokenSelf | null;
}

export interface Named {
  readonly id: string;
  readonly name: string;
}

export interface Me {
  readonly id: string;
  readonly email: string;
  readonly has2FA: boolean;
  readonly lastLogin: string;
}

export interface ProjectTokenSelf extends Named {
  readonly displayToken: string;
  readonly createdAt: string;
  readonly projectId: string;
  readonly environmentId: string;
}

const anybody = { workspaceToken: true, projectToken: false } as const;

/** Without the workspaces, nobody asks what is in them. */
const inWorkspace: readonly AssetKind[] = [
  'backup',
  'credential',
  'environment',
  'principal',
  'schedule',
  'store',
  'trail',
  'workload',
];

export const apiTokenRead = defineRead<{ apiToken: { workspaces: readonly Named[] } }>({
  operation: 'apiToken',
  document: /* GraphQL */ `query ApiToken { apiToken { workspaces { id name } } }`,
  hides: 'container',
  below: inWorkspace,
  direction: 'widens',
  access: { role: 'VIEWER', ...anybody, scope: null, confidence: 'documented' },
});

export const meRead = defineRead<{ me: Me }>({
  operation: 'me',
  document: /* GraphQL */ `query Me { me { id email has2FA lastLogin } }`,
  hides: 'principal',
  direction: 'widens',
  access: {
    role: 'self',
    workspaceToken: false,
    projectToken: false,
    scope: 'openid email profile',
    confidence: 'documented',
  },
});

export const myWorkspacesRead = defineRead<{ me: { workspaces: readonly Named[] } }>({
  operation: 'me.workspaces',
  document: /* GraphQL */ `query MyWorkspaces { me { workspaces { id name } } }`,
  hides: 'container',
  below: inWorkspace,
  direction: 'widens',
  access: {
    role: 'self',
    workspaceToken: false,
    projectToken: false,
    scope: 'openid email profile workspace:viewer',
    confidence: 'documented',
  },
});

export const projectTokenRead = defineRead<{ projectToken: ProjectTokenSelf }>({
  operation: 'projectToken',
  document: /* GraphQL */ `query ProjectToken {
    projectToken { id name displayToken createdAt projectId environmentId }
  }`,
  hides: 'credential',
  direction: 'widens',
  access: { role: null, workspaceToken: false, projectToken: true, scope: null, confidence: 'documented' },
});

/** A caller that another one can be told apart from. */
export function whoIs({ kind, user, workspaces, project }: Identity): string {
  return [kind, user?.id, project?.id, ...workspaces.map(({ id }) => id).sort()].filter(Boolean).join(' ');
}

/** How to send a token: Railway takes project tokens in a header of their own. */
export type Header = 'bearer' | 'project';

export function headersFor(header: Header, value: string): Readonly<Record<string, string>> {
  return header === 'bearer' ? { authorization: `Bearer ${value}` } : { 'project-access-token': value };
}

/** What finding out came to: an identity with the client to go on with, or why there is none. */
export interface Introduced {
  readonly identity: Identity | null;
  readonly client: Client;
  /** `rejected`: no header got in, so the token is wrong; else the reads that failed on the way. */
  readonly rejected: boolean;
  readonly failures: readonly { readonly read: Read<unknown>; readonly failure: Failure }[];
  readonly calls: number;
}

/**
 * Finds out what a token is by asking who it is: `RAILWAY_TOKEN` only suggests trying the project header
 * first (docs.railway.com/cli/login). A token is rejected only when every way in answered with a refusal.
 */
export async function introduce(name: string, connect: (header: Header) => Client): Promise<Introduced> {
  const order: readonly Header[] = name === 'RAILWAY_TOKEN' ? ['project', 'bearer'] : ['bearer', 'project'];
  let failures: Introduced['failures'] = [];
  let calls = 0;
  for (const header of order) {
    const client = connect(header);
    const found = header === 'bearer' ? await asBearer(client) : await asProject(client);
    calls += found.calls;
    if (found.identity) return { ...found, calls, client, rejected: false };
    failures = [...failures, ...found.failures];
    // Without an answer at all the other header would not fare better.
    if (found.failures.some(({ failure }) => failure.reason !== 'denied')) break;
  }
  const rejected = failures.every(({ failure }) => failure.reason === 'denied');
  return { identity: null, client: connect(order[0] ?? 'bearer'), rejected, failures, calls };
}

type Found = Pick<Introduced, 'identity' | 'failures' | 'calls'>;

async function asProject(client: Client): Promise<Found> {
  const answer = await client.ask(projectTokenRead, {});
  const { data, calls } = answer;
  if (!data?.projectToken) return { identity: null, failures: [nobodyIn(projectTokenRead, answer)], calls };
  const project = data.projectToken;
  const identity: Identity = { kind: 'project-token', user: null, workspaces: [], project };
  return { identity, failures: failuresOf([projectTokenRead, answer]), calls };
}

/**
 * A workspace token may not ask `me`; a login session or OAuth grant may, but is no API token. Where `me`
 * failed for another reason the token counts as the wider kind, a workspace's, and the gap says so.
 */
async function asBearer(client: Client): Promise<Found> {
  const [context, me] = await Promise.all([client.ask(apiTokenRead, {}), client.ask(meRead, {})]);
  const calls = context.calls + me.calls;
  const user = me.data?.me ?? null;
  const spaces = context.data?.apiToken?.workspaces ?? null;
  const failures = failuresOf([apiTokenRead, context], [meRead, me]);
  if (spaces && user)
    return { identity: { kind: 'account-token', user, workspaces: spaces, project: null }, failures, calls };
  if (user) return sessionOf(client, user, butRefused(apiTokenRead, failures), calls);
  // A workspace token is its workspace: without one it would be a whole scan of nothing.
  if (!spaces?.length)
    return { identity: null, failures: [nobodyIn(apiTokenRead, context), nobodyIn(meRead, me)], calls };
  return {
    identity: { kind: 'workspace-token', user: null, workspaces: spaces, project: null },
    failures: butRefused(meRead, failures),
    calls,
  };
}

async function sessionOf(client: Client, user: Me, unsure: Failures, calls: number): Promise<Found> {
  const mine = await client.ask(myWorkspacesRead, {});
  const workspaces = mine.data?.me?.workspaces ?? [];
  return {
    identity: { kind: 'session', user, workspaces, project: null },
    failures: [...unsure, ...failuresOf([myWorkspacesRead, mine])],
    calls: calls + mine.calls,
  };
}

type Failures = Introduced['failures'];

function failuresOf(...asked: readonly (readonly [Read<unknown>, Answer<unknown>])[]): Failures {
  return asked.flatMap(([read, { failure }]) => (failure ? [{ read, failure }] : []));
}

/** Without the refusal that only tells which kind of token it is. */
function butRefused(telling: Read<unknown>, failures: Failures): Failures {
  return failures.filter(({ read, failure }) => read !== telling || failure.reason !== 'denied');
}

/** An answer that held nobody is a failure too. */
function nobodyIn(read: Read<unknown>, { failure }: Answer<unknown>): Failures[number] {
  return { read, failure: failure ?? { reason: 'failed', detail: 'the answer named nobody' } };
}
