import { GraphQLError } from 'graphql';
import type { EnvironmentAt, Lookup, ProjectAt, ProjectToken } from './lookup.ts';
import type { Role, WorldUser, WorldWorkspace } from './world.ts';

/** Who a request comes from, by the header and token it carries. */
export type StandInCaller =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'account'; readonly user: WorldUser; readonly session: string | null }
  | { readonly kind: 'workspace'; readonly workspace: string }
  | { readonly kind: 'project'; readonly token: ProjectToken };

export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** What Railway answers for a bad token, a foreign resource and an id that does not exist alike. */
export function notAuthorized(): GraphQLError {
  return new GraphQLError('Not Authorized', { extensions: { code: 'INTERNAL_SERVER_ERROR' } });
}

/** A project token comes in a header of its own; with it, no other header counts. */
export function callerOf(lookup: Lookup, headers: Headers): StandInCaller {
  const project = headers['project-access-token'];
  if (project !== undefined) {
    const token = lookup.tokens.get(String(project));
    return token?.kind === 'project' ? { kind: 'project', token } : { kind: 'nobody' };
  }
  const bearer = String(headers.authorization ?? '').replace(/^Bearer /, '');
  const token = lookup.tokens.get(bearer);
  if (token?.kind === 'workspace') return { kind: 'workspace', workspace: token.workspace };
  const login = lookup.logins.get(bearer);
  if (login) return { kind: 'account', ...login };
  const user = token?.kind === 'account' ? lookup.users.get(token.user) : undefined;
  return user ? { kind: 'account', user, session: null } : { kind: 'nobody' };
}

/** The role a caller has in a workspace; a workspace token acts as its admin. */
export function workspaceRole(caller: StandInCaller, workspace: WorldWorkspace): Role | null {
  if (caller.kind === 'workspace') return caller.workspace === workspace.id ? 'ADMIN' : null;
  if (caller.kind !== 'account') return null;
  return workspace.members.find(({ user }) => user === caller.user.id)?.role ?? null;
}

/** The role a caller has in a project: the workspace's, or its own. A project token reads as an editor. */
export function projectRole(caller: StandInCaller, { workspace, project }: ProjectAt): Role | null {
  if (caller.kind === 'project') return caller.token.project === project.id ? 'MEMBER' : null;
  const own = caller.kind === 'account' && project.members.find(({ user }) => user === caller.user.id);
  return workspaceRole(caller, workspace) ?? (own ? own.role : null);
}

/** Whether a caller sees into an environment: its own for a project token, no restricted one but for admins. */
export function canAccess(caller: StandInCaller, at: EnvironmentAt): boolean {
  if (caller.kind === 'project') return caller.token.environment === at.environment.id;
  const role = projectRole(caller, at);
  return role !== null && (!at.environment.restricted || role === 'ADMIN');
}
