import type { LockedSnapshotsInfo } from '@aws-sdk/client-ec2';
import type { Guard } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import type { Ec2Place } from './ec2.ts';
import type { CollectedBackup } from './ec2-snapshots.ts';
import type { Reader } from './reader.ts';

export const describeLockedSnapshots = apiCall('ec2:DescribeLockedSnapshots', 'backup', 'restricts');

/** The locks in force on the Region's snapshots, by snapshot (ARN). */
export async function collectLocks(reader: Reader, place: Ec2Place): Promise<ReadonlyMap<string, Guard>> {
  const { EC2Client, DescribeLockedSnapshotsCommand } = await import('@aws-sdk/client-ec2');
  const ec2 = reader.client(EC2Client);
  const locks = new Map<string, Guard>();
  await reader.pages(
    describeLockedSnapshots,
    (NextToken) => ec2.send(new DescribeLockedSnapshotsCommand({ MaxResults: 1000, NextToken })),
    (page) => {
      const locked = page.Snapshots ?? [];
      for (const lock of locked) {
        const guard = lockGuard(lock);
        if (guard !== null) locks.set(place.shared(`snapshot/${lock.SnapshotId}`), guard);
      }
      return { items: locked.length, next: page.NextToken };
    },
  );
  return locks;
}

/**
 * A governance lock can be taken off or locked anew for a shorter time by whoever may, a compliance lock only in its
 * cooling-off period. No page says from when the new time counts, so a new lock is not taken to hold:
 * https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-lock-concepts.html
 */
function lockGuard({ LockState, LockExpiresOn, CoolOffPeriodExpiresOn }: LockedSnapshotsInfo): Guard | null {
  const until = LockExpiresOn?.toISOString() ?? null;
  const type = 'snapshot-lock';
  if (LockState === 'compliance') return { type, clearedBy: [], until };
  const clearedBy = [{ operation: 'ec2:UnlockSnapshot' }, { operation: 'ec2:LockSnapshot' }];
  if (LockState === 'governance') return { type, clearedBy, until };
  if (LockState !== 'compliance-cooloff') return null;
  const cooled = CoolOffPeriodExpiresOn?.toISOString() ?? 'an unknown time';
  return { type, clearedBy, until, note: `in compliance mode, which nobody takes off after ${cooled}` };
}

/** Adds locks to the snapshots they are on. */
export function withLocks(
  snapshots: readonly CollectedBackup[],
  locks: ReadonlyMap<string, Guard>,
): readonly CollectedBackup[] {
  return snapshots.map((snapshot) => {
    const lock = locks.get(snapshot.id);
    if (lock === undefined) return snapshot;
    return { ...snapshot, props: { ...snapshot.props, guards: [...snapshot.props.guards, lock] } };
  });
}
