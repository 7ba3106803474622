import { describe, expect, it } from 'vitest';
import type { Item } from '../../../src/stand-ins/aws/index.ts';
import * as item from '../../../src/stand-ins/aws/items.ts';
import { acme, acmeId, scan } from './acme.ts';

const arn = (resource: string) => `arn:aws:ec2:us-east-1:${acmeId}:${resource}`;

async function attached(volume: Item, instance: Item) {
  const regions = { 'us-east-1': { volumes: [volume], instances: [instance] } };
  const store = (await scan([acme({ regions })])).find(arn('volume/vol-1'));
  return store.kind === 'store' && store.props.attached;
}

const onInstance = (deleteOnTermination: boolean, more: Item = {}) =>
  item.instance('i-1', { blockDeviceMapping: [item.device('vol-1', deleteOnTermination)], ...more });
const says = (endsWithWorkload: boolean, root: boolean) => [
  { workload: arn('instance/i-1'), endsWithWorkload, root },
];

describe('an attachment, of which volume and instance both tell', () => {
  it.each([
    [false, false, false],
    [true, false, true],
    [false, true, true],
    [true, true, true],
  ])('volume says %s, instance says %s: ends with the instance is %s', async (byVolume, byInstance, ends) => {
    const volume = item.volume('vol-1', item.attachedTo('i-1', byVolume));
    expect(await attached(volume, onInstance(byInstance))).toEqual(says(ends, false));
  });

  it('is of the root disk where the instance boots from it', async () => {
    const volume = item.volume('vol-1', item.attachedTo('i-1', true));
    expect(await attached(volume, onInstance(true, { rootDeviceName: '/dev/sda1' }))).toEqual(
      says(true, true),
    );
  });

  it('that only the instance knows is kept', async () => {
    expect(await attached(item.volume('vol-1'), onInstance(true))).toEqual(says(true, false));
  });

  it('that only the volume knows is kept', async () => {
    const volume = item.volume('vol-1', item.attachedTo('i-1', true));
    const known = [{ workload: arn('instance/i-1'), endsWithWorkload: true }];
    expect(await attached(volume, item.instance('i-2'))).toEqual(known);
  });
});
