import type { DomainStatus } from '@aws-sdk/client-opensearch';
import type { CollectedAsset } from '../../model/asset.ts';
import { type ApiCall, apiCall, leadingTo } from './api-call.ts';
import { policyAsset } from './iam-policies.ts';
import {
  automatedSnapshots,
  type CollectedDomain,
  domainArn,
  domainAsset,
  type OpensearchPlace,
} from './opensearch-domains.ts';
import type { Reader } from './reader.ts';
import { tagsOf } from './tags.ts';

const listDomainNames = leadingTo(apiCall('es:ListDomainNames', 'store', 'neither'), 'backup', 'policy');
const describeDomain = leadingTo(apiCall('es:DescribeDomain', 'policy', 'widens'), 'backup', 'store');
const listTags = apiCall('es:ListTags', 'store', 'neither');

export const opensearchCalls: readonly ApiCall[] = [listDomainNames, describeDomain, listTags];

export const opensearchNatives = [
  'AWS::OpenSearchService::AccessPolicy',
  'AWS::OpenSearchService::AutomatedSnapshots',
  'AWS::OpenSearchService::Domain',
];

/**
 * One Region's domains with their access policies, and the snapshots OpenSearch takes of each. Those made by hand lie
 * in a bucket of the account's own.
 */
export async function collectOpensearch(
  reader: Reader,
  region: string,
): Promise<{ readonly assets: readonly CollectedAsset[] }> {
  const { id: account, partition } = reader.account;
  const place: OpensearchPlace = { partition, account, region };
  const names = await domainNames(reader);
  const assets = await Promise.all(names.map((name) => reader.queue(() => readDomain(reader, name, place))));
  return { assets: assets.flat() };
}

/** OpenSearch lists its domains on one page. */
async function domainNames(reader: Reader): Promise<readonly string[]> {
  const { OpenSearchClient, ListDomainNamesCommand } = await import('@aws-sdk/client-opensearch');
  const opensearch = reader.client(OpenSearchClient);
  const answer = await reader.call(listDomainNames, () => opensearch.send(new ListDomainNamesCommand({})));
  return (answer?.DomainNames ?? []).flatMap(({ DomainName }) => DomainName ?? []);
}

/** A domain with what belongs to it; one that can't be described is known by its name alone. */
async function readDomain(
  reader: Reader,
  name: string,
  place: OpensearchPlace,
): Promise<readonly CollectedAsset[]> {
  const { OpenSearchClient, DescribeDomainCommand } = await import('@aws-sdk/client-opensearch');
  const opensearch = reader.client(OpenSearchClient);
  const target = domainArn(place, name);
  const [answer, tags] = await Promise.all([
    reader.call(describeDomain, () => opensearch.send(new DescribeDomainCommand({ DomainName: name })), {
      target,
    }),
    tagsOfDomain(reader, target),
  ]);
  const status = answer?.DomainStatus ?? { DomainName: name };
  const domain = { ...domainAsset(status, place), tags };
  return [domain, ...accessPolicy(reader, domain, status), automatedSnapshots(domain)];
}

async function tagsOfDomain(reader: Reader, target: string): Promise<CollectedDomain['tags']> {
  const { OpenSearchClient, ListTagsCommand } = await import('@aws-sdk/client-opensearch');
  const opensearch = reader.client(OpenSearchClient);
  const answer = await reader.call(listTags, () => opensearch.send(new ListTagsCommand({ ARN: target })), {
    target,
    absent: ['ResourceNotFoundException'],
  });
  return tagsOf(answer?.TagList);
}

function accessPolicy(
  reader: Reader,
  { id, name, region }: CollectedDomain,
  { AccessPolicies }: Partial<DomainStatus>,
): readonly CollectedAsset[] {
  if (!AccessPolicies) return [];
  return [
    policyAsset(reader, {
      call: describeDomain,
      region,
      id: `${id}#access-policy`,
      native: 'AWS::OpenSearchService::AccessPolicy',
      name: `access policy of ${name}`,
      type: 'resource',
      text: AccessPolicies,
      links: [{ to: id, as: 'protects' }],
    }),
  ];
}
