import type { Operation } from '../../../model/operation.ts';
import { opening, row } from './row.ts';

const API = 'docs.aws.amazon.com/opensearch-service/latest/APIReference';
const GUIDE = 'docs.aws.amazon.com/opensearch-service/latest/developerguide';

const DOMAIN = { kind: 'store', natives: ['AWS::OpenSearchService::Domain'] } as const;

/** Each call of the configuration API has an older name that does the same. */
const deletions: readonly Operation[] = (['es:DeleteDomain', 'es:DeleteElasticsearchDomain'] as const).map(
  (id) =>
    row({
      id,
      label: 'delete the domain, the snapshots OpenSearch took of it with it',
      actsOn: DOMAIN,
      effect: 'destroy-data',
      ends: ['self'],
      source: `${API}/API_DeleteDomain.html, ${GUIDE}/managedomains-snapshots.html`,
      note: 'snapshots made by hand lie in a bucket, which is not linked to the domain',
    }),
);

/** Through the domain's own door, and the configuration API for the same. */
const dataPath: readonly Operation[] = (
  [
    ['es:ESHttpDelete', 'delete its indexes'],
    ['es:ESHttpPost', 'delete its documents by a query'],
    ['es:ESHttpPut', 'overwrite its documents'],
    ['es:DeleteIndex', 'delete its indexes one by one'],
  ] as const
).map(([id, label]) =>
  row({
    id,
    label,
    actsOn: DOMAIN,
    effect: 'destroy-data',
    ends: ['self'],
    source: `${GUIDE}/ac.html, ${API}/API_DeleteIndex.html`,
    confidence: 'unverified',
    route: 'data-path',
    note: 'what fine-grained access control lets the caller do, and whether it reaches the network, is not read',
  }),
);

/** OpenSearch domains. */
export const opensearchOperations: readonly Operation[] = [
  ...deletions,
  ...dataPath,
  ...opening(`${GUIDE}/ac.html`, [
    ['es:UpdateDomainConfig', 'replace the access policy of the domain', DOMAIN, 'replaced'],
    ['es:UpdateElasticsearchDomainConfig', 'replace the access policy of the domain', DOMAIN, 'replaced'],
  ]),
];
