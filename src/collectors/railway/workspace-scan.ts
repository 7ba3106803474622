import pLimit from 'p-limit';
import type { CollectIO } from '../collector.ts';
import { assetOf } from './assets.ts';
import { type Me, type Named, whoIs } from './caller.ts';
import { callerOf, type Known } from './identity.ts';
import { idOf } from './ids.ts';
import { addUnreadRole, readWorkspaceMembers } from './members.ts';
import type { Read } from './merge.ts';
import { readNotificationRules } from './notification-rules.ts';
import { readProject } from './project-scan.ts';
import { readProjectSource } from './project-source.ts';
import { addProjectEnvironment, addProjectToken } from './project-tokens.ts';
import { listProjects, type Project, projectRead } from './projects.ts';
import { type About, openSource, type SourceReader } from './source.ts';
import { readWorkspaceSshKeys } from './ssh-keys.ts';
import { addWorkspaceIdentity, readWorkspace } from './workspaces.ts';

/**
 * Projects read at once: the rate decides how fast it goes, and one that is done stays done when the scan stops.
 */
const projectsAtOnce = 4;

/** Reads a workspace and all its projects, each project as a source of its own. */
export async function readWholeWorkspace(
  entrant: Known,
  workspace: Named,
  callers: readonly Me[],
  io: CollectIO,
): Promise<readonly Read[]> {
  const { client, identity } = entrant;
  const { name } = workspace;
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
  if (identity.user && role === null) addUnreadRole(source, identity.user, workspace.id);
  const caller = callerOf(identity, role);
  const wide = role === 'ADMIN' && identity.kind !== 'session';
  const who = { token: client.token, as: whoIs(identity), kind: identity.kind, caller };
  const task = {
    ...who,
    workspace,
    callers,
    ...(client.leftOut === undefined ? {} : { pass: 'light' as const }),
  };
  const read = async (project: Project): Promise<Read> => ({
    result: await readProjectSource(client, { ...task, project }, io),
    wide,
  });
  const limit = pLimit(io.elsewhere === undefined ? projectsAtOnce : Number.POSITIVE_INFINITY);
  const parts = await Promise.all(projects.map((project) => limit(() => read(project))));
  return [{ result: source.close(caller), wide }, ...parts];
}

/**
 * Reads the one project of a project token, and names the workspace around it that the token can't see.
 * `done`: workspaces other callers read, and whether whole; a project of those is not read again.
 */
export async function readProjectOfToken(
  entrant: Known,
  callers: readonly Me[],
  done: ReadonlyMap<string, 'whole' | 'partly'>,
  io: CollectIO,
): Promise<readonly Read[]> {
  const { client, identity } = entrant;
  if (!identity.project) return [];
  const { projectId, environmentId } = identity.project;
  const { data, failure, calls } = await client.ask(projectRead, { projectId });
  const project = data?.project ?? null;
  const workspace = project?.workspaceId ?? null;
  const options = { kind: identity.kind, scope: workspace ?? projectId, service: `project ${projectId}` };
  const source = openSource(client, { ...options, label: project?.name ?? projectId }, io);
  source.count(entrant.calls + calls);
  const nothing = { reason: 'failed', detail: 'the answer held no project' } as const;
  if (failure || !project) source.fail(projectRead, projectAbout(projectId), failure ?? nothing);
  const parts =
    project && done.get(workspace ?? '') !== 'whole' ? await readProject(source, project, callers) : null;
  const environment = parts?.environments.find(({ id }) => id === environmentId);
  if (parts || !project)
    addProjectEnvironment(source, projectId, environmentId, environment?.name ?? environmentId);
  addProjectToken(source, identity.project, true);
  if (workspace && !done.has(workspace)) await addUnseenWorkspace(source, workspace, projectId, callers);
  return [{ result: source.close(callerOf(identity, 'PROJECT_TOKEN')), wide: false }];
}

const projectAbout = (id: string): About => ({ target: idOf.project(id), id });

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
