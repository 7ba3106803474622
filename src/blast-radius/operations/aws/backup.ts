import type { Operation } from '../../../model/operation.ts';
import { opening, row, weakening } from './row.ts';

const GUIDE = 'docs.aws.amazon.com/aws-backup/latest/devguide';

const POINT = { kind: 'backup', natives: ['AWS::Backup::RecoveryPoint'] } as const;
const VAULT = {
  kind: 'vault',
  natives: ['AWS::Backup::BackupVault', 'AWS::Backup::LogicallyAirGappedBackupVault'],
} as const;
const HOLD = { kind: 'vault', natives: ['AWS::Backup::LegalHold'] } as const;

/** Copies as the service they lie in lists them, where AWS Backup itself could not be read. */
const ELSEWHERE = {
  kind: 'backup',
  natives: [
    'AWS::EC2::Snapshot',
    'AWS::EC2::Image',
    'AWS::RDS::DBSnapshot',
    'AWS::RDS::DBClusterSnapshot',
    'AWS::DynamoDB::Backup',
    'AWS::FSx::Backup',
    'AWS::Redshift::Snapshot',
  ],
} as const;

const deletions: readonly Operation[] = [
  row({
    id: 'backup:DeleteRecoveryPoint',
    label: 'delete the recovery point',
    actsOn: POINT,
    effect: 'destroy-backup',
    ends: ['self', 'held'],
    requires: [{ operation: 'backup:DeleteRecoveryPoint', when: 'held', on: 'holder' }],
    source: `${GUIDE}/deleting-backups.html, ${GUIDE}/access-control.html`,
    note: 'the service role of AWS Backup deletes: the caller needs no permission of the service the copy lies in',
  }),
  row({
    id: 'backup:DeleteRecoveryPoint',
    label: 'have AWS Backup delete the copy it made',
    actsOn: ELSEWHERE,
    effect: 'destroy-backup',
    ends: ['self'],
    onlyGuarded: true,
    source: `${GUIDE}/deleting-backups.html`,
    note: 'the service role of AWS Backup deletes: the caller needs no permission of the service the copy lies in',
  }),
  row({
    id: 'backup:UpdateRecoveryPointLifecycle',
    label: 'let the recovery point expire after a day',
    actsOn: POINT,
    effect: 'destroy-backup',
    ends: ['self'],
    undo: { hours: 8, closedBy: null, by: 'setting its lifecycle back before AWS Backup deletes it' },
    source: `${GUIDE}/deleting-backups.html, ${GUIDE}/API_UpdateRecoveryPointLifecycle.html`,
    confidence: 'inferred',
    note: 'what is past its day is deleted at any time in the 8 hours after; continuous backups refuse it',
  }),
];

/** AWS Backup: recovery points, the vaults they lie in and what locks those. */
export const backupOperations: readonly Operation[] = [
  ...deletions,
  ...weakening(`${GUIDE}/vault-lock.html`, [
    ['backup:DeleteBackupVaultLockConfiguration', 'take the lock off the vault', VAULT],
    ['backup:PutBackupVaultLockConfiguration', 'replace the lock of the vault', VAULT],
    ['backup:CancelLegalHold', 'cancel the legal hold', HOLD],
  ]),
  ...opening(`${GUIDE}/create-a-vault-access-policy.html`, [
    ['backup:PutBackupVaultAccessPolicy', 'replace the access policy of the vault', VAULT, 'replaced'],
    ['backup:DeleteBackupVaultAccessPolicy', 'delete the access policy of the vault', VAULT, 'removed'],
  ]),
];
