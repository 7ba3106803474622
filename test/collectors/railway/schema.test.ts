import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLSchema, isObjectType, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { railwayReads } from '../../../src/collectors/railway/reads.ts';
import { railwaySchema } from '../../../src/stand-ins/railway/schema.ts';

const path = process.env.FIREBREAK_RAILWAY_SCHEMA;
const full = path ? buildSchema(readFileSync(path, 'utf8'), { assumeValid: true }) : null;

describe.each([
  ['the stand-in', railwaySchema],
  ['the whole of Railway', full],
] as const)('every document against the schema of %s', (_, schema) => {
  it.skipIf(schema === null).each(railwayReads.map((read) => [read.operation, read.document]))(
    '%s',
    (__, document) => {
      expect(validate(schema as GraphQLSchema, parse(document)).map(String)).toEqual([]);
    },
  );
});

describe.skipIf(full === null)('every type of the stand-in stands in the whole schema', () => {
  const types = Object.values(railwaySchema.getTypeMap()).filter(
    (type) => isObjectType(type) && !type.name.startsWith('__'),
  );

  it.each(types.map((type) => [type.name]))('%s', (name) => {
    expect(fieldsOf(full, name)).toMatchObject(fieldsOf(railwaySchema, name) ?? {});
  });
});

/** Fields with their types and the arguments' types, by name. */
function fieldsOf(schema: GraphQLSchema | null, name: string): Record<string, object> | null {
  const type = schema?.getType(name);
  if (!isObjectType(type)) return null;
  return Object.fromEntries(
    Object.values(type.getFields()).map((field) => [
      field.name,
      {
        type: String(field.type),
        args: Object.fromEntries(field.args.map((it) => [it.name, String(it.type)])),
      },
    ]),
  );
}
