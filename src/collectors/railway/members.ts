import type { Knowable, Link } from '../../model/asset.ts';
import { assetOf } from './assets.ts';
import type { Me } from './caller.ts';
import { idOf } from './ids.ts';
import { defineRead } from './read.ts';
import type { SourceReader } from './source.ts';
import { isoTime } from './text.ts';
import { addUnlistableLogins } from './unlistable.ts';

interface Member {
  readonly id: string;
  readonly email: string;
  readonly role: string;
}

type WorkspaceMember = Member & { readonly twoFactorAuthEnabled: boolean | null };

export const workspaceMembersRead = defineRead<{
  workspace: { members: readonly WorkspaceMember[] | null } | null;
}>({
  operation: 'workspace.members',
  document: /* GraphQL */ `query WorkspaceMembers($workspaceId: String!) {
    workspace(workspaceId: $workspaceId) { members { id email role twoFactorAuthEnabled } }
  }`,
  hides: 'principal',
  direction: 'widens',
  access: {
    role: 'VIEWER',
    workspaceToken: true,
    projectToken: false,
    scope: 'workspace:viewer',
    confidence: 'inferred',
  },
});

export const projectMembersRead = defineRead<{ projectMembers: readonly Member[] | null }>({
  operation: 'projectMembers',
  document: /* GraphQL */ `query ProjectMembers($projectId: String!) {
    projectMembers(projectId: $projectId) { id email role }
  }`,
  hides: 'principal',
  direction: 'widens',
  access: {
    role: 'VIEWER',
    workspaceToken: true,
    projectToken: false,
    scope: 'workspace:viewer',
    confidence: 'unverified',
  },
});

/** Reads who is in a workspace; answers the role of each by user id. `callers`: people this scan has a token of. */
export async function readWorkspaceMembers(
  source: SourceReader,
  workspace: string,
  callers: readonly Me[],
): Promise<ReadonlyMap<string, string>> {
  const about = { target: idOf.workspace(workspace), id: workspace };
  const data = await source.ask(workspaceMembersRead, { workspaceId: workspace }, about);
  if (data && !data.workspace?.members) {
    source.fail(workspaceMembersRead, about, { reason: 'failed', detail: 'the answer held no members' });
  }
  const roles = new Map<string, string>();
  for (const member of data?.workspace?.members ?? []) {
    const user = addLogins(source, member, callers);
    roles.set(user, member.role);
    const link: Link = { to: idOf.workspace(workspace), as: 'acts-in', role: member.role };
    addUser(source, user, member.email, link, member.twoFactorAuthEnabled ?? 'unknown');
  }
  return roles;
}

/** Reads who is in a project, apart from the workspace's members or on top of their role there. */
export async function readProjectMembers(
  source: SourceReader,
  project: string,
  callers: readonly Me[],
): Promise<void> {
  const about = { target: idOf.project(project), id: project };
  const data = await source.ask(projectMembersRead, { projectId: project }, about);
  if (data && !data.projectMembers) {
    source.fail(projectMembersRead, about, { reason: 'failed', detail: 'the answer held no members' });
  }
  for (const member of data?.projectMembers ?? []) {
    const user = addLogins(source, member, callers);
    const link: Link = { to: idOf.project(project), as: 'acts-in', role: member.role };
    addUser(source, user, member.email, link, 'unknown');
  }
}

/** The person a token belongs to. */
export function addMe(source: SourceReader, me: Me): void {
  source.add(
    assetOf('principal', {
      ...userDraft(me.id, me.email, source.scope),
      props: {
        type: 'user',
        mfa: me.has2FA,
        lastActive: isoTime(me.lastLogin),
        managedByProvider: false,
      },
    }),
  );
}

/** The caller belongs to the workspace, but its role there could not be read: it may be any. */
export function addUnreadRole(source: SourceReader, me: Me, workspace: string): void {
  addUser(source, me.id, me.email, { to: idOf.workspace(workspace), as: 'acts-in' }, me.has2FA);
}

/**
 * Adds the ways in of a member nobody here has a token of, and answers whose they are. A member's id is taken
 * for the user's; for a caller the e-mail decides where the two differ.
 */
function addLogins(source: SourceReader, member: Member, callers: readonly Me[]): string {
  const caller = callers.find(({ id, email }) => id === member.id || email === member.email);
  if (!caller) addUnlistableLogins(source, member.id, String(member.email));
  return caller?.id ?? member.id;
}

/** Railway tells nobody when another person was last active. */
function addUser(source: SourceReader, id: string, email: string, link: Link, mfa: Knowable<boolean>): void {
  source.add(
    assetOf('principal', {
      ...userDraft(id, email, source.scope),
      links: [link],
      props: { type: 'user', mfa, lastActive: 'inexpressible', managedByProvider: false },
    }),
  );
}

const userDraft = (id: string, email: string, scope: string) => ({
  id: idOf.user(id),
  native: 'railway.User',
  name: String(email),
  scope,
});
