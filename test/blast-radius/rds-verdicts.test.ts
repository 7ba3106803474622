import { describe, test } from 'vitest';
import {
  aurora,
  automated,
  CLUSTER,
  clusterSnapshots,
  DATABASE,
  database,
  deletionProtection,
  globalCluster,
  manual,
  readReplica,
  replicated,
  SECRET,
} from './aws-stores-world.ts';
import { type Case, holdTo } from './case-table.ts';
import { KEY, key } from './ec2-world.ts';
import { asset, link } from './world.ts';

const DELETE = 'rds:DeleteDBInstance *';
const MODIFY = 'rds:ModifyDBInstance *';
const SNAPSHOTS = 'rds:DeleteDBSnapshot *';
const EVERYTHING = ['* *'];
const elsewhere = { provider: 'aws', account: '222222222222', region: 'eu-west-1', vault: null };
const farAccount = asset('container', 'aws:account:222222222222', 'AWS::Account', { scope: '222222222222' });
const protectedBy = { guards: [deletionProtection('rds:ModifyDBInstance')] };

const users = asset(
  'container',
  'arn:aws:rds-db:eu-west-1:111111111111:dbuser:db-1',
  'AWS::RDS::DatabaseUsers',
  {
    props: { type: 'database-users' },
    links: [link('contains', DATABASE)],
  },
);

