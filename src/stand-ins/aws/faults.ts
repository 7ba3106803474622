import { type Answer, answer, refusal } from './answer.ts';
import { jsonAnswer, jsonRefusal } from './json.ts';
import { jsonServices } from './json-services.ts';
import { s3Refusal } from './s3.ts';

/**
 * What goes wrong. `denied` and `throttled` are AWS's own errors; `html` and `blank` are somebody else's answers
 * with status 200, `html-500` one with 500; `cut` ends an answer in the middle, `reset` the connection;
 * `other` is `message` as an answer; `silent` never answers; `stuck` gives empty pages with one token for ever.
 */
export interface Fault {
  /** `ec2:DescribeVolumes`, or `*` for every call. */
  readonly operation: string;
  readonly kind:
    | 'denied'
    | 'throttled'
    | 'error'
    | 'html'
    | 'html-500'
    | 'blank'
    | 'cut'
    | 'reset'
    | 'silent'
    | 'stuck'
    | 'other';
  /** In this Region only. */
  readonly region?: string;
  /** Lets so many matching calls through first. */
  readonly after?: number;
  /** Ends after so many faults; without it, it stays. */
  readonly times?: number;
  /** Put into the error's message. */
  readonly message?: string;
}

/** Picks the fault that meets a call, counting calls as they come. */
export function faultPicker(
  faults: readonly Fault[],
): (operation: string, region: string) => Fault | undefined {
  const met = faults.map(() => 0);
  return (operation, region) =>
    faults.find((fault, n) => {
      if (fault.operation !== '*' && fault.operation !== operation) return false;
      if (fault.region !== undefined && fault.region !== region) return false;
      const before = met[n] ?? 0;
      met[n] = before + 1;
      const after = fault.after ?? 0;
      return before >= after && before < after + (fault.times ?? Number.POSITIVE_INFINITY);
    });
}

/** The error answer of a fault that has one; null for those that break the answer instead. */
export function faultAnswer(service: string, operation: string, { kind, message }: Fault): Answer | null {
  const page =
    '<!doctype html><html><head><title>Sign in</title></head><body>Welcome to the network</body></html>';
  const said =
    message ?? `User: arn:aws:iam::111111111111:user/scan is not authorized to perform: ${operation}`;
  if (kind === 'other') return { status: 200, body: message ?? '' };
  const ec2 = service === 'ec2';
  const more = { IsTruncated: true, Marker: 'again' };
  const of = jsonServices[service];
  const json = of === undefined ? null : jsonFault(kind, said, of.routes !== undefined);
  if (json !== null) return json;
  const s3 = service === 's3' ? s3Fault(kind, said) : null;
  if (s3 !== null) return s3;
  switch (kind) {
    case 'denied':
      return refusal(service, 403, ec2 ? 'UnauthorizedOperation' : 'AccessDenied', said);
    case 'throttled':
      return refusal(service, ec2 ? 503 : 400, ec2 ? 'RequestLimitExceeded' : 'Throttling', 'Rate exceeded');
    case 'error':
      return refusal(service, 500, 'InternalFailure', message ?? 'An internal error occurred');
    case 'html':
      return { status: 200, body: page };
    case 'html-500':
      return { status: 500, body: page };
    case 'stuck':
      return answer(
        service,
        operation.slice(operation.indexOf(':') + 1),
        ec2 ? { nextToken: 'again' } : more,
      );
    case 'blank':
      return { status: 200, body: '' };
    default:
      return null;
  }
}

/** The faults that S3 says in its own way. */
function s3Fault(kind: Fault['kind'], said: string): Answer | null {
  if (kind === 'denied') return s3Refusal(403, 'AccessDenied', said);
  if (kind === 'throttled') return s3Refusal(503, 'SlowDown', 'Please reduce your request rate.');
  return kind === 'error' ? s3Refusal(500, 'InternalError', said) : null;
}

/** The faults that the JSON protocols say in their own way, those of REST by the status as well. */
function jsonFault(kind: Fault['kind'], said: string, isRest: boolean): Answer | null {
  switch (kind) {
    case 'denied':
      return jsonRefusal(isRest ? 403 : 400, 'AccessDeniedException', said);
    case 'throttled':
      return jsonRefusal(isRest ? 429 : 400, 'ThrottlingException', 'Rate exceeded');
    case 'error':
      return jsonRefusal(500, 'InternalFailure', said);
    case 'stuck':
      return jsonAnswer({
        nextToken: 'again',
        NextToken: 'again',
        NextMarker: 'again',
        Truncated: true,
        LastEvaluatedTableName: 'again',
        LastEvaluatedBackupArn: 'again',
      });
    default:
      return null;
  }
}
