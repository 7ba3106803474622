import type { Unattributed } from '../../model/attribution.ts';

type Change = Unattributed['change'];

type Acts = Readonly<Record<Change, readonly string[]>>;

const acts = (added: string, removed: string, changed: string): Acts => ({
  added: added.split(' '),
  removed: removed.split(' '),
  changed: changed.split(' '),
});

const iamUserChanges =
  'AttachUserPolicy DetachUserPolicy PutUserPolicy DeleteUserPolicy PutUserPermissionsBoundary ' +
  'DeleteUserPermissionsBoundary AddUserToGroup RemoveUserFromGroup CreateAccessKey UpdateAccessKey DeleteAccessKey ' +
  'CreateLoginProfile UpdateLoginProfile DeleteLoginProfile EnableMFADevice DeactivateMFADevice UploadSSHPublicKey ' +
  'DeleteSSHPublicKey CreateServiceSpecificCredential DeleteServiceSpecificCredential UpdateUser';
const iamRoleChanges =
  'AttachRolePolicy DetachRolePolicy PutRolePolicy DeleteRolePolicy PutRolePermissionsBoundary ' +
  'DeleteRolePermissionsBoundary UpdateAssumeRolePolicy UpdateRole AddRoleToInstanceProfile ' +
  'RemoveRoleFromInstanceProfile';

const keyActs = acts(
  'CreateKey ReplicateKey',
  'ScheduleKeyDeletion DeleteKey',
  'ScheduleKeyDeletion CancelKeyDeletion DisableKey EnableKey PutKeyPolicy DeleteImportedKeyMaterial ImportKeyMaterial',
);

/**
 * The events by which each type comes, goes and changes. Event names are the API's; see each service's API reference
 * under https://docs.aws.amazon.com/. A type that is not listed is not attributed.
 */
