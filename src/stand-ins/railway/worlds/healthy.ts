import type { WorldEnvironment } from '../world.ts';
import {
  backup,
  environment,
  project,
  schedule,
  service,
  user,
  volumeInstance,
  workspace,
} from './builders.ts';
import { daysBefore, type Scenario, usualEnvironments } from './scenario.ts';

export type Healthy = Scenario<'workspace' | 'staging'>;

/**
 * What a careful team makes of Railway: production and staging in projects of their own, everyone with MFA,
 * one admin, fresh backups, and a copy elsewhere that was restored last month.
 */
export function healthy(now: Date): Healthy {
  const ago = daysBefore(now);
  const tokens = {
    workspace: '3d1f9f0e-4a4b-4a5e-9b57-000000000a11',
    staging: '7e1b5e77-0c3f-4a0e-8f0a-000000000b22',
  };
  const home = workspace({
    id: 'ws-healthy',
    name: 'Healthy',
    members: [
      { user: 'user-admin', role: 'ADMIN' },
      { user: 'user-member', role: 'MEMBER' },
    ],
    projects: ['production', 'staging'].map((name) =>
      project({
        id: `prj-${name}`,
        name: `shop-${name}`,
        volumes: [{ id: `vol-${name}`, name: 'postgres-volume', createdAt: ago(300) }],
        environments: [environmentOf(name, ago)],
      }),
    ),
  });
  return {
    world: {
      users: [user({ id: 'user-admin', lastLogin: ago(1) }), user({ id: 'user-member', lastLogin: ago(1) })],
      tokens: [
        {
          kind: 'workspace',
          id: 'tok-scan',
          name: 'firebreak, this run only',
          value: tokens.workspace,
          user: 'user-admin',
          workspace: 'ws-healthy',
          expiresAt: ago(-1),
        },
        {
          kind: 'project',
          id: 'tok-staging',
          name: 'staging deploys',
          value: tokens.staging,
          project: 'prj-staging',
          environment: 'env-staging',
          createdAt: ago(20),
        },
      ],
      workspaces: [home],
    },
    tokens,
    config: {
      name: 'healthy',
      environments: usualEnvironments,
      copies: [
        {
          of: 'railway:volume-instance:vi-production',
          location: 'object storage of another provider, another account',
          every: '24h',
          keptFor: '90d',
          newestAt: ago(0.4),
          deletableBy: ['a hardware key in the safe'],
          owner: 'ops@example.test',
          restoreTestedAt: ago(30).slice(0, 10),
          expires: ago(-60).slice(0, 10),
        },
      ],
      agents: [],
    },
  };
}

function environmentOf(name: string, ago: (days: number) => string): WorldEnvironment {
  return environment({
    id: `env-${name}`,
    name,
    createdAt: ago(300),
    services: [service({ id: `si-postgres-${name}`, serviceId: `svc-${name}`, name: 'postgres' })],
    volumeInstances: [
      volumeInstance({
        id: `vi-${name}`,
        volume: `vol-${name}`,
        serviceId: `svc-${name}`,
        createdAt: ago(300),
        backups: [0.2, 1.2, 2.2].map((days) =>
          backup({ id: `bak-${name}-${Math.floor(days)}`, createdAt: ago(days), expiresAt: ago(days - 6) }),
        ),
        schedules: [schedule({ id: `sch-${name}` })],
      }),
    ],
  });
}
