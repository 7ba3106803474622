import { allowedOperations } from './allowed-operations.ts';
import { type ApiCall, apiName } from './api-call.ts';

/** What is no plain read and may be sent all the same, each with its reason. */
export const namedExceptions: Readonly<Record<string, string>> = {
  'iam:GenerateCredentialReport':
    'has AWS write the list of users, keys and passwords’ ages that GetCredentialReport hands over; changes no resource',
  'sts:AssumeRole':
    'enters an account through the role that was given for it, which is read-only where it was made as told',
};

/** Whether an operation is one a read-only scanner may declare at all. */
export function isReadOnly(operation: string): boolean {
  return (
    /^(Get|List|Describe|Lookup)[A-Z]/.test(apiName(operation)) || Object.hasOwn(namedExceptions, operation)
  );
}

/** The operation a call sends: `s3:ListBuckets`, whose permission is `s3:ListAllMyBuckets`. */
export function sentBy({ operation, api }: ApiCall): string {
  return api === undefined ? operation : `${operation.slice(0, operation.indexOf(':'))}:${api}`;
}

/** A gate that throws for every SDK command but those listed, and for a write even where one is listed. */
export function allowOnly(operations: readonly string[]): (service: string, command: string) => void {
  const allowed = new Set(operations.filter(isReadOnly));
  return (service, command) => {
    const operation = `${service}:${command.replace(/Command$/, '')}`;
    if (allowed.has(operation)) return;
    throw new Error(
      `${operation} is not on the list of calls a scan may make; a new read is declared beside its use, then \`npm run generate\` lists it`,
    );
  };
}

/** The gate every SDK client stands behind. `service`: IAM prefix; `command`: the SDK's name of the command. */
export const admit = allowOnly(allowedOperations);
