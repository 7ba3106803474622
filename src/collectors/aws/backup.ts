import { listPoints, listRecoveryPoints, recoveryPointNative } from './backup-recovery-points.ts';
import {
  getBackupVaultAccessPolicy,
  listBackupVaults,
  listVaults,
  readVaultPolicies,
} from './backup-vaults.ts';
import type { Reader } from './reader.ts';
import type { Found } from './services.ts';

export const backupCalls = [listBackupVaults, getBackupVaultAccessPolicy, listRecoveryPoints];

export const backupNatives = [
  'AWS::Backup::BackupVault',
  'AWS::Backup::LogicallyAirGappedBackupVault',
  'AWS::Backup::RestoreAccessBackupVault',
  'AWS::Backup::VaultAccessPolicy',
  recoveryPointNative,
];

/** One Region of AWS Backup: its vaults, then what lies in each. */
export async function collectBackup(reader: Reader, region: string): Promise<Found> {
  const vaults = await listVaults(reader, region);
  const [policies, points] = await Promise.all([
    readVaultPolicies(reader, vaults),
    listPoints(reader, vaults),
  ]);
  return { assets: [...vaults, ...policies, ...points] };
}
