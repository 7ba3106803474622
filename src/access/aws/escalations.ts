/**
 * What an edit does to the principal it is made on. `put`: writes an inline policy, over a denying one where there
 * is one. `replace`: writes a new version of a managed policy. `older`: goes back to another version.
 * `drop`, `detach`, `leave`: takes off what denies. `unbind`: takes the boundary off or sets one that allows all.
 */
export type EditKind =
  | 'put'
  | 'attach'
  | 'replace'
  | 'older'
  | 'drop'
  | 'detach'
  | 'leave'
  | 'join'
  | 'unbind'
  | 'retag';

/** A call that changes what a principal may do. */
export interface Edit {
  readonly action: string;
  readonly does: EditKind;
  readonly of: 'user' | 'role' | 'any';
  /** What the call names: the principal, a policy or boundary or group of its own, or a group of the account. */
  readonly on: 'principal' | 'policy' | 'boundary' | 'group';
}

const edit = (action: string, does: EditKind, of: Edit['of'], on: Edit['on'] = 'principal'): Edit => ({
  action: `iam:${action}`,
  does,
  of,
  on,
});

/**
 * Ways to change a principal's rights.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
export const edits: readonly Edit[] = [
  edit('PutUserPolicy', 'put', 'user'),
  edit('PutRolePolicy', 'put', 'role'),
  edit('PutGroupPolicy', 'put', 'user', 'group'),
  edit('AttachUserPolicy', 'attach', 'user'),
  edit('AttachRolePolicy', 'attach', 'role'),
  edit('AttachGroupPolicy', 'attach', 'user', 'group'),
  edit('CreatePolicyVersion', 'replace', 'any', 'policy'),
  edit('CreatePolicyVersion', 'replace', 'any', 'boundary'),
  edit('SetDefaultPolicyVersion', 'older', 'any', 'policy'),
  edit('SetDefaultPolicyVersion', 'older', 'any', 'boundary'),
  edit('AddUserToGroup', 'join', 'user', 'group'),
  edit('RemoveUserFromGroup', 'leave', 'user', 'group'),
  edit('DeleteUserPolicy', 'drop', 'user'),
  edit('DeleteRolePolicy', 'drop', 'role'),
  edit('DeleteGroupPolicy', 'drop', 'user', 'group'),
  edit('DetachUserPolicy', 'detach', 'user'),
  edit('DetachRolePolicy', 'detach', 'role'),
  edit('DetachGroupPolicy', 'detach', 'user', 'group'),
  edit('DeleteUserPermissionsBoundary', 'unbind', 'user'),
  edit('PutUserPermissionsBoundary', 'unbind', 'user'),
  edit('DeleteRolePermissionsBoundary', 'unbind', 'role'),
  edit('PutRolePermissionsBoundary', 'unbind', 'role'),
  edit('TagUser', 'retag', 'user'),
  edit('UntagUser', 'retag', 'user'),
  edit('TagRole', 'retag', 'role'),
  edit('UntagRole', 'retag', 'role'),
];

/** A call that gives its caller a credential of another user; `onlyIf`: what else it takes. */
export interface Minting {
  readonly action: string;
  readonly gives: 'access-key' | 'console-password';
  readonly onlyIf: string | null;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html */
export const minting: readonly Minting[] = [
  { action: 'iam:CreateAccessKey', gives: 'access-key', onlyIf: null },
  { action: 'iam:CreateLoginProfile', gives: 'console-password', onlyIf: null },
  { action: 'iam:UpdateLoginProfile', gives: 'console-password', onlyIf: null },
  {
    action: 'iam:UpdateAccessKey',
    gives: 'access-key',
    onlyIf: 'the caller kept the secret of an inactive access key of that user',
  },
  {
    action: 'iam:UploadSigningCertificate',
    gives: 'access-key',
    onlyIf: 'the service still takes calls signed with an X.509 certificate',
  },
];

export interface EscalationStep {
  readonly action: string;
  /** A pattern, with `<Account>`, from which the caller takes what it likes. */
  readonly on: string;
}

/** Services that run what the caller says as a role it passes: `steps` are the calls, beside `iam:PassRole`. */
export interface Passing {
  readonly service: string;
  readonly steps: readonly EscalationStep[];
}

/** `service:` once, then each `Action resource`. */
function passing(service: string, prefix: string, ...calls: readonly string[]): Passing {
  const steps = calls.map((call) => {
    const [action = '', on = '*'] = call.split(' ');
    return { action: `${prefix}:${action}`, on: `arn:aws:${prefix}:*:<Account>:${on}` };
  });
  return { service: `${service}.amazonaws.com`, steps };
}

const aFunction = 'function:*';

/**
 * Every other use of `iam:PassRole` with a service whose actions the caller holds is taken as possible.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export const passings: readonly Passing[] = [
  passing('ec2', 'ec2', 'RunInstances instance/*'),
  passing('ec2', 'ec2', 'RequestSpotInstances spot-instances-request/*'),
  passing('lambda', 'lambda', `CreateFunction ${aFunction}`, `InvokeFunction ${aFunction}`),
  passing('lambda', 'lambda', `CreateFunction ${aFunction}`, `AddPermission ${aFunction}`),
  passing('lambda', 'lambda', `CreateFunction ${aFunction}`, 'CreateEventSourceMapping *'),
  passing('cloudformation', 'cloudformation', 'CreateStack stack/*'),
  passing('ecs-tasks', 'ecs', 'RegisterTaskDefinition task-definition/*', 'RunTask task-definition/*'),
  passing('codebuild', 'codebuild', 'CreateProject project/*', 'StartBuild project/*'),
  passing('glue', 'glue', 'CreateJob job/*', 'StartJobRun job/*'),
  passing(
    'sagemaker',
    'sagemaker',
    'CreateNotebookInstance notebook-instance/*',
    'CreatePresignedNotebookInstanceUrl notebook-instance/*',
  ),
  passing('states', 'states', 'CreateStateMachine stateMachine:*', 'StartExecution stateMachine:*'),
  passing('tasks.apprunner', 'apprunner', 'CreateService service/*'),
  passing(
    'datapipeline',
    'datapipeline',
    'CreatePipeline pipeline/*',
    'PutPipelineDefinition pipeline/*',
    'ActivatePipeline pipeline/*',
  ),
  passing(
    'bedrock-agentcore',
    'bedrock-agentcore',
    'CreateCodeInterpreter code-interpreter/*',
    'StartCodeInterpreterSession code-interpreter/*',
    'InvokeCodeInterpreter code-interpreter/*',
  ),
  passing('ssm', 'ssm', 'CreateDocument document/*', 'StartAutomationExecution automation-definition/*'),
  passing('rolesanywhere', 'rolesanywhere', 'CreateTrustAnchor *', 'CreateProfile *'),
];

/** Calls that take over something that runs as a role already. */
export interface Takeover {
  /** Part of a workload's ARN. */
  readonly workload: string;
  readonly actions: readonly string[];
  readonly source: string;
}

const systemsManager = 'https://docs.aws.amazon.com/systems-manager/latest/userguide';

export const takeovers: readonly Takeover[] = [
  { workload: ':instance/', actions: ['ssm:SendCommand'], source: `${systemsManager}/run-command.html` },
  { workload: ':instance/', actions: ['ssm:StartSession'], source: `${systemsManager}/session-manager.html` },
  {
    workload: ':instance/',
    actions: ['ec2-instance-connect:SendSSHPublicKey'],
    source: 'https://docs.aws.amazon.com/ec2-instance-connect/latest/APIReference/API_SendSSHPublicKey.html',
  },
  {
    workload: ':instance/',
    actions: ['ec2:StopInstances', 'ec2:ModifyInstanceAttribute', 'ec2:StartInstances'],
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html',
  },
  {
    workload: ':function:',
    actions: ['lambda:UpdateFunctionCode'],
    source: 'https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html',
  },
];

/** Calls that take over something the inventory may not show, for roles that trust a kind of service or provider. */
export interface UnseenTakeover {
  readonly trusts: RegExp;
  readonly actions: readonly string[];
  readonly onlyIf: string;
}

const unseen = (service: string, actions: string): UnseenTakeover => {
  const prefix = actions.slice(0, actions.indexOf(':'));
  return {
    trusts: new RegExp(`^${service}\\.amazonaws\\.com(\\.cn)?$`),
    actions: actions.split(' '),
    onlyIf: `something in ${prefix} runs as the role`,
  };
};

export const unseenTakeovers: readonly UnseenTakeover[] = [
  unseen('(edge)?lambda', 'lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration'),
  unseen('ecs-tasks', 'ecs:ExecuteCommand'),
  unseen('codebuild', 'codebuild:StartBuild codebuild:StartBuildBatch codebuild:UpdateProject'),
  unseen(
    'cloudformation',
    'cloudformation:UpdateStack cloudformation:ExecuteChangeSet cloudformation:UpdateStackSet',
  ),
  unseen('glue', 'glue:UpdateJob glue:UpdateDevEndpoint glue:CreateSession glue:RunStatement'),
  unseen(
    'sagemaker',
    'sagemaker:CreatePresignedNotebookInstanceUrl sagemaker:CreatePresignedDomainUrl sagemaker:UpdateNotebookInstance',
  ),
  unseen('states', 'states:UpdateStateMachine'),
  unseen('tasks\\.apprunner', 'apprunner:UpdateService'),
  unseen('datapipeline', 'datapipeline:PutPipelineDefinition'),
  unseen('bedrock-agentcore', 'bedrock-agentcore:InvokeCodeInterpreter'),
  unseen('ssm', 'ssm:SendCommand ssm:StartSession ssm:StartAutomationExecution'),
  unseen('rolesanywhere', 'rolesanywhere:UpdateTrustAnchor rolesanywhere:UpdateProfile'),
  unseen('pods\\.eks', 'eks:CreateAccessEntry eks:AssociateAccessPolicy'),
  {
    trusts: /:oidc-provider\/oidc\.eks\./,
    actions: ['eks:CreateAccessEntry', 'eks:AssociateAccessPolicy'],
    onlyIf: 'something in eks runs as the role',
  },
  {
    trusts: /:oidc-provider\//,
    actions: [
      'iam:CreateOpenIDConnectProvider',
      'iam:AddClientIDToOpenIDConnectProvider',
      'iam:UpdateOpenIDConnectProviderThumbprint',
    ],
    onlyIf: 'the caller has the sign-in provider of the role vouch for it',
  },
];

/**
 * Calls by which the account that runs Identity Center or the organisation gives rights in any of its accounts.
 * Where it is not known whether an account is the one, holding one leaves open what its holder is denied.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/delegated-admin.html
 */
export const acrossAccounts: readonly string[] = [
  'identitystore:CreateGroupMembership',
  'sso:AttachManagedPolicyToPermissionSet',
  'sso:CreateAccountAssignment',
  'sso:DeletePermissionsBoundaryFromPermissionSet',
  'sso:ProvisionPermissionSet',
  'sso:PutInlinePolicyToPermissionSet',
  'sts:AssumeRoot',
];
