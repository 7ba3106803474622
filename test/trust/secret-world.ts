import { type AwsWorld, type ServedAws, serveAws } from '../../src/stand-ins/aws/index.ts';
import * as item from '../../src/stand-ins/aws/items.ts';
import type { Fault as RailwayFault } from '../../src/stand-ins/railway/faults.ts';
import { type StandIn, serveRailway } from '../../src/stand-ins/railway/serve.ts';
import type { World } from '../../src/stand-ins/railway/world.ts';
import { pocketOs } from '../../src/stand-ins/railway/worlds/pocket-os.ts';
import { acmeId, scanUser } from '../collectors/aws/acme.ts';
import { canary, type Shape } from './canary.ts';
import { everyCall } from './every-call.ts';

export const now = new Date('2026-11-22T12:00:00.000Z');
const incident = pocketOs(now);

/** Secrets in hand, each by the variable it comes in. */
export const env: Readonly<Record<string, string>> = {
  RAILWAY_API_TOKEN: canary('RAILWAY_API_TOKEN', 'uuid'),
  RAILWAY_TOKEN: canary('RAILWAY_TOKEN', 'uuid'),
  AWS_ACCESS_KEY_ID: `AKIA${canary('AWS_ACCESS_KEY_ID', 'hex').slice(0, 16).toUpperCase()}`,
  AWS_SECRET_ACCESS_KEY: canary('AWS_SECRET_ACCESS_KEY'),
  AWS_SESSION_TOKEN: canary('AWS_SESSION_TOKEN') + canary('AWS_SESSION_TOKEN, its end'),
  SLACK_WEBHOOK_URL: `https://hooks.slack.com/services/T1/B1/${canary('Slack webhook')}`,
  TEAMS_WEBHOOK_URL: `https://acme.webhook.office.com/webhookb2/${canary('Teams webhook', 'uuid')}`,
  DISCORD_WEBHOOK_URL: `https://discord.com/api/webhooks/1/${canary('Discord webhook')}`,
  AUDIT_WEBHOOK_URL: `https://audit.acme.example/in?key=${canary('webhook', 'hex')}`,
  AUDIT_WEBHOOK_SECRET: canary('webhook HMAC key', 'password'),
  PAGERDUTY_KEY: canary('PagerDuty routing key', 'hex'),
  SMTP_PASSWORD: canary('SMTP password', 'password'),
  HISTORY_URL: `postgres://firebreak:${encodeURIComponent(canary('PostgreSQL password', 'password'))}@127.0.0.1:1/firebreak`,
  GITHUB_TOKEN: `ghp_${canary('GITHUB_TOKEN').slice(0, 36)}`,
  NPM_TOKEN: canary('NPM_TOKEN'),
};

/** What Railway holds or answers with and nobody may see: values, webhooks, others' tokens, what was done. */
export function railwayWorld(): World {
  const { world, tokens } = incident;
  const inHand: Readonly<Record<string, string | undefined>> = {
    [tokens.domainChores]: env.RAILWAY_API_TOKEN,
    [tokens.staging]: env.RAILWAY_TOKEN,
  };
  return {
    users: world.users,
    tokens: world.tokens.map((token) => ({
      ...token,
      value: inHand[token.value] ?? canary(`Railway token ${token.id}`, 'uuid'),
    })),
    workspaces: world.workspaces.map((workspace) => ({
      ...workspace,
      notificationRules: workspace.notificationRules.map((rule) => ({
        ...rule,
        webhook: `https://hooks.example/${canary(`Railway webhook ${rule.id}`)}`,
      })),
      projects: workspace.projects.map((project) => ({
        ...project,
        name: `${project.name} ghp_${canary(`token in the name of ${project.id}`)}`,
        environments: project.environments.map((environment) => ({
          ...environment,
          variables: environment.variables.map((variable) => ({
            ...variable,
            value: canary(`Railway variable ${variable.id}`, 'words'),
          })),
        })),
      })),
      auditLogs: [
        {
          id: 'log-1',
          eventType: 'Notification Rule.deleted',
          createdAt: '2026-11-23T03:00:00.000Z',
          projectId: workspace.projects[0]?.id ?? null,
          environmentId: null,
          context: {
            actor: { type: 'user', email: 'founder@pocketos.example', ip: canary('audit address', 'words') },
            token: canary('audit token', 'uuid'),
          },
          payload: { variables: { KEY: canary('audit payload', 'words') } },
        },
      ],
    })),
  };
}

/** Somebody took the notifications away, as the audit log tells. */
const withoutNotifications = (world: World): World => ({
  ...world,
  workspaces: world.workspaces.map((workspace) => ({ ...workspace, notificationRules: [] })),
});

const headers = (provider: string): Readonly<Record<string, string>> => ({
  'set-cookie': `session=${canary(`${provider} cookie`)}; Path=/`,
  'x-trace': canary(`${provider} header`, 'hex'),
});

const shapes: readonly Shape[] = ['mixed', 'uuid', 'hex', 'words', 'password'];

