import type { CollectedAsset } from '../../model/asset.ts';
import type { LighterPass } from '../../model/inventory.ts';
import type { AwsCredentials } from './connection.ts';
import type { AccountRequest } from './identity.ts';

export interface AwsOptions {
  /**
   * Empty: the account of the SDK's credential chain. `organization`: that account and every other of its
   * organisation, each through its role `roleName`.
   */
  readonly accounts: readonly AccountRequest[] | 'organization';
  /** Name of the role to assume in the accounts of an organisation; default `firebreak-read`. */
  readonly roleName?: string;
  readonly regions: 'enabled' | readonly string[];
  /** Left out: a full scan. */
  readonly pass?: LighterPass | undefined;
  /** For stand-ins and proxies. */
  readonly endpoint?: string;
  /** Instead of the SDK's credential chain. */
  readonly credentials?: AwsCredentials;
  /** Requests a second per account and service, instead of a fifth of AWS's documented rate. */
  readonly ratePerSecond?: number;
  /** Attempts per call, the first included; default 6. */
  readonly maxAttempts?: number;
  /** Milliseconds until a request counts as lost; default 30,000. */
  readonly timeoutMs?: number;
  /**
   * Whether an asset is judged as production, so that its guards and sharing are worth a call each. Default: all,
   * as what nothing classifies counts as production.
   */
  readonly judgedAsProduction?: (asset: CollectedAsset) => boolean;
}
