import { describe, test } from 'vitest';
import type { Guard } from '../../src/model/asset.ts';
import {
  automated,
  BUCKET,
  bucket,
  DATABASE,
  database,
  deletionProtection,
  legalHold,
  points,
  stack,
  TABLE,
  table,
  vault,
  vaultLock,
} from './aws-stores-world.ts';
import { type Case, holdTo } from './case-table.ts';
import { KEY, key, VOLUME, volume } from './ec2-world.ts';
import { hoursFromNow } from './world.ts';

const DELETE = 'rds:DeleteDBInstance *';
const POINT = 'backup:DeleteRecoveryPoint *';
const LIFECYCLE = 'backup:UpdateRecoveryPointLifecycle *';
const EVERYTHING = ['* *'];
const DAY = 24;

const open = [database(), vault('none')];
const governed = [database(), vault('governance', [vaultLock('clearable')])];
const inGrace = [database(), vault('grace', [vaultLock('clearable')])];
const locked = [database(), vault('immutable', [vaultLock('immutable')])];

const vaults: readonly Case[] = [
  {
    world: 'recovery points in a vault without a lock',
    assets: [...open, ...automated(), ...points(DATABASE, 5)],
    store: DATABASE,
    may: [{ may: [DELETE, POINT] }],
    verdict: 'total-loss',
    plan: ['rds:DeleteDBInstance', 'backup:DeleteRecoveryPoint x5'],
    second: ['rds:DeleteDBInstance'],
  },
  {
    world: 'the rights of RDS alone, which refuses to delete them',
    assets: [...open, ...points(DATABASE, 5)],
    store: DATABASE,
    may: [{ may: ['rds:* *'] }],
    verdict: 'recoverable',
    stoppedBy: 'its 5 recovery points, out of its reach',
  },
  {
    world: 'recovery points made to expire',
    assets: [...open, ...points(DATABASE, 2)],
    store: DATABASE,
    may: [{ may: [DELETE, LIFECYCLE] }],
    verdict: 'delayed-loss',
    calls: 3,
    hours: 8,
  },
  {
    world: 'a vault locked in governance, and the right to take the lock off',
    assets: [...governed, ...points(DATABASE, 5, { guards: [vaultLock('clearable')] })],
    store: DATABASE,
    may: [{ may: EVERYTHING }],
    verdict: 'total-loss',
    calls: 7,
    plan: [
      'rds:DeleteDBInstance',
      'backup:DeleteBackupVaultLockConfiguration',
      'backup:DeleteRecoveryPoint x5',
    ],
  },
  {
    world: 'a vault locked in governance without that right',
    assets: [...governed, ...points(DATABASE, 5, { guards: [vaultLock('clearable')] })],
    store: DATABASE,
    may: [{ may: [DELETE, POINT, LIFECYCLE] }],
    verdict: 'recoverable',
  },
  {
    world: 'a vault lock in its days of grace',
    assets: [...inGrace, ...points(DATABASE, 1, { guards: [vaultLock('clearable')] })],
    store: DATABASE,
    may: [{ may: EVERYTHING }],
    verdict: 'total-loss',
    calls: 3,
  },
  {
    world: 'a vault locked for good',
    assets: [...locked, ...points(DATABASE, 5, { guards: [vaultLock('immutable')] })],
    store: DATABASE,
    may: [{ may: EVERYTHING }],
    verdict: 'recoverable',
    calls: 1,
  },
  {
    world: 'a vault locked for good whose points all expire within the horizon',
    assets: [...locked, ...expiring(5, 5)],
    store: DATABASE,
    may: [{ may: EVERYTHING }],
    verdict: 'delayed-loss',
    stoppedBy: 'only its recovery point, for a while',
  },
  {
    world: 'a vault locked for good whose points last as long as they are kept',
    assets: [...locked, ...expiring(35, 30)],
    store: DATABASE,
    may: [{ may: EVERYTHING }],
    verdict: 'recoverable',
    stoppedBy: 'its 5 recovery points, out of its reach',
  },
  {
    world: 'a vault locked for good under the key of the database',
    assets: [
      database({ key: KEY }),
      key(),
      vault('immutable', [vaultLock('immutable')]),
      ...points(DATABASE, 5, { key: KEY, guards: [vaultLock('immutable')] }),
    ],
    store: DATABASE,
    may: [{ may: EVERYTHING }],
    verdict: 'delayed-loss',
    plan: ['kms:ScheduleKeyDeletion'],
  },
  {
    world: 'a vault locked for good under a key of its own',
    assets: [
      database({ key: KEY }),
      key(),
      vault('immutable', [vaultLock('immutable')]),
      ...points(DATABASE, 5, { guards: [vaultLock('immutable')] }),
    ],
    store: DATABASE,
    may: [{ may: EVERYTHING }],
    verdict: 'recoverable',
  },
  {
    world: 'a legal hold and the right to cancel it',
    assets: [...open, ...points(DATABASE, 3, { guards: [legalHold()] })],
    store: DATABASE,
    may: [{ may: EVERYTHING }],
    verdict: 'total-loss',
    calls: 5,
    plan: ['rds:DeleteDBInstance', 'backup:CancelLegalHold', 'backup:DeleteRecoveryPoint x3'],
  },
  {
    world: 'a legal hold without it',
    assets: [...open, ...points(DATABASE, 3, { guards: [legalHold()] })],
    store: DATABASE,
    may: [{ may: [DELETE, POINT] }],
    verdict: 'recoverable',
  },
  {
    world: 'the points and not the database',
    assets: [...open, ...points(DATABASE, 5)],
    store: DATABASE,
    may: [{ may: [POINT] }],
    verdict: 'copies-lost',
    calls: 5,
  },
  {
    world: 'points of a table',
    assets: [table(), vault('none'), ...points(TABLE, 2)],
    store: TABLE,
    may: [{ may: ['dynamodb:* *', POINT] }],
    verdict: 'total-loss',
  },
  {
    world: 'points of a table, and the rights of DynamoDB alone',
    assets: [table(), vault('none'), ...points(TABLE, 2)],
    store: TABLE,
    may: [{ may: ['dynamodb:* *'] }],
    verdict: 'recoverable',
  },
];

