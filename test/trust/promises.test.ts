import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const security = readFileSync(join(root, 'SECURITY.md'), 'utf8');

interface Named {
  readonly promise: string;
  readonly file: string;
  readonly test: string;
}

/** Every test a row of the table names: `file`: its title, as it stands in the file. */
const named: readonly Named[] = [...security.matchAll(/^\| (.+?) *\| (.+?) *\| (`test\/.+?) *\|$/gm)].flatMap(
  ([, promise = '', , tests = '']) =>
    tests.split('<br>').map((each) => {
      const [, file = '', test = ''] = /^`([^`]+)`(?:: (.+))?$/.exec(each.trim()) ?? [];
      return { promise, file, test };
    }),
);
const rows = security.split('\n').filter((line) => /^\| /.test(line) && !/^\| (promise|-+) /.test(line));

/** A title as a test file writes it, between quotes; the table names `${provider}` and `%s` as they stand. */
function isIn(file: string, test: string): boolean {
  const source = readFileSync(join(root, file), 'utf8');
  return ["'", '"', '`'].some((quote) => source.includes(`${quote}${test}${quote}`));
}

describe('the promises of SECURITY.md', () => {
  it('each name a test', () => {
    expect(rows.length).toBeGreaterThan(14);
    expect(new Set(named.map(({ promise }) => promise)).size).toBe(rows.length);
  });

  it.each(named.map(({ promise, file, test }) => [promise, file, test] as const))(
    '%s %s: %s',
    (_, file, test) => {
      expect(file).toMatch(/^test\/[\w/-]+\.test\.ts$/);
      expect(existsSync(join(root, file))).toBe(true);
      expect(test).not.toBe('');
      expect(isIn(file, test)).toBe(true);
    },
  );
});
