import type { World, WorldBackup, WorldEnvironment, WorldVolumeInstance } from '../world.ts';

/** The world of the incident, the configuration a scan of it runs with, and the tokens to run it by. */
export interface PocketOs {
  readonly world: World;
  readonly tokens: {
    /** Made for domain chores, and found on disk by an agent. */
    readonly domainChores: string;
    readonly staging: string;
  };
  /** What stands in firebreak.yaml, in its own words, apart from the provider. */
  readonly config: {
    readonly name: string;
    readonly environments: readonly unknown[];
    readonly copies: readonly unknown[];
    readonly agents: readonly unknown[];
  };
}

const day = 86_400_000;

/**
 * The PocketOS incident of April 2026 (blog.railway.com/p/your-ai-wants-to-nuke-your-database): one account
 * token, one volume with its backups below it, and a dump elsewhere that is three months old. `now` is the
 * moment of the scan; 2026-04-23 is the day before.
 */
export function pocketOs(now: Date): PocketOs {
  const ago = (days: number) => new Date(now.getTime() - days * day).toISOString();
  return {
    world: worldOf(ago),
    tokens: { domainChores: domainToken, staging: stagingToken },
    config: {
      name: 'pocket-os',
      environments: [
        {
          name: 'production',
          tier: 'production',
          match: [{ provider: 'railway', environment: 'production' }],
        },
        { name: 'staging', tier: 'staging', match: [{ provider: 'railway', environment: 'staging' }] },
      ],
      copies: [
        {
          of: 'railway:volume-instance:vi-postgres-production',
          location: 'founder’s object storage, another provider',
          keptFor: '365d',
          newestAt: ago(92),
          deletableBy: ['storage key in the founder’s password manager'],
          owner: 'founder@pocketos.example',
        },
      ],
      agents: [
        {
          name: 'coding-agent',
          owner: 'founder@pocketos.example',
          purpose: 'staging chores',
          credentials: ['railway:account-token:tok-domains', 'railway:project-token:tok-staging'],
        },
      ],
    },
  };
}

const domainToken = '5f0c7a31-9d1e-4c55-8a20-d0ma1nc40125';
const stagingToken = '0b6e2d94-77aa-4f5b-b1c3-57a91n9c1001';

type Ago = (days: number) => string;

function worldOf(ago: Ago): World {
  return {
    users: [
      {
        id: 'user-founder',
        email: 'founder@pocketos.example',
        has2FA: true,
        lastLogin: ago(1),
        sessions: [
          {
            id: 'ses-cli',
            name: 'railway cli on a laptop',
            type: 'CLI',
            createdAt: ago(60),
            expiredAt: ago(-300),
          },
          { id: 'ses-browser', name: 'Firefox', type: 'BROWSER', createdAt: ago(3), expiredAt: ago(-27) },
        ],
        sshKeys: [{ id: 'key-laptop', name: 'laptop', fingerprint: 'SHA256:n0tReal', createdAt: ago(200) }],
      },
      {
        id: 'user-engineer',
        email: 'engineer@pocketos.example',
        has2FA: false,
        lastLogin: ago(2),
        sessions: [],
        sshKeys: [],
      },
    ],
    tokens: [
      {
        kind: 'account',
        id: 'tok-domains',
        name: 'domain chores',
        value: domainToken,
        user: 'user-founder',
        expiresAt: null,
      },
      {
        kind: 'workspace',
        id: 'tok-ci',
        name: 'ci',
        value: 'c1c1c1c1-1111-4222-8333-c0ffee000001',
        user: 'user-engineer',
        workspace: 'ws-pocketos',
        expiresAt: null,
      },
      {
        kind: 'project',
        id: 'tok-staging',
        name: 'staging chores',
        value: stagingToken,
        project: 'prj-pocketos',
        environment: 'env-staging',
        createdAt: ago(40),
      },
    ],
    workspaces: [
      {
        id: 'ws-pocketos',
        name: 'PocketOS',
        plan: 'PRO',
        createdAt: ago(700),
        has2FAEnforcement: false,
        redactedDueTo2FAPending: false,
        members: [
          { user: 'user-founder', role: 'ADMIN' },
          { user: 'user-engineer', role: 'ADMIN' },
        ],
        sshKeys: [],
        notificationRules: [
          {
            id: 'rule-deploys',
            eventTypes: ['Deployment.failed'],
            webhook: 'https://hooks.example/canary-webhook-pocketos',
            createdAt: ago(500),
          },
        ],
        projects: [
          {
            id: 'prj-pocketos',
            name: 'pocketos',
            createdAt: ago(690),
            prDeploys: false,
            primaryEnvironment: 'env-production',
            members: [
              { user: 'user-founder', role: 'ADMIN' },
              { user: 'user-engineer', role: 'ADMIN' },
            ],
            volumes: [{ id: 'vol-postgres', name: 'postgres-volume', createdAt: ago(690) }],
            buckets: [],
            environments: [production(ago), staging(ago)],
          },
        ],
      },
    ],
  };
}

