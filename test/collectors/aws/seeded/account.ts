import type { AwsAccountWorld, AwsWorld, Item } from '../../../../src/stand-ins/aws/index.ts';
import * as item from '../../../../src/stand-ins/aws/items.ts';
import type { JsonItem } from '../../../../src/stand-ins/aws/json.ts';
import { organizationArn } from '../../../../src/stand-ins/aws/organizations.ts';
import { accessKey, acmeId, githubProvider, reportHead, scanner, trust } from '../acme.ts';
import { keepers, type Without } from './keepers.ts';
import { here, type Of, stores } from './stores.ts';

const document = (...Statement: readonly JsonItem[]): JsonItem => ({ Version: '2012-10-17', Statement });
const may = (Action: string | readonly string[]) => document({ Effect: 'Allow', Action, Resource: '*' });
const admin = may('*');
const managed = (name: string): string => `arn:aws:iam::${acmeId}:policy/${name}`;
const made = '2026-01-01T00:00:00Z';

/** What the key of each user is for: one call on one kind of thing, so that one protection decides. */
const rights: Readonly<Record<string, readonly string[]>> = {
  search: ['es:DeleteDomain'],
  clusters: ['redshift:DeleteCluster', 'redshift:DeleteClusterSnapshot'],
  vaults: ['ec2:DeleteVolume', 'backup:DeleteRecoveryPoint'],
  keys: ['kms:ScheduleKeyDeletion'],
};

const users: readonly Item[] = [
  item.user(acmeId, 'ann', { GroupList: ['ops'] }),
  item.user(acmeId, 'push', {}),
  ...Object.entries(rights).map(([name, actions]) =>
    item.user(acmeId, name, { UserPolicyList: [item.inline('own', may(actions))] }),
  ),
];

