import type { GapReason } from '../../model/inventory.ts';

/** Why a call failed, in words that are safe to print. */
export interface Failure {
  readonly reason: Extract<GapReason, 'denied' | 'throttled' | 'failed'>;
  readonly detail: string;
}

const denials =
  /^(AccessDenied|UnauthorizedOperation|AuthFailure|OptInRequired|InvalidClientTokenId|ExpiredToken|SignatureDoesNotMatch|UnrecognizedClient|IncompleteSignature|MissingAuthenticationToken|Blocked|CredentialsProviderError|NotAuthorized)/;
const throttles =
  /^(Throttl|RequestLimitExceeded|RequestThrottled|TooManyRequests|SlowDown|BandwidthLimitExceeded|PriorRequestNotComplete|EC2ThrottledException|LimitExceeded$)/;

/** Classifies what an SDK call threw. `secrets` are exact values that must not be repeated. */
export function failureOf(error: unknown, secrets: readonly string[] = []): Failure {
  const { name, message, status } = partsOf(error);
  const detail = printable([name, message].filter(Boolean).join(': '), secrets);
  if (throttles.test(name) || status === 429) return { reason: 'throttled', detail };
  if (denials.test(name) || status === 401 || status === 403) return { reason: 'denied', detail };
  return { reason: 'failed', detail };
}

function partsOf(error: unknown): { name: string; message: string; status: number | undefined } {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), status: undefined };
  const { $metadata } = error as Error & { readonly $metadata?: { readonly httpStatusCode?: number } };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const name = error.name === 'Error' && code !== '' ? code : String(error.name);
  const status = $metadata?.httpStatusCode;
  // The SDK copies what an answer calls its message, whatever it is.
  const message = typeof error.message === 'string' ? error.message : '';
  return { name, message: messageOf(message, status), status };
}

/** The SDK's own words for an error that says nothing, or point a programmer at a hidden field, help nobody. */
function messageOf(message: string, status: number | undefined): string {
  if (message.includes('Deserialization error'))
    return `HTTP ${status ?? '?'} with an answer that is not the API's own`;
  if (message !== 'UnknownError' && message !== '') return message;
  return status === undefined ? '' : `HTTP ${status}`;
}

/** One line of at most 300 characters, without control characters and without anything that looks like a secret. */
export function printable(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  for (const secret of secrets) if (secret.length > 3) clean = clean.replaceAll(secret, '[secret]');
  return clean
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\b(A[KS]IA)[A-Z0-9]{8,}\b/g, '$1…')
    .replace(/\b(password|secret|token|authorization|signature)(["']?\s*[=:]\s*)\S+/gi, '$1$2[secret]')
    .replace(/[A-Za-z0-9+/=_]{32,}/g, (run) => (looksSecret(run) ? '[secret]' : run))
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300);
}

function looksSecret(run: string): boolean {
  return /[a-z]/.test(run) && /[A-Z]/.test(run) && /[0-9]/.test(run);
}
