import type { Operation } from '../../../model/operation.ts';
import { row, weakening } from './row.ts';

const GUIDE = 'docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide';

const STACK = { kind: 'container', natives: ['AWS::CloudFormation::Stack'] } as const;

/** What CloudFormation calls on what a stack contains, as its role or, where it has none, as the caller. */
const OWN_CALLS = [
  'ec2:DeleteVolume',
  'rds:DeleteDBInstance',
  'rds:DeleteDBCluster',
  'dynamodb:DeleteTable',
  'elasticfilesystem:DeleteFileSystem',
  'fsx:DeleteFileSystem',
  'fsx:DeleteVolume',
  'redshift:DeleteCluster',
  'elasticache:DeleteReplicationGroup',
  'elasticache:DeleteCacheCluster',
  'elasticache:DeleteServerlessCache',
  'es:DeleteDomain',
] as const;

/** Stacks, which end what they contain; a bucket only once it is empty. */
export const cloudformationOperations: readonly Operation[] = [
  ...(
    [
      [
        [
          'AWS::EC2::Volume',
          'AWS::DynamoDB::Table',
          'AWS::EFS::FileSystem',
          'AWS::Redshift::Cluster',
          'AWS::ElastiCache::ReplicationGroup',
          'AWS::ElastiCache::CacheCluster',
          'AWS::ElastiCache::ServerlessCache',
          'AWS::OpenSearchService::Domain',
        ],
        'inferred',
        'a template that keeps them or takes a snapshot first is not read',
      ],
      [
        ['AWS::RDS::DBInstance', 'AWS::RDS::DBCluster', 'AWS::FSx::FileSystem', 'AWS::FSx::Volume'],
        'unverified',
        'unless the template says otherwise, which is not read, a snapshot is taken first',
      ],
    ] as const
  ).map(([carries, confidence, note]) =>
    row({
      id: 'cloudformation:DeleteStack',
      label: 'delete the stack with the stores it contains',
      actsOn: STACK,
      effect: 'destroy-data',
      ends: ['contained'],
      carries,
      requires: OWN_CALLS.map((operation) => ({
        operation,
        when: 'own-rights',
        on: 'ended',
        permissionOnly: true,
      })),
      source: `${GUIDE}/using-iam-servicerole.html, ${GUIDE}/aws-attribute-deletionpolicy.html`,
      confidence,
      note: `a stack with a role deletes by its rights, whoever calls; ${note}`,
    }),
  ),
  ...weakening(`${GUIDE}/using-cfn-protect-stacks.html`, [
    ['cloudformation:UpdateTerminationProtection', 'take the termination protection off the stack', STACK],
  ]),
];
