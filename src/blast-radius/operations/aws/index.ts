import type { Operation } from '../../../model/operation.ts';
import { accountOperations } from './account.ts';
import { backupOperations } from './backup.ts';
import { cloudformationOperations } from './cloudformation.ts';
import { dynamodbOperations } from './dynamodb.ts';
import { ec2Operations } from './ec2.ts';
import { efsOperations } from './efs.ts';
import { elasticacheOperations } from './elasticache.ts';
import { fsxOperations } from './fsx.ts';
import { kmsOperations } from './kms.ts';
import { opensearchOperations } from './opensearch.ts';
import { rdsOperations } from './rds.ts';
import { redshiftOperations } from './redshift.ts';
import { s3Operations } from './s3.ts';
import { secretsOperations } from './secrets.ts';

/** What can be destroyed or weakened in AWS, a file a service; earlier rows are preferred among equals. */
export const awsOperations: readonly Operation[] = [
  ...ec2Operations,
  ...rdsOperations,
  ...dynamodbOperations,
  ...s3Operations,
  ...efsOperations,
  ...fsxOperations,
  ...redshiftOperations,
  ...elasticacheOperations,
  ...opensearchOperations,
  ...backupOperations,
  ...secretsOperations,
  ...kmsOperations,
  ...cloudformationOperations,
  ...accountOperations,
];
