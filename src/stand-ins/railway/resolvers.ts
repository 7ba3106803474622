import {
  callerOf,
  canAccess,
  notAuthorized,
  projectRole,
  type StandInCaller,
  workspaceRole,
} from './authorise.ts';
import type {
  Role,
  World,
  WorldEnvironment,
  WorldProject,
  WorldSshKey,
  WorldToken,
  WorldVolumeInstance,
  WorldWorkspace,
} from './world.ts';

type Page = { readonly first?: number | null; readonly after?: string | null };
type Id = { readonly id: string };

/** The root of one request: what this caller may read of the world, as functions GraphQL calls. */
export function rootFor(
  world: World,
  headers: Readonly<Record<string, string | undefined>>,
  pageSize: number,
) {
  const caller = callerOf(world, headers);
  const view: View = { world, caller, pageSize };
  return {
    ...selfRoots(view),
    ...workspaceRoots(view),
    ...projectRoots(view),
    ...instanceRoots(view),
  };
}

interface View {
  readonly world: World;
  readonly caller: StandInCaller;
  readonly pageSize: number;
}

function selfRoots(view: View) {
  const { world, caller } = view;
  const mine = () => world.workspaces.filter((workspace) => workspaceRole(caller, workspace));
  const named = () => mine().map(({ id, name }) => ({ id, name }));
  return {
    apiToken() {
      if (caller.kind === 'workspace') return { workspaces: named() };
      if (caller.kind === 'account' && caller.session === null) return { workspaces: named() };
      throw notAuthorized();
    },
    me() {
      const { sessions: _, sshKeys: __, ...user } = person(caller);
      return { ...user, workspaces: mine().map((workspace) => workspaceView(view, workspace)) };
    },
    projectToken() {
      if (caller.kind !== 'project') throw notAuthorized();
      return projectTokenView(caller.token);
    },
    apiTokens(page: Page) {
      const { id } = person(caller);
      const tokens = world.tokens.filter((token) => token.kind !== 'project' && token.user === id);
      return connection(view, page, tokens.map(apiTokenView));
    },
    sessions(page: Page) {
      const current = caller.kind === 'account' ? caller.session : null;
      const sessions = person(caller).sessions.map((it) => ({
        ...it,
        value: undefined,
        isCurrent: it.id === current,
      }));
      return connection(view, page, sessions);
    },
  };
}

function workspaceRoots(view: View) {
  const { caller } = view;
  return {
    workspace: ({ workspaceId }: { workspaceId: string }) =>
      workspaceView(view, seenWorkspace(view, workspaceId)),
    sshPublicKeys({ workspaceId, ...page }: Page & { workspaceId?: string | null }) {
      if (!workspaceId && caller.kind !== 'workspace') {
        const { id, sshKeys } = person(caller);
        return connection(
          view,
          page,
          sshKeys.map((key) => sshKeyView(key, { userId: id })),
        );
      }
      const id = workspaceId ?? (caller.kind === 'workspace' ? caller.workspace : '');
      const workspace = seenWorkspace(view, id, ['ADMIN', 'MEMBER']);
      return connection(
        view,
        page,
        workspace.sshKeys.map((key) => sshKeyView(key, { workspaceId: id })),
      );
    },
    notificationRules({ workspaceId }: { workspaceId: string }) {
      const { notificationRules } = seenWorkspace(view, workspaceId);
      return notificationRules.map(({ webhook, ...rule }) => ({
        ...rule,
        workspaceId,
        severities: ['CRITICAL'],
        channels: [{ id: `${rule.id}-channel`, config: { url: webhook } }],
      }));
    },
    projects({ workspaceId, ...page }: Page & { workspaceId: string }) {
      const workspace = seenWorkspace(view, workspaceId);
      const shown = workspace.redactedDueTo2FAPending ? [] : workspace.projects;
      return connection(
        view,
        page,
        shown.map((project) => projectView(view, workspace, project)),
      );
    },
  };
}

