import { type JsonItem, type JsonService, jsonPage, jsonRefusal } from './json.ts';
import type { KnownRequest } from './request.ts';

/** What runs with a role in one Region. */
export interface ComputeWorld {
  /** What ListFunctions tells of each Lambda function. */
  readonly functions?: readonly JsonItem[];
  /** ECS task definition family to what DescribeTaskDefinition tells of its newest revision. */
  readonly taskFamilies?: ReadonlyMap<string, JsonItem>;
  /** EKS cluster to what DescribePodIdentityAssociation tells of its associations. */
  readonly clusters?: ReadonlyMap<string, readonly JsonItem[]>;
}

/** Lambda, as the stand-in serves it. */
export const lambda: JsonService = {
  routes: { 'GET /2015-03-31/functions': 'ListFunctions' },
  operations: {
    ListFunctions: (request) => {
      const paging = { list: 'Functions', asked: 'Marker', given: 'NextMarker' };
      return jsonPage(request, paging, worldOf(request).functions ?? []);
    },
  },
};

/** ECS, as the stand-in serves it. */
export const ecs: JsonService = {
  operations: {
    ListTaskDefinitionFamilies: (request) => page(request, 'families', [...familiesOf(request).keys()]),
    DescribeTaskDefinition: (request) => {
      const taskDefinition = familiesOf(request).get(request.args.get('taskDefinition') ?? '');
      return taskDefinition === undefined
        ? jsonRefusal(400, 'ClientException', 'Unable to describe task definition.')
        : { taskDefinition };
    },
  },
};

/** EKS, as the stand-in serves it. */
export const eks: JsonService = {
  routes: {
    'GET /clusters': 'ListClusters',
    'GET /clusters/{cluster}/pod-identity-associations': 'ListPodIdentityAssociations',
    'GET /clusters/{cluster}/pod-identity-associations/{association}': 'DescribePodIdentityAssociation',
  },
  operations: {
    ListClusters: (request) => page(request, 'clusters', [...(worldOf(request).clusters?.keys() ?? [])]),
    ListPodIdentityAssociations: (request) =>
      page(
        request,
        'associations',
        podsOf(request).map(({ associationId = '' }) => ({ associationId })),
      ),
    DescribePodIdentityAssociation: (request) => {
      const association = podsOf(request).find(
        (pod) => pod.associationId === request.args.get('association'),
      );
      return association === undefined
        ? jsonRefusal(404, 'ResourceNotFoundException', 'no such association')
        : { association };
    },
  },
};

const worldOf = ({ account, region }: KnownRequest): ComputeWorld => account.compute?.[region] ?? {};

const familiesOf = (request: KnownRequest) => worldOf(request).taskFamilies ?? new Map<string, JsonItem>();

function podsOf(request: KnownRequest): readonly JsonItem[] {
  return worldOf(request).clusters?.get(request.args.get('cluster') ?? '') ?? [];
}

function page(request: KnownRequest, list: string, items: readonly (JsonItem | string)[]): JsonItem {
  return jsonPage(request, { list, asked: 'nextToken', given: 'nextToken' }, items);
}
