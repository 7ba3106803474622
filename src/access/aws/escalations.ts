/**
 * What an escalation makes of its caller. `administrator`: itself, with every permission its boundary leaves.
 * `target`: the user or role it was done to. `target-administrator`: that, with every permission.
 * `unbounded`: itself without its boundary. `new-administrator`: a user made for the purpose.
 */
export type Yield = 'administrator' | 'target' | 'target-administrator' | 'unbounded' | 'new-administrator';

/**
 * What it is done to: the caller itself, a policy or group of its own, another user or role of its account, a
 * role that trusts `service`, or a workload that runs as a role.
 */
export type DoneTo =
  | 'self-user'
  | 'self-role'
  | 'own-policy'
  | 'own-group'
  | 'user'
  | 'role'
  | 'passed-role'
  | 'workload';

export interface EscalationStep {
  readonly action: string;
  /** `target`: what it is done to. Else a pattern, with `<Account>`, from which the caller takes what it likes. */
  readonly on: string;
}

/** A way to more rights. Every step is one call that changes something, except those that only need permission. */
export interface Escalation {
  readonly id: string;
  readonly doneTo: DoneTo;
  readonly steps: readonly EscalationStep[];
  /** Permissions it needs beside those of its steps. */
  readonly needs: readonly EscalationStep[];
  readonly yields: Yield;
  /** The service a passed role must trust. */
  readonly service: string | null;
  /** Part of a workload's ARN, where it is done to one. */
  readonly workload: string | null;
  readonly source: string;
}

const iam = 'https://docs.aws.amazon.com/IAM/latest/APIReference';
const passRole = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html';

function onTarget(actions: string): readonly EscalationStep[] {
  return actions.split(' ').map((action) => ({ action, on: 'target' }));
}

function direct(doneTo: DoneTo, yields: Yield, actions: string): Escalation {
  return {
    id: actions.replaceAll(' ', '+'),
    doneTo,
    steps: onTarget(actions),
    needs: [],
    yields,
    service: null,
    workload: null,
    source: `${iam}/API_${actions.split(' ')[0]?.slice(4)}.html`,
  };
}

function passing(service: string, steps: readonly EscalationStep[]): Escalation {
  return {
    id: `iam:PassRole+${steps.map(({ action }) => action).join('+')}`,
    doneTo: 'passed-role',
    steps,
    needs: onTarget('iam:PassRole'),
    yields: 'target',
    service,
    workload: null,
    source: passRole,
  };
}

function takingOver(workload: string, actions: string, source: string): Escalation {
  return {
    id: actions.replaceAll(' ', '+'),
    doneTo: 'workload',
    steps: onTarget(actions),
    needs: [],
    yields: 'target',
    service: null,
    workload,
    source,
  };
}

const newUser = 'arn:aws:iam::<Account>:user/*';
const regional = (service: string, rest: string) => `arn:aws:${service}:*:<Account>:${rest}`;

/** Ways by which one set of permissions becomes a larger one. Calls are its steps; a role taken over adds its own. */
export const escalations: readonly Escalation[] = [
  direct('self-user', 'administrator', 'iam:PutUserPolicy'),
  direct('self-user', 'administrator', 'iam:AttachUserPolicy'),
  direct('self-role', 'administrator', 'iam:PutRolePolicy'),
  direct('self-role', 'administrator', 'iam:AttachRolePolicy'),
  direct('own-policy', 'administrator', 'iam:CreatePolicyVersion'),
  direct('own-group', 'administrator', 'iam:PutGroupPolicy'),
  direct('own-group', 'administrator', 'iam:AttachGroupPolicy'),
  direct('self-user', 'unbounded', 'iam:DeleteUserPermissionsBoundary'),
  direct('self-user', 'unbounded', 'iam:PutUserPermissionsBoundary'),
  direct('self-role', 'unbounded', 'iam:DeleteRolePermissionsBoundary'),
  direct('self-role', 'unbounded', 'iam:PutRolePermissionsBoundary'),
  direct('user', 'target', 'iam:CreateAccessKey'),
  direct('user', 'target', 'iam:CreateLoginProfile'),
  direct('user', 'target', 'iam:UpdateLoginProfile'),
  direct('role', 'target', 'iam:UpdateAssumeRolePolicy'),
  direct('role', 'target-administrator', 'iam:PutRolePolicy'),
  direct('role', 'target-administrator', 'iam:AttachRolePolicy'),
  {
    ...direct('self-user', 'new-administrator', 'iam:CreateUser iam:AttachUserPolicy iam:CreateAccessKey'),
    steps: ['iam:CreateUser', 'iam:AttachUserPolicy', 'iam:CreateAccessKey'].map((action) => ({
      action,
      on: newUser,
    })),
  },
  passing('ec2.amazonaws.com', [{ action: 'ec2:RunInstances', on: regional('ec2', 'instance/*') }]),
  passing('lambda.amazonaws.com', [
    { action: 'lambda:CreateFunction', on: regional('lambda', 'function:*') },
    { action: 'lambda:InvokeFunction', on: regional('lambda', 'function:*') },
  ]),
  passing('cloudformation.amazonaws.com', [
    { action: 'cloudformation:CreateStack', on: regional('cloudformation', 'stack/*') },
  ]),
  passing('ecs-tasks.amazonaws.com', [
    { action: 'ecs:RegisterTaskDefinition', on: regional('ecs', 'task-definition/*') },
    { action: 'ecs:RunTask', on: regional('ecs', 'task-definition/*') },
  ]),
  passing('codebuild.amazonaws.com', [
    { action: 'codebuild:CreateProject', on: regional('codebuild', 'project/*') },
    { action: 'codebuild:StartBuild', on: regional('codebuild', 'project/*') },
  ]),
  passing('glue.amazonaws.com', [
    { action: 'glue:CreateJob', on: regional('glue', 'job/*') },
    { action: 'glue:StartJobRun', on: regional('glue', 'job/*') },
  ]),
  passing('sagemaker.amazonaws.com', [
    { action: 'sagemaker:CreateNotebookInstance', on: regional('sagemaker', 'notebook-instance/*') },
    {
      action: 'sagemaker:CreatePresignedNotebookInstanceUrl',
      on: regional('sagemaker', 'notebook-instance/*'),
    },
  ]),
  passing('states.amazonaws.com', [
    { action: 'states:CreateStateMachine', on: regional('states', 'stateMachine:*') },
    { action: 'states:StartExecution', on: regional('states', 'stateMachine:*') },
  ]),
  passing('tasks.apprunner.amazonaws.com', [
    { action: 'apprunner:CreateService', on: regional('apprunner', 'service/*') },
  ]),
  takingOver(
    ':instance/',
    'ssm:SendCommand',
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/run-command.html',
  ),
  takingOver(
    ':instance/',
    'ssm:StartSession',
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html',
  ),
  takingOver(
    ':instance/',
    'ec2-instance-connect:SendSSHPublicKey',
    'https://docs.aws.amazon.com/ec2-instance-connect/latest/APIReference/API_SendSSHPublicKey.html',
  ),
  takingOver(
    ':instance/',
    'ec2:StopInstances ec2:ModifyInstanceAttribute ec2:StartInstances',
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html',
  ),
  takingOver(
    ':function:',
    'lambda:UpdateFunctionCode',
    'https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html',
  ),
];
