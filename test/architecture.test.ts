import { globSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

interface Import {
  readonly from: string;
  readonly specifier: string;
}

const importPattern =
  /(?:^|\n)\s*(?:import|export)\b[^'";]*?\bfrom\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

/** Every import of our own code, static and dynamic, with relative paths made relative to the root. */
function imports(): readonly Import[] {
  return globSync('{src,checks,reports}/**/*.{ts,tsx}', { cwd: root }).flatMap((from) =>
    [...readFileSync(resolve(root, from), 'utf8').matchAll(importPattern)].map((match) => {
      const specifier = match[1] ?? match[2] ?? match[3] ?? '';
      return {
        from,
        specifier: specifier.startsWith('.')
          ? relative(root, resolve(root, dirname(from), specifier))
          : specifier,
      };
    }),
  );
}

/** The folder that has rules: `src/<part>`, `checks`, `reports`. */
function part(path: string): string {
  const [top, second] = path.split('/');
  return top === 'src' && second !== undefined && !second.endsWith('.ts') ? `src/${second}` : (top ?? '');
}

/** What a folder may import of ours besides `src/model` and itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  'src/model': [],
  'src/inventory': [],
  'src/access': [],
  'src/blast-radius': [],
  'src/drift': [],
  'src/findings': [],
  checks: ['src/findings'],
  'src/collectors': ['src/config'],
  'src/config': [],
  'src/baseline': [],
  // The lifecycle is logic; history keeps what it says.
  'src/history': ['src/findings'],
  reports: [],
  'src/alerts': ['src/history', 'src/config', 'reports'],
  'src/stand-ins': [],
};

const pure = [
  'src/model',
  'src/inventory',
  'src/access',
  'src/blast-radius',
  'src/drift',
  'checks',
  'reports',
];

/** Packages that have one door each. */
const doors: readonly { readonly name: RegExp; readonly only: RegExp }[] = [
  { name: /^@aws-sdk\/|^@smithy\//, only: /^src\/collectors\/aws\// },
  { name: /^graphql-request$/, only: /^src\/collectors\/railway\// },
  { name: /^cron$/, only: /^src\/service\// },
  { name: /^ajv/, only: /^src\/(config|baseline)\/|^reports\// },
  { name: /^(kysely|node:sqlite)(\/|$)/, only: /^src\/history\// },
  { name: /^pg$/, only: /^src\/(history|service\/fleet)\// },
  { name: /^pino/, only: /^src\/(service|cli)\// },
];

const all = imports();
const ours = all.filter(({ specifier }) => /^(src|checks|reports|bin|test|bench|scripts)\//.test(specifier));
const foreign = all.filter((entry) => !ours.includes(entry));
const show = (list: readonly Import[]) => list.map(({ from, specifier }) => `${from} imports ${specifier}`);

describe('who may import whom', () => {
  it('sees the imports it judges', () => {
    expect(ours.length).toBeGreaterThan(50);
  });

  it.each(Object.keys(mayImport))('%s imports only what it may', (folder) => {
    const allowed = ['src/model', folder, ...(mayImport[folder] ?? [])];
    const wrong = ours.filter(
      ({ from, specifier }) => part(from) === folder && !allowed.includes(part(specifier)),
    );
    expect(show(wrong)).toEqual([]);
  });

  it('nothing below imports the scan, the service or the command line', () => {
    const top = (path: string) => /^src\/(scan\.ts|service\/|cli\/)/.test(path);
    expect(show(ours.filter(({ from, specifier }) => top(specifier) && !top(from)))).toEqual([]);
  });

  it('no provider imports another', () => {
    const provider = (path: string) => /^src\/(?:collectors|access|stand-ins)\/([^/]+)\//.exec(path)?.[1];
    const wrong = ours.filter(({ from, specifier }) => {
      const [one, other] = [provider(from), provider(specifier)];
      return one !== undefined && other !== undefined && one !== other;
    });
    expect(show(wrong)).toEqual([]);
  });

  it('no check imports another check', () => {
    expect(
      show(ours.filter(({ from, specifier }) => part(from) === 'checks' && part(specifier) === 'checks')),
    ).toEqual([]);
  });

  it.each(pure)('%s does no I/O', (folder) => {
    // zlib computes: bytes in, bytes out.
    const harmless = /^node:(buffer|util|crypto|assert|url|path|zlib)$/;
    const wrong = foreign.filter(
      ({ from, specifier }) =>
        part(from) === folder && specifier.startsWith('node:') && !harmless.test(specifier),
    );
    expect(show(wrong)).toEqual([]);
  });

  it.each(doors)('$name has one door', ({ name, only }) => {
    expect(show(foreign.filter(({ from, specifier }) => name.test(specifier) && !only.test(from)))).toEqual(
      [],
    );
  });
});

describe('purity', () => {
  const sources = globSync('{src,checks,reports}/**/*.ts', { cwd: root }).map((path) => ({
    path,
    text: readFileSync(resolve(root, path), 'utf8'),
  }));

  it('only src/cli touches process', () => {
    const wrong = sources.filter(({ path, text }) => part(path) !== 'src/cli' && /\bprocess\.\w/.test(text));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('the core reads no clock and rolls no dice', () => {
    const impure = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\brandomUUID\(/;
    const wrong = sources.filter(({ path, text }) => pure.includes(part(path)) && impure.test(text));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});
