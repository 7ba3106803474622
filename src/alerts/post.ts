import { isEndpoint } from '../config/endpoint.ts';
import { type ChannelIO, failed, type Outcome } from './channel.ts';

/** How long one request may take. */
const patience = 10_000;

export interface Post {
  /** Works like a password; it goes into no reason. */
  readonly url: string;
  readonly content: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends JSON to one address and to no other: redirections are not followed. */
export async function post(
  { url, content, headers = {} }: Post,
  { signal, clock }: ChannelIO,
): Promise<Outcome> {
  if (!isEndpoint(url)) return failed('its address is not an https URL', 'gone');
  const timeout = AbortSignal.timeout(patience);
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'firebreak', ...headers },
      body: content,
      signal: AbortSignal.any([signal, timeout]),
    });
    const text = await start(response);
    return response.ok ? { taken: true, remark: null } : refusal(response, text, clock());
  } catch (error) {
    if (timeout.aborted) return failed(`no answer within ${patience / 1000} seconds`, 'later');
    if (signal.aborted) return failed('time was up', 'later');
    return failed(`no connection${codeOf(error)}`, 'later');
  }
}

/** `ECONNREFUSED`, the one part of a network error that can't hold an address. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined;
  const code = String(cause?.code ?? '');
  return /^[A-Z][A-Z0-9_]{2,40}$/.test(code) ? ` (${code})` : '';
}

const mostRead = 1024;

/** The first of what was answered; the rest is not waited for. */
async function start(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  const { value } = await reader.read();
  await reader.cancel();
  return new TextDecoder().decode(value?.subarray(0, mostRead));
}

function refusal({ status, headers }: Response, text: string, now: Date): Outcome {
  const reason = `HTTP ${status}${detailOf(text)}`;
  const retryAfter = retryAfterOf(headers.get('retry-after'), now);
  if (status >= 300 && status < 400) return failed(`${reason}: redirected, which is not followed`, 'gone');
  if (status === 408 || status === 425 || status === 429 || status >= 500)
    return failed(reason, 'later', retryAfter);
  return failed(reason, /^(401|403|404|405|410)$/.test(String(status)) ? 'gone' : 'refused', retryAfter);
}

/** Slack answers with one word, Discord with a number; anything else could repeat what was sent. */
function detailOf(text: string): string {
  const word = /^[a-z][a-z_]{2,39}$/.exec(text.trim())?.[0];
  const code = /^\s*\{[^{}]{0,200}"code":\s*(\d{1,6})\b/.exec(text)?.[1];
  return word !== undefined ? ` ${word}` : code !== undefined ? ` code ${code}` : '';
}

const day = 86_400_000;

/** `Retry-After` in milliseconds, a day at most; seconds or a date (RFC 9110, 10.2.3). */
function retryAfterOf(header: string | null, now: Date): number | null {
  if (header === null) return null;
  const seconds = /^\d+(\.\d+)?$/.test(header.trim())
    ? Number(header) * 1000
    : Date.parse(header) - now.getTime();
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), day) : null;
}
