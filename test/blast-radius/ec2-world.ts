import type { AssetKind, AssetOf, BackupProps, Guard, StoreProps } from '../../src/model/asset.ts';
import { asset, daysAgo, link } from './world.ts';

/** An instance with a volume and its copies, in account 111111111111. */
export const VOLUME = 'arn:aws:ec2:eu-west-1:111111111111:volume/vol-1';
export const INSTANCE = 'arn:aws:ec2:eu-west-1:111111111111:instance/i-1';
export const KEY = 'arn:aws:kms:eu-west-1:111111111111:key/k-1';
export const USER = 'aws:access-key:deploy';

export function snapshotId(number: number): string {
  return `arn:aws:ec2:eu-west-1::snapshot/snap-${number}`;
}

export function imageId(number: number): string {
  return `arn:aws:ec2:eu-west-1::image/ami-${number}`;
}

type Attached = NonNullable<StoreProps['attached']>[number];

export function volume(props: Partial<StoreProps> = {}): AssetOf<'store'> {
  return asset('store', VOLUME, 'AWS::EC2::Volume', { props });
}

export function attachedVolume(
  how: Partial<Attached> = {},
  props: Partial<StoreProps> = {},
): AssetOf<'store'> {
  return volume({ attached: [{ workload: INSTANCE, endsWithWorkload: true, ...how }], ...props });
}

export function server(guards: readonly Guard[] = []): AssetOf<'workload'> {
  return asset('workload', INSTANCE, 'AWS::EC2::Instance', {
    props: { type: 'instance', guards },
    links: [link('uses', VOLUME)],
  });
}

export function snapshots(
  count: number,
  props: Partial<BackupProps> = {},
  from = 1,
): readonly AssetOf<AssetKind>[] {
  return Array.from({ length: count }, (_, i) =>
    asset('backup', snapshotId(from + i), 'AWS::EC2::Snapshot', {
      createdAt: daysAgo(i + 1),
      props,
      links: [link('copy-of', VOLUME)],
    }),
  );
}

export function image(number: number): AssetOf<'backup'> {
  return asset('backup', imageId(number), 'AWS::EC2::Image', {
    props: { type: 'image' },
    links: [link('copy-of', VOLUME)],
  });
}

export function key(): AssetOf<'key'> {
  return asset('key', KEY, 'AWS::KMS::Key');
}

/** The access key under test; a second credential where a world needs one. */
export function accessKey(
  id = USER,
  given: Parameters<typeof asset<'credential'>>[3] = {},
): AssetOf<'credential'> {
  return asset('credential', id, 'AWS::IAM::AccessKey', {
    links: [link('held-by', `${id}/user`)],
    ...given,
    props: { type: 'access-key', ...given.props },
  });
}

export const SCANNED = asset('container', 'aws:account:111111111111', 'AWS::Account', {
  props: { type: 'account' },
});
