import type { CollectedAsset } from '../../model/asset.ts';
import type { ApiCall } from './api-call.ts';
import { backupCalls, backupNatives, collectBackup } from './backup.ts';
import {
  cloudformationCalls,
  cloudformationNatives,
  collectCloudformation,
  type StackMember,
} from './cloudformation.ts';
import { cloudtrailCalls, cloudtrailNatives, collectCloudtrail } from './cloudtrail.ts';
import { collectEcs, ecsCalls, ecsNatives } from './compute-ecs.ts';
import { collectEks, eksCalls, eksNatives } from './compute-eks.ts';
import { collectLambda, lambdaCalls, lambdaNatives } from './compute-lambda.ts';
import type { Coverage } from './coverage.ts';
import { collectDlm, dlmCalls, dlmNatives } from './dlm.ts';
import { collectDynamodb, dynamodbCalls, dynamodbNatives } from './dynamodb.ts';
import { collectEc2, ec2Calls, ec2Natives } from './ec2.ts';
import type { CollectedBackup } from './ec2-snapshots.ts';
import { collectEfs, efsCalls, efsNatives } from './efs.ts';
import { collectElasticache, elasticacheCalls, elasticacheNatives } from './elasticache.ts';
import { collectFsx, fsxCalls, fsxNatives } from './fsx.ts';
import { collectIdentityCenter, identityCenterCalls, identityCenterNatives } from './identity-center.ts';
import type { Assignment } from './identity-center-ways-in.ts';
import { collectKms, kmsCalls, kmsNatives } from './kms.ts';
import { collectOpensearch, opensearchCalls, opensearchNatives } from './opensearch.ts';
import { collectRds, rdsCalls, rdsNatives } from './rds.ts';
import type { Reader } from './reader.ts';
import { collectRecycleBin, recycleBinCalls, recycleBinNatives } from './recycle-bin.ts';
import { collectRedshift, redshiftCalls, redshiftNatives } from './redshift.ts';
import type { RetentionRule } from './retention-rules.ts';
import {
  type CertificateDoor,
  collectRolesAnywhere,
  rolesAnywhereCalls,
  rolesAnywhereNatives,
} from './roles-anywhere.ts';
import { collectS3, s3Calls, s3Natives } from './s3.ts';

/**
 * What a source found: its assets, and what can be linked only when the whole account is read. Plain data, the same
 * after JSON: the source may have been read by another process.
 */
export interface Found {
  readonly assets: readonly CollectedAsset[];
  /** Instances (ARN), each with the ARN of its instance profile. */
  readonly profiles?: readonly (readonly [string, string])[];
  /** What schedules among the assets cover. */
  readonly coverages?: readonly Coverage[];
  /** ARNs of key aliases, each with the ARN of its key. */
  readonly keyAliases?: readonly (readonly [string, string])[];
  /** What stacks among the assets made. */
  readonly made?: readonly StackMember[];
  /** Who holds which permission set in which account. */
  readonly assignments?: readonly Assignment[];
  /** What lets holders of certificates into roles. */
  readonly doors?: readonly CertificateDoor[];
  /** Rules by which deletions are caught. */
  readonly retentionRules?: readonly RetentionRule[];
  /** Copies in other accounts, as this account knows them. */
  readonly abroad?: readonly CollectedBackup[];
}

/** A service that is read Region by Region, each Region a source of its own. */
export interface RegionalService {
  /** The IAM prefix of its calls, and the name of its sources. */
  readonly service: string;
  readonly calls: readonly ApiCall[];
  /** Native types it gives. */
  readonly natives: readonly string[];
  /** `judged`: whether an asset is judged as production, so that its guards and sharing are worth a call each. */
  collect(reader: Reader, region: string, judged: (asset: CollectedAsset) => boolean): Promise<Found>;
}

/** Every service read Region by Region. */
export const regionalServices: readonly RegionalService[] = [
  { service: 'backup', calls: backupCalls, natives: backupNatives, collect: collectBackup },
  {
    service: 'cloudformation',
    calls: cloudformationCalls,
    natives: cloudformationNatives,
    collect: collectCloudformation,
  },
  { service: 'cloudtrail', calls: cloudtrailCalls, natives: cloudtrailNatives, collect: collectCloudtrail },
  { service: 'dlm', calls: dlmCalls, natives: dlmNatives, collect: collectDlm },
  { service: 'dynamodb', calls: dynamodbCalls, natives: dynamodbNatives, collect: collectDynamodb },
  { service: 'ec2', calls: ec2Calls, natives: ec2Natives, collect: collectEc2 },
  { service: 'elasticfilesystem', calls: efsCalls, natives: efsNatives, collect: collectEfs },
  {
    service: 'sso',
    calls: identityCenterCalls,
    natives: identityCenterNatives,
    collect: collectIdentityCenter,
  },
  { service: 'ecs', calls: ecsCalls, natives: ecsNatives, collect: collectEcs },
  { service: 'eks', calls: eksCalls, natives: eksNatives, collect: collectEks },
  { service: 'lambda', calls: lambdaCalls, natives: lambdaNatives, collect: collectLambda },
  {
    service: 'elasticache',
    calls: elasticacheCalls,
    natives: elasticacheNatives,
    collect: collectElasticache,
  },
  { service: 'es', calls: opensearchCalls, natives: opensearchNatives, collect: collectOpensearch },
  { service: 'fsx', calls: fsxCalls, natives: fsxNatives, collect: collectFsx },
  { service: 'kms', calls: kmsCalls, natives: kmsNatives, collect: collectKms },
  { service: 'rds', calls: rdsCalls, natives: rdsNatives, collect: collectRds },
  { service: 'rbin', calls: recycleBinCalls, natives: recycleBinNatives, collect: collectRecycleBin },
  { service: 'redshift', calls: redshiftCalls, natives: redshiftNatives, collect: collectRedshift },
  {
    service: 'rolesanywhere',
    calls: rolesAnywhereCalls,
    natives: rolesAnywhereNatives,
    collect: collectRolesAnywhere,
  },
  { service: 's3', calls: s3Calls, natives: s3Natives, collect: collectS3 },
];
