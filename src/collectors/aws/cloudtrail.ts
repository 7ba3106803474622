import type { Trail } from '@aws-sdk/client-cloudtrail';
import type { AssetOf } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import type { Reader } from './reader.ts';
import type { Found } from './services.ts';

const describeTrails = apiCall('cloudtrail:DescribeTrails', 'trail', 'neither');
const getTrailStatus = apiCall('cloudtrail:GetTrailStatus', 'trail', 'neither');

export const cloudtrailCalls = [describeTrails, getTrailStatus];
export const cloudtrailNatives = ['AWS::CloudTrail::Trail'];

/** The trails at home in the Region, and whether they are logging; the list comes on one page. */
export async function collectCloudtrail(reader: Reader, region: string): Promise<Found> {
  const { CloudTrailClient, DescribeTrailsCommand } = await import('@aws-sdk/client-cloudtrail');
  const cloudtrail = reader.client(CloudTrailClient);
  const answer = await reader.call(describeTrails, () =>
    cloudtrail.send(new DescribeTrailsCommand({ includeShadowTrails: false })),
  );
  const trails = answer?.trailList ?? [];
  const assets = trails.map((trail) => reader.queue(() => trailAsset(reader, region, trail)));
  return { assets: await Promise.all(assets) };
}

async function trailAsset(
  reader: Reader,
  region: string,
  trail: Trail,
): Promise<Omit<AssetOf<'trail'>, 'environments'>> {
  const { CloudTrailClient, GetTrailStatusCommand } = await import('@aws-sdk/client-cloudtrail');
  const cloudtrail = reader.client(CloudTrailClient);
  const id = trail.TrailARN ?? '';
  const status = await reader.call(
    getTrailStatus,
    () => cloudtrail.send(new GetTrailStatusCommand({ Name: id })),
    { target: id },
  );
  return {
    id,
    kind: 'trail',
    provider: 'aws',
    native: 'AWS::CloudTrail::Trail',
    name: trail.Name ?? id,
    scope: reader.account.id,
    region,
    createdAt: null,
    tags: {},
    links: [{ to: `aws:account:${reader.account.id}`, as: 'watches' }],
    props: {
      type: trail.IsOrganizationTrail === true ? 'organization-trail' : 'trail',
      logging: status?.IsLogging ?? 'unknown',
      // How long its bucket keeps what it writes is the bucket's to say.
      retentionDays: 'unknown',
      guards: [],
    },
  };
}
