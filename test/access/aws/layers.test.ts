import { describe, expect, it } from 'vitest';
import { evaluate, type Policies, type Request } from '../../../src/access/aws/index.ts';
import { account, allow, deny, document, type Fields, request, role, user, volume } from './builders.ts';

const other = '222222222222';
const bucket = 'arn:aws:s3:::logs';
const key = `arn:aws:kms:eu-west-1:${account}:key/1`;
const session = `arn:aws:sts::${account}:assumed-role/ops/alice`;
const root = `arn:aws:iam::${account}:root`;
const foreigner = `arn:aws:iam::${other}:user/eve`;
const full = document(allow());
const nothing = document(allow({ Action: 'sns:*' }));
const none: Policies = { identity: [] };

type Row = readonly [string, Partial<Request>, Policies, 'allowed' | 'denied' | 'conditional'];

function table(page: string, rows: readonly Row[]): void {
  describe(page, () => {
    it.each(rows)('%s', (_, asked, policies, expected) => {
      expect(evaluate(request({ known: 'all', ...asked }), policies).decision).toBe(expected);
    });
  });
}

function names(Principal: unknown, fields: Fields = {}) {
  return document(allow({ Principal, ...fields }));
}

const onBucket = { action: 's3:DeleteBucket', resource: bucket };

table('IAM User Guide, reference_policies_evaluation-logic: layers of one account', [
  ['nothing allows', {}, none, 'denied'],
  ['an identity policy allows', {}, { identity: [full] }, 'allowed'],
  ['any of several identity policies allows', {}, { identity: [nothing, full] }, 'allowed'],
  ['an explicit deny wins', {}, { identity: [full, document(deny())] }, 'denied'],
  ['a boundary that allows', {}, { identity: [full], boundary: full }, 'allowed'],
  ['a boundary that does not allow', {}, { identity: [full], boundary: nothing }, 'denied'],
  ['a boundary grants nothing', {}, { identity: [], boundary: full }, 'denied'],
  ['a boundary that denies', {}, { identity: [full], boundary: document(allow(), deny()) }, 'denied'],
  ['a session policy that allows', { principal: role }, { identity: [full], session: [full] }, 'allowed'],
  [
    'a session policy that does not allow',
    { principal: role },
    { identity: [full], session: [nothing] },
    'denied',
  ],
  [
    'one of several session policies allows',
    { principal: role },
    { identity: [full], session: [nothing, full] },
    'allowed',
  ],
  ['a session policy grants nothing', { principal: role }, { identity: [], session: [full] }, 'denied'],
  ['all three allow', { principal: role }, { identity: [full], boundary: full, session: [full] }, 'allowed'],
]);

table('Organizations User Guide, orgs_manage_policies_scps_evaluation', [
  ['every level allows', {}, { identity: [full], serviceControl: [[full], [full], [full]] }, 'allowed'],
  [
    'one level does not allow',
    {},
    { identity: [full], serviceControl: [[full], [nothing], [full]] },
    'denied',
  ],
  ['any policy of a level allows', {}, { identity: [full], serviceControl: [[nothing, full]] }, 'allowed'],
  [
    'a deny at any level',
    {},
    { identity: [full], serviceControl: [[full], [full, document(deny())]] },
    'denied',
  ],
  ['a level without a policy', {}, { identity: [full], serviceControl: [[]] }, 'denied'],
  ['it grants nothing', {}, { identity: [], serviceControl: [[full]] }, 'denied'],
  [
    'it limits root',
    { principal: root },
    { identity: [], serviceControl: [[full, document(deny())]] },
    'denied',
  ],
  [
    'it limits what a resource policy grants',
    onBucket,
    { identity: [], resource: names({ AWS: user }), serviceControl: [[nothing]] },
    'denied',
  ],
  [
    'it does not limit service-linked roles',
    { principal: `arn:aws:iam::${account}:role/aws-service-role/x.amazonaws.com/r` },
    { identity: [full], serviceControl: [[nothing]] },
    'allowed',
  ],
  [
    'it does not limit services',
    { ...onBucket, principal: 'x.amazonaws.com' },
    { identity: [], resource: names({ Service: 'x.amazonaws.com' }), serviceControl: [[nothing]] },
    'allowed',
  ],
  [
    'an Allow may name resources',
    {},
    { identity: [full], serviceControl: [[document(allow({ Resource: volume }))]] },
    'allowed',
  ],
  [
    'an Allow may have conditions',
    {},
    {
      identity: [full],
      serviceControl: [[document(allow({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } }))]],
    },
    'denied',
  ],
]);

