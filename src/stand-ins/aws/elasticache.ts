import { type Answer, answer, refusal } from './answer.ts';
import type { KnownRequest } from './request.ts';
import type { Item } from './world.ts';
import type { Wire } from './xml.ts';

/** What ElastiCache holds in one Region; items in the service's own element names. */
export interface ElasticacheWorld {
  readonly groups?: readonly Item[];
  /** Those that are nodes of groups included. */
  readonly clusters?: readonly Item[];
  readonly serverless?: readonly Item[];
  readonly snapshots?: readonly Item[];
  readonly serverlessSnapshots?: readonly Item[];
  /** ARN to tags. */
  readonly tags?: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** The Region's answer to one ElastiCache call. */
export function answerElasticache(request: KnownRequest): Answer {
  const world = request.account.elasticache?.[request.region] ?? {};
  const handler = handlers[request.api];
  if (handler === undefined) {
    return refusal('elasticache', 400, 'InvalidAction', `${request.api} is not served here`);
  }
  return answer('elasticache', request.api, handler(request, world), elementOf);
}

type Handler = (request: KnownRequest, world: ElasticacheWorld) => Wire;

const handlers: Readonly<Record<string, Handler>> = {
  DescribeReplicationGroups: (request, { groups }) => page(request, 'ReplicationGroups', groups),
  DescribeCacheClusters: (request, { clusters }) => page(request, 'CacheClusters', clusters),
  DescribeSnapshots: (request, { snapshots }) => page(request, 'Snapshots', snapshots),
  DescribeServerlessCaches: (request, { serverless }) =>
    page(request, 'ServerlessCaches', serverless, 'NextToken'),
  DescribeServerlessCacheSnapshots: (request, { serverlessSnapshots }) =>
    page(request, 'ServerlessCacheSnapshots', serverlessSnapshots, 'NextToken'),
  ListTagsForResource: ({ params }, { tags }) => {
    const own = Object.entries(tags?.get(params.get('ResourceName') ?? '') ?? {});
    return { TagList: own.map(([Key, Value]) => ({ Key, Value })) };
  },
};

function page(
  { params, pageSize, emptyPages }: KnownRequest,
  list: string,
  items: readonly Item[] = [],
  token = 'Marker',
): Wire {
  const [at = '0', seen] = (params.get(token) ?? '0').split('-');
  if (emptyPages && seen === undefined && items.length > 0) return { [list]: [], [token]: `${at}-seen` };
  const to = Number(at) + pageSize;
  return { [list]: items.slice(Number(at), to), [token]: to < items.length ? String(to) : undefined };
}

/** ElastiCache names the elements of its lists after them, with these exceptions. */
function elementOf(list: string): string {
  return { TagList: 'Tag', ServerlessCaches: 'member' }[list] ?? list.replace(/s$/, '');
}
