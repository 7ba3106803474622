import { canAccess, notAuthorized, projectRole, workspaceRole } from './authorise.ts';
import type { EnvironmentAt, InstanceAt, ProjectAt } from './lookup.ts';
import {
  apiTokenView,
  connection,
  emailOf,
  environmentView,
  type Page,
  projectTokenView,
  projectView,
  sshKeyView,
  type View,
  volumeInstanceView,
  workspaceView,
} from './views.ts';
import type { Role, WorldUser, WorldWorkspace } from './world.ts';

/** The root of one request: what its caller may read of the world, as functions GraphQL calls. */
export function rootFor(view: View) {
  return { ...selfRoots(view), ...workspaceRoots(view), ...projectRoots(view), ...instanceRoots(view) };
}

function selfRoots(view: View) {
  const { world, caller } = view;
  const mine = () => world.workspaces.filter((workspace) => workspaceRole(caller, workspace));
  return {
    apiToken() {
      const login = caller.kind === 'account' && caller.session !== null;
      if (login || caller.kind === 'project' || caller.kind === 'nobody') throw notAuthorized();
      return { workspaces: mine().map(({ id, name }) => ({ id, name })) };
    },
    me() {
      const { id, email, has2FA, lastLogin } = person(view);
      const workspaces = () => mine().map((workspace) => workspaceView(view, workspace));
      return { id, email, has2FA, lastLogin, workspaces };
    },
    projectToken() {
      if (caller.kind !== 'project') throw notAuthorized();
      return projectTokenView(caller.token);
    },
    apiTokens(page: Page) {
      const { id } = person(view);
      const own = world.tokens.flatMap((token) =>
        token.kind !== 'project' && token.user === id ? [token] : [],
      );
      return connection(view, page, own, apiTokenView);
    },
    sessions(page: Page) {
      const current = caller.kind === 'account' ? caller.session : null;
      return connection(view, page, person(view).sessions, ({ value: _, ...session }) => ({
        ...session,
        isCurrent: session.id === current,
      }));
    },
  };
}

interface Period {
  readonly startDate?: string | null;
  readonly endDate?: string | null;
}

function workspaceRoots(view: View) {
  const { caller } = view;
  return {
    workspace: ({ workspaceId }: { workspaceId: string }) =>
      workspaceView(view, seenWorkspace(view, workspaceId)),
    sshPublicKeys({ workspaceId, ...page }: Page & { workspaceId?: string | null }) {
      const id = workspaceId ?? (caller.kind === 'workspace' ? caller.workspace : null);
      if (id === null) {
        const { id: userId, sshKeys } = person(view);
        return connection(view, page, sshKeys, (key) => sshKeyView(key, { userId }));
      }
      const { sshKeys } = seenWorkspace(view, id, ['ADMIN', 'MEMBER']);
      return connection(view, page, sshKeys, (key) => sshKeyView(key, { workspaceId: id }));
    },
    notificationRules({ workspaceId }: { workspaceId: string }) {
      return seenWorkspace(view, workspaceId).notificationRules.map(({ webhook, ...rule }) => ({
        ...rule,
        workspaceId,
        severities: ['CRITICAL'],
        channels: [{ id: `${rule.id}-channel`, config: { url: webhook } }],
      }));
    },
    auditLogs({ workspaceId, filter, ...page }: Page & { workspaceId: string; filter?: Period | null }) {
      const { auditLogs = [] } = seenWorkspace(view, workspaceId, ['ADMIN']);
      const { startDate, endDate } = filter ?? {};
      const within = auditLogs.filter(
        ({ createdAt }) => createdAt >= (startDate ?? '') && (!endDate || createdAt <= endDate),
      );
      return connection(view, page, within, (entry) => entry);
    },
    projects({ workspaceId, ...page }: Page & { workspaceId: string }) {
      const workspace = seenWorkspace(view, workspaceId);
      const shown = workspace.redactedDueTo2FAPending ? [] : workspace.projects;
      return connection(view, page, shown, (project) => projectView(view, { workspace, project }));
    },
  };
}