const forbids = [[document(deny({ Principal: '*' }))]];
table('Organizations User Guide, orgs_manage_policies_rcps', [
  ['a deny bites on a supported service', onBucket, { identity: [full], resourceControl: forbids }, 'denied'],
  [
    'it bites on root',
    { ...onBucket, principal: root },
    { identity: [], resourceControl: forbids },
    'denied',
  ],
  [
    'it bites on outsiders',
    { ...onBucket, principal: foreigner },
    { identity: [full], resource: names('*'), resourceAccount: account, resourceControl: forbids },
    'denied',
  ],
  ['not on EC2', {}, { identity: [full], resourceControl: forbids }, 'allowed'],
  [
    'not on IAM',
    { action: 'iam:DeleteUser', resource: user },
    { identity: [full], resourceControl: forbids },
    'allowed',
  ],
  [
    'not on kms:RetireGrant',
    { action: 'kms:RetireGrant', resource: key },
    { identity: [full], resource: names({ AWS: account }), resourceControl: forbids },
    'allowed',
  ],
  ['needs no Allow', onBucket, { identity: [full], resourceControl: [[]] }, 'allowed'],
  ['grants nothing', onBucket, { identity: [], resourceControl: [[names('*')]] }, 'denied'],
  [
    'unsure where the sources disagree',
    { action: 'codebuild:DeleteProject', resource: `arn:aws:codebuild:eu-west-1:${account}:project/p` },
    { identity: [full], resourceControl: forbids },
    'conditional',
  ],
]);

table(
  'IAM User Guide, reference_policies_evaluation-logic_policy-eval-denyallow: a resource policy in one account',
  [
    ['a user by ARN: granted', onBucket, { identity: [], resource: names({ AWS: user }) }, 'allowed'],
    [
      'a user by ARN: not limited by its boundary',
      onBucket,
      { identity: [], boundary: nothing, resource: names({ AWS: user }) },
      'allowed',
    ],
    [
      'a role by ARN: granted',
      { ...onBucket, principal: role },
      { identity: [], resource: names({ AWS: role }) },
      'allowed',
    ],
    [
      'a role by ARN: limited by its boundary',
      { ...onBucket, principal: role },
      { identity: [], boundary: nothing, resource: names({ AWS: role }) },
      'denied',
    ],
    [
      'a role by ARN: limited by a session policy',
      { ...onBucket, principal: session },
      { identity: [], session: [nothing], resource: names({ AWS: role }) },
      'denied',
    ],
    [
      'a session by ARN: granted',
      { ...onBucket, principal: session },
      { identity: [], resource: names({ AWS: session }) },
      'allowed',
    ],
    [
      'a session by ARN: not limited by a boundary',
      { ...onBucket, principal: session },
      { identity: [], boundary: nothing, resource: names({ AWS: session }) },
      'allowed',
    ],
    [
      'a session by ARN: not limited by a session policy',
      { ...onBucket, principal: session },
      { identity: [], session: [nothing], resource: names({ AWS: session }) },
      'allowed',
    ],
    [
      'everyone: not limited by a boundary',
      { ...onBucket, principal: role },
      { identity: [], boundary: nothing, resource: names('*') },
      'allowed',
    ],
    [
      'everyone, if its ARN is the role',
      { ...onBucket, principal: session },
      {
        identity: [],
        session: [nothing],
        resource: names('*', { Condition: { ArnEquals: { 'aws:PrincipalArn': role } } }),
      },
      'allowed',
    ],
    [
      'the account: leaves it to identity policies',
      onBucket,
      { identity: [], resource: names({ AWS: account }) },
      'denied',
    ],
    [
      'the account, and an identity policy',
      onBucket,
      { identity: [full], resource: names({ AWS: root }) },
      'allowed',
    ],
    [
      'a deny wins over identity policies',
      onBucket,
      { identity: [full], resource: document(deny({ Principal: '*' })) },
      'denied',
    ],
    [
      'a deny in the boundary wins over a resource policy',
      onBucket,
      { identity: [], boundary: document(deny()), resource: names({ AWS: user }) },
      'denied',
    ],
    ['another user', onBucket, { identity: [], resource: names({ AWS: `${user}2` }) }, 'denied'],
    [
      'another resource',
      onBucket,
      { identity: [], resource: names({ AWS: user }, { Resource: 'arn:aws:s3:::other' }) },
      'denied',
    ],
  ],
);

