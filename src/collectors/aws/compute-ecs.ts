import type { ECSClient, TaskDefinition } from '@aws-sdk/client-ecs';
import type { Account } from './account.ts';
import { apiCall } from './api-call.ts';
import { type CollectedCredential, credential } from './credential.ts';
import type { Reader } from './reader.ts';
import type { Found } from './services.ts';

const listTaskDefinitionFamilies = apiCall('ecs:ListTaskDefinitionFamilies', 'credential', 'widens');
const describeTaskDefinition = apiCall('ecs:DescribeTaskDefinition', 'credential', 'widens');

export const ecsCalls = [listTaskDefinitionFamilies, describeTaskDefinition];
export const ecsNatives = ['AWS::ECS::TaskDefinition'];

/**
 * Whoever runs code in a task of the Region: one credential for each family whose newest active revision has a role.
 * That an older revision or a running task has another one is not read; the role's own trust stands for those.
 */
export async function collectEcs(reader: Reader, region: string): Promise<Found> {
  const { ECSClient, ListTaskDefinitionFamiliesCommand } = await import('@aws-sdk/client-ecs');
  const ecs = reader.client(ECSClient);
  const reads: Promise<readonly CollectedCredential[]>[] = [];
  await reader.pages(
    listTaskDefinitionFamilies,
    (nextToken) =>
      ecs.send(new ListTaskDefinitionFamiliesCommand({ status: 'ACTIVE', maxResults: 100, nextToken })),
    ({ families = [], nextToken }) => {
      reads.push(...families.map((family) => reader.queue(() => tasksOf(reader, ecs, { family, region }))));
      return { items: families.length, next: nextToken };
    },
  );
  return { assets: (await Promise.all(reads)).flat() };
}

async function tasksOf(
  reader: Reader,
  ecs: ECSClient,
  { family, region }: { readonly family: string; readonly region: string },
): Promise<readonly CollectedCredential[]> {
  const { DescribeTaskDefinitionCommand } = await import('@aws-sdk/client-ecs');
  const { account } = reader;
  const id = `arn:${account.partition}:ecs:${region}:${account.id}:task-definition/${family}`;
  const role = await reader.call(
    describeTaskDefinition,
    async () => {
      const answer = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: family }));
      return { arn: roleOf(account, answer.taskDefinition) };
    },
    { target: `aws:workload-identity:${id}` },
  );
  if (role?.arn === undefined) return [];
  return [
    credential({
      id: `aws:workload-identity:${id}`,
      native: 'AWS::ECS::TaskDefinition',
      name: `tasks of ${family}`,
      account: account.id,
      principal: role.arn,
      props: { type: 'workload-identity', expires: 'inexpressible', mfa: 'never' },
    }),
  ];
}

/** The role as an ARN: it may be given by its name alone. What else a definition holds, variables above all, is let go. */
function roleOf(account: Account, definition: TaskDefinition | undefined): string | undefined {
  const role = definition?.taskRoleArn;
  if (role === undefined || role === '') return undefined;
  return role.startsWith('arn:') ? role : `arn:${account.partition}:iam::${account.id}:role/${role}`;
}