function projectRoots(view: View) {
  const { caller, lookup } = view;
  return {
    project: ({ id }: { id: string }) => projectView(view, seenProject(view, id)),
    projectMembers({ projectId }: { projectId: string }) {
      const { project } = seenProject(view, projectId);
      if (caller.kind === 'project') throw notAuthorized();
      return project.members.map(({ user, role }) => ({ id: user, email: emailOf(view, user), role }));
    },
    projectInvitations({ id }: { id: string }) {
      const at = seenProject(view, id);
      if (caller.kind === 'project' || projectRole(caller, at) === 'VIEWER') throw notAuthorized();
      return at.project.invitations ?? [];
    },
    projectTokens({ projectId, ...page }: Page & { projectId: string }) {
      const role = projectRole(caller, seenProject(view, projectId));
      if (caller.kind === 'project' || role === 'VIEWER') throw notAuthorized();
      return connection(view, page, lookup.projectTokens.get(projectId) ?? [], projectTokenView);
    },
  };
}

function instanceRoots(view: View) {
  return {
    environment({ id }: { id: string }) {
      const at = seenEnvironment(view, id);
      return { ...environmentView(view, at), ...contentsOf(view, at) };
    },
    variables: ({ environmentId }: { environmentId: string }) => {
      const { variables } = seenEnvironment(view, environmentId).environment;
      return Object.fromEntries(variables.map(({ name, value }) => [name, value]));
    },
    volumeInstanceBackupList: ({ volumeInstanceId }: { volumeInstanceId: string }) =>
      seenInstance(view, volumeInstanceId).instance.backups.map(({ schedule, ...it }) => ({
        ...it,
        scheduleId: schedule,
      })),
    volumeInstanceBackupScheduleList: ({ volumeInstanceId }: { volumeInstanceId: string }) =>
      seenInstance(view, volumeInstanceId).instance.schedules.map((it) => ({
        ...it,
        name: it.kind.toLowerCase(),
      })),
    tcpProxies({ environmentId, serviceId }: { environmentId: string; serviceId: string }) {
      const { services } = seenEnvironment(view, environmentId).environment;
      const service = services.find((it) => it.serviceId === serviceId);
      if (!service) throw notAuthorized();
      return service.tcpProxies.map((proxy) => ({ ...proxy, applicationPort: 5432 }));
    },
  };
}

/** What runs and lies in an environment; variables are closed to viewers. */
function contentsOf(view: View, at: EnvironmentAt) {
  const { volumeInstances, services, variables } = at.environment;
  return {
    volumeInstances: (page: Page) => connection(view, page, volumeInstances, volumeInstanceView),
    serviceInstances: (page: Page) =>
      connection(view, page, services, ({ name, status, ...service }) => ({
        ...service,
        serviceName: name,
        latestDeployment: { status },
      })),
    variables(page: Page) {
      if (projectRole(view.caller, at) === 'VIEWER') throw notAuthorized();
      return connection(view, page, variables, ({ value: _, ...variable }) => variable);
    },
    config: () => ({
      sharedVariables: Object.fromEntries(variables.map(({ name, value }) => [name, { value }])),
    }),
  };
}

function person({ caller }: View): WorldUser {
  if (caller.kind !== 'account') throw notAuthorized();
  return caller.user;
}

function seenWorkspace(
  view: View,
  id: string,
  roles: readonly Role[] = ['ADMIN', 'MEMBER', 'VIEWER'],
): WorldWorkspace {
  const workspace = view.lookup.workspaces.get(id);
  const role = workspace && workspaceRole(view.caller, workspace);
  if (!workspace || !role || !roles.includes(role)) throw notAuthorized();
  return workspace;
}

function seenProject(view: View, id: string): ProjectAt {
  const at = view.lookup.projects.get(id);
  if (!at || projectRole(view.caller, at) === null) throw notAuthorized();
  return at;
}

function seenEnvironment(view: View, id: string): EnvironmentAt {
  const at = view.lookup.environments.get(id);
  if (!at || !canAccess(view.caller, at)) throw notAuthorized();
  return at;
}

/** Keyed by instance: a volume's id is not authorized, as with Railway. */
function seenInstance(view: View, id: string): InstanceAt {
  const at = view.lookup.instances.get(id);
  if (!at || !canAccess(view.caller, at)) throw notAuthorized();
  return at;
}
