import type { BackupWorld } from './backup.ts';
import type { CloudFormationWorld } from './cloudformation.ts';
import type { CloudTrailWorld } from './cloudtrail.ts';
import type { ComputeWorld } from './compute.ts';
import type { DlmWorld } from './dlm.ts';
import type { DynamodbWorld } from './dynamodb.ts';
import type { EfsWorld } from './efs.ts';
import type { ElasticacheWorld } from './elasticache.ts';
import type { FsxWorld } from './fsx.ts';
import type { IdentityCenterWorld } from './identity-center.ts';
import type { KmsWorld } from './kms.ts';
import type { OpensearchWorld } from './opensearch.ts';
import type { OrganizationWorld } from './organizations.ts';
import type { RdsWorld } from './rds.ts';
import type { RecycleBinWorld } from './recycle-bin.ts';
import type { RedshiftWorld } from './redshift.ts';
import type { RolesAnywhereWorld } from './roles-anywhere.ts';
import type { S3World } from './s3.ts';
import type { Wire } from './xml.ts';

/** An item as the service's XML spells it: `{ volumeId: 'vol-1', size: 8 }`. */
export type Item = Readonly<Record<string, Wire>>;

/** What one Region of an account holds; each list in the service's own element names. */
export interface Ec2World {
  readonly instances?: readonly Item[];
  readonly volumes?: readonly Item[];
  readonly snapshots?: readonly Item[];
  readonly images?: readonly Item[];
  /** What DescribeLockedSnapshots tells. */
  readonly locks?: readonly Item[];
  /** Instance ids with termination protection on. */
  readonly protected?: ReadonlySet<string>;
  /** Snapshot or image id to the accounts (or `all`) it is shared with. */
  readonly shared?: ReadonlyMap<string, readonly string[]>;
}

export interface IamWorld {
  /** An entity may stand in several items, as real pages split them. */
  readonly users?: readonly Item[];
  readonly groups?: readonly Item[];
  readonly roles?: readonly Item[];
  readonly policies?: readonly Item[];
  /** Managed policies that the authorization details leave out, to be read one by one. */
  readonly unlistedPolicies?: readonly Item[];
  readonly summary?: Readonly<Record<string, number>>;
  /** The credential report as CSV, header and `<root_account>` row included. */
  readonly report?: string;
  /** `made`: the first request makes it (`STARTED`); `kept`: an older one is handed out. */
  readonly reportIs?: 'made' | 'kept';
  /** User name to what it holds. */
  readonly accessKeys?: ReadonlyMap<string, readonly Item[]>;
  /** Access key id to `{ LastUsedDate, ServiceName, Region }`. */
  readonly keyUse?: ReadonlyMap<string, Item>;
  readonly loginProfiles?: ReadonlyMap<string, Item>;
  readonly mfaDevices?: ReadonlyMap<string, readonly Item[]>;
  readonly sshKeys?: ReadonlyMap<string, readonly Item[]>;
  readonly serviceCredentials?: readonly Item[];
  /** Provider ARN to what GetOpenIDConnectProvider tells. */
  readonly oidcProviders?: ReadonlyMap<string, Item>;
  readonly samlProviders?: readonly Item[];
}

export type ByRegion<T> = Readonly<Record<string, T>>;

export interface AwsAccountWorld {
  readonly id: string;
  /** Access key id to the ARN its holder is told it is. */
  readonly callers: ReadonlyMap<string, string>;
  /** ARNs of roles that may be assumed from any account of the world. */
  readonly assumable?: readonly string[];
  readonly iam: IamWorld;
  readonly regions: ByRegion<Ec2World>;
  readonly backup?: ByRegion<BackupWorld>;
  readonly cloudformation?: ByRegion<CloudFormationWorld>;
  readonly compute?: ByRegion<ComputeWorld>;
  readonly dlm?: ByRegion<DlmWorld>;
  readonly cloudtrail?: ByRegion<CloudTrailWorld>;
  readonly identityCenter?: ByRegion<IdentityCenterWorld>;
  readonly kms?: ByRegion<KmsWorld>;
  readonly organization?: OrganizationWorld;
  readonly rds?: ByRegion<RdsWorld>;
  readonly dynamodb?: ByRegion<DynamodbWorld>;
  readonly efs?: ByRegion<EfsWorld>;
  readonly elasticache?: ByRegion<ElasticacheWorld>;
  readonly fsx?: ByRegion<FsxWorld>;
  readonly opensearch?: ByRegion<OpensearchWorld>;
  readonly rbin?: ByRegion<RecycleBinWorld>;
  readonly redshift?: ByRegion<RedshiftWorld>;
  readonly rolesAnywhere?: ByRegion<RolesAnywhereWorld>;
  readonly s3?: S3World;
}

export type AwsWorld = readonly AwsAccountWorld[];