table('IAM User Guide, reference_policies_elements_principal', [
  ['"*"', onBucket, { identity: [], resource: names('*') }, 'allowed'],
  ['{"AWS": "*"}', onBucket, { identity: [], resource: names({ AWS: '*' }) }, 'allowed'],
  ['a list', onBucket, { identity: [], resource: names({ AWS: [foreigner, user] }) }, 'allowed'],
  [
    'no wildcard inside an ARN',
    onBucket,
    { identity: [], resource: names({ AWS: `arn:aws:iam::${account}:user/*` }) },
    'denied',
  ],
  [
    'the id of a deleted principal',
    onBucket,
    { identity: [], resource: names({ AWS: 'AIDAEXAMPLE' }) },
    'denied',
  ],
  ['a statement without a principal', onBucket, { identity: [], resource: document(allow()) }, 'denied'],
  [
    'another partition',
    onBucket,
    { identity: [], resource: names({ AWS: user.replace('aws', 'aws-cn') }) },
    'denied',
  ],
  [
    'a service',
    { ...onBucket, principal: 'x.amazonaws.com' },
    { identity: [], resource: names({ Service: ['x.amazonaws.com'] }) },
    'allowed',
  ],
  [
    'another service',
    { ...onBucket, principal: 'y.amazonaws.com' },
    { identity: [], resource: names({ Service: 'x.amazonaws.com' }) },
    'denied',
  ],
  [
    'anyone without an identity',
    { ...onBucket, principal: '*' },
    { identity: [], resource: names('*') },
    'allowed',
  ],
  [
    'no identity, and a user named',
    { ...onBucket, principal: '*' },
    { identity: [], resource: names({ AWS: user }) },
    'denied',
  ],
  [
    'a session, when the role is named with its path',
    { ...onBucket, principal: session },
    { identity: [], resource: names({ AWS: `arn:aws:iam::${account}:role/team/ops` }) },
    'allowed',
  ],
  [
    'another session of the role',
    { ...onBucket, principal: session },
    { identity: [], resource: names({ AWS: `${session}2` }) },
    'denied',
  ],
]);

function notPrincipal(...list: readonly string[]) {
  return document(deny({ NotPrincipal: { AWS: list } }));
}
table('IAM User Guide, reference_policies_elements_notprincipal', [
  [
    'a user listed with its account is spared',
    onBucket,
    { identity: [full], resource: notPrincipal(user, root) },
    'allowed',
  ],
  [
    'a user not listed is denied',
    onBucket,
    { identity: [full], resource: notPrincipal(`${user}2`, `arn:aws:iam::${other}:root`) },
    'denied',
  ],
  [
    'a session listed with role and account is spared',
    { ...onBucket, principal: session },
    { identity: [full], resource: notPrincipal(session, role, root) },
    'allowed',
  ],
  [
    'whoever has a boundary is denied whatever is listed',
    onBucket,
    { identity: [full], boundary: full, resource: notPrincipal(user, root) },
    'denied',
  ],
  [
    'with Allow it takes in everyone else',
    onBucket,
    { identity: [], resource: document(allow({ NotPrincipal: { AWS: foreigner } })) },
    'allowed',
  ],
]);

const abroad = { ...onBucket, principal: foreigner };
table('IAM User Guide, reference_policies_evaluation-logic-cross-account', [
  [
    'both sides allow',
    abroad,
    { identity: [full], resource: names({ AWS: foreigner }), resourceAccount: account },
    'allowed',
  ],
  [
    'both sides, by account',
    abroad,
    { identity: [full], resource: names({ AWS: other }), resourceAccount: account },
    'allowed',
  ],
  [
    'only the resource side',
    abroad,
    { identity: [], resource: names({ AWS: foreigner }), resourceAccount: account },
    'denied',
  ],
  ['only the identity side', abroad, { identity: [full], resourceAccount: account }, 'denied'],
  [
    "the caller's boundary",
    abroad,
    { identity: [full], boundary: nothing, resource: names('*'), resourceAccount: account },
    'denied',
  ],
  [
    "the caller's SCP",
    abroad,
    { identity: [full], serviceControl: [[nothing]], resource: names('*'), resourceAccount: account },
    'denied',
  ],
  [
    'a deny on the resource side',
    abroad,
    {
      identity: [full],
      resource: document(allow({ Principal: '*' }), deny({ Principal: { AWS: other } })),
      resourceAccount: account,
    },
    'denied',
  ],
  ['the account is read from the ARN', { principal: foreigner }, { identity: [full] }, 'denied'],
  [
    'root of another account',
    { ...onBucket, principal: `arn:aws:iam::${other}:root` },
    { identity: [], resource: names({ AWS: other }), resourceAccount: account },
    'allowed',
  ],
  [
    'backup vaults take nobody from abroad',
    {
      principal: foreigner,
      action: 'backup:DeleteRecoveryPoint',
      resource: `arn:aws:backup:eu-west-1:${account}:recovery-point:1`,
    },
    { identity: [full], resource: names('*') },
    'denied',
  ],
  [
    'DynamoDB backups take nobody from abroad',
    {
      principal: foreigner,
      action: 'dynamodb:DeleteBackup',
      resource: `arn:aws:dynamodb:eu-west-1:${account}:table/t/backup/1`,
    },
    { identity: [full], resource: names('*') },
    'denied',
  ],
]);