const ROLE = 'arn:aws:iam::111111111111:role/deployer';
const terminationProtection: Guard = {
  type: 'termination-protection',
  clearedBy: [{ operation: 'cloudformation:UpdateTerminationProtection' }],
  until: null,
};
const DELETE_STACK = 'cloudformation:DeleteStack *';

const stacks: readonly Case[] = [
  {
    world: 'a stack with a role of its own deletes by its rights',
    assets: [volume(), stack([VOLUME], ROLE)],
    store: VOLUME,
    may: [{ may: [DELETE_STACK] }],
    verdict: 'total-loss',
    plan: ['cloudformation:DeleteStack'],
    calls: 1,
  },
  {
    world: 'a stack without one deletes by the rights of the caller, who has none',
    assets: [volume(), stack([VOLUME], null)],
    store: VOLUME,
    may: [{ may: [DELETE_STACK] }],
    verdict: 'no-reach',
  },
  {
    world: 'or has them',
    assets: [table(), stack([TABLE], null)],
    store: TABLE,
    may: [{ may: [DELETE_STACK, 'dynamodb:DeleteTable *'] }],
    verdict: 'total-loss',
    calls: 1,
  },
  {
    world: 'termination protection on the stack and the right to clear it',
    assets: [volume(), stack([VOLUME], ROLE, [terminationProtection])],
    store: VOLUME,
    may: [{ may: ['cloudformation:* *'] }],
    verdict: 'total-loss',
    calls: 2,
  },
  {
    world: 'termination protection on the stack without it',
    assets: [volume(), stack([VOLUME], ROLE, [terminationProtection])],
    store: VOLUME,
    may: [{ may: [DELETE_STACK] }],
    verdict: 'no-reach',
  },
  {
    world: 'deletion protection holds against the stack as well',
    assets: [table({ guards: [deletionProtection('dynamodb:UpdateTable')] }), stack([TABLE], ROLE)],
    store: TABLE,
    may: [{ may: [DELETE_STACK] }],
    verdict: 'no-reach',
  },
  {
    world: 'of a database the stack takes a snapshot first, unless its template says otherwise',
    assets: [database(), ...automated(), stack([DATABASE], ROLE)],
    store: DATABASE,
    may: [{ may: [DELETE_STACK] }],
    verdict: 'unknown',
    plan: ['cloudformation:DeleteStack'],
  },
  {
    world: 'a bucket has to be empty first',
    assets: [bucket(), stack([BUCKET], ROLE)],
    store: BUCKET,
    may: [{ may: [DELETE_STACK] }],
    verdict: 'left out',
  },
];

/** Points that expire one a day from a day on; the lock of each ends with it. */
function expiring(first: number, spread: number) {
  return points(DATABASE, 5).map((point, i) => {
    const until = hoursFromNow((first + (i * spread) / 5) * DAY);
    return { ...point, props: { ...point.props, expires: until, guards: [vaultLock('immutable', until)] } };
  });
}

describe('what one credential does to a database kept by AWS Backup', () => {
  test.each(vaults)('$world: $verdict', holdTo);
});

describe('what one credential does to a stack', () => {
  test.each(stacks)('$world: $verdict', holdTo);
});
