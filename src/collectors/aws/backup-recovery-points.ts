import type { RecoveryPointByBackupVault, RecoveryPointStatus } from '@aws-sdk/client-backup';
import type { BackupProps, Link } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import { lastPart } from './arn.ts';
import { type CollectedVault, lockGuards } from './backup-vaults.ts';
import type { CollectedBackup } from './ec2-snapshots.ts';
import type { Reader } from './reader.ts';

export const listRecoveryPoints = apiCall('backup:ListRecoveryPointsByBackupVault', 'backup', 'restricts');

export const recoveryPointNative = 'AWS::Backup::RecoveryPoint';

/**
 * The recovery points of vaults. Those of types that AWS Backup does not fully manage have the ARN of the
 * service's own copy (`arn:aws:ec2:…:snapshot/…`), by which deleting them is permitted:
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/access-control.html
 */
export async function listPoints(
  reader: Reader,
  vaults: readonly CollectedVault[],
): Promise<readonly CollectedBackup[]> {
  // What a restore-access vault shows lies in the vault of another account.
  const own = vaults.filter(({ props }) => props.type !== 'restore-access');
  const lists = await Promise.all(own.map((vault) => reader.queue(() => pointsIn(reader, vault))));
  return lists.flat();
}

async function pointsIn(reader: Reader, vault: CollectedVault): Promise<readonly CollectedBackup[]> {
  const { BackupClient, ListRecoveryPointsByBackupVaultCommand } = await import('@aws-sdk/client-backup');
  const backup = reader.client(BackupClient);
  const { name: BackupVaultName } = vault;
  const points: CollectedBackup[] = [];
  const children = new Map<string, string[]>();
  await reader.pages(
    listRecoveryPoints,
    (NextToken) =>
      backup.send(
        new ListRecoveryPointsByBackupVaultCommand({ BackupVaultName, MaxResults: 1000, NextToken }),
      ),
    (page) => {
      const listed = page.RecoveryPoints ?? [];
      for (const point of listed) {
        const asset = pointAsset(reader, point, vault);
        points.push(asset);
        const parent = point.ParentRecoveryPointArn;
        if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), asset.id]);
      }
      return { items: listed.length, next: page.NextToken };
    },
    { target: vault.id },
  );
  return points.map((point) => heldByChildren(point, children.get(point.id)));
}

/** A composite point can be deleted only after the points in it. */
function heldByChildren(point: CollectedBackup, children: readonly string[] | undefined): CollectedBackup {
  if (children === undefined) return point;
  return { ...point, props: { ...point.props, heldBy: [...children].sort() } };
}

function pointAsset(
  reader: Reader,
  point: RecoveryPointByBackupVault,
  vault: CollectedVault,
): CollectedBackup {
  const id = point.RecoveryPointArn ?? '';
  const expires = expiryOf(point);
  return {
    id,
    kind: 'backup',
    provider: 'aws',
    native: recoveryPointNative,
    name: point.ResourceName ?? lastPart(id),
    scope: reader.account.id,
    region: vault.region,
    createdAt: point.CreationDate?.toISOString() ?? null,
    tags: {},
    links: [...copyOf(point.ResourceArn), { to: vault.id, as: 'in-vault' }],
    props: {
      type: 'recovery-point',
      location: {
        provider: 'aws',
        account: reader.account.id,
        region: vault.region,
        vault: vault.name,
      },
      expires,
      complete: completeness(point.Status),
      key: point.EncryptionKeyArn ?? null,
      survivesSource: survival(point),
      follows: [],
      sharedWith: [],
      guards: lockGuards(vault, typeof expires === 'string' && expires !== 'unknown' ? expires : null),
    },
  };
}

/** A point of an instance is a copy of its volumes, which the image it consists of tells. */
export function copyOf(resource: string | undefined): readonly Link[] {
  return resource === undefined || /^arn:[^:]+:(ec2:[^:]*:\d*:instance\/|cloudformation:)/.test(resource)
    ? []
    : [{ to: resource, as: 'copy-of' }];
}

/** A point without a lifecycle is kept for good; one whose lifecycle is no date ends some time. */
function expiryOf({ CalculatedLifecycle, Lifecycle }: RecoveryPointByBackupVault): BackupProps['expires'] {
  if (CalculatedLifecycle?.DeleteAt !== undefined) return CalculatedLifecycle.DeleteAt.toISOString();
  const after = Lifecycle?.DeleteAfterDays;
  const never = (after === undefined || after === -1) && Lifecycle?.DeleteAfterEvent === undefined;
  return never ? null : 'unknown';
}

const completenessByStatus: Partial<Record<RecoveryPointStatus, boolean>> = {
  COMPLETED: true,
  AVAILABLE: true,
  PARTIAL: false,
  CREATING: false,
  DELETING: false,
};

/** `EXPIRED` (AWS Backup may not delete it) and `STOPPED` (continuous backup ended) can be anything. */
function completeness(status: RecoveryPointStatus | undefined): BackupProps['complete'] {
  return completenessByStatus[status ?? 'EXPIRED'] ?? 'unknown';
}

/** Continuous backup of a database is its automated backup, which may be deleted together with it. */
function survival({ RecoveryPointArn = '', ResourceType }: RecoveryPointByBackupVault) {
  const continuous = RecoveryPointArn.includes(':continuous:') || /auto-backup:/.test(RecoveryPointArn);
  const ofDatabase = ResourceType === 'RDS' || ResourceType === 'Aurora';
  return continuous && ofDatabase ? ('unknown' as const) : true;
}
