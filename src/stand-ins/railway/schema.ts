import { buildSchema } from 'graphql';

/**
 * The part of Railway's public API that Firebreak asks, in our own words. It carries a few fields that must
 * never be asked (`variables`, `config`, `channels`), so that a test can show that nobody does.
 */
export const railwaySdl = /* GraphQL */ `
  scalar DateTime
  scalar EnvironmentVariables
  scalar JSON

  type Query {
    apiToken: ApiTokenContext!
    me: User!
    projectToken: ProjectToken!
    apiTokens(first: Int, after: String): QueryApiTokensConnection!
    sessions(first: Int, after: String): QuerySessionsConnection!
    sshPublicKeys(workspaceId: String, first: Int, after: String): QuerySshPublicKeysConnection!
    workspace(workspaceId: String!): Workspace!
    notificationRules(workspaceId: String!, projectId: String): [NotificationRule!]!
    projects(workspaceId: String, first: Int, after: String): QueryProjectsConnection!
    project(id: String!): Project!
    projectMembers(projectId: String!): [ProjectMember!]!
    projectInvitations(id: String!): [ProjectInvitation!]!
    projectTokens(projectId: String!, first: Int, after: String): QueryProjectTokensConnection!
    environment(id: String!, projectId: String): Environment!
    volumeInstanceBackupList(volumeInstanceId: String!): [VolumeInstanceBackup!]!
    volumeInstanceBackupScheduleList(volumeInstanceId: String!): [VolumeInstanceBackupSchedule!]!
    tcpProxies(environmentId: String!, serviceId: String!): [TCPProxy!]!
    variables(projectId: String!, environmentId: String!): EnvironmentVariables!
    auditLogs(
      workspaceId: String!, filter: AuditLogFilterInput, first: Int, after: String
    ): QueryAuditLogsConnection!
  }

  input AuditLogFilterInput { startDate: DateTime endDate: DateTime }
  type AuditLog {
    id: ID! eventType: String! createdAt: DateTime! projectId: String environmentId: String context: JSON
    payload: JSON
  }
  type QueryAuditLogsConnection { edges: [QueryAuditLogsConnectionEdge!]! pageInfo: PageInfo! }
  type QueryAuditLogsConnectionEdge { cursor: String! node: AuditLog! }

  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type ApiTokenContext { workspaces: [ApiTokenWorkspace!]! }
  type ApiTokenWorkspace { id: String! name: String! }
  type User { id: ID! email: String! has2FA: Boolean! lastLogin: DateTime! workspaces: [Workspace!]! }

  type ApiToken { id: ID! name: String! displayToken: String! workspaceId: String expiresAt: DateTime }
  type QueryApiTokensConnection { edges: [QueryApiTokensConnectionEdge!]! pageInfo: PageInfo! }
  type QueryApiTokensConnectionEdge { cursor: String! node: ApiToken! }

  type ProjectToken {
    id: ID! name: String! displayToken: String! createdAt: DateTime! projectId: String! environmentId: String!
  }
  type QueryProjectTokensConnection { edges: [QueryProjectTokensConnectionEdge!]! pageInfo: PageInfo! }
  type QueryProjectTokensConnectionEdge { cursor: String! node: ProjectToken! }

  enum SessionType { BROWSER CLI FORUMS }
  type Session {
    id: ID! name: String! type: SessionType! createdAt: DateTime! expiredAt: DateTime! isCurrent: Boolean!
  }
  type QuerySessionsConnection { edges: [QuerySessionsConnectionEdge!]! pageInfo: PageInfo! }
  type QuerySessionsConnectionEdge { cursor: String! node: Session! }

  type SshPublicKey {
    id: ID! name: String! fingerprint: String! publicKey: String! userId: String workspaceId: String
    createdAt: DateTime!
  }
  type QuerySshPublicKeysConnection { edges: [QuerySshPublicKeysConnectionEdge!]! pageInfo: PageInfo! }
  type QuerySshPublicKeysConnectionEdge { cursor: String! node: SshPublicKey! }

  enum Plan { FREE HOBBY PRO }
  enum TeamRole { ADMIN MEMBER VIEWER }
  type Workspace {
    id: ID! name: String! plan: Plan! has2FAEnforcement: Boolean! redactedDueTo2FAPending: Boolean!
    createdAt: DateTime! members: [WorkspaceMember!]!
  }
  type WorkspaceMember { id: String! email: String! role: TeamRole! twoFactorAuthEnabled: Boolean }

  type NotificationRule {
    id: ID! workspaceId: String! projectId: String environmentId: String eventTypes: [String!]!
    severities: [NotificationSeverity!]! channels: [NotificationChannel!]! createdAt: DateTime!
  }
  enum NotificationSeverity { CRITICAL CRITICAL_RESOLVED INFO NOTICE WARNING WARNING_RESOLVED }
  type NotificationChannel { id: ID! config: NotificationChannelConfig! }
  scalar NotificationChannelConfig

  type Project {
    id: ID! name: String! workspaceId: String createdAt: DateTime! deletedAt: DateTime isPublic: Boolean!
    prDeploys: Boolean! botPrEnvironments: Boolean! baseEnvironmentId: String primaryEnvironmentId: String
    environments(first: Int, after: String): ProjectEnvironmentsConnection!
    volumes(first: Int, after: String): ProjectVolumesConnection!
    buckets(first: Int, after: String): ProjectBucketsConnection!
  }
  type QueryProjectsConnection { edges: [QueryProjectsConnectionEdge!]! pageInfo: PageInfo! }
  type QueryProjectsConnectionEdge { cursor: String! node: Project! }
  type ProjectEnvironmentsConnection { edges: [ProjectEnvironmentsConnectionEdge!]! pageInfo: PageInfo! }
  type ProjectEnvironmentsConnectionEdge { cursor: String! node: Environment! }
  type ProjectVolumesConnection { edges: [ProjectVolumesConnectionEdge!]! pageInfo: PageInfo! }
  type ProjectVolumesConnectionEdge { cursor: String! node: Volume! }
  type ProjectBucketsConnection { edges: [ProjectBucketsConnectionEdge!]! pageInfo: PageInfo! }
  type ProjectBucketsConnectionEdge { cursor: String! node: Bucket! }
  enum ProjectRole { ADMIN MEMBER VIEWER }
  type ProjectInvitation { id: ID! email: String! expiresAt: DateTime! isExpired: Boolean! }
  type ProjectMember { id: String! email: String! role: ProjectRole! }
  type Volume { id: ID! name: String! createdAt: DateTime! }
  type Bucket { id: ID! name: String! createdAt: DateTime! }

  type Environment {
    id: ID! name: String! projectId: String! isEphemeral: Boolean! canAccess: Boolean! createdAt: DateTime!
    deletedAt: DateTime sourceEnvironment: Environment config(decryptVariables: Boolean): EnvironmentConfig!
    volumeInstances(first: Int, after: String): EnvironmentVolumeInstancesConnection!
    serviceInstances(first: Int, after: String): EnvironmentServiceInstancesConnection!
    variables(first: Int, after: String): EnvironmentVariablesConnection!
  }
  scalar EnvironmentConfig
  type EnvironmentVolumeInstancesConnection {
    edges: [EnvironmentVolumeInstancesConnectionEdge!]! pageInfo: PageInfo!
  }
  type EnvironmentVolumeInstancesConnectionEdge { cursor: String! node: VolumeInstance! }
  type EnvironmentServiceInstancesConnection {
    edges: [EnvironmentServiceInstancesConnectionEdge!]! pageInfo: PageInfo!
  }
  type EnvironmentServiceInstancesConnectionEdge { cursor: String! node: ServiceInstance! }
  type EnvironmentVariablesConnection { edges: [EnvironmentVariablesConnectionEdge!]! pageInfo: PageInfo! }
  type EnvironmentVariablesConnectionEdge { cursor: String! node: Variable! }

  enum VolumeState { READY UPDATING RESTORING MIGRATING MIGRATION_PENDING DELETING DELETED ERROR }
  type VolumeInstance {
    id: ID! volumeId: String! serviceId: String mountPath: String! state: VolumeState sizeMB: Int!
    region: String createdAt: DateTime! deletedAt: DateTime isPendingDeletion: Boolean! service: Service!
  }
  type Service { id: ID! name: String! }
  type ServiceInstance {
    id: ID! serviceId: String! serviceName: String! region: String createdAt: DateTime! deletedAt: DateTime
    latestDeployment: Deployment
  }
  type Deployment { status: DeploymentStatus! }
  enum DeploymentStatus {
    BUILDING CRASHED DEPLOYING FAILED INITIALIZING NEEDS_APPROVAL QUEUED REMOVED REMOVING SKIPPED SLEEPING
    SUCCESS WAITING
  }
  type Variable {
    id: ID! name: String! serviceId: String isSealed: Boolean! references: [String!]! service: Service!
  }
  type VolumeInstanceBackup {
    id: String! name: String createdAt: DateTime! expiresAt: DateTime scheduleId: String
  }
  enum VolumeInstanceBackupScheduleKind { DAILY WEEKLY MONTHLY }
  type VolumeInstanceBackupSchedule {
    id: ID! name: String! kind: VolumeInstanceBackupScheduleKind! cron: String! retentionSeconds: Int
    createdAt: DateTime!
  }
  type TCPProxy { id: ID! domain: String! proxyPort: Int! applicationPort: Int! }
`;

export const railwaySchema = buildSchema(railwaySdl);
