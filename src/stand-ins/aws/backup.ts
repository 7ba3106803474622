import type { Answer } from './answer.ts';
import { type Json, type JsonItem, type JsonService, jsonPage, jsonRefusal } from './json.ts';
import type { KnownRequest } from './request.ts';

/** What AWS Backup holds in one Region; items in the service's own names, times in seconds since 1970. */
export interface BackupWorld {
  /** What ListBackupVaults tells of each. */
  readonly vaults?: readonly JsonItem[];
  /** Vault name to its access policy. */
  readonly policies?: ReadonlyMap<string, Json>;
  /** Vault name to its recovery points. */
  readonly points?: ReadonlyMap<string, readonly JsonItem[]>;
  /** Plan id to what GetBackupPlan tells of it. */
  readonly plans?: ReadonlyMap<string, JsonItem>;
  /** Plan id to what GetBackupSelection tells of its selections. */
  readonly selections?: ReadonlyMap<string, readonly JsonItem[]>;
  readonly copyJobs?: readonly JsonItem[];
  readonly restoreJobs?: readonly JsonItem[];
  /** Resource type to whether AWS Backup is opted in to it. */
  readonly optedIn?: Readonly<Record<string, boolean>>;
  readonly legalHolds?: readonly JsonItem[];
  /** Legal hold id to the recovery points under it. */
  readonly heldPoints?: ReadonlyMap<string, readonly JsonItem[]>;
}

/** AWS Backup, as the stand-in serves it. */
export const backup: JsonService = {
  routes: {
    'GET /backup-vaults': 'ListBackupVaults',
    'GET /backup-vaults/{vault}/access-policy': 'GetBackupVaultAccessPolicy',
    'GET /backup-vaults/{vault}/recovery-points': 'ListRecoveryPointsByBackupVault',
    'GET /backup/plans': 'ListBackupPlans',
    'GET /backup/plans/{plan}': 'GetBackupPlan',
    'GET /backup/plans/{plan}/selections': 'ListBackupSelections',
    'GET /backup/plans/{plan}/selections/{selection}': 'GetBackupSelection',
    'GET /copy-jobs': 'ListCopyJobs',
    'GET /restore-jobs': 'ListRestoreJobs',
    'GET /account-settings': 'DescribeRegionSettings',
    'GET /legal-holds': 'ListLegalHolds',
    'GET /legal-holds/{hold}/recovery-points': 'ListRecoveryPointsByLegalHold',
  },
  operations: {
    ListBackupVaults: (request) => page(request, 'BackupVaultList', worldOf(request).vaults),
    GetBackupVaultAccessPolicy: (request) => {
      const BackupVaultName = request.args.get('vault') ?? '';
      const policy = worldOf(request).policies?.get(BackupVaultName);
      if (policy === undefined) return missing(`Resource Policy does not exist for ${BackupVaultName}`);
      return { BackupVaultName, Policy: typeof policy === 'string' ? policy : JSON.stringify(policy) };
    },
    ListRecoveryPointsByBackupVault: (request) =>
      page(request, 'RecoveryPoints', worldOf(request).points?.get(request.args.get('vault') ?? '')),
    ListBackupPlans: (request) =>
      page(
        request,
        'BackupPlansList',
        [...(worldOf(request).plans ?? [])].map(([BackupPlanId, { BackupPlanArn }]) => ({
          BackupPlanId,
          ...(BackupPlanArn === undefined ? {} : { BackupPlanArn }),
        })),
      ),
    GetBackupPlan: (request) =>
      worldOf(request).plans?.get(request.args.get('plan') ?? '') ?? missing('no such plan'),
    ListBackupSelections: (request) =>
      page(
        request,
        'BackupSelectionsList',
        selectionsOf(request).map(({ SelectionId }) => ({ SelectionId: SelectionId ?? null })),
      ),
    GetBackupSelection: (request) =>
      found(selectionsOf(request), 'SelectionId', request.args.get('selection')),
    ListCopyJobs: (request) => page(request, 'CopyJobs', worldOf(request).copyJobs),
    ListRestoreJobs: (request) => page(request, 'RestoreJobs', worldOf(request).restoreJobs),
    DescribeRegionSettings: (request) => ({ ResourceTypeOptInPreference: worldOf(request).optedIn ?? {} }),
    ListLegalHolds: (request) => page(request, 'LegalHolds', worldOf(request).legalHolds),
    ListRecoveryPointsByLegalHold: (request) =>
      page(request, 'RecoveryPoints', worldOf(request).heldPoints?.get(request.args.get('hold') ?? '')),
  },
};

const worldOf = ({ account, region }: KnownRequest): BackupWorld => account.backup?.[region] ?? {};

function selectionsOf(request: KnownRequest): readonly JsonItem[] {
  return worldOf(request).selections?.get(request.args.get('plan') ?? '') ?? [];
}

function page(request: KnownRequest, list: string, items: readonly JsonItem[] = []): JsonItem {
  return jsonPage(request, { list, asked: 'nextToken', given: 'NextToken' }, items);
}

function found(
  items: readonly JsonItem[] | undefined,
  key: string,
  id: string | undefined,
): JsonItem | Answer {
  return (items ?? []).find((item) => item[key] === id) ?? missing(`${key} ${id} does not exist`);
}

const missing = (message: string): Answer => jsonRefusal(404, 'ResourceNotFoundException', message);
