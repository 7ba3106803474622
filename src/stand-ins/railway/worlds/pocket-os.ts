import type { World, WorldBackup, WorldEnvironment, WorldUser } from '../world.ts';
import {
  backup,
  environment,
  project,
  schedule,
  service,
  user,
  variable,
  volumeInstance,
  workspace,
} from './builders.ts';
import { daysBefore, type Scenario, usualEnvironments } from './scenario.ts';

/** `domainChores`: made for domains, and found on disk by an agent. `staging`: what the agent should have had. */
export type PocketOs = Scenario<'domainChores' | 'staging'>;

type Ago = (days: number) => string;

const domainChores = '5f0c7a31-9d1e-4c55-8a20-d0ma1nc40125';
const staging = '0b6e2d94-77aa-4f5b-b1c3-57a91n9c1001';

/**
 * The PocketOS incident of April 2026 (Railway's blog, "Your AI wants to nuke your database"): one account
 * token, one volume with its backups below it, and a dump elsewhere that is three months old and was never
 * restored. `now` is the moment of the scan; 2026-04-23 is the day before.
 */
export function pocketOs(now: Date): PocketOs {
  const ago = daysBefore(now);
  return {
    world: worldOf(ago),
    tokens: { domainChores, staging },
    config: {
      name: 'pocket-os',
      environments: usualEnvironments,
      copies: [
        {
          of: 'railway:volume-instance:vi-postgres-production',
          location: "the founder's object storage, another provider",
          keptFor: '365d',
          newestAt: ago(92),
          deletableBy: ["the storage key in the founder's password manager"],
          owner: 'founder@pocketos.example',
        },
      ],
      agents: [
        {
          name: 'coding-agent',
          owner: 'founder@pocketos.example',
          purpose: 'staging chores',
          credentials: ['railway:project-token:tok-staging'],
          expires: ago(-60).slice(0, 10),
        },
      ],
    },
  };
}

function worldOf(ago: Ago): World {
  const members = [
    { user: 'user-founder', role: 'ADMIN' },
    { user: 'user-engineer', role: 'ADMIN' },
  ] as const;
  const shop = project({
    id: 'prj-pocketos',
    name: 'pocketos',
    createdAt: ago(690),
    members,
    volumes: [{ id: 'vol-postgres', name: 'postgres-volume', createdAt: ago(690) }],
    environments: [production(ago), stagingEnvironment(ago)],
  });
  const home = workspace({
    id: 'ws-pocketos',
    name: 'PocketOS',
    createdAt: ago(700),
    has2FAEnforcement: false,
    members,
    notificationRules: [
      {
        id: 'rule-deploys',
        eventTypes: ['Deployment.failed'],
        webhook: 'https://hooks.example/canary-webhook',
        createdAt: ago(500),
      },
    ],
    projects: [shop],
  });
  return { users: [founder(ago), engineer(ago)], tokens: tokensOf(ago), workspaces: [home] };
}

function founder(ago: Ago): WorldUser {
  return user({
    id: 'user-founder',
    email: 'founder@pocketos.example',
    lastLogin: ago(1),
    sessions: [
      { id: 'ses-cli', name: 'railway cli', type: 'CLI', createdAt: ago(60), expiredAt: ago(-300) },
      { id: 'ses-browser', name: 'Firefox', type: 'BROWSER', createdAt: ago(3), expiredAt: ago(-27) },
    ],
    sshKeys: [{ id: 'key-laptop', name: 'laptop', fingerprint: 'SHA256:laptop', createdAt: ago(200) }],
  });
}

function engineer(ago: Ago): WorldUser {
  return user({ id: 'user-engineer', email: 'engineer@pocketos.example', has2FA: false, lastLogin: ago(2) });
}

/** The engineer's workspace token is the one that no list shows to the founder. */
function tokensOf(ago: Ago): World['tokens'] {
  const api = { expiresAt: null };
  return [
    {
      ...api,
      kind: 'account',
      id: 'tok-domains',
      name: 'domain chores',
      value: domainChores,
      user: 'user-founder',
    },
    {
      ...api,
      kind: 'workspace',
      id: 'tok-ci',
      name: 'ci',
      value: 'c1c1c1c1-1111-4222-8333-c0ffee000001',
      user: 'user-engineer',
      workspace: 'ws-pocketos',
    },
    {
      kind: 'project',
      id: 'tok-staging',
      name: 'staging chores',
      value: staging,
      project: 'prj-pocketos',
      environment: 'env-staging',
      createdAt: ago(40),
    },
  ];
}

function production(ago: Ago): WorldEnvironment {
  return environment({
    id: 'env-production',
    name: 'production',
    createdAt: ago(690),
    ...running('production', ago(690)),
    volumeInstances: [
      volumeInstance({
        ...instance('production', ago(690)),
        sizeMB: 40_000,
        backups: backups(ago),
        schedules: [
          schedule({ id: 'sch-daily', kind: 'DAILY', createdAt: ago(600) }),
          schedule({ id: 'sch-weekly', kind: 'WEEKLY', createdAt: ago(600) }),
        ],
      }),
    ],
  });
}

function stagingEnvironment(ago: Ago): WorldEnvironment {
  return environment({
    id: 'env-staging',
    name: 'staging',
    createdAt: ago(120),
    source: 'env-production',
    ...running('staging', ago(120)),
    volumeInstances: [volumeInstance({ ...instance('staging', ago(120)), sizeMB: 5_000 })],
  });
}

/** One volume id with an instance in each environment: staging was duplicated from production. */
const instance = (name: string, createdAt: string) => ({
  id: `vi-postgres-${name}`,
  volume: 'vol-postgres',
  serviceId: 'svc-postgres',
  createdAt,
});

function backups(ago: Ago): readonly WorldBackup[] {
  const daily = [0, 1, 2, 3, 4, 5].map((days) =>
    backup({
      id: `bak-daily-${days}`,
      createdAt: ago(days + 0.3),
      expiresAt: ago(days + 0.3 - 6),
      schedule: 'sch-daily',
    }),
  );
  const weekly = [4, 11, 18, 25].map((days) =>
    backup({
      id: `bak-weekly-${days}`,
      createdAt: ago(days),
      expiresAt: ago(days - 27),
      schedule: 'sch-weekly',
    }),
  );
  return [...daily, ...weekly];
}

/** A database open to the internet in production, and an API that uses it. */
function running(name: string, createdAt: string): Pick<WorldEnvironment, 'services' | 'variables'> {
  const proxy = { id: 'proxy-postgres', domain: 'roundhouse.proxy.example', proxyPort: 34_217 };
  return {
    services: [
      service({
        id: `si-postgres-${name}`,
        serviceId: 'svc-postgres',
        name: 'postgres',
        createdAt,
        tcpProxies: name === 'production' ? [proxy] : [],
      }),
      service({ id: `si-api-${name}`, serviceId: 'svc-api', name: 'api', createdAt }),
    ],
    variables: [
      variable({
        id: `var-url-${name}`,
        name: 'DATABASE_URL',
        serviceId: 'svc-api',
        value: `canary-url-${name}`,
        references: ['postgres.DATABASE_URL'],
      }),
      variable({
        id: `var-password-${name}`,
        name: 'PGPASSWORD',
        serviceId: 'svc-postgres',
        value: `canary-password-${name}`,
      }),
    ],
  };
}
