import { describe, expect, test } from 'vitest';
import type { AssetKind, AssetOf, Guard } from '../../src/model/asset.ts';
import type { Verdict } from '../../src/model/blast-radius.ts';
import {
  accessKey,
  attachedVolume,
  image,
  imageId,
  KEY,
  key,
  SCANNED,
  server,
  snapshotId,
  snapshots,
  USER,
  VOLUME,
  volume,
} from './ec2-world.ts';
import { type Script, scripted } from './scripted-access.ts';
import { asset, blast, hoursFromNow, link, pairOf } from './world.ts';

const TERMINATE = 'ec2:TerminateInstances *';
const DETACH = 'ec2:DetachVolume *';
const DELETE = 'ec2:DeleteVolume *';
const SNAPSHOTS = 'ec2:DeleteSnapshot *';
const KEY_KILL = 'kms:ScheduleKeyDeletion *';
const FAR = 'arn:aws:iam::222222222222:role/backup-admin';
const EVERYTHING = ['* *'];

const protection: Guard = {
  type: 'termination-protection',
  clearedBy: [{ operation: 'ec2:ModifyInstanceAttribute' }],
  until: null,
};
const lock = (given: Partial<Guard>): Guard => ({
  type: 'snapshot-lock',
  clearedBy: [],
  until: null,
  ...given,
});
const bin = (hours: number, clearedBy: Guard['clearedBy'] = []): Guard => ({
  type: 'recycle-bin',
  clearedBy,
  until: null,
  hours,
});
const keptByBackup: Guard = {
  type: 'deletion-protection',
  clearedBy: [{ operation: 'backup:DeleteRecoveryPoint' }],
  until: null,
};
const elsewhere = { provider: 'aws', account: '222222222222', region: 'eu-west-1', vault: null };
const farAccount = asset('container', 'aws:account:222222222222', 'AWS::Account', { scope: '222222222222' });

interface Case {
  readonly world: string;
  readonly assets: readonly AssetOf<AssetKind>[];
  readonly may: readonly Script[];
  readonly verdict: Verdict | 'left out';
  readonly possible?: Verdict;
  readonly plan?: readonly string[];
  readonly calls?: number;
  readonly second?: readonly string[];
  readonly stoppedBy?: string;
  readonly wait?: number;
}

