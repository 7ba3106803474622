import type { Operation, Undo } from '../../model/operation.ts';

/** From this day on Railway's API keeps what it deletes for 48 hours, as its dashboard did before. */
export const RAILWAY_UNDO_SINCE = '2026-04-28';

const SCHEMA = 'github.com/railwayapp/cli src/gql/schema.json @ df3838bf';
const DOCS = 'github.com/railwayapp/docs content @ c2a634f1';
const BLOG = 'blog.railway.com "Your AI wants to nuke your database", April 2026';
const CHECKED = '2026-11-22';

const VOLUME_INSTANCE = { kind: 'store', natives: ['railway.VolumeInstance'] } as const;
const BUCKET = { kind: 'store', natives: ['railway.Bucket'] } as const;
const VOLUME = { kind: 'container', natives: ['railway.Volume'] } as const;
const ENVIRONMENT = { kind: 'environment', natives: ['railway.Environment'] } as const;
const PROJECT = { kind: 'container', natives: ['railway.Project'] } as const;
const WORKSPACE = { kind: 'container', natives: ['railway.Workspace'] } as const;
const SERVICE = { kind: 'workload', natives: ['railway.ServiceInstance'] } as const;
const USER = { kind: 'principal', natives: ['railway.User'] } as const;

type Row = Partial<Operation> &
  Pick<Operation, 'id' | 'label' | 'actsOn' | 'effect' | 'source' | 'confidence'>;

function row(given: Row): Operation {
  return {
    provider: 'railway',
    ends: [],
    requires: [],
    batch: 1,
    undo: null,
    validFrom: null,
    validTo: null,
    checked: CHECKED,
    deniable: false,
    ...given,
  };
}

/** The row as it was before API deletes could be undone, and as it is since. */
function beforeAndSince(given: Row, undo: Undo, since?: Partial<Operation>): readonly Operation[] {
  return [
    row({ ...given, undo: null, validTo: RAILWAY_UNDO_SINCE }),
    row({ ...given, undo, validFrom: RAILWAY_UNDO_SINCE, ...since }),
  ];
}

const RESTORE_LINK: Undo = { hours: 48, closedBy: null, by: 'the restore link Railway e-mails' };

const deletions: readonly Operation[] = [
  ...beforeAndSince(
    {
      id: 'railway:volumeDelete',
      label: 'delete the volume with every instance and backup',
      actsOn: VOLUME,
      effect: 'destroy-data',
      ends: ['contained'],
      source: `${DOCS} docs/volumes/reference.md, docs/volumes/backups.md, guides/postgres-backups-restores.md; ${BLOG}`,
      confidence: 'documented',
      note: 'it names the volume, not an environment: that instances in every environment go is inferred',
    },
    RESTORE_LINK,
  ),
  ...beforeAndSince(
    {
      id: 'railway:environmentPatchCommit',
      label: 'commit a patch that marks the volumes of the environment as deleted',
      actsOn: ENVIRONMENT,
      effect: 'destroy-data',
      ends: ['contained'],
      source: `${SCHEMA}; github.com/railwayapp/railway-skills configure.md (volumes.<id>.isDeleted); ${BLOG}`,
      confidence: 'inferred',
    },
    RESTORE_LINK,
  ),
  ...beforeAndSince(
    {
      id: 'railway:environmentDelete',
      label: 'delete the environment',
      actsOn: ENVIRONMENT,
      effect: 'destroy-data',
      ends: ['contained'],
      source: `${DOCS} docs/integrations/api/manage-environments.md; ${BLOG}`,
      confidence: 'inferred',
      note: 'the documentation names deployments; that volumes and their backups go is inferred',
    },
    RESTORE_LINK,
  ),
  row({
    id: 'railway:projectScheduleDelete',
    label: 'schedule the project for deletion',
    actsOn: PROJECT,
    effect: 'destroy-data',
    ends: ['contained'],
    undo: {
      hours: 48,
      closedBy: 'railway:projectScheduleDeleteForce',
      by: 'projectScheduleDeleteCancel by anyone with rights on the project',
    },
    source: `${SCHEMA} ("Deletes a project with a 48 hour grace period"); ${DOCS} guides/postgres-backups-restores.md`,
    confidence: 'documented',
  }),
  row({
    id: 'railway:projectScheduleDeleteForce',
    label: 'force the scheduled deletion, skipping its grace period',
    actsOn: PROJECT,
    effect: 'weaken-guard',
    source: `${SCHEMA} ("skips the grace period")`,
    confidence: 'inferred',
    note: 'that the volumes of a project deleted by force are gone at once is inferred from "skips the grace period"; no page promises another way back',
  }),
  ...beforeAndSince(
    {
      id: 'railway:projectDelete',
      label: 'delete the project',
      actsOn: PROJECT,
      effect: 'destroy-data',
      ends: ['contained'],
      source: `${DOCS} docs/integrations/api/manage-projects.md, docs/projects.md; ${BLOG}`,
      confidence: 'documented',
    },
    RESTORE_LINK,
    {
      confidence: 'inferred',
      note: 'the API page still says "cannot be undone"; the 48 hours rest on the announcement that all deletes are soft',
    },
  ),
  ...beforeAndSince(
    {
      id: 'railway:environmentPatchCommit',
      label: 'commit a patch that marks the bucket as deleted',
      actsOn: BUCKET,
      effect: 'destroy-data',
      ends: ['self'],
      source: `${DOCS} docs/storage-buckets.md; github.com/railwayapp/railway-skills configure.md (buckets.<id>.isDeleted)`,
      confidence: 'documented',
    },
    { hours: 48, closedBy: null, by: 'restoring it from the Activity feed' },
  ),
  row({
    id: 'railway:volumeInstanceBackupDelete',
    label: 'delete a backup',
    actsOn: { kind: 'backup', natives: ['railway.VolumeInstanceBackup'] },
    effect: 'destroy-backup',
    ends: ['self'],
    source: SCHEMA,
    confidence: 'documented',
    note: 'no way back is documented',
  }),
];

