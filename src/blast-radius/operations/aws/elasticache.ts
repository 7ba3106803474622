import type { Operation } from '../../../model/operation.ts';
import { row } from './row.ts';

const API = 'docs.aws.amazon.com/AmazonElastiCache/latest/APIReference';
const GUIDE = 'docs.aws.amazon.com/AmazonElastiCache/latest/dg';

const GROUP = ['AWS::ElastiCache::ReplicationGroup'] as const;
const CLUSTER = ['AWS::ElastiCache::CacheCluster'] as const;
const SERVERLESS = ['AWS::ElastiCache::ServerlessCache'] as const;

const deletions: readonly Operation[] = (
  [
    ['elasticache:DeleteReplicationGroup', GROUP, 'a member of a global datastore has to leave it first'],
    ['elasticache:DeleteCacheCluster', CLUSTER, undefined],
    [
      'elasticache:DeleteServerlessCache',
      SERVERLESS,
      'what becomes of its automatic backups is not documented',
    ],
  ] as const
).map(([id, natives, note]) =>
  row({
    id,
    label: 'delete the cache without a final backup',
    actsOn: { kind: 'store', natives },
    effect: 'destroy-data',
    ends: ['self'],
    source: `${API}/API_${id.slice('elasticache:'.length)}.html, ${GUIDE}/backups-deleting.html`,
    ...(note === undefined ? {} : { note }),
  }),
);

const reboots: readonly Operation[] = [
  row({
    id: 'elasticache:RebootCacheCluster',
    label: 'reboot the node, which loses what is in it',
    actsOn: { kind: 'store', natives: CLUSTER },
    effect: 'destroy-data',
    ends: ['self'],
    sparesCopies: true,
    source: `${API}/API_RebootCacheCluster.html`,
  }),
  row({
    id: 'elasticache:RebootCacheCluster',
    label: 'reboot the nodes, which loses what is in them',
    actsOn: { kind: 'workload', natives: CLUSTER },
    effect: 'destroy-data',
    ends: ['attached'],
    sparesCopies: true,
    source: `${API}/API_RebootCacheCluster.html`,
    confidence: 'unverified',
    note: 'what is lost when every node of a group is rebooted at once is not documented',
  }),
];

const copies: readonly Operation[] = [
  ...(
    [
      ['elasticache:DeleteSnapshot', 'AWS::ElastiCache::Snapshot'],
      ['elasticache:DeleteServerlessCacheSnapshot', 'AWS::ElastiCache::ServerlessCacheSnapshot'],
    ] as const
  ).map(([id, native]) =>
    row({
      id,
      label: 'delete the backup',
      actsOn: { kind: 'backup', natives: [native] },
      effect: 'destroy-backup',
      ends: ['self'],
      source: `${API}/API_${id.slice('elasticache:'.length)}.html, ${GUIDE}/backups-deleting.html`,
      note: 'automatic ones too',
    }),
  ),
  ...(
    [
      ['elasticache:ModifyReplicationGroup', GROUP],
      ['elasticache:ModifyCacheCluster', CLUSTER],
      ['elasticache:ModifyServerlessCache', SERVERLESS],
    ] as const
  ).map(([id, natives]) =>
    row({
      id,
      label: 'set the retention of automatic backups to 0 days',
      actsOn: { kind: 'store', natives },
      effect: 'destroy-backup',
      source: `${API}/API_${id.slice('elasticache:'.length)}.html (SnapshotRetentionLimit), ${GUIDE}/backups-automatic.html`,
      confidence: 'unverified',
      note: 'that no more are made is documented, what becomes of those that were made is not',
    }),
  ),
];

/** ElastiCache groups, clusters and serverless caches, and their backups. */
export const elasticacheOperations: readonly Operation[] = [
  ...deletions,
  ...reboots,
  ...copies,
  row({
    id: 'elasticache:Connect',
    label: 'flush its keys as a user of it',
    actsOn: { kind: 'store', natives: [...GROUP, ...SERVERLESS] },
    effect: 'destroy-data',
    ends: ['self'],
    source: `${GUIDE}/auth-iam.html`,
    confidence: 'unverified',
    route: 'data-path',
    note: 'what its users may do, and whether the caller reaches its network, is not read',
  }),
];
