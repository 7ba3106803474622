import * as fc from 'fast-check';
import { loadConfig } from '../../../src/config/load.ts';
import { firstMatch } from '../../../src/inventory/match-rule.ts';
import { type Damage, damagedJson, damagedText, damages, trickyText } from './damage.ts';
import { type FuzzTarget, orRefused } from './target.ts';

const text = JSON.stringify({
  version: 1,
  name: 'acme',
  environments: [
    {
      name: 'production',
      tier: 'production',
      match: [{ provider: 'railway', environment: 'prod*' }, { tag: { env: ['p', 'q'] } }],
    },
    {
      name: 'staging',
      tier: 'staging',
      match: [{ provider: 'aws', account: '111111111111', region: 'us-*' }],
    },
  ],
  providers: {
    railway: { tokens: [{ env: 'RAILWAY_API_TOKEN' }], endpoint: 'https://railway.example/graphql' },
    aws: {
      accounts: [{ id: '111111111111', roleArn: 'arn:aws:iam::111111111111:role/read' }],
      regions: ['us-east-1'],
    },
  },
  baseline: 'baselines/acme.json',
  exceptions: 'baselines/acme.exceptions.yaml',
  limits: { credentialMaxAgeDays: 90 },
  agents: [
    {
      name: 'cursor',
      owner: 'a@acme.example',
      purpose: 'chores',
      credentials: ['railway:project-token:1'],
      expires: '2027-01-31',
    },
  ],
  copies: [
    {
      of: 'railway:volume-instance:1',
      location: 'elsewhere',
      every: '24h',
      keptFor: '90d',
      deletableBy: ['a key'],
      owner: 'o@acme.example',
      expires: '2027-01-31',
    },
  ],
  attest: [
    {
      gap: 'railway:unlistable:workspace-tokens',
      by: 'o@acme.example',
      on: '2026-11-20',
      expires: '2027-02-20',
    },
  ],
  breakGlass: ['arn:aws:iam::111111111111:role/break-glass'],
  checks: [
    {
      id: 'own-tagged',
      title: 'Tagged',
      kind: 'store',
      expect: [{ field: 'tags.owner', present: true }],
      severity: 'low',
      message: 'has no owner',
    },
  ],
  changeWindows: [
    { environment: 'production', days: ['mon'], from: '08:00', to: '18:00', timezone: 'Europe/Vienna' },
  ],
  failOn: 'high',
});

const yaml = `version: 1
name: acme
providers: { railway: { tokenEnv: RAILWAY_TOKEN } }
environments:
  - name: production
    tier: production
    match:
      - { provider: railway, environment: production }
`;

interface Case {
  readonly as: 'json' | 'yaml';
  readonly all: readonly Damage[];
  readonly value: string;
}

/** firebreak.yaml: read with every default filled in, or refused as a whole; what it matches with ends soon. */
export const configuration: FuzzTarget<Case> = {
  name: 'configuration',
  share: 2200,
  cases: fc.record({ as: fc.constantFrom('json', 'yaml'), all: damages, value: trickyText }),
  run: ({ as, all, value }) => {
    const damaged = as === 'json' ? damagedJson(text, all) : all.reduce(damagedText, yaml);
    const config = orRefused(() => loadConfig({ text: damaged, path: 'firebreak.yaml' }));
    if (config === null) return;
    const subject = {
      id: value,
      provider: 'aws',
      scope: value,
      region: value,
      environments: [value],
      projects: [value],
      tags: { env: value },
    };
    firstMatch(config.environments, subject);
  },
};

/** Files that grow when they are read: aliases of aliases, anchors, merges, depth, size. */
export const bombs: FuzzTarget<string> = {
  name: 'yaml-bombs',
  share: 25,
  cases: fc.oneof(
    fc.integer({ min: 1, max: 12 }).map((levels) => {
      const names = Array.from({ length: levels }, (_, n) => n);
      const lines = names.map(
        (n) =>
          `a${n}: &a${n} [${Array.from({ length: 9 }, () => (n === 0 ? 'lol' : `*a${n - 1}`)).join(',')}]`,
      );
      return `version: 1\n${lines.join('\n')}\n`;
    }),
    fc.integer({ min: 1, max: 20_000 }).map((depth) => `version: ${'['.repeat(depth)}${']'.repeat(depth)}\n`),
    fc.integer({ min: 1, max: 5000 }).map((depth) =>
      Array.from({ length: depth }, (_, n) => `${' '.repeat(n)}a:`)
        .join('\n')
        .slice(0, 900_000),
    ),
    fc.integer({ min: 1, max: 5000 }).map((depth) => `${'- '.repeat(depth)}a\n`),
    fc.integer({ min: 1, max: 3 }).map((millions) => `name: ${'x'.repeat(millions * 600_000)}\n`),
    fc
      .integer({ min: 1, max: 30_000 })
      .map((keys) => Array.from({ length: keys }, (_, n) => `k${n}: 1`).join('\n')),
    fc.constant('a: &a\n  <<: *a\n'),
    fc.constant('? &a {b: *a}\n: 1\n'),
    fc.constant(`${'!!binary '.repeat(1000)}x`),
    fc.constant('--- \n'.repeat(5000)),
    fc.integer({ min: 1, max: 30_000 }).map((quotes) => `name: "${'\\"'.repeat(quotes)}`),
    fc.integer({ min: 1, max: 30_000 }).map((marks) => '&a '.repeat(marks)),
    fc.integer({ min: 1, max: 30_000 }).map((marks) => `a: ${'{'.repeat(marks)}`),
  ),
  run: (bomb) => {
    orRefused(() => loadConfig({ text: bomb, path: 'firebreak.yaml' }));
  },
};
