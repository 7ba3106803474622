import { describe, expect, it } from 'vitest';
import { plainErrors } from '../../../src/collectors/railway/plain-errors.ts';

async function plain(body: string, status = 200): Promise<string> {
  const fetch = plainErrors(async () => new Response(body, { status }));
  return (await fetch('http://127.0.0.1')).text();
}

const error = (message: unknown, extensions?: unknown): string =>
  JSON.stringify({ data: null, errors: [{ message, extensions, path: ['me'] }] });

describe('an error of Railway', () => {
  it.each([
    ['Not Authorized', 'Not Authorized'],
    ['Not Authorized for canary', ''],
    ['Project Token not found: canary', 'project token not found'],
    ['Two Factor Authentication Required by canary', 'Two Factor Authentication Required'],
    ['Whoa there canary! try again in a bit', 'Whoa there, try again in a while'],
    ['Volume canary not found', 'Could not find it'],
    ['Invalid canary', 'Invalid input'],
    ['duplicate key canary', ''],
    [{ not: 'a text' }, ''],
  ])('%j keeps what it means, in words of ours', async (message, expected) => {
    const { errors } = JSON.parse(await plain(error(message)));
    expect(errors).toEqual([{ message: expected }]);
  });

  it('keeps a code that is known, and no other', async () => {
    const code = async (it: string) =>
      JSON.parse(await plain(error('x', { code: it, more: 'canary' }))).errors[0];
    expect(await code('BAD_USER_INPUT')).toEqual({ message: '', extensions: { code: 'BAD_USER_INPUT' } });
    expect(await code('canary')).toEqual({ message: '' });
  });

  it.each([
    ['a page', '<html>canary</html>', '<html></html>'],
    ['a text', 'canary', 'not an answer'],
    ['an error cut off', error('canary').slice(0, -9), 'not an answer'],
    ['a list', '["canary"]', '{}'],
    [
      'something beside data and errors',
      '{"data":{},"errors":[],"extensions":"canary"}',
      '{"data":{},"errors":[]}',
    ],
  ])('that is %s says nothing', async (_, body, expected) => {
    expect(await plain(body, 500)).toBe(expected);
  });

  it('leaves data as it came', async () => {
    expect(await plain('{ "data": {"me":{"id":"u"}} }')).toBe('{ "data": {"me":{"id":"u"}} }');
  });
});