const actsOn: Readonly<Record<string, Acts>> = {
  'AWS::EC2::Instance': acts(
    'RunInstances',
    'TerminateInstances',
    'ModifyInstanceAttribute AttachVolume DetachVolume AssociateIamInstanceProfile DisassociateIamInstanceProfile ReplaceIamInstanceProfileAssociation',
  ),
  'AWS::EC2::Volume': acts(
    'CreateVolume RunInstances',
    'DeleteVolume TerminateInstances',
    'ModifyVolume AttachVolume DetachVolume ModifyInstanceAttribute DeleteSnapshot',
  ),
  'AWS::EC2::Snapshot': acts(
    'CreateSnapshot CreateSnapshots CopySnapshot ImportSnapshot CreateImage',
    'DeleteSnapshot',
    'ModifySnapshotAttribute LockSnapshot UnlockSnapshot ModifySnapshotTier',
  ),
  'AWS::EC2::Image': acts(
    'CreateImage CopyImage RegisterImage',
    'DeregisterImage',
    'ModifyImageAttribute EnableImageDeregistrationProtection DisableImageDeregistrationProtection DisableImage EnableImage',
  ),
  'AWS::IAM::User': acts('CreateUser', 'DeleteUser', iamUserChanges),
  'AWS::IAM::Role': acts('CreateRole CreateServiceLinkedRole', 'DeleteRole', iamRoleChanges),
  'AWS::IAM::Group': acts(
    'CreateGroup',
    'DeleteGroup',
    'AttachGroupPolicy DetachGroupPolicy PutGroupPolicy DeleteGroupPolicy AddUserToGroup RemoveUserFromGroup',
  ),
  'AWS::IAM::ManagedPolicy': acts(
    'CreatePolicy',
    'DeletePolicy',
    'CreatePolicyVersion DeletePolicyVersion SetDefaultPolicyVersion AttachUserPolicy DetachUserPolicy AttachRolePolicy DetachRolePolicy AttachGroupPolicy DetachGroupPolicy',
  ),
  'AWS::IAM::AccessKey': acts('CreateAccessKey', 'DeleteAccessKey', 'UpdateAccessKey'),
  'AWS::RDS::DBInstance': acts(
    'CreateDBInstance CreateDBInstanceReadReplica RestoreDBInstanceFromDBSnapshot RestoreDBInstanceToPointInTime',
    'DeleteDBInstance',
    'ModifyDBInstance PromoteReadReplica',
  ),
  'AWS::RDS::DBCluster': acts(
    'CreateDBCluster RestoreDBClusterFromSnapshot RestoreDBClusterToPointInTime',
    'DeleteDBCluster',
    'ModifyDBCluster',
  ),
  'AWS::RDS::DBSnapshot': acts(
    'CreateDBSnapshot CopyDBSnapshot',
    'DeleteDBSnapshot',
    'ModifyDBSnapshotAttribute',
  ),
  'AWS::RDS::DBClusterSnapshot': acts(
    'CreateDBClusterSnapshot CopyDBClusterSnapshot',
    'DeleteDBClusterSnapshot',
    'ModifyDBClusterSnapshotAttribute',
  ),
  'AWS::S3::Bucket': acts(
    'CreateBucket',
    'DeleteBucket',
    'PutBucketVersioning PutBucketLifecycle PutBucketLifecycleConfiguration DeleteBucketLifecycle PutBucketPolicy DeleteBucketPolicy PutObjectLockConfiguration PutBucketObjectLockConfiguration PutBucketReplication DeleteBucketReplication PutBucketEncryption DeleteBucketEncryption PutBucketPublicAccessBlock DeleteBucketPublicAccessBlock PutBucketAcl',
  ),
  'AWS::DynamoDB::Table': acts(
    'CreateTable RestoreTableFromBackup RestoreTableToPointInTime ImportTable',
    'DeleteTable',
    'UpdateTable UpdateContinuousBackups UpdateTimeToLive PutResourcePolicy DeleteResourcePolicy',
  ),
  'AWS::KMS::Key': keyActs,
  'AWS::KMS::ImportedKey': keyActs,
  'AWS::Rbin::Rule': acts('CreateRule', 'DeleteRule', 'UpdateRule LockRule UnlockRule'),
  'AWS::RolesAnywhere::TrustAnchor': acts(
    'CreateTrustAnchor',
    'DeleteTrustAnchor',
    'UpdateTrustAnchor EnableTrustAnchor DisableTrustAnchor',
  ),
  'AWS::RolesAnywhere::Profile': acts(
    'CreateProfile',
    'DeleteProfile',
    'UpdateProfile EnableProfile DisableProfile',
  ),
  'AWS::Backup::BackupVault': acts(
    'CreateBackupVault CreateLogicallyAirGappedBackupVault',
    'DeleteBackupVault',
    'PutBackupVaultLockConfiguration DeleteBackupVaultLockConfiguration PutBackupVaultAccessPolicy DeleteBackupVaultAccessPolicy',
  ),
  'AWS::Backup::BackupPlan': acts(
    'CreateBackupPlan',
    'DeleteBackupPlan',
    'UpdateBackupPlan CreateBackupSelection DeleteBackupSelection',
  ),
  'AWS::CloudTrail::Trail': acts(
    'CreateTrail',
    'DeleteTrail',
    'StopLogging StartLogging UpdateTrail PutEventSelectors',
  ),
};

/** The events that could be that change; empty where they are not known for the type. */
export function actsFor(native: string, change: Change): readonly string[] {
  return Object.hasOwn(actsOn, native) ? (actsOn[native]?.[change] ?? []) : [];
}

/**
 * The names CloudTrail may know a resource by: the last part of its ARN, and the ARN. A trust or inline policy is an
 * act on its principal, a key id or password one on its user; empty where the id names no resource.
 */
export function resourceNames(id: string): readonly string[] {
  const arn = id.startsWith('arn:') ? id.replace(/#.*$/s, '') : embedded(id);
  if (arn === undefined) return [];
  const bare = arn.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1);
  return bare === '' || bare === 'root' ? [] : [bare, arn];
}

/** The principal in `aws:access-key:arn:aws:iam::1…:user/bot:WXYZ`. */
const embedded = (id: string): string | undefined => /^aws:[a-z-]+:(arn:[^:]+:iam::\d*:[^:]+)/.exec(id)?.[1];
