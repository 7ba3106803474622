import type { GlobalCluster } from '@aws-sdk/client-rds';
import type { CollectedAsset } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import type { RdsPlace } from './rds.ts';
import { listRds } from './rds-pages.ts';
import type { Reader } from './reader.ts';
import { tagsOf } from './tags.ts';

export const describeGlobalClusters = apiCall('rds:DescribeGlobalClusters', 'container', 'restricts');

/** The global clusters the Region knows of. */
export async function listGlobalClusters(reader: Reader): Promise<readonly GlobalCluster[]> {
  const { DescribeGlobalClustersCommand } = await import('@aws-sdk/client-rds');
  return listRds(reader, describeGlobalClusters, async (rds, page) => {
    const { GlobalClusters, Marker } = await rds.send(new DescribeGlobalClustersCommand(page));
    return { items: GlobalClusters, Marker };
  });
}

/** Of each cluster that only follows, the ARN of the one that is written to. */
export function writersOf(globals: readonly GlobalCluster[]): ReadonlyMap<string, string> {
  const writers = new Map<string, string>();
  for (const { GlobalClusterMembers = [] } of globals) {
    const writer = GlobalClusterMembers.find((member) => member.IsWriter === true)?.DBClusterArn;
    for (const { DBClusterArn, IsWriter } of GlobalClusterMembers) {
      if (writer && DBClusterArn && IsWriter !== true) writers.set(DBClusterArn, writer);
    }
  }
  return writers;
}

/** A global cluster holds the clusters of its Regions, none of which can be deleted before it has left. */
export function globalAssets(globals: readonly GlobalCluster[], place: RdsPlace): readonly CollectedAsset[] {
  return globals.map((global) => {
    const name = global.GlobalClusterIdentifier ?? '';
    const members = (global.GlobalClusterMembers ?? []).flatMap((member) => member.DBClusterArn || []);
    return {
      id: global.GlobalClusterArn ?? name,
      kind: 'container',
      provider: 'aws',
      native: 'AWS::RDS::GlobalCluster',
      name,
      scope: place.account,
      region: null,
      createdAt: null,
      tags: tagsOf(global.TagList),
      links: members.sort().map((to) => ({ to, as: 'contains' })),
      props: {
        type: 'cluster',
        guards:
          global.DeletionProtection === true
            ? [
                {
                  type: 'deletion-protection',
                  clearedBy: [{ operation: 'rds:ModifyGlobalCluster' }],
                  until: null,
                },
              ]
            : [],
      },
    };
  });
}
