import { notRecorded, type Tape, type TapedAnswer, type TapedRequest } from '../tape.ts';
import { bodyOf, withBody } from './body.ts';
import type { Filed } from './wire.ts';

/** A `fetch` through the tape: what it does not answer itself is sent by `fetch`. */
export function tapedFetch(
  fetch: typeof globalThis.fetch,
  tape: Tape,
  { source, again }: Filed,
): typeof globalThis.fetch {
  return async (input, init) => {
    // The endpoint is not part of the request: a proxy's answers and the API's own are the same.
    const request: TapedRequest = {
      source,
      method: init?.method ?? 'GET',
      target: '/graphql/v2',
      body: String(init?.body ?? ''),
      again,
    };
    const answer = await tape.exchange(request, () => fetch(input, init).then(read).catch(failed));
    if ('failed' in answer) throw new LostAnswer(answer.failed.name, answer.failed.message);
    const { status, headers } = answer;
    return withBody({ status, headers: new Headers(headers) }, answer.body);
  };
}

/** No answer came, now or when it was recorded. */
class LostAnswer extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** Why nothing came, in words of ours; null: the connection failed. */
export function silenceOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if (error.name === 'TimeoutError') return 'no answer in time';
  return error.name === notRecorded ? error.message : null;
}

async function read(response: Response): Promise<TapedAnswer> {
  const { status, headers } = response;
  return { status, headers: Object.fromEntries(headers), body: await bodyOf(response) };
}

function failed(error: unknown): TapedAnswer {
  const { name, message } = error instanceof Error ? error : new Error('nothing came back');
  return { failed: { name, code: '', message } };
}