function production(ago: Ago): WorldEnvironment {
  const backups: WorldBackup[] = [
    ...[0.3, 1.3, 2.3, 3.3, 4.3, 5.3].map((age) =>
      backup(`daily-${Math.floor(age)}`, ago(age), ago(age - 6), 'sch-daily'),
    ),
    ...[4, 11, 18, 25].map((age) => backup(`weekly-${age}`, ago(age), ago(age - 27), 'sch-weekly')),
  ];
  return {
    ...environment('production', ago(690), null),
    services: services('production', ago(690)),
    variables: variables('production'),
    volumeInstances: [
      {
        ...volumeInstance('production', ago(690), 40_000),
        backups,
        schedules: [
          {
            id: 'sch-daily',
            kind: 'DAILY',
            cron: '0 3 * * *',
            retentionSeconds: 518_400,
            createdAt: ago(600),
          },
          {
            id: 'sch-weekly',
            kind: 'WEEKLY',
            cron: '0 4 * * 0',
            retentionSeconds: 2_332_800,
            createdAt: ago(600),
          },
        ],
      },
    ],
  };
}

function staging(ago: Ago): WorldEnvironment {
  return {
    ...environment('staging', ago(120), 'env-production'),
    services: services('staging', ago(120)),
    variables: variables('staging'),
    volumeInstances: [{ ...volumeInstance('staging', ago(120), 5_000), backups: [], schedules: [] }],
  };
}

const environment = (name: string, createdAt: string, source: string | null) => ({
  ...{ id: `env-${name}`, name, createdAt, source },
  isEphemeral: false,
  restricted: false,
});

const backup = (name: string, createdAt: string, expiresAt: string, schedule: string): WorldBackup => ({
  ...{ id: `bak-${name}`, name, createdAt, expiresAt, schedule },
});

/** One volume id, an instance in each environment: staging was duplicated from production. */
const volumeInstance = (
  name: string,
  createdAt: string,
  sizeMB: number,
): Omit<WorldVolumeInstance, 'backups' | 'schedules'> => ({
  ...{ id: `vi-postgres-${name}`, volume: 'vol-postgres', serviceId: 'svc-postgres', createdAt, sizeMB },
  ...{ state: 'READY', region: 'us-west2', deletedAt: null, isPendingDeletion: false },
});

const services = (environmentName: string, createdAt: string) => [
  {
    ...{
      id: `si-postgres-${environmentName}`,
      serviceId: 'svc-postgres',
      name: 'postgres',
      createdAt,
      status: 'SUCCESS',
    },
    tcpProxies:
      environmentName === 'production'
        ? [{ id: 'proxy-postgres', domain: 'roundhouse.proxy.example', proxyPort: 34217 }]
        : [],
  },
  {
    ...{
      id: `si-api-${environmentName}`,
      serviceId: 'svc-api',
      name: 'api',
      createdAt,
      status: 'SUCCESS',
      tcpProxies: [],
    },
  },
];

const variables = (environmentName: string) => [
  {
    ...{ id: `var-url-${environmentName}`, name: 'DATABASE_URL', serviceId: 'svc-api', isSealed: false },
    value: `postgres://canary-value-${environmentName}`,
    references: ['Postgres.DATABASE_URL'],
  },
  {
    ...{
      id: `var-password-${environmentName}`,
      name: 'PGPASSWORD',
      serviceId: 'svc-postgres',
      isSealed: false,
    },
    value: `canary-password-${environmentName}`,
    references: [],
  },
];
