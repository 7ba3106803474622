import { type Answer, answer, refusal } from './answer.ts';
import { type KnownRequest, listed } from './request.ts';
import type { Ec2World, Item } from './world.ts';
import type { Wire } from './xml.ts';

type Handler = (request: KnownRequest, world: Ec2World) => Wire;

/** The Region's answer to one EC2 call. */
export function answerEc2(request: KnownRequest): Answer {
  const handler = handlers[request.api];
  if (handler === undefined) return refusal('ec2', 400, 'InvalidAction', `${request.api} is not served here`);
  return answer('ec2', request.api, handler(request, request.account.regions[request.region] ?? {}));
}

const handlers: Readonly<Record<string, Handler>> = {
  DescribeRegions: ({ account }) => ({
    regionInfo: Object.keys(account.regions).map((regionName) => ({
      regionName,
      regionEndpoint: `ec2.${regionName}.amazonaws.com`,
      optInStatus: 'opt-in-not-required',
    })),
  }),
  DescribeInstances: (request, { instances = [] }) =>
    page(request, 'reservationSet', instances, (instance) => ({
      reservationId: `r-${instance.instanceId}`,
      ownerId: request.account.id,
      instancesSet: [instance],
    })),
  DescribeVolumes: (request, { volumes = [] }) => page(request, 'volumeSet', volumes),
  DescribeSnapshots: (request, { snapshots = [], shared }) => {
    const open = listed(request.params, 'RestorableBy').includes('all');
    const isOpen = ({ snapshotId }: Item) => shared?.get(String(snapshotId))?.includes('all') === true;
    return page(request, 'snapshotSet', open ? snapshots.filter(isOpen) : snapshots);
  },
  DescribeLockedSnapshots: (request, { locks = [] }) => page(request, 'snapshotSet', locks),
  DescribeImages: (request, { images = [] }) => page(request, 'imagesSet', images),
  DescribeInstanceAttribute: ({ params }, world) => {
    const instanceId = params.get('InstanceId') ?? '';
    return { instanceId, disableApiTermination: { value: world.protected?.has(instanceId) === true } };
  },
  DescribeSnapshotAttribute: ({ params }, world) => {
    const snapshotId = params.get('SnapshotId') ?? '';
    return { snapshotId, createVolumePermission: grants(world, snapshotId) };
  },
  DescribeImageAttribute: ({ params }, world) => {
    const imageId = params.get('ImageId') ?? '';
    return { imageId, launchPermission: grants(world, imageId) };
  },
};

function grants({ shared }: Ec2World, id: string): readonly Item[] {
  return (shared?.get(id) ?? []).map((who) => (who === 'all' ? { group: 'all' } : { userId: who }));
}

function page(
  { params, pageSize }: KnownRequest,
  set: string,
  items: readonly Item[],
  wrap: (item: Item) => Item = (item) => item,
): Wire {
  const from = Number(params.get('NextToken') ?? 0);
  const size = Math.min(pageSize, Number(params.get('MaxResults') ?? pageSize));
  const to = from + size;
  return { [set]: items.slice(from, to).map(wrap), nextToken: to < items.length ? String(to) : undefined };
}