const kill = { action: 'kms:ScheduleKeyDeletion', resource: key };
table('KMS Developer Guide, key-policies', [
  [
    'the default key policy hands it to identity policies',
    kill,
    { identity: [full], resource: names({ AWS: root }) },
    'allowed',
  ],
  ['handed over, and nothing there', kill, { identity: [], resource: names({ AWS: root }) }, 'denied'],
  [
    'the key policy names nobody of the account',
    kill,
    { identity: [full], resource: names({ AWS: foreigner }) },
    'denied',
  ],
  [
    'a key administrator needs no identity policy',
    { ...kill, principal: role },
    { identity: [], resource: names({ AWS: role }) },
    'allowed',
  ],
  [
    'root needs the key policy too',
    { ...kill, principal: root },
    { identity: [], resource: names({ AWS: role }) },
    'denied',
  ],
  ['root, named', { ...kill, principal: root }, { identity: [], resource: names({ AWS: root }) }, 'allowed'],
  [
    'another account needs both',
    { ...kill, principal: foreigner },
    { identity: [full], resource: names({ AWS: other }) },
    'allowed',
  ],
  ['a key policy not given, when all is known', kill, { identity: [full] }, 'denied'],
  ['a key policy not given', { ...kill, known: 'listed' }, { identity: [full] }, 'conditional'],
  [
    'deleting an alias asks the key as well',
    { action: 'kms:DeleteAlias', resource: `arn:aws:kms:eu-west-1:${account}:alias/a` },
    { identity: [full], resource: names({ AWS: root }) },
    'allowed',
  ],
]);

const assume = { action: 'sts:AssumeRole', resource: role };
const trusts = (Principal: unknown, fields: Fields = {}) =>
  document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal, ...fields });