/** Errors of Railway that say too much, in every shape a secret may have. */
const railwayFaults = (): readonly RailwayFault[] => [
  { on: 'projectTokens', as: 'error', message: `no row for ${canary('Railway error', 'words')}` },
  { on: 'notificationRules', as: 'status', status: 500, body: canary('Railway body', 'words') },
  { on: 'sshPublicKeys', as: 'html', body: `<h1>${canary('Railway page', 'words')}</h1>` },
  { on: 'tcpProxies', as: 'error', message: 'Not Authorized', code: canary('Railway code') },
  {
    on: 'sessions',
    as: 'error',
    message: `Invalid ${canary('Railway input', 'uuid')}`,
    code: 'BAD_USER_INPUT',
  },
];

/** Errors of AWS that say too much: in each place an error has, in every shape a secret may have. */
const awsFaults = () => [
  ...shapes.flatMap((shape, n) => {
    const [denied = '', failed = ''] = said[n] ?? [];
    return [
      {
        operation: denied,
        kind: 'denied' as const,
        message: `why: ${canary(`AWS refusal, ${shape}`, shape)} is not allowed`,
      },
      {
        operation: failed,
        kind: 'error' as const,
        message: `broke at ${canary(`AWS failure, ${shape}`, shape)}`,
      },
    ];
  }),
];

/** In query, EC2, JSON, REST-JSON and S3 protocols: one that is denied and one that fails. */
const said = [
  ['iam:ListSAMLProviders', 'rds:DescribeGlobalClusters'],
  ['ec2:DescribeLockedSnapshots', 'ec2:DescribeImages'],
  ['kms:ListAliases', 'dynamodb:ListBackups'],
  ['lambda:ListFunctions', 'backup:ListCopyJobs'],
  ['s3:GetBucketTagging', 's3:GetBucketVersioning'],
] as const;

export interface Served {
  readonly railway: StandIn;
  readonly aws: ServedAws;
  close(): Promise<void>;
}

/** The account of AWS; `changed`: a volume is gone, and CloudTrail tells who deleted it, and more. */
function awsWorld(changed: boolean): AwsWorld {
  const callers = new Map([[env.AWS_ACCESS_KEY_ID ?? '', scanUser]]);
  return everyCall(canary).map((account) => {
    if (account.id !== acmeId) return account;
    const [region, trail] = [account.regions[home], account.cloudtrail?.[home]];
    const volumes = region?.volumes?.filter(({ volumeId }) => !changed || volumeId !== 'vol-web') ?? [];
    const events = trail?.events?.map((event) => ({ ...event, time: night, resources: ['vol-web'] })) ?? [];
    return {
      ...account,
      callers,
      regions: { ...account.regions, [home]: { ...region, volumes: [...volumes, told] } },
      cloudtrail: { [home]: { ...trail, events } },
    };
  });
}

const home = 'us-east-1';
export const later = new Date('2026-11-24T12:00:00.000Z');
const night = '2026-11-23T03:00:00.000Z';

/** A volume whose owner wrote secrets where everybody reads: unmistakable ones are shown to nobody. */
const told = item.volume('vol-told', {
  tagSet: item.tags({
    Name: `shop postgres://shop:${canary('address in a name')}@db.acme.example/shop`,
    deploy: `ghp_${canary('token in a tag')}`,
    notify: `https://hooks.slack.com/services/T1/B1/${canary('webhook in a tag')}`,
    key: `-----BEGIN RSA PRIVATE KEY----- ${canary('key in a tag')}`,
    header: `Bearer ${canary('header in a tag')}`,
  }),
});

/** Both providers, with secrets in whatever they answer; `broken`: and in their errors; `changed`: after a change. */
export async function serveSecrets({ broken = false, changed = false } = {}): Promise<Served> {
  const world = awsWorld(changed);
  const railway = await serveRailway(changed ? withoutNotifications(railwayWorld()) : railwayWorld(), {
    headers: headers('Railway'),
    faults: broken ? railwayFaults() : [],
  });
  const aws = await serveAws(world, {
    headers: headers('AWS'),
    faults: broken ? awsFaults() : [],
    pageSize: 100,
  });
  return {
    railway,
    aws,
    close: async () => {
      await Promise.all([railway.close(), aws.close()]);
    },
  };
}

/** A configuration that names every secret by its variable, as it should be. */
export function configuration({ railway }: Served): string {
  return JSON.stringify({
    version: 1,
    ...incident.config,
    providers: {
      railway: { endpoint: railway.url, tokens: [{ env: 'RAILWAY_API_TOKEN' }, { env: 'RAILWAY_TOKEN' }] },
      aws: { accounts: 'organization', regions: ['us-east-1'] },
    },
    baseline: 'baselines/acme.json',
    exceptions: 'baselines/acme.exceptions.yaml',
    alerts: [
      { slack: { webhookEnv: 'SLACK_WEBHOOK_URL' } },
      { teams: { webhookEnv: 'TEAMS_WEBHOOK_URL' } },
      { discord: { webhookEnv: 'DISCORD_WEBHOOK_URL' } },
      { webhook: { webhookEnv: 'AUDIT_WEBHOOK_URL', secretEnv: 'AUDIT_WEBHOOK_SECRET' } },
      { pagerduty: { routingKeyEnv: 'PAGERDUTY_KEY' } },
    ],
  });
}
