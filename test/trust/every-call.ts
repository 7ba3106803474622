import type { AwsAccountWorld, AwsWorld } from '../../src/stand-ins/aws/index.ts';
import * as item from '../../src/stand-ins/aws/items.ts';
import { organizationArn } from '../../src/stand-ins/aws/organizations.ts';
import { acme, acmeId, scanUser, trust } from '../collectors/aws/acme.ts';
import { awsEstate } from './aws-estate.ts';

export const memberId = '222222222222';
export const memberRole = `arn:aws:iam::${memberId}:role/firebreak-read`;

const region = 'us-east-1';
const arn = (service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${acmeId}:${resource}`;
const allow = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const night = 1_795_305_600;

/** Text for a place that a provider may answer with: a secret where secrets are looked for. */
export type Plant = (place: string) => string;

/** An organisation of two accounts that makes a scan use every call it may: what nothing else asks for is here. */
export function everyCall(plant: Plant = (place) => place): AwsWorld {
  const [estate] = awsEstate();
  if (estate === undefined) throw new Error('the estate has an account');
  const management: AwsAccountWorld = {
    ...estate,
    iam: { ...estate.iam, ...further(estate) },
    backup: { [region]: { ...estate.backup?.[region], ...held } },
    cloudformation: { [region]: stacks(plant) },
    cloudtrail: { [region]: { ...estate.cloudtrail?.[region], events: [deletion(plant)] } },
    compute: { [region]: compute(plant) },
    dlm: { [region]: lifecycles() },
    elasticache: { [region]: { groups: [cache] } },
    opensearch: { [region]: { domains: new Map([['logs', domain]]) } },
    identityCenter: { [region]: directory },
    organization,
    rbin: { [region]: [rule] },
    rds: { [region]: { ...estate.rds?.[region], clusterSnapshots: [clusterSnapshot] } },
  };
  return [management, member];
}

const rule = {
  Identifier: 'abcdefghijk',
  RuleArn: arn('rbin', 'rule/abcdefghijk'),
  ResourceType: 'EBS_SNAPSHOT',
  RetentionPeriod: { RetentionPeriodValue: 30, RetentionPeriodUnit: 'DAYS' },
  Status: 'available',
};

const further = ({ iam }: AwsAccountWorld): Partial<AwsAccountWorld['iam']> => ({
  roles: [
    ...(iam.roles ?? []),
    item.role(acmeId, 'till', [trust({ Service: 'ecs-tasks.amazonaws.com' })]),
    reserved,
  ],
  users: [
    ...(iam.users ?? []),
    item.user(acmeId, 'cy', { PermissionsBoundary: { PermissionsBoundaryArn: bound } }),
  ],
  unlistedPolicies: [item.managedPolicy(bound, allow)],
});

const bound = `arn:aws:iam::${acmeId}:policy/bound`;

const reserved = item.role(
  acmeId,
  'AWSReservedSSO_Admin_0123456789abcdef',
  [
    {
      ...trust({ Federated: `arn:aws:iam::${acmeId}:saml-provider/AWSSSO_1_DO_NOT_DELETE` }),
      Action: 'sts:AssumeRoleWithSAML',
    },
  ],
  {
    Arn: `arn:aws:iam::${acmeId}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef`,
  },
);

const held = {
  legalHolds: [
    {
      LegalHoldId: 'hold-1',
      LegalHoldArn: arn('backup', 'legal-hold:hold-1'),
      Status: 'ACTIVE',
      Title: 'audit',
      CreationDate: night,
    },
  ],
  heldPoints: new Map([['hold-1', [{ RecoveryPointArn: arn('backup', 'recovery-point:1') }]]]),
};

const stackId = arn('cloudformation', 'stack/shop/1');

const stacks = (plant: Plant) => ({
  stacks: [
    {
      StackId: stackId,
      StackName: 'shop',
      StackStatus: 'CREATE_COMPLETE',
      CreationTime: '2026-01-01T00:00:00Z',
      Description: plant('stack-description'),
      Parameters: [{ ParameterKey: 'Password', ParameterValue: plant('stack-parameter') }],
      Outputs: [
        { OutputKey: 'Url', OutputValue: plant('stack-output'), Description: plant('stack-output-text') },
      ],
    },
  ],
  resources: new Map([
    [
      stackId,
      [
        {
          LogicalResourceId: 'Data',
          PhysicalResourceId: 'vol-data',
          ResourceType: 'AWS::EC2::Volume',
          ResourceStatus: 'CREATE_COMPLETE',
        },
      ],
    ],
  ]),
});

const compute = (plant: Plant) => ({
  functions: [
    {
      FunctionName: 'sweep',
      FunctionArn: arn('lambda', 'function:sweep'),
      Role: `arn:aws:iam::${acmeId}:role/app`,
      Description: plant('function-description'),
      Environment: { Variables: { API_KEY: plant('function-variable') } },
    },
  ],
  taskFamilies: new Map([
    [
      'till',
      {
        family: 'till',
        revision: 1,
        taskDefinitionArn: arn('ecs', 'task-definition/till:1'),
        taskRoleArn: `arn:aws:iam::${acmeId}:role/till`,
        containerDefinitions: [
          {
            name: 'app',
            command: ['run', plant('task-command')],
            environment: [{ name: 'DATABASE_URL', value: plant('task-variable') }],
            secrets: [{ name: 'KEY', valueFrom: plant('task-secret') }],
          },
        ],
      },
    ],
  ]),
  clusters: new Map([
    [
      'shop',
      [
        {
          associationId: 'a-1',
          associationArn: arn('eks', 'podidentityassociation/shop/a-1'),
          roleArn: `arn:aws:iam::${acmeId}:role/app`,
          clusterName: 'shop',
          namespace: 'web',
          serviceAccount: 'web',
        },
      ],
    ],
  ]),
});

const lifecycles = () =>
  new Map([
    [
      'policy-1',
      {
        PolicyId: 'policy-1',
        PolicyArn: arn('dlm', 'policy/policy-1'),
        Description: 'nightly',
        State: 'ENABLED',
        DateCreated: '2026-01-01T00:00:00Z',
        PolicyDetails: {
          PolicyType: 'EBS_SNAPSHOT_MANAGEMENT',
          ResourceTypes: ['VOLUME'],
          TargetTags: [{ Key: 'env', Value: 'production' }],
          Schedules: [
            {
              Name: 'nightly',
              CreateRule: { Interval: 24, IntervalUnit: 'HOURS' },
              RetainRule: { Count: 7 },
            },
          ],
        },
      },
    ],
  ]);

const directory = {
  owner: acmeId,
  sets: new Map([['Admin', new Map([[acmeId, [{ PrincipalId: 'g-ops', PrincipalType: 'GROUP' }]]])]]),
  users: [{ UserId: 'u-ann', UserName: 'ann', UserStatus: 'ENABLED', IdentityStoreId: 'd-1' }],
  groups: [{ GroupId: 'g-ops', DisplayName: 'ops', IdentityStoreId: 'd-1' }],
  members: new Map([['g-ops', ['u-ann']]]),
};

const clusterSnapshot = {
  DBClusterSnapshotIdentifier: 'by-hand',
  DBClusterSnapshotArn: arn('rds', 'cluster-snapshot:by-hand'),
  DBClusterIdentifier: 'gone',
  SnapshotType: 'manual',
  Status: 'available',
  SnapshotCreateTime: '2026-11-22T00:00:00Z',
};

const cache = {
  ReplicationGroupId: 'sessions',
  ARN: arn('elasticache', 'replicationgroup:sessions'),
  Status: 'available',
  SnapshotRetentionLimit: 7,
};

const domain = {
  DomainId: `${acmeId}/logs`,
  DomainName: 'logs',
  ARN: arn('es', 'domain/logs'),
  ClusterConfig: { InstanceCount: 1 },
};

const unit = organizationArn(acmeId, 'ou', 'ou-live');

const organization = {
  management: acmeId,
  units: new Map([['r-1', [{ Id: 'ou-live', Arn: unit, Name: 'live' }]]]),
  accounts: new Map([
    ['r-1', [{ Id: acmeId, Name: 'management', Status: 'ACTIVE' }]],
    ['ou-live', [{ Id: memberId, Name: 'production', Status: 'ACTIVE' }]],
  ]),
  policies: [{ id: 'p-full', type: 'SERVICE_CONTROL_POLICY' as const, document: allow, targets: ['r-1'] }],
};

const deletion = (plant: Plant) => ({
  id: 'event-1',
  name: 'DeleteVolume',
  time: '2026-11-20T03:00:00.000Z',
  resources: ['vol-gone'],
  record: {
    userIdentity: { arn: `arn:aws:iam::${acmeId}:user/bot` },
    sourceIPAddress: plant('event-address'),
    requestParameters: { volumeId: 'vol-gone', masterUserPassword: plant('event-parameter') },
    responseElements: { note: plant('event-answer') },
  },
});

const member = acme({
  id: memberId,
  callers: new Map(),
  assumable: [memberRole],
  organization: { management: acmeId },
  iam: { roles: [item.role(memberId, 'firebreak-read', [{ ...trust({ AWS: scanUser }) }])] },
  regions: { [region]: { volumes: [item.volume('vol-live')] } },
});
