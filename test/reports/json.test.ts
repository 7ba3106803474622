import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parseReport } from '../../reports/json/parse.ts';
import { renderJson } from '../../reports/json/render.ts';
import schema from '../../reports/json/report.schema.json' with { type: 'json' };
import { fixtureReport, hostileName, hostileReport } from './fixture.ts';

const ajv = new Ajv2020({ allErrors: true, strict: true });

/** The schema as it would be if nothing could be added: finds fields it does not describe. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, part]) => [key, closed(part)]);
  return 'properties' in value && 'required' in value
    ? { ...Object.fromEntries(entries), additionalProperties: false }
    : Object.fromEntries(entries);
}

describe('report.json', () => {
  it('keeps to its published schema', () => {
    const validate = ajv.compile(schema);
    expect(validate(JSON.parse(renderJson(fixtureReport()))), ajv.errorsText(validate.errors)).toBe(true);
  });

  it('has no field that the schema does not describe', () => {
    const validate = new Ajv2020({ allErrors: true }).compile(closed(schema) as object);
    expect(validate(JSON.parse(renderJson(fixtureReport()))), ajv.errorsText(validate.errors)).toBe(true);
  });

  it('is refused by the schema when a verdict is not one of the words', () => {
    const report = JSON.parse(renderJson(fixtureReport()));
    report.blastRadius.pairs[0].verdict = 'safe';
    expect(ajv.compile({ ...schema, $id: 'refused' })(report)).toBe(false);
  });

  it('says the same value in the same bytes, one row of a list a line', () => {
    const text = renderJson(fixtureReport());
    expect(renderJson(fixtureReport())).toBe(text);
    expect(JSON.parse(text)).toEqual(fixtureReport());
    expect(text.split('\n').filter((line) => line.includes('"fingerprint":"f1b6a7c2d9e80134"'))).toHaveLength(
      1,
    );
  });

  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  it.each([
    ['cut off', (text: string) => text.slice(0, -9), 'it is not JSON'],
    ['of something else', () => '{}', "must have required property 'schema'"],
    ['nested without end', (text: string) => text.replace('{', `{"more":${deep},`), 'it is nested too deep'],
  ])('is refused by name where it is %s', (_, damage, why) => {
    const text = damage(renderJson(fixtureReport()));
    expect(() => parseReport(text, 'report.json')).toThrow(why);
  });

  it('carries hostile text whole and escaped', () => {
    const text = renderJson(hostileReport());
    expect(JSON.parse(text).blastRadius.stores[0].name).toBe(hostileName);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that they are absent is the point
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u2066]|\p{Cs}/u);
  });
});
