/** A page of 500 items is far below this; more is no answer to a question of ours. */
const largestBody = 32 * 1024 * 1024;

/** The whole body as text; throws where it grows beyond all measure. */
export async function bodyOf(response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body ?? []) {
    size += piece.byteLength;
    if (size > largestBody) throw new Error('the body is too large');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** A response with another body; a Response refuses one where the status has none. */
export function withBody({ status, headers }: Pick<Response, 'status' | 'headers'>, body: string): Response {
  return new Response([204, 205, 304].includes(status) ? null : body, { status, headers });
}
