import { describe, expect, it } from 'vitest';
import * as item from '../../../src/stand-ins/aws/items.ts';
import { acme, acmeId, scan, trust } from './acme.ts';

const region = 'us-east-1';
const roleArn = (name: string) => `arn:aws:iam::${acmeId}:role/${name}`;
const functionArn = (name: string) => `arn:aws:lambda:${region}:${acmeId}:function:${name}`;
const podArn = (id: string) => `arn:aws:eks:${region}:${acmeId}:podidentityassociation/shop/${id}`;

const familyArn = (family: string) => `arn:aws:ecs:${region}:${acmeId}:task-definition/${family}`;

const taskDefinition = (family: string, more: Readonly<Record<string, string>>) => ({
  family,
  revision: 3,
  taskDefinitionArn: `${familyArn(family)}:3`,
  containerDefinitions: [{ name: 'app', environment: [{ name: 'PASSWORD', value: 'canary-in-a-task' }] }],
  ...more,
});

const world = () => {
  const plain = acme();
  const code = (name: string, Service: string) => item.role(acmeId, name, [trust({ Service })]);
  return acme({
    iam: {
      ...plain.iam,
      roles: [
        ...(plain.iam.roles ?? []),
        code('resize', 'lambda.amazonaws.com'),
        code('idle', 'lambda.amazonaws.com'),
        code('cart', 'pods.eks.amazonaws.com'),
        code('till', 'ecs-tasks.amazonaws.com'),
      ],
    },
    compute: {
      [region]: {
        functions: ['resize', 'resize-again'].map((name) => ({
          FunctionArn: functionArn(name),
          FunctionName: name,
          Role: roleArn('resize'),
          Environment: { Variables: { API_KEY: 'canary-in-a-variable' } },
        })),
        taskFamilies: new Map([
          ['till', taskDefinition('till', { taskRoleArn: roleArn('till') })],
          ['by-name', taskDefinition('by-name', { taskRoleArn: 'till' })],
          ['bare', taskDefinition('bare', { executionRoleArn: roleArn('till') })],
        ]),
        clusters: new Map([
          [
            'shop',
            ['a-1', 'a-2'].map((associationId) => ({
              associationId,
              associationArn: podArn(associationId),
              roleArn: roleArn('cart'),
              clusterName: 'shop',
              namespace: 'web',
              serviceAccount: associationId,
            })),
          ],
        ]),
      },
    },
  });
};

const whole = scan([world()], { serve: { pageSize: 1 } });

describe('functions', () => {
  it('run as their role, and tell the names of their variables alone', async () => {
    const { find, assets, unread } = await whole;
    expect(unread).toEqual([]);
    expect(find(functionArn('resize-again'))).toMatchObject({
      kind: 'workload',
      links: [{ to: roleArn('resize'), as: 'runs-as' }],
      props: { type: 'function', variables: [{ name: 'API_KEY', references: [], sealed: false }] },
    });
    expect(JSON.stringify(assets)).not.toContain('canary');
  });

  it.each([
    ['resize', 'active'],
    ['idle', 'unknown'],
  ])('make whoever runs code as %s %s', async (role, status) => {
    const id = `aws:workload-identity:${roleArn(role)}:lambda.amazonaws.com`;
    expect((await whole).find(id).props).toMatchObject({ type: 'workload-identity', status });
  });
});

describe('pods', () => {
  it('hold the role that their service account is given', async () => {
    expect((await whole).find(`aws:workload-identity:${podArn('a-2')}`)).toMatchObject({
      name: 'pods of web/a-2 in shop',
      links: [{ to: roleArn('cart'), as: 'held-by' }],
      props: { type: 'workload-identity', status: 'active', mfa: 'never' },
    });
  });
});

describe('tasks', () => {
  it.each(['till', 'by-name'])(
    'of %s hold the role of their definition, whose variables are let go',
    async (family) => {
      const { find, assets } = await whole;
      expect(find(`aws:workload-identity:${familyArn(family)}`)).toMatchObject({
        native: 'AWS::ECS::TaskDefinition',
        name: `tasks of ${family}`,
        links: [{ to: roleArn('till'), as: 'held-by' }],
        props: { type: 'workload-identity', status: 'active', mfa: 'never' },
      });
      expect(JSON.stringify(assets)).not.toContain('canary');
    },
  );

  it('without a role of their own hold none', async () => {
    const { assets } = await whole;
    expect(assets.filter(({ native }) => native === 'AWS::ECS::TaskDefinition')).toHaveLength(2);
  });

  it('that could not be read are named, the others kept', async () => {
    const faults = [{ operation: 'ecs:DescribeTaskDefinition', kind: 'throttled', times: 1 }] as const;
    const { unread, assets } = await scan([world()], { regions: [region], serve: { faults } });
    expect(unread).toMatchObject([{ operation: 'ecs:DescribeTaskDefinition', reason: 'throttled' }]);
    const tasks = assets.filter(({ native }) => native === 'AWS::ECS::TaskDefinition');
    expect(tasks.length).toBeGreaterThan(0);
    expect(tasks.map(({ id }) => id)).not.toContain(unread[0]?.target);
  });
});

describe('what is not told', () => {
  it.each([
    ['lambda:ListFunctions', 'workload'],
    ['ecs:ListTaskDefinitionFamilies', 'credential'],
    ['ecs:DescribeTaskDefinition', 'credential'],
    ['eks:ListClusters', 'credential'],
    ['eks:ListPodIdentityAssociations', 'credential'],
    ['eks:DescribePodIdentityAssociation', 'credential'],
  ])('is a gap: %s', async (operation, kind) => {
    const faults = [{ operation, kind: 'denied' }] as const;
    const { unread } = await scan([world()], { regions: [region], serve: { faults } });
    expect(unread).toContainEqual(
      expect.objectContaining({ operation, kind, direction: 'widens', reason: 'denied' }),
    );
  });
});
