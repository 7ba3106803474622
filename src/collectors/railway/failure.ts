import type { Failure } from './read.ts';

/** What the wire gave back for one attempt. */
export interface Attempt {
  /** null: no answer came at all. */
  readonly status: number | null;
  readonly headers: Headers;
  readonly data: unknown;
  readonly errors: readonly { readonly message: string; readonly extensions?: unknown }[];
  /** The body was not a GraphQL answer, or there was none. */
  readonly unreadable: boolean;
  /** Why nothing came, where that is known. */
  readonly silence: string | null;
  /** When it came back. */
  readonly at: Date;
}

/** A failure, and whether asking once more could help. */
export interface Judged {
  readonly failure: Failure;
  readonly again: boolean;
}

/**
 * What an attempt failed with, or null. Railway answers most errors with HTTP 200 and tells them apart by
 * message alone; `Not Authorized` stands for a bad token, a foreign resource and an id that does not exist,
 * so it never means "absent" (docs.railway.com/integrations/api; observed in railwayapp/cli).
 */
export function judge(attempt: Attempt): Judged | null {
  return wireFailure(attempt) ?? errorsFailure(attempt) ?? emptyFailure(attempt);
}

function wireFailure(attempt: Attempt): Judged | null {
  const { status } = attempt;
  if (status === null) {
    return failed(attempt.silence ?? 'the connection failed or was cut', true);
  }
  if (status === 429) return throttled('too many requests (HTTP 429)');
  if (status >= 500) return failed(`the API answered with HTTP ${status}`, true);
  if (status >= 300 && status < 400)
    return failed(`a redirect elsewhere is not followed (HTTP ${status})`, false);
  if (!attempt.unreadable) return null;
  if (attempt.headers.get('content-type')?.includes('html'))
    return failed(`an HTML page came instead of an answer (HTTP ${status})`, true);
  if (status === 401 || status === 403) return denied(`HTTP ${status}`);
  return failed(`the answer was cut off or is not JSON (HTTP ${status})`, true);
}

function errorsFailure(attempt: Attempt): Judged | null {
  const judged = attempt.errors.map((error) => errorFailure(String(error.message), codeOf(error.extensions)));
  const [worst] = judged.sort((a, b) => rank(a) - rank(b));
  return worst ?? null;
}

function errorFailure(message: string, code: string): Judged {
  if (code === 'GRAPHQL_VALIDATION_FAILED' || code === 'GRAPHQL_PARSE_FAILED') {
    return {
      failure: { reason: 'unsupported', detail: `the API no longer knows this query (${code})` },
      again: false,
    };
  }
  if (message === 'Not Authorized' || code === 'UNAUTHENTICATED') return denied('Not Authorized');
  if (/^project token not found/i.test(message)) return denied('project token not found');
  if (/Two Factor Authentication Required/i.test(message))
    return denied('two-factor authentication required');
  if (/Whoa there|try again in a/i.test(message)) return throttled('the API asked to slow down');
  if (/not found|Could not find/i.test(message)) return failed('the API could not find it', false);
  if (code === 'BAD_USER_INPUT' || /^Invalid /i.test(message))
    return failed('the API refused the input', false);
  return failed('the API answered with an error it does not name', true);
}

function emptyFailure(attempt: Attempt): Judged | null {
  const { status, data } = attempt;
  if (status === 401 || status === 403) return denied(`HTTP ${status}`);
  if (status !== null && status >= 400) return failed(`the API answered with HTTP ${status}`, false);
  if (typeof data === 'object' && data !== null) return null;
  return failed('the answer held neither data nor errors', true);
}

function codeOf(extensions: unknown): string {
  if (typeof extensions !== 'object' || extensions === null || !('code' in extensions)) return '';
  return String(extensions.code);
}

const rank = (judged: Judged): number =>
  ['denied', 'unsupported', 'throttled', 'failed'].indexOf(judged.failure.reason);

const denied = (detail: string): Judged => ({ failure: { reason: 'denied', detail }, again: false });
const throttled = (detail: string): Judged => ({ failure: { reason: 'throttled', detail }, again: true });
const failed = (detail: string, again: boolean): Judged => ({ failure: { reason: 'failed', detail }, again });