function projectRoots(view: View) {
  const { world, caller } = view;
  return {
    project({ id }: Id) {
      const { workspace, project } = seenProject(view, id);
      return projectView(view, workspace, project);
    },
    projectMembers({ projectId }: { projectId: string }) {
      if (caller.kind === 'project') throw notAuthorized();
      const { project } = seenProject(view, projectId);
      return project.members.map(({ user, role }) => ({ id: user, email: emailOf(world, user), role }));
    },
    projectTokens({ projectId, ...page }: Page & { projectId: string }) {
      const { role } = seenProject(view, projectId);
      if (caller.kind === 'project' || role === 'VIEWER') throw notAuthorized();
      const tokens = world.tokens.filter(isProjectToken).filter((token) => token.project === projectId);
      return connection(view, page, tokens.map(projectTokenView));
    },
  };
}

function instanceRoots(view: View) {
  const { world } = view;
  return {
    environment({ id }: Id) {
      const { workspace, project, environment, role } = seenEnvironment(view, id);
      return {
        ...environmentView(view, workspace, project, environment),
        volumeInstances: (page: Page) =>
          connection(view, page, environment.volumeInstances.map(volumeInstanceView)),
        serviceInstances: (page: Page) =>
          connection(
            view,
            page,
            environment.services.map((service) => ({
              ...service,
              serviceName: service.name,
              latestDeployment: { status: service.status },
            })),
          ),
        variables(page: Page) {
          if (role === 'VIEWER') throw notAuthorized();
          return connection(view, page, environment.variables);
        },
        config: () => ({
          services: {},
          sharedVariables: Object.fromEntries(
            environment.variables.map(({ name, value }) => [name, { value }]),
          ),
        }),
      };
    },
    variables({ environmentId }: { environmentId: string }) {
      const { environment } = seenEnvironment(view, environmentId);
      return Object.fromEntries(environment.variables.map(({ name, value }) => [name, value]));
    },
    volumeInstanceBackupList: ({ volumeInstanceId }: { volumeInstanceId: string }) =>
      seenInstance(view, volumeInstanceId).backups.map(({ schedule, ...it }) => ({
        ...it,
        scheduleId: schedule,
      })),
    volumeInstanceBackupScheduleList: ({ volumeInstanceId }: { volumeInstanceId: string }) =>
      seenInstance(view, volumeInstanceId).schedules.map((it) => ({ ...it, name: it.kind.toLowerCase() })),
    tcpProxies({ environmentId, serviceId }: { environmentId: string; serviceId: string }) {
      const { environment } = seenEnvironment(view, environmentId);
      const service = environment.services.find((it) => it.serviceId === serviceId);
      if (!service || !world) throw notAuthorized();
      return service.tcpProxies.map((proxy) => ({ ...proxy, applicationPort: 5432 }));
    },
  };
}

function person(caller: StandInCaller) {
  if (caller.kind !== 'account') throw notAuthorized();
  return caller.user;
}

function seenWorkspace(
  view: View,
  id: string,
  roles: readonly Role[] = ['ADMIN', 'MEMBER', 'VIEWER'],
): WorldWorkspace {
  const workspace = view.world.workspaces.find((it) => it.id === id);
  const role = workspace && workspaceRole(view.caller, workspace);
  if (!workspace || !role || !roles.includes(role)) throw notAuthorized();
  return workspace;
}

function seenProject(view: View, id: string) {
  for (const workspace of view.world.workspaces) {
    const project = workspace.projects.find((it) => it.id === id);
    const role = project && projectRole(view.caller, workspace, project);
    if (project && role) return { workspace, project, role };
  }
  throw notAuthorized();
}

function seenEnvironment(view: View, id: string) {
  for (const workspace of view.world.workspaces) {
    for (const project of workspace.projects) {
      const environment = project.environments.find((it) => it.id === id);
      if (!environment) continue;
      const role = projectRole(view.caller, workspace, project);
      if (canAccess(view.caller, role, environment)) return { workspace, project, environment, role };
    }
  }
  throw notAuthorized();
}

