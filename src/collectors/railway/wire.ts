import { ClientError, GraphQLClient } from 'graphql-request';
import type { CollectIO } from '../collector.ts';
import { actorsOnly } from './audit-actors.ts';
import type { Attempt } from './failure.ts';
import { GuardError, guardedFetch } from './guard.ts';
import { plainErrors } from './plain-errors.ts';
import { silenceOf, tapedFetch } from './taped.ts';

export type Variables = Readonly<Record<string, string | number | null>>;

export interface WireOptions {
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: typeof globalThis.fetch;
  readonly timeoutMs: number;
}

/** For whoever keeps the answers: the list of reads a request belongs to, and whether it is sent once more. */
export interface Filed {
  readonly source: string;
  readonly again: boolean;
}

/** Sends one document once. It throws only what the guard throws. */
export type Post = (document: string, variables: Variables, filed: Filed) => Promise<Attempt>;

export function wire(options: WireOptions, io: Pick<CollectIO, 'clock' | 'signal' | 'tape'>): Post {
  return async (document, variables, filed) => {
    let response: Response | null = null;
    const bare = actorsOnly(plainErrors(options.fetch));
    const send = io.tape ? tapedFetch(bare, io.tape, filed) : bare;
    const fetch = guardedFetch(async (input, init) => {
      // A redirect could carry a project token's header to another host.
      response = await send(input, { ...init, redirect: 'manual' });
      return response;
    });
    const client = new GraphQLClient(options.endpoint, {
      headers: options.headers,
      errorPolicy: 'all',
      fetch,
    });
    const deadline = AbortSignal.timeout(options.timeoutMs);
    const signal = io.signal ? AbortSignal.any([io.signal, deadline]) : deadline;
    let silence: Attempt['silence'] = null;
    const body = await client.rawRequest({ query: document, variables, signal }).catch((error: unknown) => {
      silence = deadline.aborted ? 'no answer in time' : silenceOf(error);
      return thrown(error);
    });
    return { ...headersOf(response), ...partsOf(body), unreadable: body === null, silence, at: io.clock() };
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

function partsOf(body: Body): Pick<Attempt, 'data' | 'errors'> {
  return { data: body?.data ?? null, errors: Array.isArray(body?.errors) ? body.errors : [] };
}

function headersOf(response: Response | null): Pick<Attempt, 'status' | 'headers'> {
  return { status: response?.status ?? null, headers: response?.headers ?? new Headers() };
}
