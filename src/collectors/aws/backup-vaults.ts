import type { BackupVaultListMember } from '@aws-sdk/client-backup';
import type { AssetOf, CollectedAsset, Guard, VaultProps } from '../../model/asset.ts';
import { apiCall, leadingTo } from './api-call.ts';
import { policyAsset } from './iam-policies.ts';
import type { Reader } from './reader.ts';

export const listBackupVaults = leadingTo(
  apiCall('backup:ListBackupVaults', 'vault', 'restricts'),
  'backup',
  'policy',
);
export const getBackupVaultAccessPolicy = apiCall('backup:GetBackupVaultAccessPolicy', 'policy', 'widens');

export type CollectedVault = Omit<AssetOf<'vault'>, 'environments'>;

const vaultTypes: Readonly<Record<string, { readonly type: string; readonly native: string }>> = {
  LOGICALLY_AIR_GAPPED_BACKUP_VAULT: {
    type: 'logically-air-gapped',
    native: 'AWS::Backup::LogicallyAirGappedBackupVault',
  },
  RESTORE_ACCESS_BACKUP_VAULT: { type: 'restore-access', native: 'AWS::Backup::RestoreAccessBackupVault' },
};
const plainVault = { type: 'backup-vault', native: 'AWS::Backup::BackupVault' };

export interface Vaults {
  readonly vaults: readonly CollectedVault[];
  /** Whether the list came to its end. */
  readonly whole: boolean;
}

/** The Region's backup vaults; their locks come with the list. */
export async function listVaults(reader: Reader, region: string): Promise<Vaults> {
  const { BackupClient, ListBackupVaultsCommand } = await import('@aws-sdk/client-backup');
  const backup = reader.client(BackupClient);
  const now = reader.account.connection.io.clock();
  const vaults: CollectedVault[] = [];
  const whole = await reader.pages(
    listBackupVaults,
    (NextToken) => backup.send(new ListBackupVaultsCommand({ MaxResults: 1000, NextToken })),
    (page) => {
      const listed = page.BackupVaultList ?? [];
      for (const vault of listed) vaults.push(vaultAsset(reader, vault, region, now));
      return { items: listed.length, next: page.NextToken };
    },
  );
  return { vaults, whole };
}

/** The access policies of vaults that have one, each linked to the vault it protects. */
export async function readVaultPolicies(
  reader: Reader,
  vaults: readonly CollectedVault[],
): Promise<readonly CollectedAsset[]> {
  const { BackupClient, GetBackupVaultAccessPolicyCommand } = await import('@aws-sdk/client-backup');
  const backup = reader.client(BackupClient);
  const policyOf = async ({ id, name, region }: CollectedVault): Promise<readonly CollectedAsset[]> => {
    const answer = await reader.call(
      getBackupVaultAccessPolicy,
      () => backup.send(new GetBackupVaultAccessPolicyCommand({ BackupVaultName: name })),
      { target: id, absent: ['ResourceNotFoundException'] },
    );
    if (answer === undefined) return [];
    const policy = policyAsset(reader, {
      call: getBackupVaultAccessPolicy,
      region,
      id: `${id}#access-policy`,
      native: 'AWS::Backup::VaultAccessPolicy',
      name: `access policy of ${name}`,
      type: 'vault',
      text: answer.Policy,
      links: [{ to: id, as: 'protects' }],
    });
    return [policy];
  };
  return (await Promise.all(vaults.map((vault) => reader.queue(() => policyOf(vault))))).flat();
}

/**
 * What the lock of a vault amounts to at a time. A lock without a date can be taken off by whoever may
 * (governance); one with a date can until then (grace), and by nobody after it. A logically air-gapped vault is
 * locked from its first day: https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
 */
export function lockOf(
  { VaultType, Locked, LockDate }: Pick<BackupVaultListMember, 'VaultType' | 'Locked' | 'LockDate'>,
  now: Date,
): VaultProps['lock'] {
  if (VaultType === 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT') return 'immutable';
  if (Locked === undefined) return 'unknown';
  if (!Locked) return 'none';
  if (LockDate === undefined) return 'governance';
  return LockDate.getTime() > now.getTime() ? 'grace' : 'immutable';
}

/** What the lock of a vault guards it, or a recovery point that is deleted at `until`, by. */
export function lockGuards(
  { id, props: { lock } }: Pick<CollectedVault, 'id' | 'props'>,
  until: string | null,
): readonly Guard[] {
  if (lock === 'immutable') return [{ type: 'vault-lock', clearedBy: [], until, note: 'cleared by nobody' }];
  if (lock !== 'governance' && lock !== 'grace') return [];
  const clearedBy = [
    { operation: 'backup:DeleteBackupVaultLockConfiguration', on: id },
    { operation: 'backup:PutBackupVaultLockConfiguration', on: id },
  ];
  return [{ type: 'vault-lock', clearedBy, until: null }];
}

function vaultAsset(reader: Reader, vault: BackupVaultListMember, region: string, now: Date): CollectedVault {
  const id = vault.BackupVaultArn ?? '';
  const { type, native } = vaultTypes[vault.VaultType ?? ''] ?? plainVault;
  const key = vault.EncryptionKeyArn;
  const props: VaultProps = {
    type,
    lock: lockOf(vault, now),
    lockDate: vault.LockDate?.toISOString() ?? null,
    guards: [],
  };
  return {
    id,
    kind: 'vault',
    provider: 'aws',
    native,
    name: vault.BackupVaultName ?? id,
    scope: reader.account.id,
    region,
    createdAt: vault.CreationDate?.toISOString() ?? null,
    tags: {},
    links: key === undefined ? [] : [{ to: key, as: 'encrypted-with' }],
    props: { ...props, guards: lockGuards({ id, props }, null) },
  };
}
