import type { EC2Client, Instance } from '@aws-sdk/client-ec2';
import type { AssetOf, CollectedAsset } from '../../model/asset.ts';
import { apiCall, leadingTo } from './api-call.ts';
import type { Ec2Place } from './ec2.ts';
import type { Reader } from './reader.ts';
import { nameOf, tagsOf } from './tags.ts';

export const describeInstances = leadingTo(
  apiCall('ec2:DescribeInstances', 'workload', 'widens'),
  'credential',
);
export const describeInstanceAttribute = apiCall('ec2:DescribeInstanceAttribute', 'workload', 'restricts');

export type CollectedInstance = Omit<AssetOf<'workload'>, 'environments'>;

export interface Instances {
  readonly assets: readonly CollectedInstance[];
  /** Instance id (ARN) to the ARN of the instance profile it runs with. */
  readonly profiles: ReadonlyMap<string, string>;
  /** Volume (ARN) to its attachments, as the instances see them. */
  readonly attachments: ReadonlyMap<string, readonly Attachment[]>;
}

export type Attachment = NonNullable<AssetOf<'store'>['props']['attached']>[number];

/** A terminated instance is listed for an hour and holds nothing. */
const alive = [
  { Name: 'instance-state-name', Values: ['pending', 'running', 'shutting-down', 'stopping', 'stopped'] },
];

/**
 * The Region's instances. Termination protection costs a call each, so it is read only where a verdict can turn on
 * it: on instances judged as production, with a volume that termination would delete.
 */
export async function collectInstances(
  reader: Reader,
  place: Ec2Place,
  judged: (asset: CollectedAsset) => boolean,
): Promise<Instances> {
  const { EC2Client, DescribeInstancesCommand } = await import('@aws-sdk/client-ec2');
  const ec2 = reader.client(EC2Client);
  const assets: Promise<CollectedInstance>[] = [];
  const profiles = new Map<string, string>();
  const attachments = new Map<string, Attachment[]>();
  await reader.pages(
    describeInstances,
    (NextToken) =>
      ec2.send(
        new DescribeInstancesCommand({
          MaxResults: 1000,
          NextToken,
          Filters: alive,
          IncludeManagedResources: true,
        }),
      ),
    (page) => {
      const instances = (page.Reservations ?? []).flatMap((reservation) => reservation.Instances ?? []);
      for (const instance of instances) {
        const asset = instanceAsset(instance, place);
        const profile = instance.IamInstanceProfile?.Arn;
        if (profile !== undefined) profiles.set(asset.id, profile);
        for (const { volume, attachment } of attachmentsOf(instance, place)) {
          attachments.set(volume, [...(attachments.get(volume) ?? []), attachment]);
        }
        const guarded = endsVolumes(instance) && judged(asset);
        assets.push(
          guarded ? reader.queue(() => withProtection(reader, ec2, asset)) : Promise.resolve(asset),
        );
      }
      return { items: instances.length, next: page.NextToken };
    },
  );
  return { assets: await Promise.all(assets), profiles, attachments };
}

function attachmentsOf(instance: Instance, place: Ec2Place) {
  const { InstanceId, RootDeviceName, BlockDeviceMappings = [] } = instance;
  return BlockDeviceMappings.flatMap(({ DeviceName, Ebs }) => {
    if (Ebs?.VolumeId === undefined) return [];
    const attachment: Attachment = {
      workload: place.arn(`instance/${InstanceId}`),
      endsWithWorkload: Ebs.DeleteOnTermination === true,
      root: DeviceName !== undefined && DeviceName === RootDeviceName,
    };
    return [{ volume: place.arn(`volume/${Ebs.VolumeId}`), attachment }];
  });
}

function endsVolumes(instance: Instance): boolean {
  return (instance.BlockDeviceMappings ?? []).some((mapping) => mapping.Ebs?.DeleteOnTermination === true);
}

async function withProtection(
  reader: Reader,
  ec2: EC2Client,
  asset: CollectedInstance,
): Promise<CollectedInstance> {
  const { DescribeInstanceAttributeCommand } = await import('@aws-sdk/client-ec2');
  const InstanceId = asset.id.slice(asset.id.lastIndexOf('/') + 1);
  const answer = await reader.call(
    describeInstanceAttribute,
    () => ec2.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute: 'disableApiTermination' })),
    { target: asset.id },
  );
  if (answer?.DisableApiTermination?.Value !== true) return asset;
  const guard = {
    type: 'termination-protection',
    clearedBy: [{ operation: 'ec2:ModifyInstanceAttribute' }],
    until: null,
  } as const;
  return { ...asset, props: { ...asset.props, guards: [guard] } };
}

function instanceAsset(instance: Instance, place: Ec2Place): CollectedInstance {
  const id = instance.InstanceId ?? '';
  return {
    id: place.arn(`instance/${id}`),
    kind: 'workload',
    provider: 'aws',
    native: 'AWS::EC2::Instance',
    name: nameOf(instance.Tags, id),
    scope: place.account,
    region: place.region,
    createdAt: instance.LaunchTime?.toISOString() ?? null,
    tags: tagsOf(instance.Tags),
    links: (instance.BlockDeviceMappings ?? []).flatMap(({ Ebs }) =>
      Ebs?.VolumeId === undefined ? [] : [{ to: place.arn(`volume/${Ebs.VolumeId}`), as: 'uses' as const }],
    ),
    props: { type: 'instance', state: instance.State?.Name ?? 'unknown', guards: [] },
  };
}
