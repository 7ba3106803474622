export type { DynamodbWorld } from './dynamodb.ts';
export type { EfsWorld } from './efs.ts';
export type { Fault } from './faults.ts';
export type { FsxWorld } from './fsx.ts';
export type { RdsWorld } from './rds.ts';
export type { RedshiftWorld } from './redshift.ts';
export type { BucketWorld } from './s3.ts';
export { type ServeAwsOptions, type ServedAws, serveAws } from './serve.ts';
export type { AwsAccountWorld, AwsWorld, Ec2World, IamWorld, Item } from './world.ts';
