import { assetOf } from './assets.ts';
import type { ProjectTokenSelf } from './caller.ts';
import { idOf } from './ids.ts';
import { readLists } from './pages.ts';
import type { EnvironmentNode } from './projects.ts';
import { type Connection, defineRead } from './read.ts';
import type { SourceReader } from './source.ts';
import { isoTime, maskedLabel } from './text.ts';
import { tokenProps } from './token-props.ts';
import { unlistableCredential } from './unlistable.ts';

interface ProjectToken {
  readonly id: string;
  readonly name: string;
  readonly displayToken: string;
  readonly createdAt: string;
  readonly environmentId: string;
}

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
      props: tokenProps('project-token', maskedLabel(token.displayToken), { expires: 'inexpressible', self }),
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
