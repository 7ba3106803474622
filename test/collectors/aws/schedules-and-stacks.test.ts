import { describe, expect, it } from 'vitest';
import type { Item } from '../../../src/stand-ins/aws/index.ts';
import * as item from '../../../src/stand-ins/aws/items.ts';
import type { JsonItem } from '../../../src/stand-ins/aws/json.ts';
import { acme, acmeId, scan } from './acme.ts';

const region = 'us-east-1';
const volumeArn = (id: string) => `arn:aws:ec2:${region}:${acmeId}:volume/${id}`;
const snapshotArn = (id: string) => `arn:aws:ec2:${region}::snapshot/${id}`;
const policyArn = (id: string) => `arn:aws:dlm:${region}:${acmeId}:policy/${id}`;
const trailArn = (id: string) => `arn:aws:cloudtrail:${region}:${acmeId}:trail/${id}`;
const stackArn = (id: string) => `arn:aws:cloudformation:${region}:${acmeId}:stack/${id}/1`;

const later = '2027-01-01T00:00:00.000Z';
const lock = (snapshotId: string, lockState: string, more: Item = {}) => ({
  snapshotId,
  lockState,
  lockExpiresOn: later,
  ...more,
});

const lifecycle = (
  PolicyId: string,
  PolicyDetails: JsonItem,
  State = 'ENABLED',
): readonly [string, JsonItem] => [
  PolicyId,
  {
    PolicyId,
    PolicyArn: policyArn(PolicyId),
    Description: PolicyId,
    State,
    DateCreated: '2026-01-01T00:00:00Z',
    PolicyDetails: { PolicyType: 'EBS_SNAPSHOT_MANAGEMENT', ...PolicyDetails },
  },
];

const production = [{ Key: 'env', Value: 'production' }];
const schedules = [
  {
    Name: 'nightly',
    CreateRule: { Interval: 12, IntervalUnit: 'HOURS', Times: ['03:00'] },
    RetainRule: { Count: 14 },
    CrossRegionCopyRules: [{ TargetRegion: 'eu-west-1', Encrypted: true }],
  },
  {
    Name: 'weekly',
    CreateRule: { CronExpression: 'cron(0 3 ? * SUN *)' },
    RetainRule: { Interval: 3, IntervalUnit: 'MONTHS' },
  },
];

const world = () => {
  const plain = acme();
  const ec2 = plain.regions[region] ?? {};
  return acme({
    regions: {
      [region]: {
        ...ec2,
        locks: [
          lock('snap-root', 'governance'),
          lock('snap-data', 'compliance'),
          lock('snap-copy', 'compliance-cooloff', { coolOffPeriodExpiresOn: '2026-11-23T00:00:00.000Z' }),
          lock('snap-old', 'expired'),
        ],
        snapshots: [...(ec2.snapshots ?? []), item.snapshot('snap-old', 'vol-data')],
      },
    },
    dlm: {
      [region]: new Map([
        lifecycle('instances', { ResourceTypes: ['INSTANCE'], TargetTags: production, Schedules: schedules }),
        lifecycle(
          'off',
          { ResourceTypes: ['VOLUME'], TargetTags: production, Schedules: schedules },
          'DISABLED',
        ),
        lifecycle('default', {
          PolicyLanguage: 'SIMPLIFIED',
          ResourceType: 'VOLUME',
          CreateInterval: 1,
          RetainInterval: 7,
        }),
        lifecycle('disks', {
          PolicyLanguage: 'SIMPLIFIED',
          ResourceType: 'VOLUME',
          Exclusions: { ExcludeBootVolumes: true },
        }),
      ]),
    },
    cloudtrail: {
      [region]: {
        trails: [
          { Name: 'all', TrailARN: trailArn('all'), IsOrganizationTrail: true, IsLogging: true },
          { Name: 'off', TrailARN: trailArn('off'), IsLogging: false },
        ],
      },
    },
    cloudformation: {
      [region]: {
        stacks: [
          {
            StackId: stackArn('shop'),
            StackName: 'shop',
            CreationTime: '2026-01-01T00:00:00Z',
            StackStatus: 'CREATE_COMPLETE',
            RoleARN: `arn:aws:iam::${acmeId}:role/deploy`,
            EnableTerminationProtection: true,
          },
          {
            StackId: stackArn('disks'),
            StackName: 'disks',
            CreationTime: '2026-01-01T00:00:00Z',
            StackStatus: 'CREATE_COMPLETE',
          },
        ],
        resources: new Map([
          [
            stackArn('shop'),
            [
              made('AWS::EC2::Instance', 'i-db'),
              made('AWS::CloudFormation::Stack', stackArn('disks')),
              made('AWS::EC2::Volume', 'vol-elsewhere'),
            ],
          ],
          [
            stackArn('disks'),
            [made('AWS::EC2::Volume', 'vol-data'), made('AWS::EC2::Volume', 'vol-web', 'DELETE_COMPLETE')],
          ],
        ]),
      },
    },
  });
};

function made(ResourceType: string, PhysicalResourceId: string, ResourceStatus = 'CREATE_COMPLETE'): Item {
  const LastUpdatedTimestamp = '2026-01-01T00:00:00Z';
  return { LogicalResourceId: 'x', PhysicalResourceId, ResourceType, ResourceStatus, LastUpdatedTimestamp };
}

const whole = scan([world()], { serve: { pageSize: 1 } });