const bound = { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: managed('no-redshift') };
const saml = `arn:aws:iam::${acmeId}:saml-provider/AWSSSO_1_DO_NOT_DELETE`;
const reader = `arn:aws:iam::${acmeId}:role/firebreak-read`;
const roles: readonly Item[] = [
  item.role(acmeId, 'firebreak-read', [trust({ AWS: 'arn:aws:iam::222222222222:user/scan' })]),
  item.role(acmeId, 'app', [trust({ Service: 'ec2.amazonaws.com' })], {
    InstanceProfileList: [
      {
        Arn: `arn:aws:iam::${acmeId}:instance-profile/app`,
        InstanceProfileName: 'app',
        InstanceProfileId: 'AIPASEEDED',
        Path: '/',
        CreateDate: made,
        Roles: [],
      },
    ],
  }),
  item.role(acmeId, 'resize', [trust({ Service: 'lambda.amazonaws.com' })]),
  item.role(acmeId, 'till', [trust({ Service: 'ecs-tasks.amazonaws.com' })]),
  item.role(acmeId, 'cart', [trust({ Service: 'pods.eks.amazonaws.com' })]),
  item.role(acmeId, 'edge', [
    {
      Effect: 'Allow',
      Principal: { Service: 'rolesanywhere.amazonaws.com' },
      Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
    },
  ]),
  item.role(acmeId, 'partner', [trust({ AWS: 'arn:aws:iam::999999999999:root' })]),
  item.role(acmeId, 'deploy', [
    {
      Effect: 'Allow',
      Principal: { Federated: githubProvider },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:acme/shop:ref:refs/heads/main' },
      },
    },
  ]),
  item.role(acmeId, 'staff', [
    {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::${acmeId}:saml-provider/staff` },
      Action: 'sts:AssumeRoleWithSAML',
    },
  ]),
  item.role(
    acmeId,
    'AWSReservedSSO_Admin_0123456789abcdef',
    [{ Effect: 'Allow', Principal: { Federated: saml }, Action: 'sts:AssumeRoleWithSAML' }],
    {
      Arn: `arn:aws:iam::${acmeId}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef`,
      AttachedManagedPolicies: [
        { PolicyName: 'AdministratorAccess', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      ],
    },
  ),
];

const reportRow = (name: string, password = 'false', mfa = 'false', accessKeyActive = 'false'): string =>
  `${name},arn:aws:iam::${acmeId}:user/${name},2026-01-01T00:00:00+00:00,${password},N/A,N/A,${mfa},${accessKeyActive},2026-02-01T00:00:00+00:00,N/A,false,N/A,N/A,false,false`;

const holders = Object.keys(rights);
const keyOf = (name: string): string => `AKIA${name.toUpperCase().padEnd(12, '0')}SEED`;

const iam: Of<'iam'> = {
  groups: [
    item.group(acmeId, 'ops', {
      AttachedManagedPolicies: [
        { PolicyName: 'AdministratorAccess', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      ],
    }),
  ],
  roles,
  policies: [item.managedPolicy('arn:aws:iam::aws:policy/AdministratorAccess', admin)],
  // A boundary that nothing is attached to is not among what the authorization details list.
  unlistedPolicies: [
    item.managedPolicy(
      managed('no-redshift'),
      document({ Effect: 'Allow', NotAction: 'redshift:*', Resource: '*' }),
    ),
  ],
  summary: { AccountMFAEnabled: 1, AccountPasswordPresent: 1, AccountAccessKeysPresent: 0 },
  report: [
    reportHead,
    `<root_account>,arn:aws:iam::${acmeId}:root,2020-01-01T00:00:00+00:00,not_supported,2026-03-01T00:00:00+00:00,not_supported,true,false,N/A,N/A,false,N/A,N/A,false,false`,
    reportRow('ann', 'true', 'true'),
    reportRow('push'),
    ...holders.map((name) => reportRow(name, 'false', 'false', 'true')),
  ].join('\n'),
  reportIs: 'kept',
  accessKeys: new Map(holders.map((name) => [name, [accessKey(name, keyOf(name))]])),
  loginProfiles: new Map([['ann', { UserName: 'ann', CreateDate: made }]]),
  mfaDevices: new Map([
    ['ann', [{ UserName: 'ann', SerialNumber: `arn:aws:iam::${acmeId}:mfa/ann`, EnableDate: made }]],
  ]),
  sshKeys: new Map([
    ['push', [{ UserName: 'push', SSHPublicKeyId: 'APKASEEDED', Status: 'Active', UploadDate: made }]],
  ]),
  serviceCredentials: [
    {
      UserName: 'push',
      Status: 'Active',
      ServiceUserName: 'push-at-acme',
      CreateDate: made,
      ServiceSpecificCredentialId: 'ACCASEEDED',
      ServiceName: 'codecommit.amazonaws.com',
    },
  ],
  oidcProviders: new Map([
    [githubProvider, { Url: 'token.actions.githubusercontent.com', ClientIDList: ['sts.amazonaws.com'] }],
  ]),
  samlProviders: [
    { Arn: saml, CreateDate: made },
    { Arn: `arn:aws:iam::${acmeId}:saml-provider/staff`, CreateDate: made },
  ],
};

const family = `arn:aws:ecs:${here}:${acmeId}:task-definition/till`;
const compute: Of<'compute'> = {
  [here]: {
    functions: [
      {
        FunctionArn: `arn:aws:lambda:${here}:${acmeId}:function:resize`,
        FunctionName: 'resize',
        Role: `arn:aws:iam::${acmeId}:role/resize`,
        Environment: { Variables: { API_KEY: 'canary-of-a-function' } },
      },
    ],
    taskFamilies: new Map([
      [
        'till',
        {
          family: 'till',
          revision: 1,
          taskDefinitionArn: `${family}:1`,
          taskRoleArn: `arn:aws:iam::${acmeId}:role/till`,
        },
      ],
    ]),
    clusters: new Map([
      [
        'shop',
        [
          {
            associationId: 'a-1',
            associationArn: `arn:aws:eks:${here}:${acmeId}:podidentityassociation/shop/a-1`,
            roleArn: `arn:aws:iam::${acmeId}:role/cart`,
            clusterName: 'shop',
            namespace: 'web',
            serviceAccount: 'cart',
          },
        ],
      ],
    ]),
  },
};

const identityCenter: Of<'identityCenter'> = {
  [here]: {
    owner: acmeId,
    sets: new Map([['Admin', new Map([[acmeId, [{ PrincipalId: 'g-1', PrincipalType: 'GROUP' }]]])]]),
    users: [{ UserId: 'u-1', UserName: 'cy', UserStatus: 'ENABLED', IdentityStoreId: 'd-1' }],
    groups: [{ GroupId: 'g-1', DisplayName: 'platform', IdentityStoreId: 'd-1' }],
    members: new Map([['g-1', ['u-1']]]),
  },
};

const rolesAnywhere: Of<'rolesAnywhere'> = {
  [here]: {
    trustAnchors: [
      {
        trustAnchorId: 'ca',
        trustAnchorArn: `arn:aws:rolesanywhere:${here}:${acmeId}:trust-anchor/ca`,
        name: 'ca',
        enabled: true,
        source: { sourceType: 'CERTIFICATE_BUNDLE', sourceData: {} },
        createdAt: made,
      },
    ],
    profiles: [
      {
        profileId: 'edge',
        profileArn: `arn:aws:rolesanywhere:${here}:${acmeId}:profile/edge`,
        name: 'edge',
        enabled: true,
        roleArns: [`arn:aws:iam::${acmeId}:role/edge`],
        createdAt: made,
      },
    ],
  },
};

/** What is taken off the account to see what it changes. */
export interface Change extends Without {
  readonly scp?: boolean;
  readonly boundary?: boolean;
}

const managementId = '222222222222';

/** The organisation the account is a member of, as the account that manages it sees it. */
function organizationOf(without: Change): Of<'organization'> {
  const name = (kind: string, id: string): string => organizationArn(managementId, kind, id);
  return {
    management: managementId,
    units: new Map([['r-1', [{ Id: 'ou-live', Arn: name('ou', 'ou-live'), Name: 'live' }]]]),
    accounts: new Map([
      ['r-1', [{ Id: managementId, Name: 'management', Status: 'ACTIVE' }]],
      ['ou-live', [{ Id: acmeId, Name: 'acme', Status: 'ACTIVE' }]],
    ]),
    policies: [
      { id: 'p-full', type: 'SERVICE_CONTROL_POLICY', document: admin, targets: ['r-1', 'ou-live', acmeId] },
      {
        id: 'p-keep',
        type: 'SERVICE_CONTROL_POLICY',
        document: document({ Effect: 'Deny', Action: 'es:DeleteDomain', Resource: '*' }),
        targets: without.scp === true ? [] : ['ou-live'],
      },
    ],
  };
}

function management(without: Change): AwsAccountWorld {
  return {
    id: managementId,
    callers: new Map([[scanner.accessKeyId, `arn:aws:iam::${managementId}:user/scan`]]),
    iam: {
      users: [item.user(managementId, 'scan')],
      accessKeys: new Map([['scan', [accessKey('scan', scanner.accessKeyId)]]]),
      reportIs: 'kept',
      report: [reportHead, reportRow('scan', 'false', 'false', 'true')].join('\n'),
    },
    regions: { [here]: {} },
    organization: organizationOf(without),
  };
}

/**
 * One account with one of each store and way in that the collectors read, each kept or let in another way, and one
 * key for each layer of policies that stops it: an SCP, a boundary, a vault's policy and a key's.
 */
export function seededAccount(without: Change = {}): AwsWorld {
  const carried = without.boundary === true ? {} : { PermissionsBoundary: bound };
  return [
    management(without),
    {
      id: acmeId,
      callers: new Map(),
      assumable: [reader],
      iam: {
        ...iam,
        users: users.map((user) => (user.UserName === 'clusters' ? { ...user, ...carried } : user)),
      },
      ...stores,
      ...keepers(without),
      compute,
      identityCenter,
      rolesAnywhere,
      organization: { management: managementId },
    },
  ];
}
