import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { canary, leaks, type Shape } from './canary.ts';

const shapes: readonly Shape[] = ['mixed', 'uuid', 'hex', 'password', 'words'];
const find = (text: string): readonly string[] => leaks(new Map([['out', text]]));

describe.each(shapes.map((shape) => [shape]))('a planted secret of shape %s is found', (shape) => {
  const place = `self-test ${shape}`;
  const secret = canary(place, shape);
  const found = [`${place} in out`];
  const base64 = (text: string) => Buffer.from(text).toString('base64');

  it.each<[string, string]>([
    ['as it is', `token=${secret};`],
    ['by its first twelve characters', secret.slice(0, 12)],
    ['by its last twelve characters', `…${secret.slice(-12)}`],
    ['in JSON', JSON.stringify({ secret })],
    ['in an address', `https://x.example/?k=${encodeURIComponent(secret)}`],
    ['in hexadecimal', Buffer.from(secret).toString('hex')],
    ['in base64', base64(secret)],
    ['in base64 behind one character', base64(`a${secret}`)],
    ['in base64 behind two characters', base64(`ab${secret}`)],
    ['in base64 of addresses', Buffer.from(`{"a":"${secret}"}`).toString('base64url')],
    ['backwards', [...secret].toReversed().join('')],
    ['in a packed page', `<script>${gzipSync(JSON.stringify({ secret })).toString('base64')}</script>`],
  ])('%s', (_, text) => {
    expect(find(text)).toEqual(found);
  });

  it('and only then', () => {
    expect(find(`…${secret.slice(-4)} ${secret.slice(0, 11)}`)).toEqual([]);
  });
});
