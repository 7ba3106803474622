export { type AwsOptions, collectAws } from './collect.ts';
export { type AwsPolicy, awsPermissions } from './permissions.ts';
