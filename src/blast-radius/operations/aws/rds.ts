import type { Operation, Requirement } from '../../../model/operation.ts';
import { row, weakening } from './row.ts';

const API = 'docs.aws.amazon.com/AmazonRDS/latest/APIReference';
const GUIDE = 'docs.aws.amazon.com/AmazonRDS/latest/UserGuide';
const AURORA = 'docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide';

const DB = ['AWS::RDS::DBInstance'] as const;
const CLUSTER = ['AWS::RDS::DBCluster'] as const;
const INSTANCE = { kind: 'store', natives: DB } as const;
const INSTANCE_REPLICA = { kind: 'backup', natives: DB } as const;
const STORE_CLUSTER = { kind: 'store', natives: CLUSTER } as const;
const CLUSTER_REPLICA = { kind: 'backup', natives: CLUSTER } as const;
const GLOBAL = { kind: 'container', natives: ['AWS::RDS::GlobalCluster'] } as const;

const OUT_OF_GLOBAL: Requirement = {
  operation: 'rds:RemoveFromGlobalCluster',
  when: 'within',
  native: 'AWS::RDS::GlobalCluster',
  on: 'target',
};

const stores: readonly Operation[] = [
  row({
    id: 'rds:DeleteDBInstance',
    label: 'delete the database without a final snapshot, its automated backups with it',
    actsOn: INSTANCE,
    effect: 'destroy-data',
    ends: ['self'],
    source: `${API}/API_DeleteDBInstance.html (SkipFinalSnapshot, DeleteAutomatedBackups), ${GUIDE}/USER_DeleteInstance.html`,
    note: 'no condition key tells a deletion without a final snapshot from one with it',
  }),
  row({
    id: 'rds:DeleteDBCluster',
    label: 'delete the cluster without a final snapshot, its automated backups with it',
    actsOn: STORE_CLUSTER,
    effect: 'destroy-data',
    ends: ['self'],
    requires: [{ operation: 'rds:DeleteDBInstance', when: 'attached', on: 'workload' }, OUT_OF_GLOBAL],
    source: `${API}/API_DeleteDBCluster.html, ${AURORA}/USER_DeleteCluster.html`,
  }),
];

const copies: readonly Operation[] = [
  row({
    id: 'rds:ModifyDBInstance',
    label: 'set the backup retention to 0 days, which deletes every automated backup',
    actsOn: INSTANCE,
    effect: 'destroy-backup',
    source: `${GUIDE}/USER_WorkingWithAutomatedBackups.Deleting.html`,
    note: 'refused while the database is the source of read replicas',
  }),
  row({
    id: 'rds:ModifyDBCluster',
    label: 'set the backup retention to 0 days, which deletes every automated backup',
    actsOn: STORE_CLUSTER,
    effect: 'destroy-backup',
    source: `${API}/API_ModifyDBCluster.html (BackupRetentionPeriod)`,
    confidence: 'inferred',
    note: 'Multi-AZ clusters only; the others keep a day at least',
  }),
  ...(
    [
      ['rds:DeleteDBSnapshot', 'delete the snapshot', 'AWS::RDS::DBSnapshot'],
      ['rds:DeleteDBClusterSnapshot', 'delete the cluster snapshot', 'AWS::RDS::DBClusterSnapshot'],
    ] as const
  ).map(([id, label, native]) =>
    row({
      id,
      label,
      actsOn: { kind: 'backup', natives: [native] },
      effect: 'destroy-backup',
      ends: ['self'],
      onlyOutliving: true,
      source: `${GUIDE}/USER_DeleteSnapshot.html; ${API}/API_${id.slice('rds:'.length)}.html`,
      note: 'automated snapshots are not deleted one by one',
    }),
  ),
  ...(
    [
      ['rds:DeleteDBInstanceAutomatedBackup', 'AWS::RDS::DBInstanceAutomatedBackup'],
      ['rds:DeleteDBClusterAutomatedBackup', 'AWS::RDS::DBClusterAutomatedBackup'],
    ] as const
  ).map(([id, native]) =>
    row({
      id,
      label: 'delete the automated backups that were kept or replicated',
      actsOn: { kind: 'backup', natives: [native] },
      effect: 'destroy-backup',
      ends: ['self'],
      onlyOutliving: true,
      source: `${API}/API_${id.slice('rds:'.length)}.html`,
      confidence: 'inferred',
      note: 'refused for those of a database that is still there; what is replicated comes after it',
    }),
  ),
  row({
    id: 'rds:DeleteDBInstance',
    label: 'delete the replica',
    actsOn: INSTANCE_REPLICA,
    effect: 'destroy-backup',
    ends: ['self'],
    source: `${API}/API_DeleteDBInstance.html`,
  }),
  row({
    id: 'rds:DeleteDBCluster',
    label: 'delete the replica cluster',
    actsOn: CLUSTER_REPLICA,
    effect: 'destroy-backup',
    ends: ['self'],
    requires: [{ operation: 'rds:DeleteDBInstance', when: 'held', on: 'holder' }, OUT_OF_GLOBAL],
    source: `${API}/API_DeleteDBCluster.html, ${AURORA}/USER_DeleteCluster.html`,
  }),
];

/** Through the database's own language. */
const dataPath: readonly Operation[] = (
  ['rds-data:ExecuteStatement', 'rds-data:BatchExecuteStatement'] as const
).map((id) =>
  row({
    id,
    label: 'drop its tables over the Data API',
    actsOn: STORE_CLUSTER,
    effect: 'destroy-data',
    ends: ['self'],
    source: `docs.aws.amazon.com/rdsdataservice/latest/APIReference; ${AURORA}/data-api.html`,
    confidence: 'unverified',
    route: 'data-path',
    note: 'whether the Data API is on, and what its secret may do in the database, is not read',
  }),
);

/** A login by IAM; what its user may do in the database is not read. */
const login = row({
  id: 'rds-db:connect',
  label: 'log in to the database and drop its tables',
  actsOn: { kind: 'container', natives: ['AWS::RDS::DatabaseUsers'] },
  effect: 'destroy-data',
  ends: ['contained'],
  source: `${GUIDE}/UsingWithRDS.IAMDBAuth.IAMPolicy.html`,
  confidence: 'unverified',
  route: 'data-path',
  note: 'which users there are, what they may do in the database, and who reaches it over the network is not read',
});

/** RDS, Aurora, DocumentDB and Neptune, which share the prefix `rds:`. */
export const rdsOperations: readonly Operation[] = [
  ...stores,
  ...copies,
  ...dataPath,
  login,
  ...weakening(`${API}`, [
    ['rds:ModifyGlobalCluster', 'take the deletion protection off the global cluster', GLOBAL],
    ['rds:RemoveFromGlobalCluster', 'take the cluster out of its global cluster', STORE_CLUSTER],
    ['rds:RemoveFromGlobalCluster', 'take the replica out of its global cluster', CLUSTER_REPLICA],
    [
      'rds:DeleteDBInstance',
      'delete an instance of the cluster, which keeps its data',
      { kind: 'workload', natives: DB },
    ],
    ['rds:ModifyDBInstance', 'take the deletion protection off', INSTANCE],
    ['rds:ModifyDBCluster', 'take the deletion protection off', STORE_CLUSTER],
    ['rds:ModifyDBInstance', 'take the deletion protection off', { kind: 'workload', natives: DB }],
    ['rds:ModifyDBInstance', 'take the deletion protection off the replica', INSTANCE_REPLICA],
    ['rds:ModifyDBCluster', 'take the deletion protection off the replica', CLUSTER_REPLICA],
  ]),
];
