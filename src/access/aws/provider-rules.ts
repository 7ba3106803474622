import { type Caller, isServiceLinked } from './caller.ts';
import { compileGlob, type Glob, matchesGlob } from './glob.ts';
import type { Question } from './request.ts';

/** Something AWS refuses or grants whatever the policies say. */
export interface ProviderRule {
  readonly decision: 'allowed' | 'denied';
  readonly actions: readonly Glob[];
  readonly resource: Glob;
  readonly who?: (caller: Caller) => boolean;
  readonly says: string;
}

function rule(
  decision: 'allowed' | 'denied',
  actions: string,
  resource: string,
  says: string,
  who?: (caller: Caller) => boolean,
): ProviderRule {
  const globs = actions.toLowerCase().split(' ').map(compileGlob);
  return {
    decision,
    actions: globs,
    resource: compileGlob(resource),
    says,
    ...(who === undefined ? {} : { who }),
  };
}

const roleEdits =
  'iam:AttachRolePolicy iam:DetachRolePolicy iam:PutRolePolicy iam:DeleteRolePolicy iam:PutRolePermissionsBoundary ' +
  'iam:DeleteRolePermissionsBoundary iam:UpdateAssumeRolePolicy iam:DeleteRole iam:UpdateRole iam:TagRole iam:UntagRole';
const policyEdits =
  'iam:CreatePolicyVersion iam:DeletePolicyVersion iam:SetDefaultPolicyVersion iam:DeletePolicy iam:TagPolicy iam:UntagPolicy';

/**
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
const rules: readonly ProviderRule[] = [
  rule('allowed', 'sts:GetCallerIdentity', '*', 'no permission is needed for sts:GetCallerIdentity'),
  rule('denied', policyEdits, 'arn:*:iam::aws:policy/*', 'policies managed by AWS can not be edited'),
  rule(
    'denied',
    `${roleEdits} iam:PassRole`,
    'arn:*:iam::*:role/aws-reserved/*',
    'roles of Identity Center can not be edited or passed',
  ),
  rule('denied', roleEdits, 'arn:*:iam::*:role/aws-service-role/*', 'service-linked roles can not be edited'),
  rule(
    'denied',
    'kms:CreateAlias kms:UpdateAlias kms:DeleteAlias',
    'arn:*:kms:*:*:alias/aws/*',
    'aliases of AWS managed keys can not be touched',
  ),
  rule(
    'denied',
    'sts:AssumeRole*',
    'arn:*:iam::*:role/aws-service-role/*',
    'only its service assumes a service-linked role',
    (caller) => caller.kind !== 'service',
  ),
  rule(
    'denied',
    'sts:AssumeRole',
    '*',
    'the root user can not assume roles',
    (caller) => caller.kind === 'root',
  ),
];

/** The rules about an action; most have none. */
export function providerRulesFor(action: string): readonly ProviderRule[] {
  const lower = action.toLowerCase();
  return rules.filter((one) => one.actions.some((glob) => matchesGlob(glob, lower)));
}

/** What AWS itself decides, before any policy is read; undefined for everything else. */
export function decidedByProvider(
  about: readonly ProviderRule[],
  question: Question,
): ProviderRule | undefined {
  return about.find(
    (one) =>
      matchesGlob(one.resource, question.resource) && (one.who === undefined || one.who(question.caller)),
  );
}

/** No resource policy keeps the root user of its own account from mending the bucket's or queue's policy. */
export function isRootMendingPolicy(question: Question): boolean {
  return (
    question.caller.kind === 'root' &&
    question.caller.account === question.account &&
    /^(s3:(get|put|delete)bucketpolicy|sqs:(set|get)queueattributes|sqs:(add|remove)permission)$/i.test(
      question.action,
    )
  );
}

/** Actions whose service takes no caller from another account. */
const oneAccountOnly = new RegExp(
  `^(${[
    'backup:(?!copyintobackupvault$)\\w+',
    'dynamodb:(\\w*backup\\w*|\\w*continuousbackups|restoretable\\w*|exporttabletopointintime)',
    'ec2:(delete(volume|snapshot)|detachvolume|deregisterimage|(terminate|stop)instances|(un)?locksnapshot|modifyinstanceattribute)',
    'rds:(delete|modify)db\\w+',
  ].join('|')})$`,
  'i',
);

/**
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html
 * EC2 and RDS have no policies on resources: sharing a copy lets others use it, not end it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
 */
export function isOneAccountOnly(action: string): boolean {
  return oneAccountOnly.test(action);
}

/** Requests whose resource always has a policy with the last word: keys, and roles being assumed. */
export function isGated(question: Question): boolean {
  const service = question.parts?.[2];
  const resource = question.parts?.[5] ?? '';
  if (service === 'kms') return resource.startsWith('key/');
  return (
    service === 'iam' &&
    resource.startsWith('role/') &&
    /^sts:(assumerole|tagsession|setsourceidentity)/i.test(question.action)
  );
}

/** Services whose resources RCPs are documented to limit, and those only the authorization data lists. */
const rcpDocumented = new Set(
  's3 sts kms sqs secretsmanager dynamodb logs ecr aoss cognito-identity cognito-idp dsql memorydb autoscaling rolesanywhere'.split(
    ' ',
  ),
);
const rcpListed = new Set(
  (
    'appconfig appstream autoscaling-plans codeartifact codebuild codecommit codepipeline comprehend dax ecr-public events ' +
    'firehose fis kendra kinesisvideo personalize polly resource-groups servicediscovery swf textract timestream-influxdb ' +
    'transcribe transfer translate wafv2 workspaces xray'
  ).split(' '),
);

/**
 * Do resource control policies limit this request? `unsure`: the sources disagree.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
export function rcpLimits(question: Question): 'yes' | 'no' | 'unsure' {
  const service = question.action.slice(0, question.action.indexOf(':')).toLowerCase();
  if (isServiceLinked(question.caller) || question.action.toLowerCase() === 'kms:retiregrant') return 'no';
  if (rcpDocumented.has(service)) return 'yes';
  return rcpListed.has(service) ? 'unsure' : 'no';
}
