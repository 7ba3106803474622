import type { Caller } from '../../model/inventory.ts';
import type { Connection } from './connection.ts';

/** An account that was entered, and as whom. */
export interface Account {
  readonly id: string;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  /** The Region its global services are reached in. */
  readonly home: string;
  readonly caller: Caller;
  /** ARN as STS tells it: a user, a role session, or root. */
  readonly callerArn: string;
  /** Access key id in use; an identifier, still only ever shown masked. */
  readonly accessKeyId: string;
  readonly connection: Connection;
  /** Values of the credential in use, to be kept out of every message. */
  secrets(): Promise<readonly string[]>;
}