table('IAM User Guide, id_roles_terms-and-concepts: assuming a role', [
  ['the trust names the user', assume, { identity: [], resource: trusts({ AWS: user }) }, 'allowed'],
  [
    'the trust names the account, an identity policy allows',
    assume,
    { identity: [full], resource: trusts({ AWS: account }) },
    'allowed',
  ],
  [
    'the trust names the account only',
    assume,
    { identity: [], resource: trusts({ AWS: account }) },
    'denied',
  ],
  [
    'an identity policy only',
    assume,
    { identity: [full], resource: trusts({ Service: 'ec2.amazonaws.com' }) },
    'denied',
  ],
  [
    'a deny in the identity policy',
    assume,
    { identity: [document(deny())], resource: trusts({ AWS: user }) },
    'denied',
  ],
  [
    'abroad: both sides',
    { ...assume, principal: foreigner },
    { identity: [full], resource: trusts({ AWS: foreigner }) },
    'allowed',
  ],
  [
    'abroad: the trust only',
    { ...assume, principal: foreigner },
    { identity: [], resource: trusts({ AWS: foreigner }) },
    'denied',
  ],
  [
    'the role itself is not trusted by being the role',
    { ...assume, principal: role },
    { identity: [full], resource: trusts({ AWS: user }) },
    'denied',
  ],
  ['a trust not given', { ...assume, known: 'listed' }, { identity: [full] }, 'conditional'],
  [
    'root can not',
    { ...assume, principal: root },
    { identity: [], resource: trusts({ AWS: account }) },
    'denied',
  ],
  [
    'MFA asked for and not there',
    assume,
    {
      identity: [],
      resource: trusts({ AWS: user }, { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
    },
    'denied',
  ],
  [
    "an external id is the caller's to give",
    { ...assume, known: 'listed' },
    {
      identity: [],
      resource: trusts({ AWS: user }, { Condition: { StringEquals: { 'sts:ExternalId': 'x' } } }),
    },
    'allowed',
  ],
]);

const github = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;
const signIn = { principal: github, action: 'sts:AssumeRoleWithWebIdentity', resource: role };
const pinned = document({
  Effect: 'Allow',
  Action: 'sts:AssumeRoleWithWebIdentity',
  Principal: { Federated: github },
  Condition: { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:acme/app:*' } },
});
const sub = (value: string) => ({ context: { 'token.actions.githubusercontent.com:sub': value } });
table('IAM User Guide, id_roles_providers_oidc', [
  [
    'the subject matches',
    { ...signIn, ...sub('repo:acme/app:ref:refs/heads/main') },
    { identity: [], resource: pinned },
    'allowed',
  ],
  [
    'another repository',
    { ...signIn, ...sub('repo:eve/app:ref:refs/heads/main') },
    { identity: [], resource: pinned },
    'denied',
  ],
  [
    'another provider',
    { ...signIn, principal: `${github}.eu`, ...sub('repo:acme/app:x') },
    { identity: [], resource: pinned },
    'denied',
  ],
  [
    'the subject is not known',
    { ...signIn, known: 'listed' },
    { identity: [], resource: pinned },
    'conditional',
  ],
]);

table('what AWS decides whatever policies say', [
  [
    'sts:GetCallerIdentity',
    { action: 'sts:GetCallerIdentity', resource: '*' },
    { identity: [document(deny())] },
    'allowed',
  ],
  [
    'AWS managed policies',
    { action: 'iam:CreatePolicyVersion', resource: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
    { identity: [full] },
    'denied',
  ],
  [
    'own policies',
    { action: 'iam:CreatePolicyVersion', resource: `arn:aws:iam::${account}:policy/p` },
    { identity: [full] },
    'allowed',
  ],
  [
    'roles of Identity Center',
    {
      action: 'iam:PutRolePolicy',
      resource: `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/r`,
    },
    { identity: [full] },
    'denied',
  ],
  [
    'passing them',
    { action: 'iam:PassRole', resource: `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/r` },
    { identity: [full] },
    'denied',
  ],
  [
    'service-linked roles',
    { action: 'iam:AttachRolePolicy', resource: `arn:aws:iam::${account}:role/aws-service-role/x/r` },
    { identity: [full] },
    'denied',
  ],
  [
    'assuming them',
    { action: 'sts:AssumeRole', resource: `arn:aws:iam::${account}:role/aws-service-role/x/r` },
    { identity: [full], resource: trusts('*') },
    'denied',
  ],
  [
    'aliases of AWS managed keys',
    { action: 'kms:DeleteAlias', resource: `arn:aws:kms:eu-west-1:${account}:alias/aws/ebs` },
    { identity: [full] },
    'denied',
  ],
  ['root needs no identity policy', { principal: root }, none, 'allowed'],
  ['root has no boundary', { principal: root }, { identity: [], boundary: nothing }, 'allowed'],
  [
    'root and a bucket policy that denies',
    { principal: root, ...onBucket },
    { identity: [], resource: document(deny({ Principal: '*' })) },
    'denied',
  ],
  [
    'root may still mend that policy',
    { principal: root, action: 's3:DeleteBucketPolicy', resource: bucket },
    { identity: [], resource: document(deny({ Principal: '*' })) },
    'allowed',
  ],
  ['an account number is its root', { principal: account }, none, 'allowed'],
  [
    'a federated user without a session policy',
    { principal: `arn:aws:sts::${account}:federated-user/bob` },
    { identity: [full] },
    'denied',
  ],
  [
    'a federated user with one',
    { principal: `arn:aws:sts::${account}:federated-user/bob` },
    { identity: [full], session: [full] },
    'allowed',
  ],
  [
    'a federated user that a resource policy names',
    { ...onBucket, principal: `arn:aws:sts::${account}:federated-user/bob` },
    { identity: [], resource: names({ AWS: `arn:aws:sts::${account}:federated-user/bob` }) },
    'allowed',
  ],
]);

describe('because', () => {
  it('names the statement that denies', () => {
    const { because } = evaluate(request(), {
      identity: [{ name: 'guard', document: document(allow(), deny({ Sid: 'NoDelete' })) }],
    });
    expect(because).toEqual([
      { layer: 'identity', policy: 'guard', statement: 'NoDelete', effect: 'Deny', says: 'denies it' },
    ]);
  });
  it.each([
    ['identity', { identity: [] }],
    ['boundary', { identity: [full], boundary: nothing }],
    ['session', { identity: [full], session: [nothing] }],
    ['service-control', { identity: [full], serviceControl: [[full], [nothing]] }],
  ] as const)('names the layer that failed to allow: %s', (layer, policies) => {
    expect(evaluate(request(), policies).because).toMatchObject([
      { layer, policy: null, effect: 'implicit-deny' },
    ]);
  });
});
