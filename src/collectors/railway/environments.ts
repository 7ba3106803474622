import { assetOf } from './assets.ts';
import { idOf } from './ids.ts';
import { readLists } from './pages.ts';
import type { EnvironmentNode } from './projects.ts';
import { type Connection, defineRead } from './read.ts';
import type { SourceReader } from './source.ts';
import { isoTime } from './text.ts';

export interface VolumeInstance {
  readonly id: string;
  readonly volumeId: string;
  readonly serviceId: string | null;
  readonly mountPath: string;
  readonly state: string | null;
  readonly sizeMB: number;
  readonly region: string | null;
  readonly createdAt: string;
  readonly deletedAt: string | null;
  readonly isPendingDeletion: boolean;
}

export interface ServiceInstance {
  readonly id: string;
  readonly serviceId: string;
  readonly serviceName: string;
  readonly region: string | null;
  readonly createdAt: string;
  readonly deletedAt: string | null;
  readonly latestDeployment: { readonly status: string } | null;
}

export interface Variable {
  readonly id: string;
  readonly name: string;
  readonly serviceId: string | null;
  readonly isSealed: boolean;
  readonly references: readonly string[] | null;
}

/** What runs and what is stored in one environment. */
export interface Instances {
  readonly volumes: readonly VolumeInstance[];
  readonly services: readonly ServiceInstance[];
}

/** `service` and `environment` of an instance are never selected: typed non-null, they null the answer. */
export const instancesRead = defineRead<{
  environment: {
    volumeInstances: Connection<VolumeInstance> | null;
    serviceInstances: Connection<ServiceInstance> | null;
  } | null;
}>({
  operation: 'environment.instances',
  document: /* GraphQL */ `query Instances(
    $environmentId: String!, $projectId: String!, $first: Int!, $volumesAfter: String, $servicesAfter: String
  ) {
    environment(id: $environmentId, projectId: $projectId) {
      volumeInstances(first: $first, after: $volumesAfter) {
        edges { node {
          id volumeId serviceId mountPath state sizeMB region createdAt deletedAt isPendingDeletion
        } }
        pageInfo { hasNextPage endCursor }
      }
      serviceInstances(first: $first, after: $servicesAfter) {
        edges { node { id serviceId serviceName region createdAt deletedAt latestDeployment { status } } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }`,
  hides: 'store',
  below: ['backup', 'schedule', 'workload'],
  // A volume whose instance there is unread lies in that environment too, in reach of its tokens.
  direction: 'widens',
  access: {
    role: 'VIEWER',
    workspaceToken: true,
    projectToken: true,
    scope: 'project:viewer',
    confidence: 'unverified',
  },
});

/** Names and references alone; the API's `Variable` has no value, and `variables` is never asked. */
export const variablesRead = defineRead<{ environment: { variables: Connection<Variable> | null } | null }>({
  operation: 'environment.variables',
  document: /* GraphQL */ `query VariableNames(
    $environmentId: String!, $projectId: String!, $first: Int!, $variablesAfter: String
  ) {
    environment(id: $environmentId, projectId: $projectId) {
      variables(first: $first, after: $variablesAfter) {
        edges { node { id name serviceId isSealed references } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }`,
  hides: 'workload',
  direction: 'neither',
  access: {
    role: 'MEMBER',
    workspaceToken: true,
    projectToken: true,
    scope: 'project:member',
    confidence: 'inferred',
  },
});

/** Volume and service instances of an environment; a restricted one is not asked, and leaves a gap. */
export async function listInstances(
  source: SourceReader,
  project: string,
  environment: EnvironmentNode,
): Promise<Instances> {
  const about = { target: idOf.environment(environment.id), id: environment.id };
  if (!environment.canAccess) {
    const detail = 'the environment is closed to this caller';
    source.fail(instancesRead, about, { reason: 'denied', detail });
    return { volumes: [], services: [] };
  }
  return readLists(
    source,
    instancesRead,
    { environmentId: environment.id, projectId: project },
    {
      volumes: (data) => data.environment?.volumeInstances,
      services: (data) => data.environment?.serviceInstances,
    },
    about,
  );
}

/** Variable names of an environment by service id; shared variables stand under `null`. */
export async function listVariables(
  source: SourceReader,
  project: string,
  environment: EnvironmentNode,
): Promise<ReadonlyMap<string | null, readonly Variable[]>> {
  if (!environment.canAccess) return new Map();
  const { variables } = await readLists(
    source,
    variablesRead,
    { environmentId: environment.id, projectId: project },
    { variables: (data) => data.environment?.variables },
    { target: idOf.environment(environment.id), id: environment.id },
  );
  return Map.groupBy(variables, ({ serviceId }) => serviceId);
}

/**
 * The environment and what deleting it takes along. Whether one is restricted shows only to a caller it keeps
 * out: an admin reads `canAccess: true` everywhere (docs.railway.com/enterprise/environment-rbac), and to a
 * project token every other environment is closed anyway.
 */
export function addEnvironment(
  source: SourceReader,
  environment: EnvironmentNode,
  volumes: readonly VolumeInstance[],
): void {
  const { sourceEnvironment } = environment;
  source.add(
    assetOf('environment', {
      id: idOf.environment(environment.id),
      native: 'railway.Environment',
      name: String(environment.name),
      scope: source.scope,
      createdAt: isoTime(environment.createdAt),
      links: [
        ...volumes.map(({ id }) => ({ to: idOf.volumeInstance(id), as: 'contains' as const })),
        ...(sourceEnvironment
          ? [{ to: idOf.environment(sourceEnvironment.id), as: 'duplicated-from' as const }]
          : []),
      ],
      props: {
        type: environment.isEphemeral ? 'pull-request' : 'persistent',
        tier: environment.isEphemeral ? 'ephemeral' : 'production',
        restricted: environment.canAccess || source.kind === 'project-token' ? 'unknown' : true,
        ephemeral: environment.isEphemeral,
      },
    }),
  );
}
