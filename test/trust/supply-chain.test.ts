import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { workflowText } from '../../src/cli/init-files.ts';

const root = join(import.meta.dirname, '../..');
const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const json = (path: string) => JSON.parse(text(path));

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly license?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}

const { dependencies, devDependencies, allowScripts } = json('package.json') as Readonly<
  Record<string, Readonly<Record<string, string | boolean>>>
>;
const lockFiles = globSync('{.,test/*}/package-lock.json', { cwd: root }).toSorted();

/** Every package of a lock file but the one it belongs to, by its path. */
function locked(file: string): readonly (readonly [path: string, entry: Locked])[] {
  const { packages } = json(file) as { readonly packages: Readonly<Record<string, Locked>> };
  return Object.entries(packages).filter(([path]) => path !== '');
}

const ours = locked('package-lock.json');
const atRunTime = ours.filter(([, { dev }]) => dev !== true);

describe('each dependency', () => {
  const [run = '', development = ''] = text('docs/dependencies.md').split('## Development');

  /** Names in the first column of a table, and how its rows explain themselves. */
  const rowsOf = (section: string) =>
    [...section.matchAll(/^\| (`.*?) *\| *(.*?) *\| *(.*?) *\|$/gm)].map(
      ([, names = '', licence = '', why = '']) => ({
        names: [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? ''),
        licence,
        why,
      }),
    );

  it.each([
    ['at run time', run, dependencies],
    ['in development', development, devDependencies],
  ])('%s has its reason written down, once, and no reason is left over', (_, section, wanted) => {
    const documented = rowsOf(section).flatMap(({ names }) => names);
    const known = Object.keys(wanted ?? {}).map((name) =>
      name.replace(/^@aws-sdk\/client-.*/, '@aws-sdk/client-*'),
    );
    expect(documented.toSorted()).toEqual([...new Set(known)].toSorted());
    expect(rowsOf(section).filter(({ licence, why }) => licence === '' || why.length < 4)).toEqual([]);
  });

  it('has an exact version', () => {
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(version)),
    );
    expect(loose).toEqual([]);
  });
});

describe('the lock files', () => {
  it('are those of the product and of the oldest Node', () => {
    expect(lockFiles).toEqual(['package-lock.json', 'test/oldest-node/package-lock.json']);
  });

  it.each(lockFiles.map((file) => [file]))(
    '%s has the digest of every package, and none from elsewhere',
    (file) => {
      const entries = locked(file);
      expect(entries.length).toBeGreaterThan(1);
      expect(entries.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''))).toEqual(
        [],
      );
      expect(
        entries.filter(([, { resolved, link }]) => resolved !== undefined || link !== undefined),
      ).toEqual([]);
    },
  );

  it('let no package run a program of its own while it is installed, but for those that are named', () => {
    const running = ours.filter(([, entry]) => entry.hasInstallScript === true);
    expect(running.filter(([, { dev }]) => dev !== true)).toEqual([]);
    // Those of other systems are optional, and never installed where they are not asked for.
    const here = running
      .map(([path]) => path.replace(/^.*node_modules\//, ''))
      .filter((name) => isHere(name));
    expect(here.filter((name) => allowScripts?.[name] !== true)).toEqual([]);
  });
});

const isHere = (name: string): boolean => {
  try {
    return text(`node_modules/${name}/package.json`) !== '';
  } catch {
    return false;
  }
};

/** Licences that ask nothing of whoever runs the program. */
const free = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
  'CC0-1.0',
  'Unlicense',
  'BlueOak-1.0.0',
];

/** Whether one of the licences offered is free: `(MIT OR CC0-1.0)`. */
const isFree = (licence: string | undefined): boolean =>
  (licence ?? '')
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((one) => free.includes(one));

describe('the licences', () => {
  it('of everything at run time are free ones', () => {
    const others = atRunTime
      .filter(([, { license }]) => !isFree(license))
      .map(([path, { license }]) => `${path}: ${license}`);
    expect(others).toEqual([]);
  });

  it('of development are no GPL and no AGPL', () => {
    const others = ours.filter(([, { license }]) => !isFree(license) && license !== 'MPL-2.0');
    expect(others.map(([path, { license }]) => `${path}: ${license}`)).toEqual([]);
  });

  it('are what the packages themselves say', () => {
    const wrong = atRunTime.filter(([path, { license }]) => {
      const name = path.slice('node_modules/'.length);
      return isHere(name) && json(`${path}/package.json`).license !== license;
    });
    expect(wrong.map(([path]) => path)).toEqual([]);
  });

  it.each([
    ['AGPL-3.0-or-later', false],
    ['GPL-3.0-only OR LGPL-3.0', false],
    ['SEE LICENSE IN LICENSE.md', false],
    [undefined, false],
    ['(GPL-3.0 OR MIT)', true],
  ])('%s is judged', (licence, expected) => {
    expect(isFree(licence)).toBe(expected);
  });
});

describe('the bill of materials', () => {
  it('lists what is there at run time, each with its digest and licence, and nothing else', () => {
    const out = execFileSync('npm', ['run', '--silent', 'sbom'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const { bomFormat, components } = JSON.parse(out) as {
      readonly bomFormat: string;
      readonly components: readonly {
        readonly name: string;
        readonly version: string;
        readonly licenses?: readonly unknown[];
        readonly hashes?: readonly unknown[];
      }[];
    };
    expect(bomFormat).toBe('CycloneDX');
    const listed = new Set(components.map(({ name, version }) => `${name}@${version}`));
    const known = new Set(
      atRunTime.map(([path, { version }]) => `${path.replace(/^.*node_modules\//, '')}@${version}`),
    );
    expect([...listed].filter((name) => !known.has(name))).toEqual([]);
    for (const name of Object.keys(dependencies ?? {}))
      expect(listed).toContain(`${name}@${dependencies?.[name]}`);
    expect(components.filter(({ licenses, hashes }) => !licenses?.length || !hashes?.length)).toEqual([]);
  });
});

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Workflow {
  readonly on?: unknown;
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, { readonly permissions?: object; readonly steps: readonly Step[] }>>;
}

const own = globSync('.github/workflows/*.yml', { cwd: root }).toSorted();
const workflows: readonly (readonly [string, string])[] = [
  ...[...own, ...globSync('examples/github/*.yml', { cwd: root }).toSorted()].map(
    (path) => [path, text(path)] as const,
  ),
  [
    'what init writes',
    workflowText({ name: 'acme', railwayTokens: ['RAILWAY_API_TOKEN'], aws: true, version: '1.2.3' }),
  ],
];

describe('the workflows', () => {
  it.each([...workflows, ['action.yml', text('action.yml')] as const])(
    '%s: every action is pinned by its digest',
    (_, source) => {
      const used = [...source.matchAll(/uses: *(\S+)( # v\d+\.\d+\.\d+)?/g)].filter(
        ([, name]) => name !== 'OWNER/firebreak@COMMIT',
      );
      for (const [whole] of used) expect(whole).toMatch(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    },
  );

  it.each(workflows)('%s: has the least permissions, and no credential of git stays behind', (_, source) => {
    const { permissions, jobs } = parse(source) as Workflow;
    expect(permissions).toMatchObject({ contents: 'read' });
    for (const { steps } of Object.values(jobs)) {
      const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
      for (const step of checkouts) expect(step.with).toMatchObject({ 'persist-credentials': false });
    }
  });

  it.each(workflows)('%s: runs nothing that a pull request could write', (_, source) => {
    const { on, jobs } = parse(source) as Workflow;
    expect(JSON.stringify(on ?? '')).not.toContain('pull_request_target');
    const scripts = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
    expect(scripts.filter((script) => script.includes('${{'))).toEqual([]);
  });

  it('of this repository write in two jobs of the release alone', () => {
    const given = own.flatMap((path) =>
      Object.entries((parse(text(path)) as Workflow).jobs).flatMap(([job, { permissions }]) =>
        permissions === undefined ? [] : [[job, permissions]],
      ),
    );
    expect(own.map((path) => (parse(text(path)) as Workflow).permissions)).toEqual(
      own.map(() => ({ contents: 'read' })),
    );
    expect(given).toEqual([
      ['publish', { 'id-token': 'write' }],
      ['release', { contents: 'write' }],
    ]);
  });

  it('release what was tested, with provenance, a bill of materials and checksums', () => {
    const { jobs } = parse(text('.github/workflows/release.yml')) as Workflow;
    const scripts = (job: string) => jobs[job]?.steps.map(({ run }) => run ?? '').join('\n') ?? '';
    expect(scripts('pack')).toMatch(/\.ci\/run[\s\S]*npm pack[\s\S]*npm run --silent sbom[\s\S]*sha256sum/);
    expect(scripts('publish')).toMatch(/sha256sum --check[\s\S]*npm publish \S+ --provenance/);
    expect(scripts('publish') + scripts('release')).not.toMatch(/npm (ci|install)|checkout/);
    expect(text('.github/workflows/release.yml')).not.toContain('NPM_TOKEN');
  });

  it('build the image from a base that is pinned by its digest', () => {
    const bases = text('Dockerfile').match(/^FROM .*$/gm) ?? [];
    expect(bases.length).toBeGreaterThan(0);
    for (const base of bases) expect(base).toMatch(/@sha256:[0-9a-f]{64}/);
  });
});