describe('locks on snapshots', () => {
  it.each([
    [
      'snap-root',
      [
        {
          type: 'snapshot-lock',
          clearedBy: [{ operation: 'ec2:UnlockSnapshot' }, { operation: 'ec2:LockSnapshot' }],
          until: later,
        },
      ],
    ],
    ['snap-data', [{ type: 'snapshot-lock', clearedBy: [], until: later }]],
    [
      'snap-copy',
      [
        {
          type: 'snapshot-lock',
          clearedBy: [{ operation: 'ec2:UnlockSnapshot' }, { operation: 'ec2:LockSnapshot' }],
          until: later,
          note: 'in compliance mode, which nobody takes off after 2026-11-23T00:00:00.000Z',
        },
      ],
    ],
    ['snap-old', []],
  ])('guard %s', async (id, guards) => {
    expect((await whole).find(snapshotArn(id)).props).toMatchObject({ guards });
  });
});

describe('lifecycle policies', () => {
  it.each([
    [
      'instances#schedule/nightly',
      'every 12 HOURS at 03:00',
      14 * 12,
      ['eu-west-1'],
      ['vol-data', 'vol-root'],
    ],
    ['instances#schedule/weekly', 'cron(0 3 ? * SUN *)', 3 * 30 * 24, [], ['vol-data', 'vol-root']],
    ['off#schedule/nightly', 'every 12 HOURS at 03:00', 14 * 12, ['eu-west-1'], []],
    ['default#schedule/default', 'every 1 DAYS', 7 * 24, [], ['vol-data', 'vol-root', 'vol-web']],
    ['disks#schedule/default', 'every 1 DAYS', 7 * 24, [], []],
  ])('%s', async (id, frequency, retentionHours, copiesTo, covered) => {
    expect((await whole).find(policyArn(id))).toMatchObject({
      kind: 'schedule',
      links: covered.map((volume) => ({ to: volumeArn(volume), as: 'covers' })),
      props: { type: 'lifecycle-policy', frequency, retentionHours, copiesTo },
    });
  });
});

describe('trails', () => {
  it.each([
    ['all', 'organization-trail', true],
    ['off', 'trail', false],
  ])('%s', async (id, type, logging) => {
    expect((await whole).find(trailArn(id))).toMatchObject({
      links: [{ to: `aws:account:${acmeId}`, as: 'watches' }],
      props: { type, logging, retentionDays: 'unknown' },
    });
  });
});

describe('stacks', () => {
  it('say whose rights they use, what guards them and which stores and stacks they made', async () => {
    const { find } = await whole;
    expect(find(stackArn('shop'))).toMatchObject({
      kind: 'container',
      links: [
        { to: `arn:aws:iam::${acmeId}:role/deploy`, as: 'runs-as' },
        { to: stackArn('disks'), as: 'contains' },
      ],
      props: {
        type: 'stack',
        guards: [
          {
            type: 'termination-protection',
            clearedBy: [{ operation: 'cloudformation:UpdateTerminationProtection' }],
            until: null,
          },
        ],
      },
    });
    expect(find(stackArn('disks')).links).toEqual([{ to: volumeArn('vol-data'), as: 'contains' }]);
    expect(find(stackArn('disks')).props).toMatchObject({ guards: [] });
  });
});

describe('what these services do not tell', () => {
  it('nothing is missing when they tell all', async () => {
    expect((await whole).unread).toEqual([]);
  });

  it.each([
    ['ec2:DescribeLockedSnapshots', 'backup', 'restricts', null],
    ['dlm:GetLifecyclePolicies', 'schedule', 'neither', null],
    ['dlm:GetLifecyclePolicy', 'schedule', 'neither', null],
    ['cloudtrail:DescribeTrails', 'trail', 'neither', null],
    ['cloudtrail:GetTrailStatus', 'trail', 'neither', trailArn('all')],
    ['cloudformation:DescribeStacks', 'container', 'widens', null],
    ['cloudformation:ListStackResources', 'container', 'widens', stackArn('shop')],
  ] as const)('is a gap: %s', async (operation, kind, direction, target) => {
    const { unread } = await scan([world()], {
      regions: [region],
      serve: { faults: [{ operation, kind: 'denied' }] },
    });
    expect(unread).toContainEqual(
      expect.objectContaining({ operation, kind, direction, target, reason: 'denied' }),
    );
  });
});

describe('a store that templates call otherwise', () => {
  it.each([
    ['AWS::DocDB::DBCluster', { rds: { [region]: { clusters: [{ DBClusterIdentifier: 'docs' }] } } }],
    ['AWS::Neptune::DBCluster', { rds: { [region]: { clusters: [{ DBClusterIdentifier: 'docs' }] } } }],
    [
      'AWS::Elasticsearch::Domain',
      {
        opensearch: {
          [region]: {
            domains: new Map([['docs', { DomainId: 'docs', DomainName: 'docs', ClusterConfig: {} }]]),
          },
        },
      },
    ],
    [
      'AWS::DynamoDB::GlobalTable',
      { dynamodb: { [region]: { tables: new Map([['docs', { TableName: 'docs' }]]) } } },
    ],
  ])('is contained in the stack that made it: %s', async (ResourceType, stores) => {
    const resource = { PhysicalResourceId: 'docs', ResourceType, ResourceStatus: 'CREATE_COMPLETE' };
    const { find } = await scan([
      acme({
        ...stores,
        cloudformation: {
          [region]: {
            stacks: [{ StackId: stackArn('docs'), StackName: 'docs', StackStatus: 'CREATE_COMPLETE' }],
            resources: new Map([[stackArn('docs'), [resource]]]),
          },
        },
      }),
    ]);
    expect(find(stackArn('docs')).links).toMatchObject([
      { as: 'contains', to: expect.stringMatching(/docs$/) },
    ]);
  });
});
