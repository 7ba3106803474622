import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readExceptions } from '../../src/baseline/exceptions-file.ts';
import { readBaseline } from '../../src/baseline/read.ts';
import { verifyBaseline } from '../../src/baseline/verify.ts';
import { writeBaseline } from '../../src/baseline/write.ts';
import { now, store } from '../checks/world.ts';
import { acme, edited, scanned } from '../drift/scans.ts';

const { current } = scanned(acme);
const text = writeBaseline(current);

describe('the file of a baseline', () => {
  it('reads back as it was written, to the byte', () => {
    expect(writeBaseline(readBaseline(text, 'b.json'))).toBe(text);
  });

  it('has one asset a line, so that one asset more is one line more', () => {
    const more = scanned({ ...acme, assets: [...acme.assets, store('db-2', { tier: 'staging' })] }).current;
    const [before, after] = [text.split('\n'), writeBaseline(more).split('\n')];
    expect(after.filter((line) => !before.includes(line))).toHaveLength(1);
    expect(before.filter((line) => !after.includes(line))).toEqual([]);
  });

  it('is the same whatever the order things were found in', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...acme.assets], { minLength: acme.assets.length }), (assets) => {
        expect(writeBaseline(scanned({ ...acme, assets, reach: acme.reach.toReversed() }).current)).toBe(
          text,
        );
      }),
      { numRuns: 20 },
    );
  });

  it('holds shapes of copies and credentials, never their ids, sizes or times of use', () => {
    for (const volatile of [
      'snap-',
      'key-1',
      'lastUsed',
      'lastActive',
      'sizeBytes',
      'label',
      'takenAt',
      'calls',
    ]) {
      expect(text).not.toContain(volatile);
    }
  });

  it('holds pairs and verdicts, never call counts', () => {
    expect(current.reach).toEqual([
      { holder: 'admin access-key', store: 'db', verdict: 'recoverable', possible: null },
      { holder: 'admin access-key', store: 'db-staging', verdict: 'total-loss', possible: null },
    ]);
  });

  it('shows names that could steer a reviewer as escapes', () => {
    const hostile = writeBaseline(
      scanned(edited(acme, 'db', { name: 'a\u202eb\u2028\u0000</script>' })).current,
    );
    expect(hostile).toContain('a\\u202eb\\u2028\\u0000</script>');
    expect(readBaseline(hostile, 'b.json').assets.find(({ id }) => id === 'db')?.name).toContain('\u202e');
  });
});

describe('readBaseline', () => {
  const swap = (from: string, to: string): string => text.replace(from, to);

  it.each<[string, string, string]>([
    ['an empty file', '', 'BASELINE_INVALID'],
    ['half a file', text.slice(0, text.length / 2), 'BASELINE_INVALID'],
    ['HTML', '<!doctype html>', 'BASELINE_INVALID'],
    ['null', 'null', 'BASELINE_INVALID'],
    ['a list', '[]', 'BASELINE_INVALID'],
    ['depth', '['.repeat(200_000), 'BASELINE_INVALID'],
    ['another schema', swap('firebreak.baseline/1', 'firebreak.inventory/1'), 'BASELINE_INVALID'],
    ['a newer schema', swap('firebreak.baseline/1', 'firebreak.baseline/2'), 'BASELINE_SCHEMA'],
    ['a field it does not know', swap('"name": "acme"', '"name": "acme",\n"extra": 1'), 'BASELINE_INVALID'],
    ['a missing part', swap('"open": [],\n', ''), 'BASELINE_INVALID'],
    ['a wrong kind', swap('"kind":"store"', '"kind":"stores"'), 'BASELINE_INVALID'],
    ['__proto__ as a fact', swap('"facts":{', '"facts":{"__proto__":{"polluted":true},'), 'BASELINE_INVALID'],
    [
      '__proto__ at the top',
      swap('{\n"schema"', '{"__proto__": {"name":"x"},\n"schema"'),
      'BASELINE_INVALID',
    ],
    ['a negative count', swap('"count":1', '"count":-1'), 'BASELINE_INVALID'],
  ])('refuses %s', (_, bad, code) => {
    expect(() => readBaseline(bad, 'baselines/acme.json')).toThrow(expect.objectContaining({ code }));
    expect(() => readBaseline(bad, 'baselines/acme.json')).toThrow('baselines/acme.json');
  });

  it('never fails in another way, whatever is in the file', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(text.length), fc.string(), (value, at, junk) => {
        for (const bad of [JSON.stringify(value), text.slice(0, at) + junk + text.slice(at)]) {
          try {
            readBaseline(bad, 'b.json');
          } catch (error) {
            expect(error).toMatchObject({ name: 'OperatorError' });
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('the examples', () => {
  const read = (name: string): string => readFileSync(`baselines/examples/${name}`, 'utf8');

  it('are a baseline, its chain and its exceptions, as they would be written today', async () => {
    const example = read('pocket-os.json');
    expect(writeBaseline(readBaseline(example, 'pocket-os.json'))).toBe(example);
    const found = await verifyBaseline({
      baselineText: example,
      chainText: read('pocket-os.chain.jsonl'),
      anchor: null,
      now,
      signatures: { verify: async () => false },
    });
    expect(found).toMatchObject({ trusted: true, problems: [] });
    expect(readExceptions(read('pocket-os.exceptions.yaml'), 'pocket-os.exceptions.yaml')).toHaveLength(1);
  });
});
