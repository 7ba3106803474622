import type { Volume } from '@aws-sdk/client-ec2';
import type { AssetOf } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import type { Ec2Place } from './ec2.ts';
import type { Reader } from './reader.ts';
import { nameOf, tagsOf } from './tags.ts';

export const describeVolumes = apiCall('ec2:DescribeVolumes', 'store', 'neither');

export type CollectedVolume = Omit<AssetOf<'store'>, 'environments'>;

const gibibyte = 2 ** 30;

/** The Region's EBS volumes. */
export async function collectVolumes(reader: Reader, place: Ec2Place): Promise<readonly CollectedVolume[]> {
  const { EC2Client, DescribeVolumesCommand } = await import('@aws-sdk/client-ec2');
  const ec2 = reader.client(EC2Client);
  const assets: CollectedVolume[] = [];
  await reader.pages(
    describeVolumes,
    (NextToken) =>
      ec2.send(new DescribeVolumesCommand({ MaxResults: 1000, NextToken, IncludeManagedResources: true })),
    (page) => {
      const volumes = page.Volumes ?? [];
      for (const volume of volumes) assets.push(volumeAsset(volume, place));
      return { items: volumes.length, next: page.NextToken };
    },
  );
  return assets;
}

function volumeAsset(volume: Volume, place: Ec2Place): CollectedVolume {
  const id = volume.VolumeId ?? '';
  return {
    id: place.arn(`volume/${id}`),
    kind: 'store',
    provider: 'aws',
    native: 'AWS::EC2::Volume',
    name: nameOf(volume.Tags, id),
    scope: place.account,
    region: place.region,
    createdAt: volume.CreateTime?.toISOString() ?? null,
    tags: tagsOf(volume.Tags),
    links: [],
    props: {
      type: 'volume',
      sizeBytes: volume.Size === undefined ? null : volume.Size * gibibyte,
      key: volume.KmsKeyId ?? null,
      guards: [],
      pendingDeletion: volume.State === 'deleting' ? { at: null } : null,
      attached: (volume.Attachments ?? []).flatMap(({ InstanceId, DeleteOnTermination }) =>
        InstanceId === undefined
          ? []
          : [
              {
                workload: place.arn(`instance/${InstanceId}`),
                endsWithWorkload: DeleteOnTermination === true,
              },
            ],
      ),
    },
  };
}
