import type {
  World,
  WorldEnvironment,
  WorldProject,
  WorldToken,
  WorldUser,
  WorldVolumeInstance,
  WorldWorkspace,
} from './world.ts';

export type ProjectToken = WorldToken & { readonly kind: 'project' };

/** A project with the workspace around it. */
export interface ProjectAt {
  readonly workspace: WorldWorkspace;
  readonly project: WorldProject;
}

export type EnvironmentAt = ProjectAt & { readonly environment: WorldEnvironment };
export type InstanceAt = EnvironmentAt & { readonly instance: WorldVolumeInstance };

/** A world by ids, built once, so that a large one is served as fast as a small one. */
export interface Lookup {
  readonly workspaces: ReadonlyMap<string, WorldWorkspace>;
  readonly projects: ReadonlyMap<string, ProjectAt>;
  readonly environments: ReadonlyMap<string, EnvironmentAt>;
  readonly instances: ReadonlyMap<string, InstanceAt>;
  readonly users: ReadonlyMap<string, WorldUser>;
  readonly tokens: ReadonlyMap<string, WorldToken>;
  readonly projectTokens: ReadonlyMap<string, readonly ProjectToken[]>;
  readonly logins: ReadonlyMap<string, { readonly user: WorldUser; readonly session: string }>;
}

export function lookUp(world: World): Lookup {
  const projects = world.workspaces.flatMap((workspace) =>
    workspace.projects.map((project): ProjectAt => ({ workspace, project })),
  );
  const environments = projects.flatMap((at) =>
    at.project.environments.map((environment): EnvironmentAt => ({ ...at, environment })),
  );
  const instances = environments.flatMap((at) =>
    at.environment.volumeInstances.map((instance): InstanceAt => ({ ...at, instance })),
  );
  const logins = world.users.flatMap((user) =>
    user.sessions.flatMap(({ id, value }) => (value === undefined ? [] : [{ user, session: id, value }])),
  );
  const projectTokens = world.tokens.filter((token): token is ProjectToken => token.kind === 'project');
  return {
    workspaces: by(world.workspaces, ({ id }) => id),
    projects: by(projects, ({ project }) => project.id),
    environments: by(environments, ({ environment }) => environment.id),
    instances: by(instances, ({ instance }) => instance.id),
    users: by(world.users, ({ id }) => id),
    tokens: by(world.tokens, ({ value }) => value),
    projectTokens: Map.groupBy(projectTokens, ({ project }) => project),
    logins: by(logins, ({ value }) => value),
  };
}

const by = <T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, T> =>
  new Map(items.map((item) => [key(item), item]));
