import { awsCalls } from './calls.ts';
import { assumeRole } from './identity.ts';

export interface AwsPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Effect: 'Allow';
    readonly Action: readonly string[];
    readonly Resource: '*';
  }[];
}

/**
 * The least policy the collectors need in the account they read, made from the calls they make.
 * Entering other accounts needs `sts:AssumeRole` on their roles beside it, where the scan starts.
 */
export function awsPermissions(): AwsPolicy {
  const actions = awsCalls.filter((call) => call !== assumeRole).map((call) => call.operation);
  const Action = [...new Set(actions)].sort();
  return {
    Version: '2012-10-17',
    Statement: [{ Sid: 'FirebreakRead', Effect: 'Allow', Action, Resource: '*' }],
  };
}
