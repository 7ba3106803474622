/** A Railway as a plain value: what the stand-in serves. Secrets in it are canaries, there to be not found. */
export interface World {
  readonly users: readonly WorldUser[];
  readonly tokens: readonly WorldToken[];
  readonly workspaces: readonly WorldWorkspace[];
}

export type Role = 'ADMIN' | 'MEMBER' | 'VIEWER';

export interface WorldUser {
  readonly id: string;
  readonly email: string;
  readonly has2FA: boolean;
  readonly lastLogin: string;
  readonly sessions: readonly WorldSession[];
  readonly sshKeys: readonly WorldSshKey[];
}

export interface WorldSession {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly createdAt: string;
  readonly expiredAt: string;
  /** Set: this bearer is that login. */
  readonly value?: string;
}

export interface WorldSshKey {
  readonly id: string;
  readonly name: string;
  readonly fingerprint: string;
  readonly createdAt: string;
}

/** An API token made by `user`, for one workspace or for everything the user may do. */
interface ApiTokenOf<Kind extends string> {
  readonly kind: Kind;
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly expiresAt: string | null;
}

export type WorldToken =
  | (ApiTokenOf<'account'> & { readonly user: string })
  | (ApiTokenOf<'workspace'> & { readonly user: string; readonly workspace: string })
  | (Omit<ApiTokenOf<'project'>, 'expiresAt'> & {
      readonly project: string;
      readonly environment: string;
      readonly createdAt: string;
    });

export interface WorldWorkspace {
  readonly id: string;
  readonly name: string;
  readonly plan: 'FREE' | 'HOBBY' | 'PRO';
  readonly createdAt: string;
  readonly has2FAEnforcement: boolean;
  readonly redactedDueTo2FAPending: boolean;
  readonly members: readonly { readonly user: string; readonly role: Role }[];
  readonly sshKeys: readonly WorldSshKey[];
  readonly notificationRules: readonly WorldNotificationRule[];
  readonly projects: readonly WorldProject[];
  /** Newest first; left out: nothing was ever done. */
  readonly auditLogs?: readonly WorldAuditLog[];
}

export interface WorldAuditLog {
  readonly id: string;
  readonly eventType: string;
  readonly createdAt: string;
  readonly projectId: string | null;
  readonly environmentId: string | null;
  readonly context: unknown;
  readonly payload: unknown;
}

export interface WorldNotificationRule {
  readonly id: string;
  readonly eventTypes: readonly string[];
  readonly webhook: string;
  readonly createdAt: string;
}

export interface WorldProject {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  /** Set: scheduled for deletion. */
  readonly deletedAt: string | null;
  readonly prDeploys: boolean;
  readonly primaryEnvironment: string;
  readonly members: readonly { readonly user: string; readonly role: Role }[];
  /** Left out: nobody is invited. */
  readonly invitations?: readonly WorldInvitation[];
  readonly environments: readonly WorldEnvironment[];
  readonly volumes: readonly WorldNamed[];
  readonly buckets: readonly WorldNamed[];
}

export interface WorldInvitation {
  readonly id: string;
  readonly email: string;
  readonly expiresAt: string;
  readonly isExpired: boolean;
}

export interface WorldNamed {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
}

export interface WorldEnvironment {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly isEphemeral: boolean;
  /** Closed to everyone but admins. */
  readonly restricted: boolean;
  readonly source: string | null;
  readonly services: readonly WorldService[];
  readonly volumeInstances: readonly WorldVolumeInstance[];
  readonly variables: readonly WorldVariable[];
}

export interface WorldService {
  readonly id: string;
  readonly serviceId: string;
  readonly name: string;
  readonly createdAt: string;
  readonly status: string;
  readonly tcpProxies: readonly {
    readonly id: string;
    readonly domain: string;
    readonly proxyPort: number;
  }[];
}

export interface WorldVariable {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly serviceId: string | null;
  readonly isSealed: boolean;
  readonly references: readonly string[];
}

export interface WorldVolumeInstance {
  readonly id: string;
  readonly volume: string;
  readonly serviceId: string | null;
  readonly sizeMB: number;
  readonly state: string;
  readonly region: string;
  readonly createdAt: string;
  readonly deletedAt: string | null;
  readonly isPendingDeletion: boolean;
  readonly backups: readonly WorldBackup[];
  readonly schedules: readonly WorldSchedule[];
}

export interface WorldBackup {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly schedule: string | null;
}

export interface WorldSchedule {
  readonly id: string;
  readonly kind: string;
  readonly cron: string;
  readonly retentionSeconds: number | null;
  readonly createdAt: string;
}
