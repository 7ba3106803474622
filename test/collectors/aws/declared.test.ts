import { describe, expect, it } from 'vitest';
import { isAsDeclared, memberNames, type Shape } from '../../../src/collectors/aws/declared.ts';
import type { Fault } from '../../../src/stand-ins/aws/index.ts';
import { acme, acmeId, scan } from './acme.ts';

const vault: Shape = [
  3,
  'acme',
  'Vault',
  0,
  ['Name', 'Locked', 'Days', 'LockDate', 'Tags'],
  [0, 2, [1, { since: 1 }], 4, 128],
];
const page: Shape = [
  3,
  'acme',
  'Page',
  0,
  ['Vaults', 'Next', 'Names'],
  [() => [1, 'acme', 'Vaults', 0, [() => vault, 0]], 0, 64],
];

describe('an answer has the types that the SDK declares', () => {
  it.each<[string, unknown]>([
    ['nothing at all', {}],
    [
      'every type',
      {
        Vaults: [{ Name: 'a', Locked: true, Days: 7, LockDate: new Date(0), Tags: { a: 'b' } }],
        Names: ['a'],
      },
    ],
    ['fields of a later version', { Vaults: [], Later: [null] }],
    ['a text that holds JSON', { Next: Object('{"a":1}') }],
  ])('%s', (_, value) => {
    expect(isAsDeclared(page, value)).toBe(true);
  });

  it.each<[string, unknown]>([
    ['no structure', []],
    ['a text for a list', { Vaults: 'abc' }],
    ['null for a list', { Vaults: null }],
    ['a list of nothing', { Vaults: [null] }],
    ['a list of undefined', { Vaults: [undefined] }],
    ['a list of texts', { Vaults: ['a'] }],
    ['a number for a text', { Next: 7 }],
    ['a text for a number', { Vaults: [{ Days: '7' }] }],
    ['no number', { Vaults: [{ Days: Number.NaN }] }],
    ['a text for yes or no', { Vaults: [{ Locked: 'true' }] }],
    ['a date that is none', { Vaults: [{ LockDate: new Date(Number.NaN) }] }],
    ['a list for a map', { Vaults: [{ Tags: [] }] }],
    ['numbers in a map of texts', { Vaults: [{ Tags: { a: 1 } }] }],
    ['a list of numbers for texts', { Names: [1] }],
  ])('and not: %s', (_, value) => {
    expect(isAsDeclared(page, value)).toBe(false);
  });

  it('knows its members by name, and no inherited ones', () => {
    expect(memberNames(page)).toEqual(['Vaults', 'Next', 'Names']);
    expect(isAsDeclared(page, Object.create({ Vaults: 'abc' }))).toBe(true);
  });
});

describe('an answer of somebody else', () => {
  const vaults = { backup: { 'us-east-1': { vaults: [{ BackupVaultName: 'v', BackupVaultArn: 'arn:v' }] } } };
  const read = (...faults: readonly Fault[]) => scan([acme(vaults)], { serve: { faults } });

  it.each<[string, string]>([
    ['to another question', '{"FunctionVersion":"1","Functions":[]}'],
    ['with a list of nothing', '{"BackupVaultList":[null]}'],
    ['with a text for the list', '{"BackupVaultList":"none"}'],
    ['with null for the list', '{"BackupVaultList":[{"BackupVaultName":[]}]}'],
  ])('%s is a gap, never an empty list', async (_, body) => {
    const { unread } = await read({
      operation: 'backup:ListBackupVaults',
      region: 'us-east-1',
      kind: 'other',
      message: body,
    });
    const gap = { operation: 'backup:ListBackupVaults', reason: 'failed', below: ['backup', 'policy'] };
    expect(unread).toMatchObject([
      { ...gap, fingerprint: `aws:failed:backup:ListBackupVaults:${acmeId}:us-east-1` },
    ]);
  });
});
