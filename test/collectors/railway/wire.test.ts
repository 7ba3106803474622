import { describe, expect, it } from 'vitest';
import { wire } from '../../../src/collectors/railway/wire.ts';
import { patientIO } from './scanning.ts';

const json = { headers: { 'content-type': 'application/json' } };
const answer = '{"data":{"me":{"id":"u"}}}';

/** Sends one query through a fetch that answers with `response`, and keeps what was sent. */
async function send(response: () => Response | Promise<Response>, query = 'query { me { id } }') {
  const sent: RequestInit[] = [];
  const fetch = async (_: unknown, init?: RequestInit) => {
    sent.push(init ?? {});
    return response();
  };
  const options = {
    endpoint: 'http://127.0.0.1/graphql',
    headers: { 'project-access-token': 't' },
    timeoutMs: 5_000,
  };
  const post = wire({ ...options, fetch: fetch as typeof globalThis.fetch }, patientIO());
  const attempt = await post(query, {}, { source: 'railway', again: false });
  return { attempt, sent };
}

describe('wire', () => {
  it('hands over status, headers, data and errors', async () => {
    const { attempt } = await send(
      () => new Response('{"data":null,"errors":[{"message":"Not Authorized"}]}', json),
    );
    expect(attempt).toMatchObject({
      status: 200,
      data: null,
      errors: [{ message: 'Not Authorized' }],
      unreadable: false,
    });
  });

  it('follows no redirect, so that no token goes to another host', async () => {
    const { sent } = await send(() => new Response(answer, json));
    expect(sent.map(({ redirect }) => redirect)).toEqual(['manual']);
  });

  it('lets what the guard refuses come out as the bug it is', async () => {
    const refused = send(() => new Response(answer, json), 'mutation { volumeDelete(volumeId: "v") }');
    await expect(refused).rejects.toThrow('Refused before the wire');
  });

  it('reads a body of usual size, and none beyond measure', async () => {
    const padded = (megabytes: number) => new Response(answer + ' '.repeat(megabytes * 1024 * 1024), json);
    expect((await send(() => padded(1))).attempt).toMatchObject({
      unreadable: false,
      data: { me: { id: 'u' } },
    });
    expect((await send(() => padded(33))).attempt).toMatchObject({
      status: null,
      unreadable: true,
      data: null,
    });
  });

  it.each<[string, () => Response | Promise<Response>, object]>([
    [
      'no connection',
      () => Promise.reject(new TypeError('fetch failed')),
      { status: null, unreadable: true },
    ],
    ['half a body', () => new Response(answer.slice(0, 10), json), { status: 200, unreadable: true }],
    ['no content', () => new Response(null, { status: 200 }), { status: 200, unreadable: true }],
    ['errors that are no list', () => new Response('{"data":{},"errors":"all wrong"}', json), { errors: [] }],
    [
      'an error status with an answer',
      () => new Response('{"errors":[{"message":"x"}]}', { ...json, status: 400 }),
      { status: 400, errors: [{ message: '' }] },
    ],
  ])('%s', async (_, response, expected) => {
    expect((await send(response)).attempt).toMatchObject(expected);
  });
});
