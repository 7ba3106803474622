export { attributeAws } from './attribution.ts';
export { collectAws } from './collect.ts';
export type { AwsOptions } from './options.ts';
export { type AwsPolicy, awsPermissions } from './permissions.ts';
export { awsTaskReader } from './read-task.ts';
export { type AwsTrust, roleTrust, type Trusted } from './role-trust.ts';
