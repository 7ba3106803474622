import type { AssetKind } from '../../model/asset.ts';
import type { Gap } from '../../model/inventory.ts';

/** A call the collectors make, declared beside its use; the allow-list and the least policy are made from these. */
export interface ApiCall {
  /** The IAM action that permits it, which mostly is also the API operation: `ec2:DescribeVolumes`. */
  readonly operation: string;
  /** The API operation, where IAM calls it otherwise: `ListBuckets` is permitted by `s3:ListAllMyBuckets`. */
  readonly api?: string;
  /** The kind of asset that is missing or incomplete when the call fails. */
  readonly kind: AssetKind;
  /** Further kinds that are found through its answer alone. */
  readonly below?: readonly AssetKind[];
  /** What failing to read it could hide, as in `Gap`. */
  readonly direction: Gap['direction'];
}

/** Declares a call: `apiCall('ec2:DescribeVolumes', 'store', 'neither')`. */
export function apiCall(
  operation: string,
  kind: AssetKind,
  direction: Gap['direction'],
  api?: string,
): ApiCall {
  return { operation, kind, direction, ...(api === undefined ? {} : { api }) };
}

/** A call whose answer leads to assets of further kinds: without the vaults, nobody asks what lies in them. */
export function leadingTo(call: ApiCall, ...below: readonly AssetKind[]): ApiCall {
  return { ...call, below };
}

/** `DescribeVolumes` of `ec2:DescribeVolumes`. */
export function apiName(operation: string): string {
  return operation.slice(operation.indexOf(':') + 1);
}
