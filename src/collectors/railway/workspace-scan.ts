import type { CollectIO } from '../collector.ts';
import { assetOf } from './assets.ts';
import type { Me, Named } from './caller.ts';
import { callerOf, type Known } from './identity.ts';
import { idOf } from './ids.ts';
import { readWorkspaceMembers } from './members.ts';
import type { Read } from './merge.ts';
import { readNotificationRules } from './notification-rules.ts';
import { readProject } from './project-scan.ts';
import { listProjects, type Project, projectRead } from './projects.ts';
import { openSource, type SourceReader } from './source.ts';
import { readWorkspaceSshKeys } from './ssh-keys.ts';
import { cleanName } from './text.ts';
import { addWorkspaceIdentity, readWorkspace } from './workspaces.ts';

/** Reads a workspace and all its projects, each project as a source of its own. */
export async function readWholeWorkspace(
  entrant: Known,
  workspace: Named,
  callers: readonly Me[],
  io: CollectIO,
): Promise<readonly Read[]> {
  const { client, identity } = entrant;
  const name = cleanName(workspace.name);
  const options = { kind: identity.kind, scope: workspace.id, service: 'workspace', label: name };
  const source = openSource(client, options, io);
  const [roles, projects] = await Promise.all([
    readWorkspaceMembers(source, workspace.id, callers),
    listProjects(source, workspace.id),
    readWorkspaceSshKeys(source, workspace.id),
    readNotificationRules(source, workspace.id),
  ]);
  await readWorkspace(
    source,
    workspace,
    projects.map(({ id }) => id),
  );
  const role = identity.user ? (roles.get(identity.user.id) ?? null) : 'ADMIN';
  const caller = callerOf(identity, role);
  const wide = role === 'ADMIN';
  const read = async (project: Project): Promise<Read> => {
    const label = `${name} / ${cleanName(project.name)}`;
    const part = openSource(client, { ...options, service: `project ${project.id}`, label }, io);
    await readProject(part, project, callers);
    return { result: part.close(caller), wide };
  };
  const parts = await Promise.all(projects.map(read));
  return [{ result: source.close(caller), wide }, ...parts];
}

/** Reads the one project of a project token, and names the workspace around it that the token can't see. */
export async function readProjectOfToken(
  entrant: Known,
  callers: readonly Me[],
  io: CollectIO,
): Promise<readonly Read[]> {
  const { client, identity } = entrant;
  if (!identity.project) return [];
  const { projectId } = identity.project;
  const about = { target: idOf.project(projectId), id: projectId };
  const found = await client.ask(projectRead, { projectId });
  const project = found.data?.project ?? null;
  const scope = project?.workspaceId ?? projectId;
  const label = cleanName(project?.name ?? projectId);
  const options = { kind: identity.kind, scope, service: `project ${projectId}`, label };
  const source = openSource(client, options, io);
  source.count(found.calls);
  if (found.failure) source.fail(projectRead, about, found.failure);
  else if (!project)
    source.fail(projectRead, about, { reason: 'failed', detail: 'the answer held no project' });
  if (project) await readProject(source, project, callers);
  if (project?.workspaceId) await addUnseenWorkspace(source, project.workspaceId, projectId, callers);
  return [{ result: source.close(callerOf(identity, 'PROJECT_TOKEN')), wide: false }];
}

/** The workspace is known by its id alone; that its members and tokens reach the project is known too. */
async function addUnseenWorkspace(
  source: SourceReader,
  workspace: string,
  project: string,
  callers: readonly Me[],
): Promise<void> {
  source.add(
    assetOf('container', {
      id: idOf.workspace(workspace),
      native: 'railway.Workspace',
      name: workspace,
      scope: workspace,
      links: [{ to: idOf.project(project), as: 'contains' }],
      props: { type: 'workspace', guards: [] },
    }),
  );
  addWorkspaceIdentity(source, workspace, workspace);
  await readWorkspaceMembers(source, workspace, callers);
}
