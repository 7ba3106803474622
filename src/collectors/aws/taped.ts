import type { Tape, TapedAnswer, TapedRequest } from '../tape.ts';

/** The SDK's request, as far as it is looked at. */
export interface WireRequest {
  readonly method: string;
  readonly hostname: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The SDK's response; its body comes in pieces until it is read. */
export interface WireResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  body: AsyncIterable<Uint8Array> | Uint8Array;
}

/** Where a request goes: its source, and the endpoint that stands for AWS, where one was given. */
export interface TapedPlace {
  readonly source: string;
  readonly endpoint: string | undefined;
}

/** A request without what signs it; `amz-sdk-request` tells whether the SDK sends it again. */
export function tapedRequest(request: WireRequest, { source, endpoint }: TapedPlace): TapedRequest {
  const { method, path, query = {}, headers, body } = request;
  const host =
    endpoint === undefined ? request.hostname : within(request.hostname, new URL(endpoint).hostname);
  const asked = Object.entries(query)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => `${name}=${one ?? ''}`))
    .sort();
  return {
    source,
    method,
    // The JSON protocols name the operation in a header alone.
    target: `${headers['x-amz-target'] ?? ''}${host}${path}?${asked.join('&')}`,
    body: textOf(body),
    again: !/attempt=1\b/.test(headers['amz-sdk-request'] ?? 'attempt=1'),
  };
}

/** What stands before the endpoint's own host, such as a bucket's name. */
const within = (host: string, endpoint: string): string =>
  host.endsWith(endpoint) ? host.slice(0, host.length - endpoint.length) : host;

function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : '';
}

/** Sends a request through the tape. Throws what the network threw, or threw when it was recorded. */
export async function throughTape(
  tape: Tape,
  request: TapedRequest,
  send: () => Promise<{ readonly response: WireResponse; readonly body: Uint8Array }>,
): Promise<WireResponse> {
  let live: WireResponse | undefined;
  let thrown: unknown;
  const answer = await tape.exchange(request, async () => {
    try {
      const { response, body } = await send();
      live = Object.assign(response, { body });
      const { statusCode: status, headers } = response;
      return { status, headers, body: Buffer.from(body).toString('utf8') };
    } catch (error) {
      thrown = error;
      return failedOf(error);
    }
  });
  if (thrown !== undefined) throw thrown;
  return live ?? played(answer);
}

function failedOf(error: unknown): TapedAnswer {
  if (!(error instanceof Error)) return { failed: { name: 'Error', code: '', message: String(error) } };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { failed: { name: error.name, code, message: error.message } };
}

function played(answer: TapedAnswer): WireResponse {
  if ('failed' in answer) {
    const { name, code, message } = answer.failed;
    throw Object.assign(new Error(message), { name }, code === '' ? {} : { code });
  }
  return { statusCode: answer.status, headers: answer.headers, body: Buffer.from(answer.body, 'utf8') };
}
