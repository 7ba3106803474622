import { canAccess, type StandInCaller, workspaceRole } from './authorise.ts';
import type { EnvironmentAt, Lookup, ProjectAt, ProjectToken } from './lookup.ts';
import type { World, WorldSshKey, WorldToken, WorldVolumeInstance, WorldWorkspace } from './world.ts';

/** One request's view of the world. */
export interface View {
  readonly world: World;
  readonly lookup: Lookup;
  readonly caller: StandInCaller;
  readonly pageSize: number;
}

export type Page = { readonly first?: number | null; readonly after?: string | null };

/** One Relay page of `nodes`, each shown by `show`; the cursor of an item is its place in the list. */
export function connection<T, Node>(view: View, page: Page, items: readonly T[], show: (item: T) => Node) {
  const start = page.after ? Number(page.after) : 0;
  const size = Math.min(page.first ?? view.pageSize, view.pageSize);
  const shown = items.slice(start, start + size);
  const edges = shown.map((item, at) => ({ cursor: String(start + at + 1), node: show(item) }));
  const endCursor = edges.at(-1)?.cursor ?? null;
  return { edges, pageInfo: { hasNextPage: start + size < items.length, endCursor } };
}

/** Two-factor state is told to admins alone. */
export function workspaceView(view: View, workspace: WorldWorkspace) {
  const admin = workspaceRole(view.caller, workspace) === 'ADMIN';
  const { projects: _, members, ...rest } = workspace;
  return {
    ...rest,
    members: members.map(({ user, role }) => ({
      id: user,
      email: emailOf(view, user),
      role,
      twoFactorAuthEnabled: admin ? view.lookup.users.get(user)?.has2FA : null,
    })),
  };
}

export function projectView(view: View, at: ProjectAt) {
  const { workspace, project } = at;
  const { id, name, createdAt, deletedAt, prDeploys, primaryEnvironment } = project;
  return {
    ...{ id, name, createdAt, deletedAt, prDeploys, workspaceId: workspace.id },
    isPublic: false,
    botPrEnvironments: false,
    baseEnvironmentId: primaryEnvironment,
    primaryEnvironmentId: primaryEnvironment,
    environments: (page: Page) =>
      connection(view, page, project.environments, (environment) =>
        environmentView(view, { ...at, environment }),
      ),
    volumes: (page: Page) => connection(view, page, project.volumes, (volume) => volume),
    buckets: (page: Page) => connection(view, page, project.buckets, (bucket) => bucket),
  };
}

export function environmentView(view: View, at: EnvironmentAt) {
  const { id, name, createdAt, isEphemeral, source } = at.environment;
  return {
    ...{ id, name, createdAt, isEphemeral, projectId: at.project.id },
    canAccess: canAccess(view.caller, at),
    sourceEnvironment: source === null ? null : { id: source },
  };
}

export const volumeInstanceView = (it: WorldVolumeInstance) => ({
  ...it,
  volumeId: it.volume,
  mountPath: '/data',
});

export const sshKeyView = (key: WorldSshKey, owner: object) => ({
  ...key,
  publicKey: `canary-key ${key.id}`,
  ...owner,
});

export const apiTokenView = (token: Exclude<WorldToken, ProjectToken>) => ({
  id: token.id,
  name: token.name,
  displayToken: masked(token.value),
  workspaceId: token.kind === 'workspace' ? token.workspace : null,
  expiresAt: token.expiresAt,
});

export const projectTokenView = ({ value, project, environment, ...token }: ProjectToken) => ({
  ...token,
  displayToken: masked(value),
  projectId: project,
  environmentId: environment,
});

export const emailOf = (view: View, user: string): string => view.lookup.users.get(user)?.email ?? '';

const masked = (value: string): string => `${value.slice(0, 4)}****${value.slice(-4)}`;
