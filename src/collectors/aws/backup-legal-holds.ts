import type { Guard } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import type { CollectedBackup } from './ec2-snapshots.ts';
import type { Reader } from './reader.ts';

export const listLegalHolds = apiCall('backup:ListLegalHolds', 'backup', 'restricts');
export const listHeldPoints = apiCall('backup:ListRecoveryPointsByLegalHold', 'backup', 'restricts');

/** The guard of each recovery point (by ARN) that a legal hold in force keeps from being deleted. */
export async function readLegalHolds(reader: Reader): Promise<ReadonlyMap<string, readonly Guard[]>> {
  const { BackupClient, ListLegalHoldsCommand } = await import('@aws-sdk/client-backup');
  const backup = reader.client(BackupClient);
  const holds: { readonly id: string; readonly arn: string }[] = [];
  await reader.pages(
    listLegalHolds,
    (NextToken) => backup.send(new ListLegalHoldsCommand({ MaxResults: 1000, NextToken })),
    (page) => {
      const listed = page.LegalHolds ?? [];
      for (const { LegalHoldId: id, LegalHoldArn: arn, Status } of listed) {
        if (Status === 'ACTIVE' && id !== undefined && arn !== undefined) holds.push({ id, arn });
      }
      return { items: listed.length, next: page.NextToken };
    },
  );
  const guards = new Map<string, Guard[]>();
  const lists = await Promise.all(holds.map(({ id }) => reader.queue(() => heldBy(reader, id))));
  for (const [n, { arn }] of holds.entries()) {
    const guard: Guard = {
      type: 'legal-hold',
      clearedBy: [{ operation: 'backup:CancelLegalHold', on: arn }],
      until: null,
    };
    for (const point of lists[n] ?? []) guards.set(point, [...(guards.get(point) ?? []), guard]);
  }
  return guards;
}

async function heldBy(reader: Reader, LegalHoldId: string): Promise<readonly string[]> {
  const { BackupClient, ListRecoveryPointsByLegalHoldCommand } = await import('@aws-sdk/client-backup');
  const backup = reader.client(BackupClient);
  const points: string[] = [];
  await reader.pages(
    listHeldPoints,
    (NextToken) =>
      backup.send(new ListRecoveryPointsByLegalHoldCommand({ LegalHoldId, MaxResults: 1000, NextToken })),
    (page) => {
      const listed = page.RecoveryPoints ?? [];
      points.push(...listed.flatMap(({ RecoveryPointArn }) => RecoveryPointArn ?? []));
      return { items: listed.length, next: page.NextToken };
    },
  );
  return points;
}

/** Adds the guards of legal holds to the points they hold. */
export function withHolds(
  points: readonly CollectedBackup[],
  holds: ReadonlyMap<string, readonly Guard[]>,
): readonly CollectedBackup[] {
  return points.map((point) => {
    const guards = holds.get(point.id);
    if (guards === undefined) return point;
    return { ...point, props: { ...point.props, guards: [...point.props.guards, ...guards] } };
  });
}
