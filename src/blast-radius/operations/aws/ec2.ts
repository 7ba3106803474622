import type { Operation } from '../../../model/operation.ts';
import { row, weakening } from './row.ts';

const EC2 = 'docs.aws.amazon.com/AWSEC2/latest/APIReference';
const EBS = 'docs.aws.amazon.com/ebs/latest/userguide';

const INSTANCE = { kind: 'workload', natives: ['AWS::EC2::Instance'] } as const;
const VOLUME = { kind: 'store', natives: ['AWS::EC2::Volume'] } as const;
const SNAPSHOT = { kind: 'backup', natives: ['AWS::EC2::Snapshot'] } as const;
const IMAGE = { kind: 'backup', natives: ['AWS::EC2::Image'] } as const;
const CAUGHT = { kind: 'backup', natives: ['AWS::EC2::Snapshot', 'AWS::EC2::Image'] } as const;
const RULE = { kind: 'vault', natives: ['AWS::Rbin::Rule'] } as const;

/** A volume that does not go with its instance comes off it. */
const TERMINATED = { operation: 'ec2:TerminateInstances', on: 'workload' } as const;

const deletions: readonly Operation[] = [
  row({
    id: 'ec2:TerminateInstances',
    label: 'terminate the instance with its volumes',
    actsOn: INSTANCE,
    effect: 'destroy-data',
    ends: ['attached'],
    requires: [{ operation: 'ec2:ModifyInstanceAttribute', when: 'outlives-workload', on: 'workload' }],
    batch: 1000,
    source: `${EC2}/API_TerminateInstances.html (DeleteOnTermination)`,
  }),
  row({
    id: 'ec2:DeleteVolume',
    label: 'delete the volume',
    actsOn: VOLUME,
    effect: 'destroy-data',
    ends: ['self'],
    requires: [
      { operation: 'ec2:StopInstances', when: 'attached-root', on: 'workload', or: TERMINATED },
      { operation: 'ec2:DetachVolume', when: 'attached', on: 'target', or: TERMINATED },
    ],
    source: `${EC2}/API_DeleteVolume.html, ${EC2}/API_DetachVolume.html`,
  }),
  row({
    id: 'ec2:CreateReplaceRootVolumeTask',
    label: 'replace the root volume and delete the old one',
    actsOn: INSTANCE,
    effect: 'destroy-data',
    ends: ['root'],
    source: `${EC2}/API_CreateReplaceRootVolumeTask.html (DeleteReplacedRootVolume)`,
    confidence: 'inferred',
    note: 'no page says that termination protection stops it',
  }),
  row({
    id: 'ec2:DeregisterImage',
    label: 'deregister the image together with its snapshots',
    actsOn: IMAGE,
    effect: 'destroy-backup',
    ends: ['self', 'held'],
    requires: [{ operation: 'ec2:DeleteSnapshot', when: 'always', on: 'held', permissionOnly: true }],
    source: `${EC2}/API_DeregisterImage.html (DeleteAssociatedSnapshots)`,
  }),
  row({
    id: 'ec2:DeregisterImage',
    label: 'deregister the image',
    actsOn: IMAGE,
    effect: 'destroy-backup',
    ends: ['self'],
    source: `${EC2}/API_DeregisterImage.html`,
  }),
  row({
    id: 'ec2:DeleteSnapshot',
    label: 'delete the snapshot',
    actsOn: SNAPSHOT,
    effect: 'destroy-backup',
    ends: ['self'],
    requires: [{ operation: 'ec2:DeregisterImage', when: 'held', on: 'holder' }],
    source: `${EC2}/API_DeleteSnapshot.html`,
  }),
];

/** Ways into the instance itself; whether they are open on it is not read. */
const dataPath: readonly Operation[] = (
  [
    ['ssm:SendCommand', 'run a command on the instance that destroys its data'],
    ['ssm:StartSession', 'open a shell on the instance and destroy its data'],
    ['ec2-instance-connect:SendSSHPublicKey', 'log in to the instance and destroy its data'],
  ] as const
).map(([id, label]) =>
  row({
    id,
    label,
    actsOn: INSTANCE,
    effect: 'destroy-data',
    ends: ['attached'],
    source: 'docs.aws.amazon.com/systems-manager/latest/userguide, docs.aws.amazon.com/ec2-instance-connect',
    confidence: 'unverified',
    route: 'data-path',
    note: 'whether the instance can be reached that way is not read',
  }),
);

/** A rule goes by tags that whoever may tag takes off, writes over, or sets: up to 1,000 resources a call. */
const retagging: readonly Operation[] = (
  [
    ['ec2:DeleteTags', 'remove the tag a recycle bin rule looks for'],
    ['ec2:CreateTags', 'tag it so that a recycle bin rule leaves it out'],
  ] as const
).map(([id, label]) =>
  row({
    id,
    label,
    actsOn: CAUGHT,
    effect: 'weaken-guard',
    batch: 1000,
    source: `${EBS}/recycle-bin-create-rule.html; ${EC2}/API_CreateTags.html, ${EC2}/API_DeleteTags.html`,
  }),
);

/** EC2, its disks and their snapshots, images, and the recycle bin that keeps them. */
export const ec2Operations: readonly Operation[] = [
  ...deletions,
  ...dataPath,
  ...weakening(`${EC2} and ${EBS}`, [
    ['ec2:ModifyInstanceAttribute', 'change the protection or the disks of the instance', INSTANCE],
    ['ec2:UnlockSnapshot', 'unlock the snapshot', SNAPSHOT],
    ['ec2:LockSnapshot', 'shorten the lock of the snapshot', SNAPSHOT],
    ['ec2:DisableImageDeregistrationProtection', 'take the protection off the image', IMAGE],
    ['ec2:StopInstances', 'stop the instance', INSTANCE],
    ['ec2:DetachVolume', 'detach the volume', VOLUME],
    ['rbin:DeleteRule', 'delete the recycle bin rule', RULE],
    ['rbin:UpdateRule', 'change the recycle bin rule', RULE],
    ['rbin:UnlockRule', 'start to unlock the recycle bin rule', RULE],
  ]),
  ...[CAUGHT, VOLUME].flatMap((actsOn) => retagging.map((call) => ({ ...call, actsOn }))),
];
