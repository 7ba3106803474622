import { type ApiCall, apiName } from './api-call.ts';

/** Calls that are not plain reads: entering an account, and having AWS write a report for us to read. */
export const namedExceptions: readonly string[] = ['sts:AssumeRole', 'iam:GenerateCredentialReport'];

/** Whether an operation is one a read-only scanner may declare at all. */
export function isReadOnly(operation: string): boolean {
  return /^(Get|List|Describe|Lookup)[A-Z]/.test(apiName(operation)) || namedExceptions.includes(operation);
}

/**
 * A gate in front of the wire: it throws for every SDK command but the declared ones.
 * `service` is the IAM prefix of the client, `command` the SDK's name (`DescribeVolumesCommand`).
 */
export function allowOnly(calls: readonly ApiCall[]): (service: string, command: string) => void {
  const declared = new Set(calls.map(commandOf).filter(isReadOnly));
  return (service, command) => {
    const operation = `${service}:${command.replace(/Command$/, '')}`;
    if (!declared.has(operation)) throw new Error(`${operation} is not on the list of calls a scan may make`);
  };
}

/** `s3:ListBuckets`, whose permission is `s3:ListAllMyBuckets`. */
function commandOf({ operation, api }: ApiCall): string {
  return api === undefined ? operation : `${operation.slice(0, operation.indexOf(':'))}:${api}`;
}
