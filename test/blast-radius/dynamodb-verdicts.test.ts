import { describe, expect, test } from 'vitest';
import { deletionProtection, pitr, TABLE, table, tableBackups, tableReplica } from './aws-stores-world.ts';
import { type Case, holdTo } from './case-table.ts';
import { accessKey, KEY, key, SCANNED, USER } from './ec2-world.ts';
import { scripted } from './scripted-access.ts';
import { blast, hoursFromNow, SETTINGS, storeOf } from './world.ts';

const DELETE = 'dynamodb:DeleteTable *';
const NO_PITR = 'dynamodb:UpdateContinuousBackups *';
const BACKUPS = 'dynamodb:DeleteBackup *';
const protectedTable = () => table({ guards: [deletionProtection('dynamodb:UpdateTable')] });

const cases: readonly Case[] = [
  {
    world: 'a table without a copy',
    assets: [table()],
    store: TABLE,
    may: [{ may: [DELETE] }],
    verdict: 'total-loss',
    plan: ['dynamodb:DeleteTable'],
  },
  {
    world: 'point-in-time recovery off first, the table second',
    assets: [table(), ...pitr()],
    store: TABLE,
    may: [{ may: [DELETE, NO_PITR] }],
    verdict: 'total-loss',
    calls: 2,
    plan: ['dynamodb:UpdateContinuousBackups', 'dynamodb:DeleteTable'],
    second: ['dynamodb:DeleteTable'],
  },
  {
    world: 'without the right to switch it off, 35 days remain',
    assets: [table(), ...pitr()],
    store: TABLE,
    may: [{ may: [DELETE] }],
    verdict: 'recoverable',
    stoppedBy: 'its pitr window, out of its reach',
  },
  {
    world: 'which do not count where a copy has to last longer',
    assets: [table(), ...pitr()],
    store: TABLE,
    may: [{ may: [DELETE] }],
    settings: { limits: { ...SETTINGS.limits, survivorHorizonDays: 60 } },
    verdict: 'delayed-loss',
    stoppedBy: 'only its pitr window, for a while',
  },
  {
    world: 'deletion protection holds the table, not its recovery',
    assets: [protectedTable(), ...pitr()],
    store: TABLE,
    may: [{ may: [DELETE, NO_PITR] }],
    verdict: 'copies-lost',
    plan: ['dynamodb:UpdateContinuousBackups'],
  },
  {
    world: 'deletion protection and the right to clear it',
    assets: [protectedTable(), ...pitr()],
    store: TABLE,
    may: [{ may: [DELETE, NO_PITR, 'dynamodb:UpdateTable *'] }],
    verdict: 'total-loss',
    calls: 3,
  },
  {
    world: 'backups within reach',
    assets: [table(), ...pitr(), ...tableBackups(4)],
    store: TABLE,
    may: [{ may: [DELETE, NO_PITR, BACKUPS] }],
    verdict: 'total-loss',
    calls: 6,
  },
  {
    world: 'backups out of reach',
    assets: [table(), ...tableBackups(4)],
    store: TABLE,
    may: [{ may: [DELETE, NO_PITR] }],
    verdict: 'recoverable',
  },
  {
    world: 'the backups and not the table',
    assets: [table(), ...tableBackups(4)],
    store: TABLE,
    may: [{ may: [BACKUPS] }],
    verdict: 'copies-lost',
    calls: 4,
  },
  {
    world: 'an application that writes items leaves what can be restored',
    assets: [protectedTable(), ...pitr()],
    store: TABLE,
    may: [{ may: ['dynamodb:BatchWriteItem *'] }],
    verdict: 'recoverable',
    atLeast: true,
  },
  {
    world: 'and nothing where nothing can be restored, protected or not',
    assets: [protectedTable()],
    store: TABLE,
    may: [{ may: ['dynamodb:BatchWriteItem *'] }],
    verdict: 'total-loss',
    atLeast: true,
  },
  {
    world: 'items made to expire',
    assets: [protectedTable()],
    store: TABLE,
    may: [{ may: ['dynamodb:UpdateTimeToLive *'] }],
    verdict: 'delayed-loss',
    hours: 24,
    atLeast: true,
  },
  {
    world: 'a replica in another Region follows what is done to items',
    assets: [table(), ...tableReplica()],
    store: TABLE,
    may: [{ may: ['dynamodb:BatchWriteItem *'] }],
    verdict: 'total-loss',
  },
  {
    world: 'and not the deletion of the table',
    assets: [table(), ...tableReplica()],
    store: TABLE,
    may: [{ may: [`dynamodb:DeleteTable ${TABLE}`] }],
    verdict: 'recoverable',
  },
  {
    world: 'the replica deleted in its own Region',
    assets: [table(), ...tableReplica()],
    store: TABLE,
    may: [{ may: [DELETE] }],
    verdict: 'total-loss',
    calls: 2,
  },
  {
    world: 'one key for the table, its recovery and its backups',
    assets: [
      table({ key: KEY }),
      key(),
      ...[...pitr(), ...tableBackups(2)].map((copy) => ({ ...copy, props: { ...copy.props, key: KEY } })),
    ],
    store: TABLE,
    may: [{ may: ['kms:ScheduleKeyDeletion *'] }],
    verdict: 'delayed-loss',
    hours: 7 * 24,
  },
];

describe('what one credential does to a DynamoDB table', () => {
  test.each(cases)('$world: $verdict', holdTo);

  test('what point-in-time recovery leaves is told with its end', () => {
    const radius = blast(
      { assets: [SCANNED, accessKey(), table(), ...pitr()] },
      undefined,
      scripted({ [USER]: [{ may: [DELETE] }] }),
    );
    expect(storeOf(radius, TABLE).copies).toMatchObject([{ counts: true, until: hoursFromNow(35 * 24) }]);
  });
});
