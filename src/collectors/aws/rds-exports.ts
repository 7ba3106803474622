import type { ExportTask } from '@aws-sdk/client-rds';
import type { CollectedAsset } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import type { RdsPlace } from './rds.ts';
import { listRds } from './rds-pages.ts';
import type { CollectedCopy } from './rds-snapshots.ts';
import type { Database } from './rds-sources.ts';
import type { Reader } from './reader.ts';

export const describeExportTasks = apiCall('rds:DescribeExportTasks', 'backup', 'restricts');

/** The Region's exports to S3, finished ones included. */
export async function listExports(reader: Reader): Promise<readonly ExportTask[]> {
  const { DescribeExportTasksCommand } = await import('@aws-sdk/client-rds');
  return listRds(reader, describeExportTasks, async (rds, page) => {
    const { ExportTasks, Marker } = await rds.send(new DescribeExportTasksCommand(page));
    return { items: ExportTasks, Marker };
  });
}

/**
 * What was exported lies in a bucket as objects, and no object is ever listed: that the export ended does not tell
 * whether its files are still there, so whether the copy is complete stays unknown.
 */
export function exportAssets(
  exports: readonly ExportTask[],
  snapshots: readonly CollectedCopy[],
  databases: ReadonlyMap<string, Database>,
  { account, region, arn }: RdsPlace,
): readonly CollectedAsset[] {
  const storeOf = new Map(snapshots.map(({ id, links }) => [id, links[0]?.to]));
  return exports.map((task) => {
    const source = task.SourceArn ?? '';
    const store = storeOf.get(source) ?? databases.get(source)?.store;
    return {
      id: arn(`export-task:${task.ExportTaskIdentifier ?? ''}`),
      kind: 'backup',
      provider: 'aws',
      native: 'AWS::RDS::ExportTask',
      name: `s3://${task.S3Bucket ?? ''}/${task.S3Prefix ?? ''}`,
      scope: account,
      region,
      createdAt: (task.SnapshotTime ?? task.TaskStartTime)?.toISOString() ?? null,
      tags: {},
      links: store === undefined ? [] : [{ to: store, as: 'copy-of' }],
      props: {
        type: 'dump',
        location: { provider: 'aws', account, region, vault: null },
        expires: 'unknown',
        complete: task.Status === 'COMPLETE' ? 'unknown' : false,
        key: task.KmsKeyId ?? null,
        survivesSource: true,
        follows: [],
        sharedWith: [],
        guards: [],
      },
    };
  });
}
