import type { CollectedAsset, CredentialProps, CredentialType } from '../../model/asset.ts';
import { assetOf } from './assets.ts';
import type { ProjectTokenSelf } from './caller.ts';
import { idOf } from './ids.ts';
import { readLists } from './pages.ts';
import type { EnvironmentNode } from './projects.ts';
import { type Connection, defineRead, type TokenKind } from './read.ts';
import type { SourceReader } from './source.ts';
import { isoTime, maskedLabel } from './text.ts';
import { unlistableCredential } from './unlistable.ts';

/** A token this scan was given: the environment variable it came in, and its value. */
export interface TokenInHand {
  readonly name: string;
  readonly value: string;
}

export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly displayToken: string;
  readonly workspaceId: string | null;
  readonly expiresAt: string | null;
}

interface ProjectToken {
  readonly id: string;
  readonly name: string;
  readonly displayToken: string;
  readonly createdAt: string;
  readonly environmentId: string;
}

/** One's own account tokens and the workspace tokens one made. */
export const apiTokensRead = defineRead<{ apiTokens: Connection<ApiToken> | null }>({
  operation: 'apiTokens',
  document: /* GraphQL */ `query ApiTokens($first: Int!, $tokensAfter: String) {
    apiTokens(first: $first, after: $tokensAfter) {
      edges { node { id name displayToken workspaceId expiresAt } }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  hides: 'credential',
  direction: 'widens',
  access: { role: 'self', workspaceToken: false, projectToken: false, scope: null, confidence: 'inferred' },
});

export const projectTokensRead = defineRead<{ projectTokens: Connection<ProjectToken> | null }>({
  operation: 'projectTokens',
  document: /* GraphQL */ `query ProjectTokens($projectId: String!, $first: Int!, $tokensAfter: String) {
    projectTokens(projectId: $projectId, first: $first, after: $tokensAfter) {
      edges { node { id name displayToken createdAt environmentId } }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  hides: 'credential',
  direction: 'widens',
  access: {
    role: 'MEMBER',
    workspaceToken: true,
    projectToken: false,
    scope: 'workspace:viewer',
    confidence: 'unverified',
  },
});

/** The caller's own API tokens, as far as they are listed. */
export async function listApiTokens(
  source: SourceReader,
  user: string,
): Promise<{ readonly tokens: readonly ApiToken[]; readonly complete: boolean }> {
  const picks = { tokens: (data: { apiTokens: Connection<ApiToken> | null }) => data.apiTokens };
  const about = { target: idOf.user(user), id: user };
  return readLists(source, apiTokensRead, {}, picks, about);
}

/** Adds listed API tokens. `self`: ids of those this scan runs with. */
export function addApiTokens(
  source: SourceReader,
  user: string,
  tokens: readonly ApiToken[],
  self: ReadonlySet<string>,
): void {
  for (const token of tokens) source.add(apiTokenAsset(source.scope, user, token, self.has(token.id)));
}

function apiTokenAsset(scope: string, user: string, token: ApiToken, self: boolean): CollectedAsset {
  const { workspaceId } = token;
  const principal = workspaceId ? idOf.workspaceIdentity(workspaceId) : idOf.user(user);
  return assetOf('credential', {
    id: workspaceId ? idOf.workspaceToken(token.id) : idOf.accountToken(token.id),
    native: 'railway.ApiToken',
    name: String(token.name),
    scope: workspaceId ?? scope,
    links: [{ to: principal, as: 'held-by' }],
    props: tokenProps(workspaceId ? 'workspace-token' : 'account-token', token.displayToken, {
      expires: isoTime(token.expiresAt),
      self,
    }),
  });
}

/** Reads a project's tokens; each acts as one environment of it. */
export async function readProjectTokens(
  source: SourceReader,
  project: string,
  environments: readonly EnvironmentNode[],
): Promise<void> {
  const about = { target: idOf.project(project), id: project };
  const picks = { tokens: (data: { projectTokens: Connection<ProjectToken> | null }) => data.projectTokens };
  const { tokens, complete } = await readLists(
    source,
    projectTokensRead,
    { projectId: project },
    picks,
    about,
  );
  const names = new Map(environments.map(({ id, name }) => [id, String(name)]));
  for (const token of tokens) {
    const { environmentId } = token;
    addProjectEnvironment(source, project, environmentId, names.get(environmentId) ?? environmentId);
    addProjectToken(source, { ...token, projectId: project }, false);
  }
  if (!complete) for (const [id, name] of names) addUnreadProjectTokens(source, project, id, name);
}

/** A project token has no expiry field at all, and nothing tells when it was last used. */
export function addProjectToken(source: SourceReader, token: ProjectTokenSelf, self: boolean): void {
  source.add(
    assetOf('credential', {
      id: idOf.projectToken(token.id),
      native: 'railway.ProjectToken',
      name: String(token.name),
      scope: source.scope,
      createdAt: isoTime(token.createdAt),
      links: [{ to: idOf.projectEnvironment(token.projectId, token.environmentId), as: 'held-by' }],
      props: tokenProps('project-token', token.displayToken, { expires: 'inexpressible', self }),
    }),
  );
}

/** Where a project's tokens could not be read, one stands for all there may be of each environment. */
function addUnreadProjectTokens(
  source: SourceReader,
  project: string,
  environment: string,
  name: string,
): void {
  addProjectEnvironment(source, project, environment, name);
  const id = idOf.unlistable('project-tokens', `${project}:${environment}`);
  const principal = idOf.projectEnvironment(project, environment);
  source.add(unlistableCredential(id, `any project token of ${name}`, principal, source.scope));
}

/** What a project token authenticates as: one environment of one project. */
export function addProjectEnvironment(
  source: SourceReader,
  project: string,
  environment: string,
  name: string,
): void {
  source.add(
    assetOf('principal', {
      id: idOf.projectEnvironment(project, environment),
      native: 'railway.ProjectToken',
      name: `project tokens of ${name}`,
      scope: source.scope,
      links: [{ to: idOf.environment(environment), as: 'acts-in', role: 'PROJECT_TOKEN' }],
      props: {
        type: 'project-environment',
        mfa: 'inexpressible',
        lastActive: 'inexpressible',
        managedByProvider: false,
      },
    }),
  );
}

/**
 * The token in hand where no list names it: never lost, known by the variable it came in. A session is a
 * person's login or OAuth grant; it may reach less than the person, and counts as reaching as much.
 */
export function addTokenInHand(
  source: SourceReader,
  kind: Exclude<TokenKind, 'project-token'>,
  token: TokenInHand,
  principal: string,
): void {
  const type = kind === 'session' ? 'cli-session' : kind;
  const id = `railway:${kind}:in-hand-${token.name}`;
  source.add(
    assetOf('credential', {
      id,
      native: kind === 'session' ? 'railway.Session' : 'railway.ApiToken',
      name: `the token in ${token.name}`,
      scope: source.scope,
      links: [{ to: principal, as: 'held-by' }],
      props: { ...tokenProps(type, token.value, { expires: 'unknown', self: true }), label: token.name },
    }),
  );
}

/**
 * Which of the listed tokens a token in hand is, or null when that is not certain. Only the characters that
 * `displayToken` leaves open can tell, and four of them is the least that is taken for a match.
 */
export function matchToken(listed: readonly ApiToken[], value: string): ApiToken | null {
  const matches = listed.filter(({ displayToken }) => isShownAs(value, String(displayToken)));
  return matches.length === 1 ? (matches[0] ?? null) : null;
}

function isShownAs(value: string, display: string): boolean {
  const [head = '', ...rest] = display.split(/[*•.…xX]{2,}|…/u);
  const tail = rest.at(-1) ?? '';
  const shown = head.length + tail.length;
  return (
    rest.length > 0 && shown >= 4 && shown < value.length && value.startsWith(head) && value.endsWith(tail)
  );
}

function tokenProps(
  type: CredentialType,
  displayToken: string,
  rest: Pick<CredentialProps, 'expires' | 'self'>,
): CredentialProps {
  const label = maskedLabel(displayToken);
  return { type, status: 'active', lastUsed: 'inexpressible', label, mfa: 'never', ...rest };
}
