import type { RestoreJobsListMember } from '@aws-sdk/client-backup';
import type { AssetOf, Link } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import { lastPart } from './arn.ts';
import type { Reader } from './reader.ts';

export const listRestoreJobs = apiCall('backup:ListRestoreJobs', 'restore-test', 'neither');

export type CollectedRestoreTest = Omit<AssetOf<'restore-test'>, 'environments'>;

/** The Region's restore jobs that ended, by hand or by a restore testing plan: proof that a copy restores, or does not. */
export async function readRestores(reader: Reader, region: string): Promise<readonly CollectedRestoreTest[]> {
  const { BackupClient, ListRestoreJobsCommand } = await import('@aws-sdk/client-backup');
  const backup = reader.client(BackupClient);
  const tests: CollectedRestoreTest[] = [];
  await reader.pages(
    listRestoreJobs,
    (NextToken) => backup.send(new ListRestoreJobsCommand({ MaxResults: 1000, NextToken })),
    (page) => {
      const jobs = page.RestoreJobs ?? [];
      tests.push(...jobs.flatMap((job) => restoreTest(reader.account.id, region, job)));
      return { items: jobs.length, next: page.NextToken };
    },
  );
  return tests;
}

function restoreTest(
  account: string,
  region: string,
  job: RestoreJobsListMember,
): readonly CollectedRestoreTest[] {
  const result = resultOf(job);
  const at = (job.CompletionDate ?? job.CreationDate)?.toISOString();
  if (result === null || at === undefined) return [];
  const plan = job.CreatedBy?.RestoreTestingPlanArn;
  const tested = [job.RecoveryPointArn, job.SourceResourceArn].filter((arn) => arn !== undefined);
  return [
    {
      id: `aws:restore-job:${account}:${region}:${job.RestoreJobId}`,
      kind: 'restore-test',
      provider: 'aws',
      native: 'AWS::Backup::RestoreJob',
      name: `restore of ${lastPart(tested.at(-1) ?? 'a recovery point')}`,
      scope: account,
      region,
      createdAt: job.CreationDate?.toISOString() ?? null,
      tags: {},
      links: tested.map((to): Link => ({ to, as: 'tests' })),
      props: {
        type: plan === undefined ? 'restore-job' : 'restore-testing',
        at,
        result,
        by: plan ?? job.IamRoleArn ?? 'unknown',
        source: 'measured',
      },
    },
  ];
}

/** A restore whose validation failed or is not over has not passed; one without validation restored. */
function resultOf({ Status, ValidationStatus }: RestoreJobsListMember): 'passed' | 'failed' | null {
  if (Status === 'FAILED' || Status === 'ABORTED') return 'failed';
  if (Status !== 'COMPLETED' || ValidationStatus === 'VALIDATING') return null;
  return ValidationStatus === 'FAILED' || ValidationStatus === 'TIMED_OUT' ? 'failed' : 'passed';
}
