import { describe, test } from 'vitest';
import type { Guard } from '../../src/model/asset.ts';
import { BUCKET, bucket, bucketReplica, versions } from './aws-stores-world.ts';
import { type Case, holdTo } from './case-table.ts';
import { KEY, key } from './ec2-world.ts';
import { asset, hoursFromNow } from './world.ts';

const DELETE = 's3:DeleteObject *';
const VERSION = 's3:DeleteObjectVersion *';
const LIFECYCLE = 's3:PutLifecycleConfiguration *';
const EVERYTHING = ['* *'];
const farAccount = asset('container', 'aws:account:222222222222', 'AWS::Account', { scope: '222222222222' });

const objectLock = (operations: readonly string[], until: string | null = null): Guard => ({
  type: 'object-lock',
  clearedBy: operations.map((operation) => ({ operation })),
  until,
});
const mfaDelete: Guard = { type: 'mfa-delete', clearedBy: [], until: null };

const cases: readonly Case[] = [
  {
    world: 'a bucket without versions, object by object',
    assets: [bucket()],
    store: BUCKET,
    may: [{ may: [DELETE] }],
    verdict: 'total-loss',
    atLeast: true,
    plan: ['s3:DeleteObject'],
  },
  {
    world: 'or by overwriting them',
    assets: [bucket()],
    store: BUCKET,
    may: [{ may: ['s3:PutObject *'] }],
    verdict: 'total-loss',
    atLeast: true,
  },
  {
    world: 'the right to delete the bucket alone, which has to be empty',
    assets: [bucket()],
    store: BUCKET,
    may: [{ may: ['s3:DeleteBucket *'] }],
    verdict: 'left out',
  },
  {
    world: 'a versioned bucket and a role with only s3:DeleteObject',
    assets: [bucket(), ...versions()],
    store: BUCKET,
    may: [{ may: [DELETE, 's3:PutObject *'] }],
    verdict: 'recoverable',
    stoppedBy: 'its noncurrent versions, out of its reach',
  },
  {
    world: 'older versions that go within the horizon only delay it',
    assets: [bucket(), ...versions({ expires: hoursFromNow(7 * 24) })],
    store: BUCKET,
    may: [{ may: [DELETE] }],
    verdict: 'delayed-loss',
  },
  {
    world: 'suspended versioning keeps nothing',
    assets: [bucket(), ...versions({ complete: false })],
    store: BUCKET,
    may: [{ may: [DELETE] }],
    verdict: 'total-loss',
  },
  {
    world: 'every version deleted by name',
    assets: [bucket(), ...versions()],
    store: BUCKET,
    may: [{ may: [VERSION] }],
    verdict: 'total-loss',
    atLeast: true,
    calls: 1,
  },
  {
    world: 'a lifecycle rule that lets all of it expire, without a right to delete',
    assets: [bucket(), ...versions()],
    store: BUCKET,
    may: [{ may: [LIFECYCLE] }],
    verdict: 'delayed-loss',
    calls: 1,
    hours: 24,
  },
  {
    world: 'governance retention and the right to pass over it, which is no call of its own',
    assets: [bucket(), ...versions({ guards: [objectLock(['s3:BypassGovernanceRetention'])] })],
    store: BUCKET,
    may: [{ may: [VERSION, 's3:BypassGovernanceRetention *'] }],
    verdict: 'total-loss',
    calls: 1,
  },
  {
    world: 'governance retention without that right',
    assets: [bucket(), ...versions({ guards: [objectLock(['s3:BypassGovernanceRetention'])] })],
    store: BUCKET,
    may: [{ may: [VERSION, LIFECYCLE] }],
    verdict: 'recoverable',
  },
  {
    world: 'compliance retention holds against everything',
    assets: [bucket(), ...versions({ guards: [objectLock([])] })],
    store: BUCKET,
    may: [{ may: EVERYTHING }],
    verdict: 'recoverable',
  },
  {
    world: 'compliance retention that ends tomorrow',
    assets: [bucket(), ...versions({ guards: [objectLock([], hoursFromNow(24))] })],
    store: BUCKET,
    may: [{ may: EVERYTHING }],
    verdict: 'delayed-loss',
  },
  {
    world: 'but not against the end of its key',
    assets: [bucket({ key: KEY }), key(), ...versions({ key: KEY, guards: [objectLock([])] })],
    store: BUCKET,
    may: [{ may: ['kms:ScheduleKeyDeletion *'] }],
    verdict: 'delayed-loss',
    hours: 7 * 24,
  },
  {
    world: 'MFA delete, which no principal but root can meet',
    assets: [bucket(), ...versions({ guards: [mfaDelete] })],
    store: BUCKET,
    may: [{ may: EVERYTHING }],
    verdict: 'recoverable',
  },
  {
    world: 'a replica in the backup account that follows delete markers',
    assets: [bucket(), farAccount, ...bucketReplica('222222222222', ['s3:DeleteObject'])],
    store: BUCKET,
    may: [{ may: [`s3:DeleteObject ${BUCKET}`] }],
    verdict: 'total-loss',
  },
  {
    world: 'one that does not',
    assets: [bucket(), farAccount, ...bucketReplica('222222222222', [])],
    store: BUCKET,
    may: [{ may: [`s3:DeleteObject ${BUCKET}`] }],
    verdict: 'recoverable',
  },
  {
    world: 'a replica does not follow the deletion of versions',
    assets: [bucket(), farAccount, ...bucketReplica('222222222222', ['s3:DeleteObject'])],
    store: BUCKET,
    may: [{ may: [`s3:DeleteObjectVersion ${BUCKET}`] }],
    verdict: 'recoverable',
  },
  {
    world: 'a replica in an account nobody scanned',
    assets: [bucket(), ...bucketReplica('333333333333', [])],
    store: BUCKET,
    may: [{ may: [DELETE] }],
    verdict: 'total-loss',
  },
];

describe('what one credential does to an S3 bucket', () => {
  test.each(cases)('$world: $verdict', holdTo);
});
