import { type JsonItem, type JsonService, jsonRefusal } from './json.ts';
import type { KnownRequest } from './request.ts';

/** What OpenSearch holds in one Region. */
export interface OpensearchWorld {
  /** Domain name to what DescribeDomain tells of it. */
  readonly domains?: ReadonlyMap<string, JsonItem>;
  /** ARN to tags. */
  readonly tags?: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** OpenSearch, as the stand-in serves it: its lists have one page. */
export const opensearch: JsonService = {
  routes: {
    'GET /2021-01-01/domain': 'ListDomainNames',
    'GET /2021-01-01/opensearch/domain/{DomainName}': 'DescribeDomain',
    'GET /2021-01-01/tags': 'ListTags',
  },
  operations: {
    ListDomainNames: (request) => ({
      DomainNames: [...(worldOf(request).domains?.keys() ?? [])].map((DomainName) => ({
        DomainName,
        EngineType: 'OpenSearch',
      })),
    }),
    DescribeDomain: (request) => {
      const name = request.args.get('DomainName') ?? '';
      const DomainStatus = worldOf(request).domains?.get(name);
      const message = `Domain not found: ${name}`;
      return DomainStatus === undefined
        ? jsonRefusal(409, 'ResourceNotFoundException', message)
        : { DomainStatus };
    },
    ListTags: (request) => {
      const own = Object.entries(worldOf(request).tags?.get(request.args.get('arn') ?? '') ?? {});
      return { TagList: own.map(([Key, Value]) => ({ Key, Value })) };
    },
  },
};

const worldOf = ({ account, region }: KnownRequest): OpensearchWorld => account.opensearch?.[region] ?? {};
