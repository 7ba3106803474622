import * as ec2 from '@aws-sdk/client-ec2';
import * as iam from '@aws-sdk/client-iam';
import * as sts from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AwsAccountWorld, type ServedAws, serveAws } from '../../../src/stand-ins/aws/index.ts';
import * as item from '../../../src/stand-ins/aws/items.ts';

const id = '111111111111';
const key = { accessKeyId: 'AKIASTANDIN', secretAccessKey: 'secret' };
const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'ec2:*', Resource: '*' }] };
const made = '2026-01-01T00:00:00Z';
const odd = 'a <b> & "c" ✓';

const world: AwsAccountWorld = {
  id,
  callers: new Map([[key.accessKeyId, `arn:aws:iam::${id}:user/scan`]]),
  assumable: [`arn:aws:iam::${id}:role/read`],
  iam: {
    users: [
      item.user(id, 'ann', {
        UserPolicyList: [item.inline('own', document)],
        GroupList: ['ops'],
        PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: 'arn:bound' },
        Tags: [{ Key: odd, Value: odd }],
      }),
    ],
    groups: [item.group(id, 'ops', { AttachedManagedPolicies: [{ PolicyArn: 'arn:p', PolicyName: 'p' }] })],
    roles: [
      item.role(id, 'app', [document], {
        InstanceProfileList: [{ Arn: 'arn:profile', InstanceProfileName: 'app' }],
        RoleLastUsed: { LastUsedDate: made, Region: 'us-east-1' },
      }),
    ],
    policies: [item.managedPolicy('arn:aws:iam::aws:policy/p', document)],
    unlistedPolicies: [item.managedPolicy('arn:aws:iam::aws:policy/q', document)],
    summary: { AccountMFAEnabled: 1, AccountAccessKeysPresent: 0 },
    report: 'user,arn\nann,x',
    accessKeys: new Map([
      ['ann', [{ UserName: 'ann', AccessKeyId: 'AKIA1', Status: 'Active', CreateDate: made }]],
    ]),
    keyUse: new Map([['AKIA1', { LastUsedDate: made, ServiceName: 'ec2', Region: 'us-east-1' }]]),
    loginProfiles: new Map([['ann', { UserName: 'ann', CreateDate: made, PasswordResetRequired: false }]]),
    mfaDevices: new Map([['ann', [{ UserName: 'ann', SerialNumber: 'serial', EnableDate: made }]]]),
    sshKeys: new Map([
      ['ann', [{ UserName: 'ann', SSHPublicKeyId: 'APKA1', Status: 'Active', UploadDate: made }]],
    ]),
    serviceCredentials: [
      {
        UserName: 'ann',
        Status: 'Active',
        ServiceUserName: 'ann-at',
        CreateDate: made,
        ServiceSpecificCredentialId: 'ACCA1',
        ServiceName: 'codecommit.amazonaws.com',
      },
    ],
    oidcProviders: new Map([
      ['arn:oidc', { Url: 'issuer', CreateDate: made, ClientIDList: ['sts.amazonaws.com'] }],
    ]),
    samlProviders: [{ Arn: 'arn:saml', CreateDate: made }],
  },
  regions: {
    'us-east-1': {
      instances: [
        item.instance('i-1', {
          iamInstanceProfile: { arn: 'arn:profile', id: 'AIPA' },
          blockDeviceMapping: [item.device('vol-1', true)],
          rootDeviceName: '/dev/sda1',
          tagSet: item.tags({ Name: odd }),
        }),
      ],
      volumes: [
        item.volume('vol-1', { ...item.attachedTo('i-1', true), kmsKeyId: 'arn:key', encrypted: true }),
      ],
      snapshots: [item.snapshot('snap-1', 'vol-1')],
      images: [item.image('ami-1', ['snap-1'], { deregistrationProtection: 'enabled-with-cooldown' })],
      protected: new Set(['i-1']),
      shared: new Map([['snap-1', ['222222222222', 'all']]]),
    },
  },
};

const region = world.regions['us-east-1'] ?? {};

/** Every value of an answer or item, as texts: dates in one form, documents and numbers as written. */
function leaves(value: unknown): readonly string[] {
  if (value instanceof Date) return [value.toISOString()];
  if (value instanceof Uint8Array) return [Buffer.from(value).toString('utf8')];
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(leaves);
  if (value === undefined || value === null) return [];
  const text = String(value);
  return [/^\d{4}-\d\d-\d\dT/.test(text) ? new Date(text).toISOString() : text];
}

