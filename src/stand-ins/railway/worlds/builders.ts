import type {
  WorldBackup,
  WorldEnvironment,
  WorldProject,
  WorldSchedule,
  WorldService,
  WorldUser,
  WorldVariable,
  WorldVolumeInstance,
  WorldWorkspace,
} from '../world.ts';

/** Builders of world parts: an id, what matters to the case, and dull defaults for the rest. */

const longAgo = '2025-01-01T00:00:00.000Z';

type With<T> = Partial<T> & { readonly id: string };

export function user(given: With<WorldUser>): WorldUser {
  return {
    email: `${given.id}@example.test`,
    has2FA: true,
    lastLogin: longAgo,
    sessions: [],
    sshKeys: [],
    ...given,
  };
}

export function workspace(given: With<WorldWorkspace>): WorldWorkspace {
  return {
    name: given.id,
    plan: 'PRO',
    createdAt: longAgo,
    has2FAEnforcement: true,
    redactedDueTo2FAPending: false,
    members: [],
    sshKeys: [],
    notificationRules: [],
    projects: [],
    ...given,
  };
}

export function project(given: With<WorldProject>): WorldProject {
  return {
    name: given.id,
    createdAt: longAgo,
    deletedAt: null,
    prDeploys: false,
    primaryEnvironment: given.environments?.[0]?.id ?? '',
    members: [],
    environments: [],
    volumes: [],
    buckets: [],
    ...given,
  };
}

export function environment(given: With<WorldEnvironment>): WorldEnvironment {
  return {
    name: given.id,
    createdAt: longAgo,
    isEphemeral: false,
    restricted: false,
    source: null,
    services: [],
    volumeInstances: [],
    variables: [],
    ...given,
  };
}

export function service(given: With<WorldService>): WorldService {
  return {
    serviceId: given.id,
    name: given.id,
    createdAt: longAgo,
    status: 'SUCCESS',
    tcpProxies: [],
    ...given,
  };
}

export function variable(given: With<WorldVariable>): WorldVariable {
  return { name: given.id, value: '', serviceId: null, isSealed: false, references: [], ...given };
}

export function volumeInstance(given: With<WorldVolumeInstance>): WorldVolumeInstance {
  return {
    volume: given.id,
    serviceId: null,
    sizeMB: 1_000,
    state: 'READY',
    region: 'us-west2',
    createdAt: longAgo,
    deletedAt: null,
    isPendingDeletion: false,
    backups: [],
    schedules: [],
    ...given,
  };
}

export function backup(given: With<WorldBackup>): WorldBackup {
  return { name: given.id, createdAt: longAgo, expiresAt: null, schedule: null, ...given };
}

/** Retention as Railway keeps them: 6 days, and 27 observed for a month. */
export function schedule(given: With<WorldSchedule>): WorldSchedule {
  const daily = (given.kind ?? 'DAILY') === 'DAILY';
  return {
    kind: 'DAILY',
    cron: daily ? '0 3 * * *' : '0 4 * * 0',
    retentionSeconds: daily ? 518_400 : 2_332_800,
    createdAt: longAgo,
    ...given,
  };
}