const cases: readonly Case[] = [
  {
    world: 'an instance whose volume goes with it, and no copy',
    assets: [attachedVolume(), server()],
    may: [{ may: [TERMINATE] }],
    verdict: 'total-loss',
    plan: ['ec2:TerminateInstances'],
    stoppedBy: 'nothing',
  },
  {
    world: 'three snapshots it may delete as well',
    assets: [attachedVolume(), server(), ...snapshots(3)],
    may: [{ may: [TERMINATE, SNAPSHOTS] }],
    verdict: 'total-loss',
    calls: 4,
    plan: ['ec2:TerminateInstances', 'ec2:DeleteSnapshot x3'],
    second: ['ec2:TerminateInstances'],
  },
  {
    world: 'three snapshots out of its reach',
    assets: [attachedVolume(), server(), ...snapshots(3)],
    may: [{ may: [TERMINATE] }],
    verdict: 'recoverable',
    calls: 1,
    stoppedBy: 'its 3 snapshots, out of its reach',
  },
  {
    world: 'one of three snapshots out of its reach',
    assets: [attachedVolume(), server(), ...snapshots(3)],
    may: [{ may: [TERMINATE, `ec2:DeleteSnapshot ${snapshotId(1)}`, `ec2:DeleteSnapshot ${snapshotId(2)}`] }],
    verdict: 'recoverable',
    stoppedBy: 'its snapshot, out of its reach',
  },
  {
    world: 'the copies but not the store',
    assets: [attachedVolume(), server(), ...snapshots(3)],
    may: [{ may: [SNAPSHOTS] }],
    verdict: 'copies-lost',
    calls: 3,
  },
  {
    world: 'some of the copies and not the store',
    assets: [attachedVolume(), server(), ...snapshots(2)],
    may: [{ may: [`ec2:DeleteSnapshot ${snapshotId(1)}`] }],
    verdict: 'no-reach',
  },
  {
    world: 'nothing at all',
    assets: [attachedVolume(), server()],
    may: [{ may: ['ec2:CreateTags *'] }],
    verdict: 'left out',
  },
  {
    world: 'termination protection and the right to switch it off',
    assets: [attachedVolume(), server([protection])],
    may: [{ may: [TERMINATE, 'ec2:ModifyInstanceAttribute *'] }],
    verdict: 'total-loss',
    plan: ['ec2:ModifyInstanceAttribute', 'ec2:TerminateInstances'],
  },
  {
    world: 'termination protection it cannot switch off',
    assets: [attachedVolume(), server([protection])],
    may: [{ may: [TERMINATE] }],
    verdict: 'no-reach',
    stoppedBy: 'termination-protection on its workload',
  },
  {
    world: 'termination protection, and a way round it',
    assets: [attachedVolume(), server([protection])],
    may: [{ may: [TERMINATE, DETACH, DELETE] }],
    verdict: 'total-loss',
    plan: ['ec2:DetachVolume', 'ec2:DeleteVolume'],
  },
  {
    world: 'a volume attached to nothing',
    assets: [volume()],
    may: [{ may: [DELETE] }],
    verdict: 'total-loss',
    plan: ['ec2:DeleteVolume'],
  },
  {
    world: 'an attached volume it may not detach',
    assets: [attachedVolume(), server()],
    may: [{ may: [DELETE] }],
    verdict: 'no-reach',
  },
  {
    world: 'a root disk, which comes off only once its instance is stopped',
    assets: [attachedVolume({ root: true }), server()],
    may: [{ may: [DETACH, DELETE, 'ec2:StopInstances *'] }],
    verdict: 'total-loss',
    plan: ['ec2:StopInstances', 'ec2:DetachVolume', 'ec2:DeleteVolume'],
  },
  {
    world: 'a volume that outlives its instance, made to go with it first',
    assets: [attachedVolume({ endsWithWorkload: false }), server()],
    may: [{ may: [TERMINATE, 'ec2:ModifyInstanceAttribute *'] }],
    verdict: 'total-loss',
    plan: ['ec2:ModifyInstanceAttribute', 'ec2:TerminateInstances'],
  },
  {
    world: 'a snapshot locked for good',
    assets: [volume(), ...snapshots(1, { guards: [lock({})] })],
    may: [{ may: EVERYTHING }],
    verdict: 'recoverable',
    stoppedBy: 'its snapshot, out of its reach',
  },
  {
    world: 'a lock in its cooling-off, and the right to take it off',
    assets: [
      volume(),
      ...snapshots(1, { guards: [lock({ clearedBy: [{ operation: 'ec2:UnlockSnapshot' }] })] }),
    ],
    may: [{ may: EVERYTHING }],
    verdict: 'total-loss',
    plan: ['ec2:DeleteVolume', 'ec2:UnlockSnapshot', 'ec2:DeleteSnapshot'],
  },
  {
    world: 'the same lock without that right',
    assets: [
      volume(),
      ...snapshots(1, { guards: [lock({ clearedBy: [{ operation: 'ec2:UnlockSnapshot' }] })] }),
    ],
    may: [{ may: [DELETE, SNAPSHOTS] }],
    verdict: 'recoverable',
  },
  {
    world: 'a compliance lock that ends tomorrow',
    assets: [volume(), ...snapshots(1, { guards: [lock({ until: hoursFromNow(24) })] })],
    may: [{ may: EVERYTHING }],
    verdict: 'delayed-loss',
    wait: 24,
    stoppedBy: 'only the wait until a guard ends',
  },
  {
    world: 'a compliance lock that ended yesterday',
    assets: [volume(), ...snapshots(1, { guards: [lock({ until: hoursFromNow(-24) })] })],
    may: [{ may: EVERYTHING }],
    verdict: 'total-loss',
    calls: 2,
  },
  {
    world: 'a compliance lock that outlasts the horizon',
    assets: [volume(), ...snapshots(1, { guards: [lock({ until: hoursFromNow(24 * 30) })] })],
    may: [{ may: EVERYTHING }],
    verdict: 'recoverable',
  },
  {
    world: 'a locked snapshot under the key of the store',
    assets: [volume({ key: KEY }), key(), ...snapshots(1, { key: KEY, guards: [lock({})] })],
    may: [{ may: [KEY_KILL, DELETE, SNAPSHOTS] }],
    verdict: 'delayed-loss',
    plan: ['kms:ScheduleKeyDeletion'],
  },
  {
    world: 'a root disk under termination protection, replaced',
    assets: [attachedVolume({ root: true }), server([protection])],
    may: [{ may: ['ec2:CreateReplaceRootVolumeTask *'] }],
    verdict: 'total-loss',
    plan: ['ec2:CreateReplaceRootVolumeTask'],
  },
  {
    world: 'a disk that is not the root is not replaced',
    assets: [attachedVolume(), server()],
    may: [{ may: ['ec2:CreateReplaceRootVolumeTask *'] }],
    verdict: 'left out',
  },
  {
    world: 'a shell on the instance, which may not be open',
    assets: [attachedVolume(), server()],
    may: [{ may: ['ssm:StartSession *'] }],
    verdict: 'unknown',
    plan: ['ssm:StartSession'],
  },
  {
    world: 'a snapshot made by AWS Backup, deleted through it',
    assets: [volume(), ...snapshots(1, { guards: [keptByBackup] })],
    may: [{ may: [DELETE, 'backup:DeleteRecoveryPoint *'] }],
    verdict: 'total-loss',
    plan: ['ec2:DeleteVolume', 'backup:DeleteRecoveryPoint'],
  },
  {
    world: 'the same snapshot, and the right to delete snapshots in EC2 alone',
    assets: [volume(), ...snapshots(1, { guards: [keptByBackup] })],
    may: [{ may: [DELETE, SNAPSHOTS] }],
    verdict: 'recoverable',
  },
  {
    world: 'a snapshot AWS Backup did not make is not deleted through it',
    assets: [volume(), ...snapshots(1)],
    may: [{ may: [DELETE, 'backup:DeleteRecoveryPoint *'] }],
    verdict: 'recoverable',
  },
  {
    world: 'one key for the store and fourteen copies',
    assets: [volume({ key: KEY }), key(), ...snapshots(14, { key: KEY })],
    may: [{ may: [KEY_KILL, DELETE, SNAPSHOTS] }],
    verdict: 'total-loss',
    calls: 15,
    second: ['kms:ScheduleKeyDeletion'],
  },
  {
    world: 'a key that could not be read, which the provider may manage',
    assets: [volume({ key: KEY })],
    may: [{ may: [KEY_KILL] }],
    verdict: 'unknown',
    plan: ['kms:ScheduleKeyDeletion'],
  },
  {
    world: 'an unread key never makes a loss cheaper',
    assets: [volume({ key: KEY }), ...snapshots(2, { key: KEY })],
    may: [{ may: [KEY_KILL, DELETE, SNAPSHOTS] }],
    verdict: 'total-loss',
    calls: 3,
    second: ['ec2:DeleteVolume'],
  },
  {
    world: 'a key of its own for the copies',
    assets: [volume({ key: KEY }), key(), ...snapshots(2)],
    may: [{ may: [KEY_KILL] }],
    verdict: 'recoverable',
    calls: 1,
  },
  {
    world: 'a key with material of its own, which is deleted at once, lock or no lock',
    assets: [
      volume({ key: KEY }),
      asset('key', KEY, 'AWS::KMS::ImportedKey'),
      ...snapshots(2, { key: KEY, guards: [lock({})] }),
    ],
    may: [{ may: ['kms:DeleteImportedKeyMaterial *'] }],
    verdict: 'total-loss',
    plan: ['kms:DeleteImportedKeyMaterial'],
  },
  {
    world: 'material that AWS made is deleted by nobody',
    assets: [volume({ key: KEY }), key()],
    may: [{ may: ['kms:DeleteImportedKeyMaterial *'] }],
    verdict: 'left out',
  },
  {
    world: 'a lock that may be shortened alone',
    assets: [
      volume(),
      ...snapshots(1, {
        guards: [
          lock({ clearedBy: [{ operation: 'ec2:UnlockSnapshot' }, { operation: 'ec2:LockSnapshot' }] }),
        ],
      }),
    ],
    may: [{ may: [DELETE, SNAPSHOTS, 'ec2:LockSnapshot *'] }],
    verdict: 'total-loss',
    plan: ['ec2:DeleteVolume', 'ec2:LockSnapshot', 'ec2:DeleteSnapshot'],
  },
  {
    world: 'the right to disable the key, which anyone can undo',
    assets: [volume({ key: KEY }), key()],
    may: [{ may: ['kms:DisableKey *'] }],
    verdict: 'left out',
  },
  {
    world: 'a recycle bin that keeps a week',
    assets: [volume(), ...snapshots(1, { guards: [bin(7 * 24)] })],
    may: [{ may: EVERYTHING }],
    verdict: 'delayed-loss',
    calls: 2,
  },
  {
    world: 'a recycle bin that keeps a month',
    assets: [volume(), ...snapshots(1, { guards: [bin(30 * 24)] })],
    may: [{ may: EVERYTHING }],
    verdict: 'recoverable',
  },
  {
    world: 'a recycle bin that goes by a tag it may remove',
    assets: [volume(), ...snapshots(1, { guards: [bin(7 * 24, [{ operation: 'ec2:DeleteTags' }])] })],
    may: [{ may: EVERYTHING }],
    verdict: 'total-loss',
    plan: ['ec2:DeleteVolume', 'ec2:DeleteTags', 'ec2:DeleteSnapshot'],
    second: ['ec2:DeleteVolume', 'ec2:DeleteSnapshot'],
  },
  {
    world: 'an image on its snapshot, which go together',
    assets: [volume(), image(1), ...snapshots(1, { heldBy: [imageId(1)] })],
    may: [{ may: EVERYTHING }],
    verdict: 'total-loss',
    plan: ['ec2:DeleteVolume', 'ec2:DeregisterImage'],
  },
  {
    world: 'an image it may deregister, on a snapshot it may not delete',
    assets: [volume(), image(1), ...snapshots(1, { heldBy: [imageId(1)] })],
    may: [{ may: [DELETE, 'ec2:DeregisterImage *'] }],
    verdict: 'recoverable',
    stoppedBy: 'its snapshot, out of its reach',
  },
  {
    world: 'a snapshot it may delete, held by an image it may not deregister',
    assets: [volume(), image(1), ...snapshots(1, { heldBy: [imageId(1)] })],
    may: [{ may: [DELETE, SNAPSHOTS] }],
    verdict: 'recoverable',
  },
  {
    world: 'fourteen snapshots in one vault, opened once',
    assets: [
      volume(),
      asset('vault', 'aws:vault:main', 'AWS::Backup::BackupVault', {
        props: {
          lock: 'governance',
          guards: [
            {
              type: 'vault-lock',
              clearedBy: [{ operation: 'backup:DeleteBackupVaultLockConfiguration' }],
              until: null,
            },
          ],
        },
      }),
      ...snapshots(14).map((one) => ({ ...one, links: [...one.links, link('in-vault', 'aws:vault:main')] })),
    ],
    may: [{ may: EVERYTHING }],
    verdict: 'total-loss',
    calls: 16,
    plan: ['ec2:DeleteVolume', 'backup:DeleteBackupVaultLockConfiguration', 'ec2:DeleteSnapshot x14'],
  },
  {
    world: 'a snapshot in another account, reached by a role',
    assets: [volume(), farAccount, ...snapshots(1, { location: elsewhere })],
    may: [{ may: [DELETE] }, { through: [FAR], may: [SNAPSHOTS] }],
    verdict: 'total-loss',
    calls: 3,
    plan: ['sts:AssumeRole', 'ec2:DeleteVolume', 'ec2:DeleteSnapshot'],
    second: ['ec2:DeleteVolume'],
  },
  {
    world: 'a snapshot in another account, out of reach',
    assets: [volume(), farAccount, ...snapshots(1, { location: elsewhere })],
    may: [{ may: [DELETE] }],
    verdict: 'recoverable',
  },
  {
    world: 'a snapshot in an account nobody scanned makes nothing recoverable',
    assets: [volume(), ...snapshots(1, { location: { ...elsewhere, account: '333333333333' } })],
    may: [{ may: [DELETE] }],
    verdict: 'total-loss',
    calls: 1,
  },
  {
    world: 'one role for the store and the copies is assumed once',
    assets: [volume(), ...snapshots(2)],
    may: [{}, { through: [FAR], may: EVERYTHING }],
    verdict: 'total-loss',
    calls: 4,
  },
  {
    world: 'two roles with a first step in common',
    assets: [volume(), ...snapshots(1)],
    may: [
      { through: ['role/hub', 'role/data'], may: [DELETE] },
      { through: ['role/hub', 'role/copies'], may: [SNAPSHOTS] },
    ],
    verdict: 'total-loss',
    calls: 5,
  },
  {
    world: 'a role that does both is better than two',
    assets: [volume(), ...snapshots(1)],
    may: [
      { through: ['role/data'], may: [DELETE] },
      { through: ['role/copies'], may: [SNAPSHOTS] },
      { through: ['role/both'], may: [DELETE, SNAPSHOTS] },
    ],
    verdict: 'total-loss',
    calls: 3,
  },
  {
    world: 'a snapshot that is not complete',
    assets: [volume(), ...snapshots(1, { complete: false })],
    may: [{ may: [DELETE] }],
    verdict: 'total-loss',
    calls: 1,
  },
  {
    world: 'a snapshot whose expiry could not be read is not taken to last',
    assets: [volume(), ...snapshots(1, { expires: 'unknown' })],
    may: [{ may: [DELETE] }],
    verdict: 'delayed-loss',
    calls: 1,
  },
  {
    world: 'a snapshot that expires in three days',
    assets: [volume(), ...snapshots(1, { expires: hoursFromNow(72) })],
    may: [{ may: [DELETE] }],
    verdict: 'delayed-loss',
    stoppedBy: 'only its snapshot, for a while',
  },
  {
    world: 'the same snapshot within reach',
    assets: [volume(), ...snapshots(1, { expires: hoursFromNow(72) })],
    may: [{ may: [DELETE, SNAPSHOTS] }],
    verdict: 'total-loss',
    calls: 2,
    second: ['ec2:DeleteVolume'],
  },
  {
    world: 'a replica that follows the deletion of its source',
    assets: [volume(), ...snapshots(1, { type: 'replica', follows: ['ec2:DeleteVolume'] })],
    may: [{ may: [DELETE] }],
    verdict: 'total-loss',
    calls: 1,
  },
  {
    world: 'an automated copy that does not survive its source',
    assets: [volume(), ...snapshots(1, { type: 'automated', survivesSource: false })],
    may: [{ may: [DELETE] }],
    verdict: 'total-loss',
    calls: 1,
  },
  {
    world: 'a key of the store alone spares the copy that would go with it',
    assets: [volume({ key: KEY }), key(), ...snapshots(1, { type: 'automated', survivesSource: false })],
    may: [{ may: [KEY_KILL] }],
    verdict: 'recoverable',
  },
  {
    world: 'a condition left to hold',
    assets: [volume()],
    may: [{ mayIf: { 'the session carries MFA': [DELETE] } }],
    verdict: 'no-reach',
    possible: 'total-loss',
    plan: ['ec2:DeleteVolume'],
  },
  {
    world: 'a condition on the copies alone',
    assets: [volume(), ...snapshots(1)],
    may: [{ may: [DELETE], mayIf: { 'the session carries MFA': [SNAPSHOTS] } }],
    verdict: 'recoverable',
    possible: 'total-loss',
    calls: 2,
    second: ['ec2:DeleteVolume'],
  },
  {
    world: 'an unread policy that could reach the store',
    assets: [volume()],
    may: [{ hidden: { 'aws:denied:policy': [DELETE] } }],
    verdict: 'unknown',
  },
  {
    world: 'an unread policy that could reach the copies',
    assets: [volume(), ...snapshots(1)],
    may: [{ may: [DELETE], hidden: { 'aws:denied:policy': [SNAPSHOTS] } }],
    verdict: 'unknown',
    second: ['ec2:DeleteVolume'],
  },
  {
    world: 'an unread policy beside a certain loss',
    assets: [volume()],
    may: [{ may: [DELETE], hidden: { 'aws:denied:policy': ['* *'] } }],
    verdict: 'total-loss',
  },
  {
    world: 'identities that could not be read',
    assets: [volume()],
    may: [{ unread: ['aws:denied:trust'] }],
    verdict: 'unknown',
  },
  {
    world: 'an unverified rule',
    assets: [volume()],
    may: [{ perhaps: [DELETE] }],
    verdict: 'unknown',
    plan: ['ec2:DeleteVolume'],
  },
  {
    world: 'a condition, and something unread that is milder than what the condition allows',
    assets: [volume(), ...snapshots(1)],
    may: [{ mayIf: { 'from the office': [DELETE, SNAPSHOTS] }, hidden: { 'aws:denied:policy': [DELETE] } }],
    verdict: 'unknown',
    possible: 'total-loss',
  },
];

describe('what one credential does to an EC2 volume', () => {
  test.each(cases)('$world: $verdict', (given) => {
    const radius = blast(
      { assets: [SCANNED, accessKey(), ...given.assets] },
      undefined,
      scripted({ [USER]: given.may }),
    );
    const told = pairOf(radius, USER, VOLUME);
    expect(told?.verdict ?? 'left out').toBe(given.verdict);
    expect(told?.possible ?? undefined).toBe(given.possible);
    if (given.plan !== undefined) expect(told?.plan).toEqual(given.plan);
    if (given.calls !== undefined) expect(told?.calls).toBe(given.calls);
    if (given.second !== undefined) expect(told?.second).toEqual(given.second);
    if (given.stoppedBy !== undefined) expect(told?.pair.stoppedBy[0]?.control).toBe(given.stoppedBy);
    const plan = radius.plans.find(({ id }) => id === told?.pair.plan);
    if (given.wait !== undefined) expect(plan?.waitHours).toBe(given.wait);
  });
});
