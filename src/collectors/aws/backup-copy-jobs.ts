import type { CopyJob } from '@aws-sdk/client-backup';
import { apiCall } from './api-call.ts';
import { lastPart, parseArn } from './arn.ts';
import { copyOf, recoveryPointNative } from './backup-recovery-points.ts';
import type { CollectedBackup } from './ec2-snapshots.ts';
import type { Reader } from './reader.ts';

export const listCopyJobs = apiCall('backup:ListCopyJobs', 'backup', 'restricts');

const day = 24 * 3_600_000;

/**
 * Copies that completed jobs put into vaults of other accounts, as this account knows them. Where the other account
 * is read as well, what it says of its vault counts instead.
 */
export async function readCopiesAbroad(reader: Reader): Promise<readonly CollectedBackup[]> {
  const { BackupClient, ListCopyJobsCommand } = await import('@aws-sdk/client-backup');
  const backup = reader.client(BackupClient);
  const copies: CollectedBackup[] = [];
  await reader.pages(
    listCopyJobs,
    (NextToken) =>
      backup.send(new ListCopyJobsCommand({ ByState: 'COMPLETED', MaxResults: 1000, NextToken })),
    (page) => {
      const jobs = page.CopyJobs ?? [];
      copies.push(...jobs.flatMap((job) => copyAbroad(job, reader.account.id)));
      return { items: jobs.length, next: page.NextToken };
    },
  );
  return copies;
}

function copyAbroad(job: CopyJob, account: string): readonly CollectedBackup[] {
  const id = job.DestinationRecoveryPointArn;
  const vault = parseArn(job.DestinationBackupVaultArn ?? '');
  if (id === undefined || vault === null || vault.account === account) return [];
  return [
    {
      id,
      kind: 'backup',
      provider: 'aws',
      native: recoveryPointNative,
      name: job.ResourceName ?? lastPart(id),
      scope: vault.account,
      region: vault.region,
      createdAt: (job.CreationDate ?? job.CompletionDate)?.toISOString() ?? null,
      tags: {},
      links: [...copyOf(job.ResourceArn), { to: job.DestinationBackupVaultArn ?? '', as: 'in-vault' }],
      props: {
        type: 'recovery-point',
        location: {
          provider: 'aws',
          account: vault.account,
          region: vault.region,
          vault: lastPart(vault.resource),
        },
        expires: expiryOf(job),
        complete: job.State === 'COMPLETED',
        key: job.DestinationEncryptionKeyArn ?? null,
        survivesSource: true,
        follows: [],
        sharedWith: [],
        guards: [],
      },
    },
  ];
}

function expiryOf(job: CopyJob): string | null {
  const days = job.DestinationRecoveryPointLifecycle?.DeleteAfterDays;
  if (days === undefined || days === -1) return null;
  const made = job.CreationDate ?? job.CompletionDate;
  return made === undefined ? null : new Date(made.getTime() + days * day).toISOString();
}