const instances: readonly Case[] = [
  {
    world: 'a login by IAM, of which nobody knows what it may do',
    assets: [database(protectedBy), users],
    store: DATABASE,
    may: [{ may: ['rds-db:connect *'] }],
    verdict: 'unknown',
  },
  {
    world: 'a login to a database that lets nobody log in by IAM',
    assets: [database()],
    store: DATABASE,
    may: [{ may: ['rds-db:connect *'] }],
    verdict: 'left out',
  },
  {
    world: 'automated backups, which go with the instance',
    assets: [database(), ...automated()],
    store: DATABASE,
    may: [{ may: [DELETE] }],
    verdict: 'total-loss',
    plan: ['rds:DeleteDBInstance'],
  },
  {
    world: 'deletion protection and the right to clear it, which is the right to modify',
    assets: [database(protectedBy), ...automated()],
    store: DATABASE,
    may: [{ may: [DELETE, MODIFY] }],
    verdict: 'total-loss',
    plan: ['rds:ModifyDBInstance', 'rds:DeleteDBInstance'],
  },
  {
    world: 'deletion protection without it',
    assets: [database(protectedBy), ...automated()],
    store: DATABASE,
    may: [{ may: [DELETE] }],
    verdict: 'no-reach',
  },
  {
    world: 'the right to modify alone: a retention of 0 days takes every automated backup',
    assets: [database(protectedBy), ...automated()],
    store: DATABASE,
    may: [{ may: [MODIFY] }],
    verdict: 'copies-lost',
    plan: ['rds:ModifyDBInstance'],
  },
  {
    world: 'a retention of 0 days leaves what was made by hand',
    assets: [database(), ...automated(), ...manual(1)],
    store: DATABASE,
    may: [{ may: [MODIFY] }],
    verdict: 'no-reach',
  },
  {
    world: 'a retention of 0 days, then the rest one by one',
    assets: [database(protectedBy), ...automated(), ...manual(3)],
    store: DATABASE,
    may: [{ may: [MODIFY, SNAPSHOTS] }],
    verdict: 'copies-lost',
    calls: 4,
  },
  {
    world: 'automated snapshots are not deleted one by one',
    assets: [database(), ...automated()],
    store: DATABASE,
    may: [{ may: [SNAPSHOTS, 'rds:DeleteDBInstanceAutomatedBackup *'] }],
    verdict: 'left out',
  },
  {
    world: 'five snapshots made by hand, within reach',
    assets: [database(), ...automated(), ...manual(5)],
    store: DATABASE,
    may: [{ may: [DELETE, SNAPSHOTS] }],
    verdict: 'total-loss',
    plan: ['rds:DeleteDBInstance', 'rds:DeleteDBSnapshot x5'],
    second: ['rds:DeleteDBInstance'],
  },
  {
    world: 'five snapshots made by hand, out of reach',
    assets: [database(), ...automated(), ...manual(5)],
    store: DATABASE,
    may: [{ may: [DELETE] }],
    verdict: 'recoverable',
    stoppedBy: 'its 5 snapshots, out of its reach',
  },
  {
    world: 'automated backups replicated to another Region, out of reach',
    assets: [database(), ...automated(), ...replicated()],
    store: DATABASE,
    may: [{ may: [DELETE] }],
    verdict: 'recoverable',
  },
  {
    world: 'and within reach',
    assets: [database(), ...automated(), ...replicated()],
    store: DATABASE,
    may: [{ may: [DELETE, 'rds:DeleteDBInstanceAutomatedBackup *'] }],
    verdict: 'total-loss',
    plan: ['rds:DeleteDBInstance', 'rds:DeleteDBInstanceAutomatedBackup'],
  },
  {
    world: 'a replica as the only copy, out of reach',
    assets: [database(), ...readReplica()],
    store: DATABASE,
    may: [{ may: [`rds:DeleteDBInstance ${DATABASE}`] }],
    verdict: 'recoverable',
    stoppedBy: 'its replica, out of its reach',
  },
  {
    world: 'a replica as the only copy, deleted as well',
    assets: [database(), ...readReplica()],
    store: DATABASE,
    may: [{ may: [DELETE] }],
    verdict: 'total-loss',
    plan: ['rds:DeleteDBInstance', 'rds:DeleteDBInstance'],
    calls: 2,
  },
  {
    world: 'a replica that lags behind or is broken',
    assets: [database(), ...readReplica({ complete: false })],
    store: DATABASE,
    may: [{ may: [`rds:DeleteDBInstance ${DATABASE}`] }],
    verdict: 'total-loss',
  },
  {
    world: 'a replica with deletion protection of its own',
    assets: [database(), ...readReplica({ guards: [deletionProtection('rds:ModifyDBInstance')] })],
    store: DATABASE,
    may: [{ may: [DELETE] }],
    verdict: 'recoverable',
  },
  {
    world: 'one key for the database and every copy',
    assets: [database({ key: KEY }), key(), ...automated().map(underKey), ...manual(2, { key: KEY })],
    store: DATABASE,
    may: [{ may: ['kms:ScheduleKeyDeletion *'] }],
    verdict: 'delayed-loss',
    plan: ['kms:ScheduleKeyDeletion'],
    hours: 7 * 24,
    stoppedBy: 'only an undo window (kms:CancelKeyDeletion)',
  },
  {
    world: 'a key that AWS manages',
    assets: [
      database({ key: KEY }),
      asset('key', KEY, 'AWS::KMS::AwsManagedKey', { props: { type: 'aws-managed' } }),
    ],
    store: DATABASE,
    may: [{ may: ['kms:ScheduleKeyDeletion *'] }],
    verdict: 'left out',
  },
  {
    world: 'a snapshot in a second account, reachable by a role',
    assets: [database(), farAccount, ...manual(1, { location: elsewhere })],
    store: DATABASE,
    may: [{ may: [DELETE] }, { through: ['role/backup-admin'], may: [SNAPSHOTS] }],
    verdict: 'total-loss',
    calls: 3,
  },
  {
    world: 'a snapshot in a second account, not reachable',
    assets: [database(), farAccount, ...manual(1, { location: elsewhere })],
    store: DATABASE,
    may: [{ may: [DELETE] }],
    verdict: 'recoverable',
  },
  {
    world: 'a snapshot in a second account that was not scanned',
    assets: [database(), ...manual(1, { location: elsewhere })],
    store: DATABASE,
    may: [{ may: [DELETE] }],
    verdict: 'total-loss',
  },
  {
    world: 'whether automated backups outlive it could not be read',
    assets: [database(), ...manual(1, { survivesSource: 'unknown' })],
    store: DATABASE,
    may: [{ may: [DELETE] }],
    verdict: 'total-loss',
  },
  {
    world: 'a secret that opens it: the data goes, the copies RDS keeps stay',
    assets: [database({ secrets: [SECRET] }), ...automated()],
    store: DATABASE,
    may: [{ may: [`secretsmanager:GetSecretValue ${SECRET}`] }],
    verdict: 'recoverable',
    plan: ['secretsmanager:GetSecretValue'],
    atLeast: true,
  },
  {
    world: 'a secret that opens it and no copy',
    assets: [database({ ...protectedBy, secrets: [SECRET] })],
    store: DATABASE,
    may: [{ may: [`secretsmanager:GetSecretValue ${SECRET}`] }],
    verdict: 'total-loss',
    atLeast: true,
  },
  {
    world: 'a secret of something else',
    assets: [database({ secrets: [SECRET] })],
    store: DATABASE,
    may: [{ may: ['secretsmanager:GetSecretValue arn:aws:secretsmanager:*:other'] }],
    verdict: 'left out',
  },
  {
    world: 'the right to delete, if MFA is at hand',
    assets: [database(), ...automated()],
    store: DATABASE,
    may: [{ mayIf: { 'the session carries MFA': [DELETE] } }],
    verdict: 'no-reach',
    possible: 'total-loss',
  },
];

