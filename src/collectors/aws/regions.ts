import { apiCall } from './api-call.ts';
import type { Reader } from './reader.ts';

export const describeRegions = apiCall('ec2:DescribeRegions', 'container', 'neither');

/** Regions every account has enabled and none can disable: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
const enabledByDefault = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
];

export interface Regions {
  /** To be read. */
  readonly scanned: readonly string[];
  /** Enabled and not to be read; empty when the enabled ones are not known. */
  readonly left: readonly string[];
}

/**
 * The account's Regions. When they can't be listed a gap says so, and 'enabled' falls back to those that every
 * account of the partition has.
 */
export async function findRegions(reader: Reader, wanted: 'enabled' | readonly string[]): Promise<Regions> {
  const { EC2Client, DescribeRegionsCommand } = await import('@aws-sdk/client-ec2');
  const ec2 = reader.client(EC2Client);
  const answer = await reader.call(describeRegions, () => ec2.send(new DescribeRegionsCommand({})));
  const enabled = (answer?.Regions ?? []).flatMap((region) => region.RegionName ?? []).sort();
  if (wanted !== 'enabled') {
    const chosen = [...new Set(wanted)].sort();
    return { scanned: chosen, left: enabled.filter((region) => !chosen.includes(region)) };
  }
  if (answer !== undefined) return { scanned: enabled, left: [] };
  return { scanned: reader.account.partition === 'aws' ? enabledByDefault : [reader.account.home], left: [] };
}
