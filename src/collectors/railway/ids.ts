/** The ids of Railway's assets, as they stand in inventories, configuration and fingerprints. */
export const idOf = {
  workspace: (id: string) => `railway:workspace:${id}`,
  project: (id: string) => `railway:project:${id}`,
  environment: (id: string) => `railway:environment:${id}`,
  volume: (id: string) => `railway:volume:${id}`,
  volumeInstance: (id: string) => `railway:volume-instance:${id}`,
  backup: (id: string) => `railway:backup:${id}`,
  schedule: (id: string) => `railway:backup-schedule:${id}`,
  pitrWindow: (volumeInstance: string) => `railway:pitr-window:${volumeInstance}`,
  bucket: (id: string) => `railway:bucket:${id}`,
  serviceInstance: (id: string) => `railway:service-instance:${id}`,
  notificationRule: (id: string) => `railway:notification-rule:${id}`,
  user: (id: string) => `railway:user:${id}`,
  /** What a workspace token authenticates as. */
  workspaceIdentity: (workspace: string) => `railway:workspace-identity:${workspace}`,
  /** What a project token authenticates as. */
  projectEnvironment: (project: string, environment: string) =>
    `railway:project-environment:${project}:${environment}`,
  accountToken: (id: string) => `railway:account-token:${id}`,
  workspaceToken: (id: string) => `railway:workspace-token:${id}`,
  projectToken: (id: string) => `railway:project-token:${id}`,
  session: (id: string) => `railway:session:${id}`,
  /** Whom an invitation is for, and the invitation. */
  invitee: (invitation: string) => `railway:invitee:${invitation}`,
  invitation: (id: string) => `railway:invitation:${id}`,
  sshKey: (id: string) => `railway:ssh-key:${id}`,
  unlistable: (what: string, owner: string) => `railway:unlistable:${what}:${owner}`,
};
