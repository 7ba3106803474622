import {
  type Compiled,
  compile,
  compilePolicy,
  evaluate,
  indexResources,
  type Policies,
  type Request,
  reach,
} from '../src/access/aws/index.ts';
import { actorsOfAll, crowd } from './iam/chains.ts';

const account = '111111111111';
const volumes = Array.from(
  { length: 1000 },
  (_, i) => `arn:aws:ec2:eu-west-1:${account}:volume/vol-${i.toString(16).padStart(8, '0')}`,
);
const actions = ['ec2:DeleteVolume', 'ec2:DetachVolume', 'ec2:ModifyVolume', 'ec2:EnableVolumeIO'];

function policy(...statements: readonly object[]) {
  return { Version: '2012-10-17', Statement: statements };
}

const plain: Policies = {
  identity: [
    policy({ Effect: 'Allow', Action: ['ec2:Describe*', 's3:Get*'], Resource: '*' }),
    policy({ Effect: 'Allow', Action: 'ec2:*', Resource: `arn:aws:ec2:*:${account}:volume/*` }),
    policy({
      Effect: 'Deny',
      Action: 'ec2:Delete*',
      Resource: `arn:aws:ec2:*:${account}:volume/vol-000000f*`,
    }),
  ],
};
const conditioned: Policies = {
  identity: [
    policy({
      Effect: 'Allow',
      Action: ['ec2:*', 'rds:*'],
      Resource: '*',
      Condition: {
        StringEquals: { 'aws:ResourceTag/env': ['staging', 'dev'] },
        StringLike: { 'aws:PrincipalTag/team': 'pay*' },
      },
    }),
    policy({
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
    }),
  ],
};
const environments: Policies = {
  identity: [
    policy({
      Effect: 'Allow',
      Action: '*',
      Resource: '*',
      Condition: { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '192.0.2.0/24'] } },
    }),
    policy({
      Effect: 'Deny',
      Action: 'ec2:*',
      Resource: '*',
      Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
    }),
  ],
};
const context = {
  'aws:ResourceTag/env': 'staging',
  'aws:PrincipalTag/team': 'payments',
  'aws:MultiFactorAuthPresent': 'true',
};

function requests(extra: Partial<Request>): readonly Request[] {
  return volumes.map((resource, i) => ({
    principal: `arn:aws:iam::${account}:user/bot`,
    action: actions[i % actions.length] as string,
    resource,
    ...extra,
  }));
}

/** Seconds of processor time this thread has used: what else runs on the machine does not count. */
function cpuSeconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1e6;
}

/** Decisions a second of processor time, over `seconds` of it. */
function perSecond(asked: readonly Request[], decide: (request: Request) => unknown, seconds = 1.5): number {
  const start = cpuSeconds();
  let count = 0;
  let used = 0;
  while (used < seconds) {
    for (const request of asked) decide(request);
    count += asked.length;
    used = cpuSeconds() - start;
  }
  return Math.round(count / used);
}

function warm(policies: Policies, asked: readonly Request[]): number {
  const compiled: Compiled = compile(policies);
  perSecond(asked, compiled.decide, 0.5);
  return perSecond(asked, compiled.decide);
}

/** `principals` with mixed policies, asked about every one of `count` volumes at once. */
function bulk(count: number, principals: number) {
  const resources = Array.from({ length: count }, (_, i) => ({
    arn: `arn:aws:ec2:${i % 3 === 0 ? 'eu-west-1' : 'us-east-1'}:${account}:volume/vol-${i.toString(16).padStart(8, '0')}`,
    tags: { env: i % 4 === 0 ? 'staging' : 'production' },
  }));
  const before = cpuSeconds();
  const index = indexResources(resources);
  const indexed = cpuSeconds();
  const shared = compilePolicy(
    conditioned.identity[0] as object & { Statement: unknown },
    'identity',
    'shared',
  );
  for (let i = 0; i < principals; i++) {
    const own = policy({
      Effect: 'Allow',
      Action: 'ec2:*',
      Resource: `arn:aws:ec2:*:${account}:volume/vol-000${(i % 16).toString(16)}*`,
    });
    const compiled = compile({ identity: i % 2 === 0 ? [shared] : [shared, own] });
    const principal = `arn:aws:iam::${account}:user/bot-${i}`;
    reach(
      compiled,
      { principal, action: 'ec2:DeleteVolume', context: { 'aws:PrincipalTag/team': 'payments' } },
      index,
    );
  }
  return {
    bulkResources: count,
    bulkPrincipals: principals,
    bulkIndexSeconds: Number((indexed - before).toFixed(2)),
    bulkMillisecondsPerPrincipal: Number((((cpuSeconds() - indexed) * 1000) / principals).toFixed(2)),
  };
}

/** Everyone that each of `size` principals can become, where roles trust the whole account. */
function chains(size: number) {
  const principals = crowd(size);
  const before = cpuSeconds();
  const actors = actorsOfAll(principals);
  const seconds = cpuSeconds() - before;
  return {
    [`chains${size}Actors`]: actors,
    [`chains${size}MillisecondsPerPrincipal`]: Number(((seconds * 1000) / size).toFixed(2)),
    [`chains${size}MicrosecondsPerActor`]: Number(((seconds * 1e6) / actors).toFixed(2)),
  };
}

const figures = {
  warmPlainPerSecond: warm(plain, requests({})),
  warmConditionsPerSecond: warm(conditioned, requests({ context })),
  warmEnumeratedPerSecond: warm(environments, requests({})),
  coldPlainPerSecond: perSecond(requests({}), (request) => evaluate(request, plain)),
  coldConditionsPerSecond: perSecond(requests({ context }), (request) => evaluate(request, conditioned)),
  ...bulk(1_000_000, 50),
  ...chains(1000),
  ...chains(4000),
};
for (const [name, value] of Object.entries(figures))
  process.stdout.write(`${name.padEnd(36)} ${value.toLocaleString('en')}\n`);
process.stdout.write(`${JSON.stringify({ bench: 'iam', node: process.version, ...figures })}\n`);
