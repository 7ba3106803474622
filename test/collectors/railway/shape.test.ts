import { readFileSync } from 'node:fs';
import {
  buildSchema,
  type GraphQLOutputType,
  getNamedType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { allowedOperations } from '../../../src/collectors/railway/allowed-operations.ts';
import { fieldTypes } from '../../../src/collectors/railway/field-types.ts';
import { guard } from '../../../src/collectors/railway/guard.ts';
import { shape } from '../../../src/collectors/railway/shape.ts';
import { railwaySdl } from '../../../src/stand-ins/railway/schema.ts';

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
    ['a number where a text belongs', answer([a, { node: { id: 7, name: 'A' } }]), answer([a]), 1],
    ['a thing without a name of its own', answer([a, { node: { id: null, name: 'A' } }]), answer([a]), 1],
    ['a text where yes or no belongs', answer([a], { ...page, hasNextPage: 'no' }), answer([a], null), 1],
    ['null where a list belongs', answer(null), null, 1],
    ['an object where a list belongs', answer({ node: a.node }), null, 1],
    ['a list where an object with lists belongs', { projectTokens: [] }, null, 1],
    ['another answer', { volumeDelete: true }, null, 1],
    ['an inherited field', Object.create(answer([a])), null, 1],
    ['a list where an object belongs', [], null, 1],
  ])('%s', (_, given, value, missing) => {
    const shaped = shape(selection, given);
    expect(shaped.value).toEqual(value);
    expect(shaped.missing).toHaveLength(missing);
  });
});

describe('what fields hold', () => {
  const schema = buildSchema(
    process.env.FIREBREAK_RAILWAY_SCHEMA === undefined
      ? railwaySdl
      : readFileSync(process.env.FIREBREAK_RAILWAY_SCHEMA, 'utf8'),
  );

  it.each(allowedOperations)('%s is as the schema has it', (path) => {
    let type: GraphQLOutputType | undefined = schema.getQueryType() ?? undefined;
    for (const name of path.split('.')) {
      type = below(type, name);
      const isBranch = type !== undefined && isObjectType(getNamedType(type));
      if (type !== undefined && !isNonNullType(type)) expect([...fieldTypes.nullable]).toContain(name);
      expect(`${name} ${holds(name, isBranch)}`).toBe(`${name} ${declared(type, isBranch)}`);
    }
  });
});

function below(type: GraphQLOutputType | undefined, name: string): GraphQLOutputType | undefined {
  const named = type === undefined ? undefined : getNamedType(type);
  return isObjectType(named) ? named.getFields()[name]?.type : undefined;
}

function holds(name: string, isBranch: boolean): string {
  const types = Object.entries(fieldTypes).flatMap(([type, names]) =>
    type !== 'nullable' && names.has(name) ? [type] : [],
  );
  return types.join() || (isBranch ? 'object' : 'text');
}

function declared(type: GraphQLOutputType | undefined, isBranch: boolean): string {
  if (isListType(isNonNullType(type) ? type.ofType : type)) return isBranch ? 'list' : 'texts';
  const name = type === undefined ? '' : getNamedType(type).name;
  if (name === 'Boolean') return 'flag';
  if (name === 'Int' || name === 'BigInt' || name === 'Float') return 'number';
  return name === 'JSON' ? 'json' : isBranch ? 'object' : 'text';
}
