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
  const { data, failure, calls } = await client.ask(projectTokenRead, {});
  const failures = failure ? [{ read: projectTokenRead, failure }] : [];
  if (!data?.projectToken) return { identity: null, failures: orNothing(projectTokenRead, failures), calls };
  const identity: Identity = {
    kind: 'project-token',
    user: null,
    workspaces: [],
    project: data.projectToken,
  };
  return { identity, failures, calls };
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
  if (spaces && user)
    return {
      identity: { kind: 'account-token', user, workspaces: spaces, project: null },
      failures: failuresOf(context, me),
      calls,
    };
  if (spaces) {
    const unsure =
      me.failure && me.failure.reason !== 'denied' ? failuresOf(context, me) : failuresOf(context);
    return {
      identity: { kind: 'workspace-token', user: null, workspaces: spaces, project: null },
      failures: unsure,
      calls,
    };
  }
  if (!user) return { identity: null, failures: orNothing(meRead, failuresOf(context, me)), calls };
  return sessionOf(client, user, context, calls);
}

async function sessionOf(client: Client, user: Me, context: Answer<unknown>, calls: number): Promise<Found> {
  const mine = await client.ask(myWorkspacesRead, {});
  const failures = mine.failure ? [{ read: myWorkspacesRead, failure: mine.failure }] : [];
  const unsure = context.failure && context.failure.reason !== 'denied' ? failuresOf(context) : [];
  const workspaces = mine.data?.me?.workspaces ?? [];
  return {
    identity: { kind: 'session', user, workspaces, project: null },
    failures: [...unsure, ...failures],
    calls: calls + mine.calls,
  };
}

function failuresOf(context: Answer<unknown>, me?: Answer<unknown>): Introduced['failures'] {
  return [
    ...(context.failure ? [{ read: apiTokenRead, failure: context.failure }] : []),
    ...(me?.failure ? [{ read: meRead, failure: me.failure }] : []),
  ];
}

/** An answer that held nobody is a failure too. */
function orNothing(read: Read<unknown>, failures: Introduced['failures']): Introduced['failures'] {
  return failures.length > 0
    ? failures
    : [{ read, failure: { reason: 'failed', detail: 'the answer named nobody' } }];
}
