/**
 * What the fields we ask for hold, by their name: Railway's schema gives a name one type wherever it stands. A leaf
 * that is not here is a text, a branch that is not here one object.
 */
export const fieldTypes = {
  flag: new Set([
    'botPrEnvironments',
    'canAccess',
    'has2FA',
    'has2FAEnforcement',
    'hasNextPage',
    'isCurrent',
    'isEphemeral',
    'isExpired',
    'isPendingDeletion',
    'isPublic',
    'isSealed',
    'prDeploys',
    'redactedDueTo2FAPending',
    'twoFactorAuthEnabled',
  ]),
  number: new Set(['applicationPort', 'proxyPort', 'retentionSeconds', 'sizeMB']),
  texts: new Set(['eventTypes', 'references', 'severities']),
  /** Whatever stands in it. */
  json: new Set(['context']),
  /** Lists of objects; never null. */
  list: new Set([
    'edges',
    'members',
    'notificationRules',
    'projectInvitations',
    'projectMembers',
    'tcpProxies',
    'volumeInstanceBackupList',
    'volumeInstanceBackupScheduleList',
    'workspaces',
  ]),
  /** What may be null somewhere, which then means that there is none; everything else always holds something. */
  nullable: new Set([
    'baseEnvironmentId',
    'context',
    'deletedAt',
    'endCursor',
    'environmentId',
    'expiresAt',
    'latestDeployment',
    'name',
    'primaryEnvironmentId',
    'projectId',
    'region',
    'retentionSeconds',
    'scheduleId',
    'serviceId',
    'sourceEnvironment',
    'state',
    'twoFactorAuthEnabled',
    'userId',
    'workspaceId',
  ]),
} as const satisfies Readonly<Record<string, ReadonlySet<string>>>;

/** Whether a leaf of that name may hold this. */
export function isLeafOf(name: string, value: unknown): boolean {
  if (value === null) return fieldTypes.nullable.has(name);
  if (fieldTypes.json.has(name)) return true;
  if (fieldTypes.flag.has(name)) return typeof value === 'boolean';
  if (fieldTypes.number.has(name)) return typeof value === 'number';
  if (fieldTypes.texts.has(name))
    return Array.isArray(value) && value.every((item) => typeof item === 'string');
  return typeof value === 'string';
}
