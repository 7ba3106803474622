import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/findings/catalogue.ts';
import { disciplines } from '../../src/findings/check.ts';
import { discoverChecks } from '../../src/findings/discover.ts';

const checks = await discoverChecks();
const root = resolve(import.meta.dirname, '../..');

/** Each framework's own form of a control's number. */
const forms: readonly RegExp[] = [
  /^SOC 2 (?:A1|CC[1-9]|C1|PI1)\.\d{1,2}$/,
  /^ISO\/IEC 27001:2022 A\.[5-8]\.\d{1,2}$/,
  /^NIST SP 800-53 [A-Z]{2}-\d{1,2}(?:\(\d{1,2}\))?$/,
  /^CIS AWS Foundations 3\.0\.0 [1-5]\.\d{1,2}(?:\.\d{1,2})?$/,
];

describe('the catalogue', () => {
  it('is found on disk', () => {
    expect(checks.length).toBeGreaterThanOrEqual(60);
  });

  it('names every check once', () => {
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
  });

  it('is listed by discipline', () => {
    const listed = catalogue(checks).map(({ discipline }) => disciplines.indexOf(discipline));
    expect(listed).toEqual(listed.toSorted((a, b) => a - b));
    expect(listed).toHaveLength(checks.length);
  });
});

describe.each(checks)('$id', (check) => {
  it('is named subject first, in kebab-case', () => {
    expect(check.id).toMatch(/^[a-z]+(?:-[a-z0-9]+)+$/);
    expect(check.id).not.toMatch(/^(?:no|check|ensure|should|must)-/);
  });

  it('states the good state in its title, without a full stop', () => {
    expect(check.title).toMatch(/^[A-Z]/);
    expect(check.title).not.toMatch(/\.$|^Ensure|should/);
    expect(check.title.length).toBeLessThanOrEqual(90);
  });

  it('says why in sentences, and how to repair it for some provider', () => {
    expect(check.why).toMatch(/^[A-Z].{40,600}\.$/s);
    expect(Object.keys(check.fix).length).toBeGreaterThan(0);
    for (const { steps, cli, terraform } of Object.values(check.fix)) {
      expect(cli ?? 'aws x').toMatch(/^(?:aws|railway|firebreak) (?:(?!, ).)+$/);
      expect(steps).toMatch(/^[A-Z].+\.$/s);
      expect(terraform ?? 'none').not.toMatch(/\.$/);
    }
  });

  it('cites controls in the form of their framework, each once', () => {
    for (const control of check.frameworks)
      expect(
        forms.some((form) => form.test(control)),
        control,
      ).toBe(true);
    expect(new Set(check.frameworks).size).toBe(check.frameworks.length);
  });

  it('is specified by at least one world that passes and one that fails', () => {
    const path = resolve(root, 'test/checks', check.discipline, `${check.id}.test.ts`);
    expect(existsSync(path), path).toBe(true);
    const text = readFileSync(path, 'utf8');
    expect(text).toMatch(/specify\(check, \{/);
    expect(text).toMatch(/\n {2}pass: \[\s*[^\]\s]/);
    expect(text).toMatch(/\n {2}fail: \[\s*[^\]\s]/);
  });

  it('is documented', () => {
    expect(existsSync(resolve(root, 'docs/checks', `${check.id}.md`))).toBe(true);
  });
});
