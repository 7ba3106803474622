import { assetOf } from './assets.ts';
import type { Instances, ServiceInstance, Variable, VolumeInstance } from './environments.ts';
import { idOf } from './ids.ts';
import type { EnvironmentNode } from './projects.ts';
import { defineRead } from './read.ts';
import type { SourceReader } from './source.ts';
import { isoTime } from './text.ts';

interface TcpProxy {
  readonly id: string;
  readonly domain: string;
  readonly proxyPort: number;
  readonly applicationPort: number;
}

export const tcpProxiesRead = defineRead<{ tcpProxies: readonly TcpProxy[] | null }>({
  operation: 'tcpProxies',
  document: /* GraphQL */ `query TcpProxies($environmentId: String!, $serviceId: String!) {
    tcpProxies(environmentId: $environmentId, serviceId: $serviceId) { id domain proxyPort applicationPort }
  }`,
  hides: 'workload',
  direction: 'neither',
  access: {
    role: 'VIEWER',
    workspaceToken: true,
    projectToken: true,
    scope: 'project:viewer',
    confidence: 'unverified',
  },
});

/**
 * The services of an environment as workloads, linked to the store they use. Public TCP proxies are asked
 * only of services that use a store: those lead to data, and each asking is a call of its own.
 */
export async function readServices(
  source: SourceReader,
  environment: EnvironmentNode,
  instances: Instances,
  variables: ReadonlyMap<string | null, readonly Variable[]>,
): Promise<void> {
  const stores = Map.groupBy(instances.volumes, ({ serviceId }) => serviceId);
  await Promise.all(
    instances.services.map(async (service) => {
      const used = stores.get(service.serviceId) ?? [];
      const endpoints = used.length > 0 ? await listEndpoints(source, environment, service) : [];
      const names = [...(variables.get(service.serviceId) ?? []), ...(variables.get(null) ?? [])];
      addService(source, environment, service, used, names, endpoints);
    }),
  );
}

async function listEndpoints(
  source: SourceReader,
  environment: EnvironmentNode,
  service: ServiceInstance,
): Promise<readonly string[]> {
  const about = { target: idOf.serviceInstance(service.id), id: service.id };
  const variables = { environmentId: environment.id, serviceId: service.serviceId };
  const data = await source.ask(tcpProxiesRead, variables, about);
  if (data && !data.tcpProxies) {
    source.fail(tcpProxiesRead, about, { reason: 'failed', detail: 'the answer held no list' });
  }
  return (data?.tcpProxies ?? []).map(({ domain, proxyPort }) => `${String(domain)}:${proxyPort}`).sort();
}

function addService(
  source: SourceReader,
  environment: EnvironmentNode,
  service: ServiceInstance,
  used: readonly VolumeInstance[],
  variables: readonly Variable[],
  endpoints: readonly string[],
): void {
  const state = service.deletedAt ? 'deleted' : (service.latestDeployment?.status.toLowerCase() ?? 'unknown');
  source.add(
    assetOf('workload', {
      id: idOf.serviceInstance(service.id),
      native: 'railway.ServiceInstance',
      name: `${String(service.serviceName)} (${String(environment.name)})`,
      scope: source.scope,
      region: service.region,
      createdAt: isoTime(service.createdAt),
      links: [
        { to: idOf.environment(environment.id), as: 'in' },
        ...used.map(({ id }) => ({ to: idOf.volumeInstance(id), as: 'uses' as const })),
      ],
      props: { type: 'service', state, guards: [], variables: variablesOf(variables), endpoints },
    }),
  );
}

const variablesOf = (variables: readonly Variable[]) =>
  variables
    .map(({ name, references, isSealed }) => ({
      name: String(name),
      references: (references ?? []).map(String).sort(),
      sealed: isSealed,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
