/** Field names that may be asked for, as a tree from the query root; `true` ends a branch. */
export interface Readable {
  readonly [field: string]: true | Readable;
}

const page = (node: Readable): Readable => ({
  edges: { node },
  pageInfo: { hasNextPage: true, endCursor: true },
});

const named = { id: true, name: true } as const;

/**
 * The one list of what this program may ever ask Railway: nothing here carries a value, a secret, an invite
 * code or a log line. Adding a line here is the only way to read more, so review it as a permission.
 */
export const readable: Readable = {
  apiToken: { workspaces: named },
  me: { id: true, email: true, has2FA: true, lastLogin: true, workspaces: named },
  projectToken: { ...named, displayToken: true, createdAt: true, projectId: true, environmentId: true },
  apiTokens: page({ ...named, displayToken: true, workspaceId: true, expiresAt: true }),
  sessions: page({ ...named, type: true, createdAt: true, expiredAt: true, isCurrent: true }),
  sshPublicKeys: page({ ...named, fingerprint: true, userId: true, workspaceId: true, createdAt: true }),
  workspace: {
    ...named,
    plan: true,
    has2FAEnforcement: true,
    redactedDueTo2FAPending: true,
    createdAt: true,
    members: { id: true, email: true, role: true, twoFactorAuthEnabled: true },
  },
  notificationRules: {
    id: true,
    projectId: true,
    environmentId: true,
    eventTypes: true,
    severities: true,
    createdAt: true,
  },
  projects: page({
    ...named,
    workspaceId: true,
    createdAt: true,
    deletedAt: true,
    isPublic: true,
    prDeploys: true,
    botPrEnvironments: true,
    baseEnvironmentId: true,
    primaryEnvironmentId: true,
  }),
  project: {
    ...named,
    workspaceId: true,
    createdAt: true,
    deletedAt: true,
    isPublic: true,
    prDeploys: true,
    botPrEnvironments: true,
    baseEnvironmentId: true,
    primaryEnvironmentId: true,
    environments: page({
      ...named,
      isEphemeral: true,
      canAccess: true,
      createdAt: true,
      deletedAt: true,
      sourceEnvironment: { id: true },
    }),
    volumes: page({ ...named, createdAt: true }),
    buckets: page({ ...named, createdAt: true }),
  },
  projectInvitations: { id: true, email: true, expiresAt: true, isExpired: true },
  projectMembers: { id: true, email: true, role: true },
  projectTokens: page({ ...named, displayToken: true, createdAt: true, environmentId: true }),
  environment: {
    volumeInstances: page({
      id: true,
      volumeId: true,
      serviceId: true,
      mountPath: true,
      state: true,
      sizeMB: true,
      region: true,
      createdAt: true,
      deletedAt: true,
      isPendingDeletion: true,
    }),
    serviceInstances: page({
      id: true,
      serviceId: true,
      serviceName: true,
      region: true,
      createdAt: true,
      deletedAt: true,
      latestDeployment: { status: true },
    }),
    variables: page({ id: true, name: true, serviceId: true, isSealed: true, references: true }),
  },
  volumeInstanceBackupList: { ...named, createdAt: true, expiresAt: true, scheduleId: true },
  volumeInstanceBackupScheduleList: {
    ...named,
    kind: true,
    cron: true,
    retentionSeconds: true,
    createdAt: true,
  },
  // Of `context` the actor alone is kept, see audit-actors.ts; `payload` holds what was changed.
  auditLogs: page({
    id: true,
    eventType: true,
    createdAt: true,
    projectId: true,
    environmentId: true,
    context: true,
  }),
  tcpProxies: { id: true, domain: true, proxyPort: true, applicationPort: true },
};
