import { describe, expect, it } from 'vitest';
import { guard } from '../../../src/collectors/railway/guard.ts';
import { shape } from '../../../src/collectors/railway/shape.ts';

const selection = guard(
  'query { projectTokens(projectId: "p") { edges { node { id name } } pageInfo { hasNextPage endCursor } } }',
);
const page = { hasNextPage: false, endCursor: null };
const answer = (edges: unknown, pageInfo: unknown = page) => ({ projectTokens: { edges, pageInfo } });
const a = { node: { id: 'a', name: 'A' } };

describe('shape', () => {
  it.each<[string, unknown, unknown, number]>([
    ['a whole answer', answer([a]), answer([a]), 0],
    ['what nobody asked for', answer([{ node: { ...a.node, secret: 's' }, cursor: 1 }]), answer([a]), 0],
    ['an item without a field', answer([a, { node: { id: 'b' } }]), answer([a]), 1],
    ['an item that is no object', answer([a, 7]), answer([a]), 1],
    ['an object where a text belongs', answer([{ node: { id: {}, name: 'A' } }]), answer([]), 1],
    [
      'a null, which the API may mean',
      answer([{ node: { id: 'a', name: null } }]),
      answer([{ node: { id: 'a', name: null } }]),
      0,
    ],
    ['a page without pageInfo', { projectTokens: { edges: [a] } }, answer([a], null), 1],
    ['no list at all', { projectTokens: { pageInfo: page } }, null, 1],
    ['another answer', { volumeDelete: true }, null, 1],
    ['an inherited field', Object.create(answer([a])), null, 1],
    ['a list where an object belongs', [], null, 1],
  ])('%s', (_, given, value, missing) => {
    const shaped = shape(selection, given);
    expect(shaped.value).toEqual(value);
    expect(shaped.missing).toHaveLength(missing);
  });
});