const clusters: readonly Case[] = [
  {
    world: 'an Aurora cluster, its three instances first',
    assets: aurora(3),
    store: CLUSTER,
    may: [{ may: EVERYTHING }],
    verdict: 'total-loss',
    plan: ['rds:DeleteDBInstance x3', 'rds:DeleteDBCluster'],
    calls: 4,
  },
  {
    world: 'the right to delete the cluster and not its instances',
    assets: aurora(3),
    store: CLUSTER,
    may: [{ may: ['rds:DeleteDBCluster *'] }],
    verdict: 'no-reach',
  },
  {
    world: 'the right to delete its instances alone, which keeps the data',
    assets: aurora(3),
    store: CLUSTER,
    may: [{ may: [DELETE] }],
    verdict: 'no-reach',
  },
  {
    world: 'a cluster without instances',
    assets: aurora(0),
    store: CLUSTER,
    may: [{ may: ['rds:DeleteDBCluster *'] }],
    verdict: 'total-loss',
    calls: 1,
  },
  {
    world: 'a Multi-AZ cluster, which takes its instances with it',
    assets: aurora(3, { attached: [] }),
    store: CLUSTER,
    may: [{ may: ['rds:DeleteDBCluster *'] }],
    verdict: 'total-loss',
    calls: 1,
  },
  {
    world: 'deletion protection on the cluster',
    assets: aurora(1, { guards: [deletionProtection('rds:ModifyDBCluster')] }),
    store: CLUSTER,
    may: [{ may: EVERYTHING }],
    verdict: 'total-loss',
    plan: ['rds:ModifyDBCluster', 'rds:DeleteDBInstance', 'rds:DeleteDBCluster'],
  },
  {
    world: 'deletion protection on the cluster it cannot clear',
    assets: aurora(1, { guards: [deletionProtection('rds:ModifyDBCluster')] }),
    store: CLUSTER,
    may: [{ may: ['rds:DeleteDBCluster *', DELETE] }],
    verdict: 'no-reach',
  },
  {
    world: 'a cluster of a global cluster leaves that first',
    assets: [...aurora(1), globalCluster()],
    store: CLUSTER,
    may: [{ may: EVERYTHING }],
    verdict: 'total-loss',
    plan: ['rds:DeleteDBInstance', 'rds:RemoveFromGlobalCluster', 'rds:DeleteDBCluster'],
  },
  {
    world: 'and cannot be deleted by whoever may not take it out',
    assets: [...aurora(1), globalCluster()],
    store: CLUSTER,
    may: [{ may: ['rds:DeleteDBCluster *', DELETE] }],
    verdict: 'no-reach',
  },
  {
    world: 'cluster snapshots within reach',
    assets: [...aurora(2), ...clusterSnapshots(4)],
    store: CLUSTER,
    may: [{ may: EVERYTHING }],
    verdict: 'total-loss',
    calls: 7,
  },
  {
    world: 'cluster snapshots and the right to delete those of instances',
    assets: [...aurora(2), ...clusterSnapshots(4)],
    store: CLUSTER,
    may: [{ may: [DELETE, 'rds:DeleteDBCluster *', SNAPSHOTS] }],
    verdict: 'recoverable',
  },
  {
    world: 'SQL over the Data API, which may not be on',
    assets: aurora(1),
    store: CLUSTER,
    may: [{ may: ['rds-data:ExecuteStatement *'] }],
    verdict: 'unknown',
    plan: ['rds-data:ExecuteStatement'],
  },
];

function underKey<T extends { readonly props: object }>(copy: T): T {
  return { ...copy, props: { ...copy.props, key: KEY } };
}

describe('what one credential does to an RDS database', () => {
  test.each(instances)('$world: $verdict', holdTo);
});

describe('what one credential does to a cluster', () => {
  test.each(clusters)('$world: $verdict', holdTo);
});
