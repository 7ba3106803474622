import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { checkPackage, createPackageFromTarballData, type Problem } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const oldestNode = resolve(root, 'test/oldest-node/node_modules/node/bin/node');
const hasOldest = existsSync(oldestNode);

let folder: string;
let tarball: string;
let installed: string;

/** Lays the packed files and only the run-time dependencies into an empty folder, without a registry. */
function install(): void {
  installed = join(folder, 'node_modules', 'firebreak');
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', installed]);
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly devOptional?: boolean }>>;
  };
  for (const [path, entry] of Object.entries(lock.packages)) {
    const nested = path.indexOf('node_modules/', 1) !== -1;
    if (path === '' || nested || entry.dev === true || entry.devOptional === true) continue;
    if (!existsSync(join(root, path))) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(join(root, path), join(folder, path), 'dir');
  }
}

function isUnpromised(problem: Problem): boolean {
  return (
    problem.kind === 'CJSResolvesToESM' ||
    ('resolutionKind' in problem && problem.resolutionKind === 'node10')
  );
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'firebreak-package-'));
  const packed = spawnSync('npm', ['pack', '--silent', '--pack-destination', folder], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(packed.status, `${packed.stdout}${packed.stderr}`).toBe(0);
  tarball = join(
    folder,
    readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? 'no tarball was packed',
  );
  install();
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the packed package', () => {
  it('holds what users need and nothing of how it is built', () => {
    const listed = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).split('\n');
    for (const file of ['README.md', 'LICENSE', 'bin/firebreak.cjs', 'dist/src/cli/main.js']) {
      expect(listed).toContain(`package/${file}`);
    }
    expect(listed.filter((name) => /^package\/(src|test|bench|checks|reports|scripts)\//.test(name))).toEqual(
      [],
    );
  });

  it('has entry points and types that resolve', async () => {
    const { messages } = await publint({ pkgDir: installed, level: 'warning', strict: true });
    expect(messages).toEqual([]);
    const data = readFileSync(tarball);
    const analysis = await checkPackage(createPackageFromTarballData(data), { entrypoints: ['./iam'] });
    const problems = analysis.types === false ? ['no types'] : analysis.problems;
    // ESM only: neither a CommonJS `require` nor the resolution of Node 10, which knows no `exports`, is promised.
    const broken = problems.filter((problem) => typeof problem === 'string' || !isUnpromised(problem));
    expect(broken).toEqual([]);
  });

  it.skipIf(!hasOldest)('runs the demo on the oldest supported Node', () => {
    const demo = spawnSync(
      oldestNode,
      [join(installed, 'bin/firebreak.cjs'), 'demo', '--out', join(folder, 'out')],
      {
        cwd: folder,
        encoding: 'utf8',
      },
    );
    expect(demo.stderr).not.toContain('Error');
    expect(demo.stdout.replaceAll(/\s+/g, ' ')).toContain('for good, in 1 call; nothing stops it');
    expect(existsSync(join(folder, 'out', 'report.html'))).toBe(true);
  });

  it('answers an older Node with one clear line', () => {
    const pretend = `Object.defineProperty(process.versions, 'node', { value: '20.11.0' });`;
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--eval', `${pretend} require(${JSON.stringify(join(installed, 'bin/firebreak.cjs'))})`],
      { encoding: 'utf8' },
    );
    expect(status).toBe(2);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('needs Node 22.18 or newer; this is Node 20.11.0');
  });
});
