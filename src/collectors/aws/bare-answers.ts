/**
 * What answers hold beside what a scan needs: values programs are given to run with, and what was done in full. It
 * is taken out nearest to the wire, so that nobody after it sees it: no asset, no recording, no crash.
 */
const bared: Readonly<Record<string, (body: string) => string>> = {
  'cloudformation:DescribeStacks': withoutElements(
    'Description',
    'Outputs',
    'Parameters',
    'StackStatusReason',
  ),
  'cloudformation:ListStackResources': withoutElements('ResourceStatusReason'),
  'cloudtrail:LookupEvents': withoutFields((name, field) =>
    name === 'CloudTrailEvent' ? bareEvent(String(field)) : field,
  ),
  'ecs:DescribeTaskDefinition': withoutFields((name, field) =>
    name === 'containerDefinitions' ? [] : field,
  ),
  'lambda:ListFunctions': withoutFields((name, field) => {
    if (name === 'Variables') return namesAlone(field);
    return ['Description', 'ImageConfigResponse'].includes(name) ? undefined : field;
  }),
};

/** The body of a good answer without what a scan has no use for. `operation`: `lambda:ListFunctions`. */
export function bareAnswer(operation: string, body: string): string {
  return Object.hasOwn(bared, operation) ? (bared[operation]?.(body) ?? body) : body;
}

export const isBared = (operation: string): boolean => Object.hasOwn(bared, operation);

function withoutElements(...names: readonly string[]): (body: string) => string {
  const elements = new RegExp(`<(${names.join('|')})>[\\s\\S]*?</\\1>`, 'g');
  return (body) => body.replace(elements, '');
}

function withoutFields(keep: (name: string, field: unknown) => unknown): (body: string) => string {
  return (body) => {
    try {
      return JSON.stringify(JSON.parse(body, keep));
    } catch {
      // Cut off, or a page of somebody else: no answer, as whoever checks it will see.
      return '';
    }
  };
}

/** Variables without what they hold. */
function namesAlone(variables: unknown): unknown {
  const names = Object.keys(typeof variables === 'object' && variables !== null ? variables : {});
  return Object.fromEntries(names.map((name) => [name, '']));
}

/** Who did it, whether it went through, and what it named; see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
function bareEvent(record: string): string {
  try {
    const { userIdentity, errorCode, requestParameters } = JSON.parse(record);
    const { arn, principalId, invokedBy } = userIdentity ?? {};
    return JSON.stringify({
      userIdentity: { arn, principalId, invokedBy },
      errorCode,
      requestParameters: namesIn(requestParameters),
    });
  } catch {
    return '{}';
  }
}

/** Fields that name a resource; all others may hold anything. */
const naming = /(name|id|ids|arn|arns|identifier|bucket)$/i;

function namesIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(namesIn);
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = Object.entries(value).map(([name, field]) => [
    name,
    typeof field === 'string' && naming.test(name) ? field : namesIn(field),
  ]);
  return Object.fromEntries(fields);
}
