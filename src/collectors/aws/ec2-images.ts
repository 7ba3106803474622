import type { EC2Client, Image } from '@aws-sdk/client-ec2';
import type { CollectedAsset, Guard } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import type { Ec2Place } from './ec2.ts';
import type { CollectedBackup } from './ec2-snapshots.ts';
import type { Reader } from './reader.ts';
import { nameOf, tagsOf } from './tags.ts';

export const describeImages = apiCall('ec2:DescribeImages', 'backup', 'restricts');
export const describeImageAttribute = apiCall('ec2:DescribeImageAttribute', 'backup', 'neither');

export interface Images {
  readonly assets: readonly CollectedBackup[];
  /** Image id (ARN) to the ids of the snapshots it is registered on. */
  readonly snapshots: ReadonlyMap<string, readonly string[]>;
}

/** The account's own images of the Region, disabled and deprecated ones too; sharing as for snapshots. */
export async function collectImages(
  reader: Reader,
  place: Ec2Place,
  judged: (asset: CollectedAsset) => boolean,
): Promise<Images> {
  const { EC2Client, DescribeImagesCommand } = await import('@aws-sdk/client-ec2');
  const ec2 = reader.client(EC2Client);
  const reads: Promise<CollectedBackup>[] = [];
  const snapshots = new Map<string, readonly string[]>();
  const all = { Owners: ['self'], IncludeDeprecated: true, IncludeDisabled: true, MaxResults: 1000 };
  await reader.pages(
    describeImages,
    (NextToken) => ec2.send(new DescribeImagesCommand({ ...all, NextToken })),
    (page) => {
      const images = page.Images ?? [];
      for (const image of images) {
        const asset = imageAsset(image, place);
        snapshots.set(asset.id, snapshotsOf(image, place));
        const named = image.Public !== true && judged(asset);
        reads.push(named ? reader.queue(() => withSharing(reader, ec2, asset)) : Promise.resolve(asset));
      }
      return { items: images.length, next: page.NextToken };
    },
  );
  return { assets: await Promise.all(reads), snapshots };
}

function snapshotsOf(image: Image, place: Ec2Place): readonly string[] {
  return (image.BlockDeviceMappings ?? []).flatMap(({ Ebs }) =>
    Ebs?.SnapshotId === undefined ? [] : [place.shared(`snapshot/${Ebs.SnapshotId}`)],
  );
}

async function withSharing(reader: Reader, ec2: EC2Client, asset: CollectedBackup): Promise<CollectedBackup> {
  const { DescribeImageAttributeCommand } = await import('@aws-sdk/client-ec2');
  const ImageId = asset.id.slice(asset.id.lastIndexOf('/') + 1);
  const answer = await reader.call(
    describeImageAttribute,
    () => ec2.send(new DescribeImageAttributeCommand({ ImageId, Attribute: 'launchPermission' })),
    { target: asset.id },
  );
  const grants = answer?.LaunchPermissions ?? [];
  const sharedWith = grants.flatMap((grant) => {
    return grant.UserId ?? grant.Group ?? grant.OrganizationArn ?? grant.OrganizationalUnitArn ?? [];
  });
  return { ...asset, props: { ...asset.props, sharedWith: sharedWith.sort() } };
}

function imageAsset(image: Image, place: Ec2Place): CollectedBackup {
  const id = image.ImageId ?? '';
  return {
    id: place.shared(`image/${id}`),
    kind: 'backup',
    provider: 'aws',
    native: 'AWS::EC2::Image',
    name: image.Name ?? nameOf(image.Tags, id),
    scope: place.account,
    region: place.region,
    createdAt: isoOf(image.CreationDate),
    tags: tagsOf(image.Tags),
    links: [],
    props: {
      type: 'image',
      location: {
        provider: 'aws',
        account: image.OwnerId ?? place.account,
        region: place.region,
        vault: null,
      },
      expires: null,
      complete: image.State === 'available' || image.State === 'disabled',
      key: null,
      survivesSource: true,
      follows: [],
      sharedWith: image.Public === true ? ['all'] : [],
      guards: isProtected(image) ? [protection(image)] : [],
    },
  };
}

function isProtected(image: Image): boolean {
  return image.DeregistrationProtection?.startsWith('enabled') === true;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-deregistration-protection.html */
function protection(image: Image): Guard {
  const cooled = image.DeregistrationProtection?.includes('with-cooldown') === true;
  return {
    type: 'deletion-protection',
    clearedBy: [{ operation: 'ec2:DisableImageDeregistrationProtection' }],
    until: null,
    ...(cooled ? { note: 'holds 24 hours longer once it is switched off' } : {}),
  };
}

function isoOf(date: string | undefined): string | null {
  const time = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
