import { describe, expect, it } from 'vitest';
import { parseInventory } from '../../src/config/inventory-file.ts';
import { OperatorError } from '../../src/model/error.ts';

const store = {
  id: 'railway:volume-instance:1',
  kind: 'store',
  provider: 'railway',
  native: 'railway.VolumeInstance',
  name: 'postgres',
  scope: 'acme',
  region: null,
  environments: [{ name: 'production', tier: 'production', by: 'declared' }],
  createdAt: null,
  tags: {},
  links: [],
  props: { type: 'volume', sizeBytes: 1, key: null, guards: [], pendingDeletion: null },
};
const policy = { ...store, id: 'p', kind: 'policy', props: { type: 'identity', document: {}, digest: 'd' } };

const guarded = (clearedBy: unknown) => ({
  ...store,
  props: { ...store.props, guards: [{ type: 'recycle-bin', clearedBy, until: null, hours: 168 }] },
});

function fileWith(assets: unknown, rest: object = {}): string {
  const limits = {
    credentialMaxAgeDays: 90,
    unusedCredentialDays: 45,
    restoreTestMaxAgeDays: 90,
    backupMaxAgeHours: 26,
    survivorHorizonDays: 14,
    productionDestroyers: 3,
  };
  return JSON.stringify({
    schema: 'firebreak.inventory/1',
    takenAt: '2026-11-22T12:00:00.000Z',
    scope: [],
    notScanned: [],
    sources: [],
    gaps: [],
    settings: {
      name: 'acme',
      limits,
      agents: [],
      copies: [],
      attest: [],
      breakGlass: [],
      failOn: 'high',
      rulesAt: null,
    },
    assets,
    ...rest,
  });
}

async function refusal(text: string): Promise<string> {
  try {
    await parseInventory(text.split('\n'), 'old/inventory.json');
  } catch (error) {
    expect(error).toBeInstanceOf(OperatorError);
    expect((error as OperatorError).code).toBe('INVENTORY_INVALID');
    return (error as OperatorError).message.replace(
      'old/inventory.json is not an inventory this version can read: ',
      '',
    );
  }
  return 'accepted';
}

const nested = `${'['.repeat(5000)}${']'.repeat(5000)}`;

describe('an inventory file', () => {
  it('is read', async () => {
    expect((await parseInventory([fileWith([store, policy])])).assets).toHaveLength(2);
  });

  it('keeps what each call that clears a guard acts on', async () => {
    const clearedBy = [{ operation: 'rbin:DeleteRule', on: 'rule' }, { operation: 'ec2:DeleteTags' }];
    const { assets } = await parseInventory([fileWith([guarded(clearedBy)])]);
    expect(assets[0]?.props).toMatchObject({ guards: [{ clearedBy }] });
  });

  it.each<[string, string, string]>([
    ['cut off', fileWith([store]).slice(0, -5), 'not valid JSON; the file may be cut off.'],
    [
      'cut off between two assets',
      fileWith([]).replace('"assets":[]}', `\n"assets":[\n${JSON.stringify(store)},`),
      'not valid JSON; the file may be cut off.',
    ],
    [
      'with half an asset on a line',
      fileWith([]).replace('"assets":[]}', '\n"assets":[\n{"id":\n"a"}\n]\n}'),
      'not valid JSON; the file may be cut off.',
    ],
    ['empty', '', 'not valid JSON; the file may be cut off.'],
    ['no map', '[]', 'expected an inventory.'],
    [
      'of another version',
      fileWith([], { schema: 'firebreak.inventory/2' }),
      'schema: expected firebreak.inventory/1.',
    ],
    ['without a part', JSON.stringify({ schema: 'firebreak.inventory/1' }), 'takenAt: missing.'],
    ['with a wrong type', fileWith([{ ...store, tags: ['a'] }]), 'assets[0].tags: expected a map of tags.'],
    ['with an unknown kind', fileWith([{ ...store, kind: 'planet' }]), 'assets[0]: expected an asset.'],
    [
      'with props of another kind',
      fileWith([store, { ...policy, props: store.props }]),
      'assets[1].props.document: missing.',
    ],
    [
      'with a name of 10,000 characters',
      fileWith([{ ...store, name: 'x'.repeat(10_000) }]),
      'assets[0].name: expected a text of at most 512 characters without control characters.',
    ],
    [
      'with a control character',
      fileWith([{ ...store, name: 'a\u001b[2J' }]),
      'assets[0].name: expected a text of at most 512 characters without control characters.',
    ],
    [
      'with half a character',
      fileWith([{ ...store, scope: '\ud800' }]),
      'assets[0].scope: expected a text of at most 2048 characters without control characters.',
    ],
    [
      'with a tag named like a prototype that is no text',
      fileWith([store]).replace('"tags":{}', '"tags":{"__proto__":{"admin":true}}'),
      'assets[0].tags.__proto__: expected a text of at most 512 characters without control characters.',
    ],
    [
      'with a guard that is cleared by a name and no call',
      fileWith([guarded(['rbin:DeleteRule'])]),
      'assets[0].props.guards[0].clearedBy[0]: expected a call that clears a guard.',
    ],
    [
      'with a call that clears a guard on nothing that could be an asset',
      fileWith([guarded([{ operation: 'rbin:DeleteRule', on: 7 }])]),
      'assets[0].props.guards[0].clearedBy[0].on: expected an id of at most 2048 characters without control characters.',
    ],
    ['with an asset twice', fileWith([store, store]), 'assets[1].id: stands twice.'],
    [
      'with a document nested without end',
      fileWith([policy]).replace('"document":{}', `"document":${nested}`),
      'assets[0]: nested too deep.',
    ],
  ])('%s is refused', async (_title, text, expected) => {
    expect(await refusal(text)).toBe(expected);
  });

  it('never quotes what it refuses', async () => {
    const secret = '6f1c2a4e-1b2c-4d5e-8f90-0123456789ab';
    expect(await refusal(fileWith([{ ...store, kind: secret }]))).not.toContain(secret);
    expect(await refusal(fileWith([{ ...store, name: [secret] }]))).not.toContain(secret);
  });
});