const unverified: readonly Operation[] = [
  row({
    id: 'railway:serviceDelete',
    label: 'delete the service',
    actsOn: SERVICE,
    effect: 'destroy-data',
    ends: ['attached'],
    source: SCHEMA,
    confidence: 'unverified',
    note: 'what becomes of an attached volume is not documented',
  }),
  ...beforeAndSince(
    {
      id: 'railway:volumeInstanceUpdate',
      label: 'set the state of the volume instances to DELETED',
      actsOn: VOLUME,
      effect: 'destroy-data',
      ends: ['contained'],
      source: `${SCHEMA} (VolumeInstanceUpdateInput.state)`,
      confidence: 'unverified',
      note: 'the input takes the state DELETED; what it does is not documented',
    },
    RESTORE_LINK,
  ),
];

const dataPath: readonly Operation[] = [
  row({
    id: 'railway:variables',
    label: 'read its credentials and drop its data over its public endpoint',
    actsOn: VOLUME_INSTANCE,
    effect: 'destroy-data',
    ends: ['self'],
    requires: [{ operation: 'railway:tcpProxyCreate', when: 'not-public', on: 'workload' }],
    source: `${SCHEMA}; ${DOCS} docs/variables.md, docs/networking/tcp-proxy.md`,
    confidence: 'inferred',
    route: 'data-path',
  }),
  row({
    id: 'railway:bucketS3Credentials',
    label: 'read its S3 credentials and delete its objects',
    actsOn: BUCKET,
    effect: 'destroy-data',
    ends: ['self'],
    source: `${SCHEMA}; ${DOCS} docs/storage-buckets.md`,
    confidence: 'inferred',
    route: 'data-path',
  }),
  row({
    id: 'railway:ssh',
    label: 'delete its files in a shell of its service',
    actsOn: VOLUME_INSTANCE,
    effect: 'destroy-data',
    ends: ['self'],
    source: `${DOCS} docs/cli/ssh.md`,
    confidence: 'inferred',
    route: 'data-path',
  }),
];

const weakening: readonly Operation[] = [
  row({
    id: 'railway:volumeInstanceBackupScheduleUpdate',
    label: 'empty the set of backup schedules',
    actsOn: VOLUME_INSTANCE,
    effect: 'stop-backups',
    source: `${SCHEMA}; ${DOCS} docs/cli/postgres.md (--none)`,
    confidence: 'documented',
  }),
  row({
    id: 'railway:tcpProxyCreate',
    label: 'open a public endpoint to it',
    actsOn: SERVICE,
    effect: 'escalate',
    source: `${SCHEMA}; ${DOCS} docs/networking/tcp-proxy.md`,
    confidence: 'inferred',
  }),
  ...(
    [
      ['railway:apiTokenCreate', 'mint an API token', USER],
      ['railway:projectTokenCreate', 'mint a project token', ENVIRONMENT],
      ['railway:sshPublicKeyCreate', 'register an SSH key', USER],
      ['railway:generateShellToken', 'mint a shell token', SERVICE],
      ['railway:workspaceInviteCodeCreate', 'invite someone to the workspace', WORKSPACE],
      ['railway:projectMemberAdd', 'add a member to the project', PROJECT],
      ['railway:integrationCreate', 'connect an integration', PROJECT],
    ] as const
  ).map(([id, label, actsOn]) =>
    row({ id, label, actsOn, effect: 'escalate', source: SCHEMA, confidence: 'documented' }),
  ),
];

const tenant: readonly Operation[] = [
  row({
    id: 'railway:workspaceDelete',
    label: 'delete the workspace and all data in it',
    actsOn: WORKSPACE,
    effect: 'end-tenant',
    ends: ['contained'],
    source: `${SCHEMA} ("Delete a workspace and all data associated with it")`,
    confidence: 'documented',
  }),
  row({
    id: 'railway:userDelete',
    label: 'delete the user',
    actsOn: USER,
    effect: 'end-tenant',
    source: `${SCHEMA} ("Delete the currently authenticated user")`,
    confidence: 'documented',
  }),
];

/** What can be destroyed or weakened on Railway; earlier rows are preferred where plans are equally good. */
export const railwayOperations: readonly Operation[] = [
  ...deletions,
  ...dataPath,
  ...unverified,
  ...weakening,
  ...tenant,
];
