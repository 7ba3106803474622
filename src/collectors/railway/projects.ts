import type { AssetKind } from '../../model/asset.ts';
import { assetOf } from './assets.ts';
import { idOf } from './ids.ts';
import { readLists } from './pages.ts';
import { type Connection, defineRead } from './read.ts';
import type { SourceReader } from './source.ts';
import { isoTime } from './text.ts';

export interface Project {
  readonly id: string;
  readonly name: string;
  readonly workspaceId: string | null;
  readonly createdAt: string;
  readonly deletedAt: string | null;
  readonly isPublic: boolean;
  readonly prDeploys: boolean;
  readonly botPrEnvironments: boolean;
  readonly baseEnvironmentId: string | null;
  readonly primaryEnvironmentId: string | null;
}

export interface EnvironmentNode {
  readonly id: string;
  readonly name: string;
  readonly isEphemeral: boolean;
  readonly canAccess: boolean;
  readonly createdAt: string;
  readonly deletedAt: string | null;
  readonly sourceEnvironment: { readonly id: string } | null;
}

export interface NamedNode {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
}

/** What a project is made of, as its own lists say. */
export interface ProjectParts {
  readonly environments: readonly EnvironmentNode[];
  readonly volumes: readonly NamedNode[];
  readonly buckets: readonly NamedNode[];
}

const inParts: readonly AssetKind[] = ['backup', 'container', 'environment', 'schedule', 'workload'];
const inProject: readonly AssetKind[] = [...inParts, 'credential', 'principal'];

export const projectsRead = defineRead<{ projects: Connection<Project> | null }>({
  operation: 'projects',
  document: /* GraphQL */ `query Projects($workspaceId: String!, $first: Int!, $projectsAfter: String) {
    projects(workspaceId: $workspaceId, first: $first, after: $projectsAfter) {
      edges { node {
        id name workspaceId createdAt deletedAt isPublic prDeploys botPrEnvironments
        baseEnvironmentId primaryEnvironmentId
      } }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  hides: 'store',
  below: inProject,
  direction: 'neither',
  access: {
    role: 'VIEWER',
    workspaceToken: true,
    projectToken: false,
    scope: 'workspace:viewer',
    confidence: 'documented',
  },
});

/** A project token's only project. */
export const projectRead = defineRead<{ project: Project | null }>({
  operation: 'project',
  document: /* GraphQL */ `query Project($projectId: String!) {
    project(id: $projectId) {
      id name workspaceId createdAt deletedAt isPublic prDeploys botPrEnvironments
      baseEnvironmentId primaryEnvironmentId
    }
  }`,
  hides: 'store',
  below: inProject,
  direction: 'neither',
  access: {
    role: 'VIEWER',
    workspaceToken: true,
    projectToken: true,
    scope: 'project:viewer',
    confidence: 'inferred',
  },
});

export const projectPartsRead = defineRead<{
  project: {
    environments: Connection<EnvironmentNode> | null;
    volumes: Connection<NamedNode> | null;
    buckets: Connection<NamedNode> | null;
  } | null;
}>({
  operation: 'project.environments',
  document: /* GraphQL */ `query ProjectParts(
    $projectId: String!, $first: Int!, $environmentsAfter: String, $volumesAfter: String, $bucketsAfter: String
  ) {
    project(id: $projectId) {
      environments(first: $first, after: $environmentsAfter) {
        edges { node { id name isEphemeral canAccess createdAt deletedAt sourceEnvironment { id } } }
        pageInfo { hasNextPage endCursor }
      }
      volumes(first: $first, after: $volumesAfter) {
        edges { node { id name createdAt } }
        pageInfo { hasNextPage endCursor }
      }
      buckets(first: $first, after: $bucketsAfter) {
        edges { node { id name createdAt } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }`,
  hides: 'store',
  below: inParts,
  direction: 'neither',
  access: {
    role: 'VIEWER',
    workspaceToken: true,
    projectToken: true,
    scope: 'project:viewer',
    confidence: 'inferred',
  },
});

/** The projects of a workspace, as far as the caller sees them. */
export async function listProjects(source: SourceReader, workspace: string): Promise<readonly Project[]> {
  const about = { target: idOf.workspace(workspace), id: workspace };
  const picks = { projects: (data: { projects: Connection<Project> | null }) => data.projects };
  const { projects } = await readLists(source, projectsRead, { workspaceId: workspace }, picks, about);
  return projects;
}

/** Environments, volumes and buckets of a project, in one read while they fit on a page. */
export async function listProjectParts(source: SourceReader, project: string): Promise<ProjectParts> {
  const about = { target: idOf.project(project), id: project };
  return readLists(
    source,
    projectPartsRead,
    { projectId: project },
    {
      environments: (data) => data.project?.environments,
      volumes: (data) => data.project?.volumes,
      buckets: (data) => data.project?.buckets,
    },
    about,
  );
}

/** The project, holding its volumes, environments and buckets. */
export function addProject(
  source: SourceReader,
  project: Project,
  parts: ProjectParts,
  volumes: readonly string[],
): void {
  const held = [
    ...volumes.map(idOf.volume),
    ...parts.environments.map(({ id }) => idOf.environment(id)),
    ...parts.buckets.map(({ id }) => idOf.bucket(id)),
  ];
  source.add(
    assetOf('container', {
      id: idOf.project(project.id),
      native: 'railway.Project',
      name: String(project.name),
      scope: source.scope,
      createdAt: isoTime(project.createdAt),
      links: held.map((to) => ({ to, as: 'contains' })),
      props: {
        type: 'project',
        guards: [],
        facts: {
          deletedAt: isoTime(project.deletedAt),
          isPublic: project.isPublic,
          prDeploys: project.prDeploys,
          botPrEnvironments: project.botPrEnvironments,
          baseEnvironment: project.baseEnvironmentId && idOf.environment(project.baseEnvironmentId),
          primaryEnvironment: project.primaryEnvironmentId && idOf.environment(project.primaryEnvironmentId),
        },
      },
    }),
  );
}
