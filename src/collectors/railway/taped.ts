import { notRecorded, type Tape, type TapedAnswer, type TapedRequest } from '../tape.ts';
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
    // A Response refuses a body where the status has none.
    const body = [204, 205, 304].includes(answer.status) ? null : answer.body;
    return new Response(body, { status: answer.status, headers: answer.headers });
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

/** A page of 500 items is far below this. */
const largestBody = 32 * 1024 * 1024;

async function read(response: Response): Promise<TapedAnswer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body ?? []) {
    size += piece.byteLength;
    if (size > largestBody) throw new Error('the body is too large');
    pieces.push(piece);
  }
  const body = Buffer.concat(pieces).toString('utf8');
  return { status: response.status, headers: Object.fromEntries(response.headers), body };
}

function failed(error: unknown): TapedAnswer {
  const { name, message } = error instanceof Error ? error : new Error('nothing came back');
  return { failed: { name, code: '', message } };
}
