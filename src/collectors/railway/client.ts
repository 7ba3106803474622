import { ClientError, GraphQLClient } from 'graphql-request';
import pLimit from 'p-limit';
import type { CollectIO } from '../collector.ts';
import { type Attempt, judge } from './failure.ts';
import { GuardError, guardedFetch, passed } from './guard.ts';
import { concurrency, type Pace, pacer, type Rate } from './pace.ts';
import type { Answer, Failure, Read } from './read.ts';
import { shape } from './shape.ts';

export type Variables = Readonly<Record<string, string | number | null>>;

/** Asks Railway as one token. It never throws for what the API does: that is the answer's `failure`. */
export interface Client {
  ask<Data>(read: Read<Data>, variables: Variables): Promise<Answer<Data>>;
}

export interface ClientOptions {
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: typeof globalThis.fetch;
  readonly rate: Rate;
  readonly timeoutMs: number;
}

const attempts = 3;
const firstBackoffMs = 500;

export function createClient(options: ClientOptions, io: CollectIO): Client {
  const pace = pacer(options.rate, io);
  const limit = pLimit(concurrency);
  const post = poster(options, io, pace);
  return {
    ask: (read, variables) =>
      limit(() => askWithRetries(read, () => post(read.document, variables), pace, io)),
  };
}

async function askWithRetries<Data>(
  read: Read<Data>,
  post: () => Promise<Attempt>,
  pace: Pace,
  io: CollectIO,
): Promise<Answer<Data>> {
  let failure: Failure | null = null;
  for (let call = 0; call < attempts; call += 1) {
    const stop = await pace.admit();
    if (stop) return { data: null, failure: failure ?? stop, calls: call };
    const attempt = await post();
    const judged = judge(attempt);
    const answer = shaped(read, attempt.data);
    if (!judged) return { ...answer, calls: call + 1 };
    failure = judged.failure;
    if (!judged.again || answer.data !== null) return { data: answer.data, failure, calls: call + 1 };
    if (failure.reason === 'throttled') pace.pause(attempt.retryAfterMs ?? firstBackoffMs * 2 ** call);
    else if (call + 1 < attempts) await io.wait(firstBackoffMs * 2 ** call);
  }
  return { data: null, failure, calls: attempts };
}

/** What of an answer has the shape that was asked for; the cast is the boundary to the wire. */
function shaped<Data>(read: Read<Data>, answer: unknown): Pick<Answer<Data>, 'data' | 'failure'> {
  if (typeof answer !== 'object' || answer === null) return { data: null, failure: null };
  const { value, missing } = shape(passed(read.document), answer);
  const failure: Failure = { reason: 'failed', detail: `${missing.length} fields did not come as asked` };
  return { data: value as Data | null, failure: missing.length > 0 ? failure : null };
}

function poster(
  options: ClientOptions,
  io: CollectIO,
  pace: Pace,
): (document: string, variables: Variables) => Promise<Attempt> {
  return async (document, variables) => {
    let response: Response | null = null;
    const fetch = guardedFetch(async (input, init) => {
      response = await options.fetch(input, init);
      return response;
    });
    const client = new GraphQLClient(options.endpoint, {
      headers: options.headers,
      errorPolicy: 'all',
      fetch,
    });
    const deadline = AbortSignal.timeout(options.timeoutMs);
    const signal = io.signal ? AbortSignal.any([io.signal, deadline]) : deadline;
    const body = await client.rawRequest({ query: document, variables, signal }).catch(thrown);
    const unreadable = body === null;
    pace.observe(headersToHeed(response));
    return { ...headersOf(response, io), ...bodyOf(body), unreadable, timedOut: deadline.aborted };
  };
}

type Body = { readonly data?: unknown; readonly errors?: Attempt['errors'] | undefined } | null;

/** An answer with an HTTP error status is still read; anything else that was thrown is no answer. */
function thrown(error: unknown): Body {
  if (error instanceof GuardError) throw error;
  if (!(error instanceof ClientError)) return null;
  const { data, errors } = error.response;
  return data === undefined && errors === undefined ? null : { data, errors };
}

function bodyOf(body: Body): Pick<Attempt, 'data' | 'errors'> {
  return { data: body?.data ?? null, errors: Array.isArray(body?.errors) ? body.errors : [] };
}

/** A refused call says nothing of the hour that its Retry-After does not say better. */
function headersToHeed(response: Response | null): Headers | null {
  return response?.status === 429 ? new Headers() : (response?.headers ?? null);
}

function headersOf(
  response: Response | null,
  io: CollectIO,
): Pick<Attempt, 'status' | 'contentType' | 'retryAfterMs'> {
  return {
    status: response?.status ?? null,
    contentType: response?.headers.get('content-type') ?? '',
    retryAfterMs: retryAfter(response?.headers.get('retry-after') ?? null, io.clock()),
  };
}

function retryAfter(header: string | null, now: Date): number | null {
  if (header === null || header.trim() === '') return null;
  const seconds = Number(header);
  const milliseconds = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now.getTime();
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : null;
}