/** Keyed by instance: a volume's id is not authorized, as with Railway. */
function seenInstance(view: View, id: string): WorldVolumeInstance {
  const all = view.world.workspaces.flatMap(({ projects }) =>
    projects.flatMap(({ environments }) => environments),
  );
  const home = all.find(({ volumeInstances }) => volumeInstances.some((it) => it.id === id));
  const { environment } = seenEnvironment(view, home?.id ?? '');
  const instance = environment.volumeInstances.find((it) => it.id === id);
  if (!instance) throw notAuthorized();
  return instance;
}

/** Two-factor state is told to admins alone. */
function workspaceView(view: View, workspace: WorldWorkspace) {
  const { caller, world } = view;
  const admin = workspaceRole(caller, workspace) === 'ADMIN';
  const { projects: _, members, ...rest } = workspace;
  return {
    ...rest,
    members: members.map(({ user, role }) => ({
      id: user,
      email: emailOf(world, user),
      role,
      twoFactorAuthEnabled: admin ? world.users.find(({ id }) => id === user)?.has2FA : null,
    })),
  };
}

function projectView(view: View, workspace: WorldWorkspace, project: WorldProject) {
  const { id, name, createdAt, prDeploys, primaryEnvironment } = project;
  return {
    ...{
      id,
      name,
      createdAt,
      prDeploys,
      workspaceId: workspace.id,
      isPublic: false,
      botPrEnvironments: false,
    },
    baseEnvironmentId: primaryEnvironment,
    primaryEnvironmentId: primaryEnvironment,
    environments: (page: Page) =>
      connection(
        view,
        page,
        project.environments.map((it) => environmentView(view, workspace, project, it)),
      ),
    volumes: (page: Page) => connection(view, page, project.volumes),
    buckets: (page: Page) => connection(view, page, project.buckets),
  };
}

function environmentView(
  view: View,
  workspace: WorldWorkspace,
  project: WorldProject,
  environment: WorldEnvironment,
) {
  const { id, name, createdAt, isEphemeral, source } = environment;
  const role = projectRole(view.caller, workspace, project);
  return {
    ...{ id, name, createdAt, isEphemeral, projectId: project.id },
    canAccess: canAccess(view.caller, role, environment),
    sourceEnvironment: source === null ? null : { id: source },
  };
}

const volumeInstanceView = (it: WorldVolumeInstance) => ({ ...it, volumeId: it.volume, mountPath: '/data' });

const sshKeyView = (key: WorldSshKey, owner: object) => ({
  ...key,
  publicKey: `ssh-ed25519 ${key.id}`,
  ...owner,
});

const apiTokenView = (token: WorldToken) => ({
  id: token.id,
  name: token.name,
  displayToken: masked(token.value),
  workspaceId: token.kind === 'workspace' ? token.workspace : null,
  expiresAt: token.kind === 'project' ? null : token.expiresAt,
});

const projectTokenView = (token: WorldToken & { readonly kind: 'project' }) => ({
  id: token.id,
  name: token.name,
  displayToken: masked(token.value),
  createdAt: token.createdAt,
  projectId: token.project,
  environmentId: token.environment,
});

const isProjectToken = (token: WorldToken): token is WorldToken & { readonly kind: 'project' } =>
  token.kind === 'project';

const masked = (value: string): string => `${value.slice(0, 4)}****${value.slice(-4)}`;

const emailOf = (world: World, user: string): string =>
  world.users.find(({ id }) => id === user)?.email ?? '';

/** One Relay page; the cursor of an item is its place in the list. */
function connection<Node extends Id>(view: View, page: Page, nodes: readonly Node[]) {
  const start = page.after ? Number(page.after) : 0;
  const size = Math.min(page.first ?? view.pageSize, view.pageSize);
  const edges = nodes
    .slice(start, start + size)
    .map((node, at) => ({ cursor: String(start + at + 1), node }));
  const endCursor = edges.at(-1)?.cursor ?? null;
  return { edges, pageInfo: { hasNextPage: start + size < nodes.length, endCursor } };
}
