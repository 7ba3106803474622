import { GraphQLError } from 'graphql';
import type {
  Role,
  World,
  WorldEnvironment,
  WorldProject,
  WorldToken,
  WorldUser,
  WorldWorkspace,
} from './world.ts';

/** Who a request comes from, by the header and token it carries. */
export type StandInCaller =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'account'; readonly user: WorldUser; readonly session: string | null }
  | { readonly kind: 'workspace'; readonly workspace: string }
  | { readonly kind: 'project'; readonly token: WorldToken & { readonly kind: 'project' } };

/** What Railway answers for a bad token, a foreign resource and an id that does not exist alike. */
export function notAuthorized(): GraphQLError {
  return new GraphQLError('Not Authorized', { extensions: { code: 'INTERNAL_SERVER_ERROR' } });
}

export function callerOf(world: World, headers: Readonly<Record<string, string | undefined>>): StandInCaller {
  const project = headers['project-access-token'];
  if (project !== undefined) {
    const token = world.tokens.find((it) => it.kind === 'project' && it.value === project);
    return token?.kind === 'project' ? { kind: 'project', token } : { kind: 'nobody' };
  }
  const bearer = headers.authorization?.replace(/^Bearer /, '');
  const token = world.tokens.find((it) => it.kind !== 'project' && it.value === bearer);
  if (token?.kind === 'workspace') return { kind: 'workspace', workspace: token.workspace };
  const login = world.users.flatMap((user) => user.sessions.map((session) => ({ user, session })));
  const session = login.find((it) => bearer !== undefined && it.session.value === bearer);
  const user = session?.user ?? world.users.find(({ id }) => token?.kind === 'account' && id === token.user);
  return user ? { kind: 'account', user, session: session?.session.id ?? null } : { kind: 'nobody' };
}

/** The role a caller has in a workspace; a workspace token acts as its admin. */
export function workspaceRole(caller: StandInCaller, workspace: WorldWorkspace): Role | null {
  if (caller.kind === 'workspace') return caller.workspace === workspace.id ? 'ADMIN' : null;
  if (caller.kind !== 'account') return null;
  return workspace.members.find(({ user }) => user === caller.user.id)?.role ?? null;
}

/** The role a caller has in a project: of its own, or the workspace's. A project token reads as an editor. */
export function projectRole(
  caller: StandInCaller,
  workspace: WorldWorkspace,
  project: WorldProject,
): Role | null {
  if (caller.kind === 'project') return caller.token.project === project.id ? 'MEMBER' : null;
  const own = caller.kind === 'account' && project.members.find(({ user }) => user === caller.user.id);
  return workspaceRole(caller, workspace) ?? (own ? own.role : null);
}

/** Whether a caller sees into an environment: its own for a project token, no restricted one but for admins. */
export function canAccess(caller: StandInCaller, role: Role | null, environment: WorldEnvironment): boolean {
  if (caller.kind === 'project') return caller.token.environment === environment.id;
  return role !== null && (!environment.restricted || role === 'ADMIN');
}
