import { listCopyJobs, readCopiesAbroad } from './backup-copy-jobs.ts';
import { listHeldPoints, listLegalHolds, readLegalHolds, withHolds } from './backup-legal-holds.ts';
import {
  describeRegionSettings,
  getBackupPlan,
  getBackupSelection,
  listBackupPlans,
  listBackupSelections,
  readPlans,
} from './backup-plans.ts';
import { listPoints, listRecoveryPoints, recoveryPointNative } from './backup-recovery-points.ts';
import { listRestoreJobs, readRestores } from './backup-restores.ts';
import {
  getBackupVaultAccessPolicy,
  listBackupVaults,
  listVaults,
  readVaultPolicies,
} from './backup-vaults.ts';
import type { Reader } from './reader.ts';
import type { Found } from './services.ts';

export const backupCalls = [
  listBackupVaults,
  getBackupVaultAccessPolicy,
  listRecoveryPoints,
  listBackupPlans,
  getBackupPlan,
  listBackupSelections,
  getBackupSelection,
  describeRegionSettings,
  listCopyJobs,
  listRestoreJobs,
  listLegalHolds,
  listHeldPoints,
];

/** Vaults with their locks and who may use them. */
export const vaultNatives = [
  'AWS::Backup::BackupVault',
  'AWS::Backup::LogicallyAirGappedBackupVault',
  'AWS::Backup::RestoreAccessBackupVault',
  'AWS::Backup::VaultAccessPolicy',
];

export const backupNatives = [
  ...vaultNatives,
  'AWS::Backup::BackupPlan',
  'AWS::Backup::RestoreJob',
  recoveryPointNative,
];

/** One Region of AWS Backup: plans, and where there are vaults what lies in them and the jobs on it. */
export async function collectBackup(reader: Reader, region: string): Promise<Found> {
  const [plans, stored] = await Promise.all([readPlans(reader, region), readStored(reader, region)]);
  return {
    assets: [...plans.assets, ...stored.assets],
    coverages: plans.coverages,
    ...(stored.abroad === undefined ? {} : { abroad: stored.abroad }),
  };
}

/** The vaults of one Region with their locks, and nothing of what lies in them. */
export async function collectVaults(reader: Reader, region: string): Promise<Found> {
  const { vaults } = await listVaults(reader, region);
  return { assets: [...vaults, ...(await readVaultPolicies(reader, vaults))] };
}

async function readStored(reader: Reader, region: string): Promise<Found> {
  const { vaults, whole } = await listVaults(reader, region);
  if (whole && vaults.length === 0) return { assets: [] };
  const [policies, points, abroad, restores, holds] = await Promise.all([
    readVaultPolicies(reader, vaults),
    listPoints(reader, vaults),
    readCopiesAbroad(reader),
    readRestores(reader, region),
    readLegalHolds(reader),
  ]);
  return { assets: [...vaults, ...policies, ...withHolds(points, holds), ...restores], abroad };
}