describe('what the stand-in says, as the SDK understands it', () => {
  let served: ServedAws;
  let clients: { ec2: ec2.EC2Client; iam: iam.IAMClient; sts: sts.STSClient };

  beforeAll(async () => {
    served = await serveAws([world]);
    const settings = { region: 'us-east-1', endpoint: served.url, credentials: key, maxAttempts: 1 };
    clients = {
      ec2: new ec2.EC2Client(settings),
      iam: new iam.IAMClient(settings),
      sts: new sts.STSClient(settings),
    };
  });
  afterAll(async () => {
    for (const client of Object.values(clients)) client.destroy();
    await served.close();
  });

  const UserName = 'ann';
  const arn = 'arn:aws:iam::aws:policy/q';
  const understood: readonly [string, () => Promise<object>, unknown][] = [
    ['DescribeRegions', () => clients.ec2.send(new ec2.DescribeRegionsCommand({})), ['us-east-1']],
    ['DescribeInstances', () => clients.ec2.send(new ec2.DescribeInstancesCommand({})), region.instances],
    ['DescribeVolumes', () => clients.ec2.send(new ec2.DescribeVolumesCommand({})), region.volumes],
    ['DescribeSnapshots', () => clients.ec2.send(new ec2.DescribeSnapshotsCommand({})), region.snapshots],
    ['DescribeImages', () => clients.ec2.send(new ec2.DescribeImagesCommand({})), region.images],
    [
      'DescribeInstanceAttribute',
      () =>
        clients.ec2.send(
          new ec2.DescribeInstanceAttributeCommand({ InstanceId: 'i-1', Attribute: 'disableApiTermination' }),
        ),
      [true],
    ],
    [
      'DescribeSnapshotAttribute',
      () =>
        clients.ec2.send(
          new ec2.DescribeSnapshotAttributeCommand({
            SnapshotId: 'snap-1',
            Attribute: 'createVolumePermission',
          }),
        ),
      ['222222222222', 'all'],
    ],
    [
      'DescribeImageAttribute',
      () =>
        clients.ec2.send(
          new ec2.DescribeImageAttributeCommand({ ImageId: 'ami-1', Attribute: 'launchPermission' }),
        ),
      ['ami-1'],
    ],
    [
      'GetAccountAuthorizationDetails, first page',
      () => clients.iam.send(new iam.GetAccountAuthorizationDetailsCommand({})),
      [world.iam.users, world.iam.groups],
    ],
    [
      'GetAccountAuthorizationDetails, last page',
      () => clients.iam.send(new iam.GetAccountAuthorizationDetailsCommand({ Marker: '2' })),
      [world.iam.roles, world.iam.policies],
    ],
    ['GetAccountSummary', () => clients.iam.send(new iam.GetAccountSummaryCommand({})), [1, 0]],
    [
      'GenerateCredentialReport',
      () => clients.iam.send(new iam.GenerateCredentialReportCommand({})),
      ['STARTED'],
    ],
    ['GetCredentialReport', () => clients.iam.send(new iam.GetCredentialReportCommand({})), world.iam.report],
    [
      'ListAccessKeys',
      () => clients.iam.send(new iam.ListAccessKeysCommand({ UserName })),
      world.iam.accessKeys?.get('ann'),
    ],
    [
      'GetAccessKeyLastUsed',
      () => clients.iam.send(new iam.GetAccessKeyLastUsedCommand({ AccessKeyId: 'AKIA1' })),
      world.iam.keyUse?.get('AKIA1'),
    ],
    [
      'GetLoginProfile',
      () => clients.iam.send(new iam.GetLoginProfileCommand({ UserName })),
      world.iam.loginProfiles?.get('ann'),
    ],
    [
      'ListMFADevices',
      () => clients.iam.send(new iam.ListMFADevicesCommand({ UserName })),
      world.iam.mfaDevices?.get('ann'),
    ],
    [
      'ListSSHPublicKeys',
      () => clients.iam.send(new iam.ListSSHPublicKeysCommand({ UserName })),
      world.iam.sshKeys?.get('ann'),
    ],
    [
      'ListServiceSpecificCredentials',
      () => clients.iam.send(new iam.ListServiceSpecificCredentialsCommand({ AllUsers: true })),
      world.iam.serviceCredentials,
    ],
    [
      'ListOpenIDConnectProviders',
      () => clients.iam.send(new iam.ListOpenIDConnectProvidersCommand({})),
      ['arn:oidc'],
    ],
    [
      'GetOpenIDConnectProvider',
      () =>
        clients.iam.send(new iam.GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: 'arn:oidc' })),
      world.iam.oidcProviders?.get('arn:oidc'),
    ],
    [
      'ListSAMLProviders',
      () => clients.iam.send(new iam.ListSAMLProvidersCommand({})),
      world.iam.samlProviders,
    ],
    ['GetPolicy', () => clients.iam.send(new iam.GetPolicyCommand({ PolicyArn: arn })), [arn, 'v2']],
    [
      'GetPolicyVersion',
      () => clients.iam.send(new iam.GetPolicyVersionCommand({ PolicyArn: arn, VersionId: 'v2' })),
      ['v2', item.encoded(document)],
    ],
    [
      'GetCallerIdentity',
      () => clients.sts.send(new sts.GetCallerIdentityCommand({})),
      [id, `arn:aws:iam::${id}:user/scan`],
    ],
    [
      'AssumeRole',
      () =>
        clients.sts.send(
          new sts.AssumeRoleCommand({ RoleArn: `arn:aws:iam::${id}:role/read`, RoleSessionName: 'x' }),
        ),
      [`arn:aws:sts::${id}:assumed-role/read/firebreak`, 'stand-in-session-token'],
    ],
  ];

  it.each(understood)('%s loses nothing', async (_name, ask, said) => {
    const heard = leaves(await ask());
    expect(leaves(said).filter((leaf) => !heard.includes(leaf))).toEqual([]);
    expect(leaves(said).length).toBeGreaterThan(0);
  });

  it('an absent thing is NoSuchEntity', async () => {
    const asked = clients.iam.send(new iam.GetLoginProfileCommand({ UserName: 'nobody' }));
    await expect(asked).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });

  it('a stranger is refused in each service’s own words', async () => {
    const settings = {
      region: 'us-east-1',
      endpoint: served.url,
      credentials: { ...key, accessKeyId: 'AKIANOBODY' },
      maxAttempts: 1,
    };
    const stranger = { ec2: new ec2.EC2Client(settings), iam: new iam.IAMClient(settings) };
    await expect(stranger.ec2.send(new ec2.DescribeVolumesCommand({}))).rejects.toMatchObject({
      name: 'AuthFailure',
    });
    await expect(stranger.iam.send(new iam.GetAccountSummaryCommand({}))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
    });
    for (const client of Object.values(stranger)) client.destroy();
  });
});
