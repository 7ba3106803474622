import { describe, expect, it } from 'vitest';
import { configDigest } from '../../src/config/digest.ts';
import { environmentRules, loadConfig } from '../../src/config/load.ts';
import { OperatorError } from '../../src/model/error.ts';
import { acme, least } from './acme.ts';

const load = (text: string) => loadConfig({ text, path: 'firebreak.yaml' });

/** The message a file is refused with, its own name left out. */
function refusal(text: string): string {
  try {
    load(text);
  } catch (error) {
    expect(error).toBeInstanceOf(OperatorError);
    expect((error as OperatorError).code).toBe('CONFIG_INVALID');
    return (error as OperatorError).message.replaceAll('firebreak.yaml', '');
  }
  return 'accepted';
}

describe('a configuration', () => {
  it('is read whole', () => {
    expect(load(acme)).toMatchObject({
      name: 'acme',
      railway: { endpoint: null, tokens: [{ env: 'RAILWAY_API_TOKEN' }, { env: 'RAILWAY_TOKEN' }] },
      aws: {
        accounts: [{ id: '111111111111', roleArn: 'arn:aws:iam::111111111111:role/firebreak-read' }],
        regions: ['us-east-1', 'eu-west-1'],
      },
      baseline: 'baselines/acme.json',
      exceptions: 'baselines/acme.exceptions.yaml',
      settings: {
        name: 'acme',
        limits: { credentialMaxAgeDays: 30, unusedCredentialDays: 45, productionDestroyers: 2 },
        agents: [{ name: 'cursor', expires: '2027-01-31T00:00:00.000Z' }],
        copies: [{ every: '24h', newestAt: null, restoreTestedAt: '2026-10-30T00:00:00.000Z' }],
        attest: [{ gap: 'railway:unlistable:workspace-tokens', on: '2026-11-20T00:00:00.000Z' }],
        breakGlass: ['arn:aws:iam::111111111111:role/break-glass'],
        failOn: 'medium',
      },
      alerts: [
        {
          name: 'slack',
          channel: { type: 'slack', webhook: { env: 'SLACK_WEBHOOK_URL' } },
          minSeverity: 'critical',
        },
      ],
    });
  });

  it('gives its environment rules in order, single tag values as lists', () => {
    expect(environmentRules(load(acme))).toMatchObject([
      {
        name: 'production',
        match: [
          { provider: 'railway' },
          { account: '111111111111' },
          { tag: { env: ['prod', 'production'] } },
        ],
      },
      { name: 'staging', match: [{ environment: 'staging*' }, { tag: { env: ['staging'] } }] },
    ]);
  });

  it('is filled in with defaults', () => {
    expect(load(least)).toMatchObject({
      railway: null,
      aws: { accounts: null, regions: 'enabled' },
      environments: [],
      baseline: null,
      settings: { failOn: 'high', limits: { backupMaxAgeHours: 26, survivorHorizonDays: 14 }, rulesAt: null },
      alerts: [],
    });
  });

  it.each([
    [
      'one token in short',
      '{ railway: { tokenEnv: MY_TOKEN } }',
      { railway: { tokens: [{ env: 'MY_TOKEN' }] } },
    ],
    [
      'another endpoint',
      '{ railway: { tokenEnv: T, endpoint: "http://127.0.0.1:4000/graphql/v2" } }',
      { railway: { endpoint: 'http://127.0.0.1:4000/graphql/v2' } },
    ],
    [
      'an organization',
      '{ aws: { accounts: organization, regions: enabled, roleName: audit/firebreak } }',
      { aws: { accounts: 'organization', regions: 'enabled', roleName: 'audit/firebreak' } },
    ],
    [
      'its rates',
      '{ railway: { tokenEnv: A, requestsPerSecond: 0.5, callsPerScan: 300 }, aws: { requestsPerSecond: 2 } }',
      { railway: { requestsPerSecond: 0.5, callsPerScan: 300 }, aws: { requestsPerSecond: 2 } },
    ],
  ])('may name %s', (_title, providers, expected) => {
    expect(load(`version: 1\nname: acme\nproviders: ${providers}\n`)).toMatchObject(expected);
  });
});

describe('a configuration that can’t be used', () => {
  it.each<[string, string, string]>([
    [
      'an unknown name',
      acme.replace('tokens:', 'tokns:'),
      ':12:5 providers.railway.tokns: unknown name; did you mean "tokens"?',
    ],
    [
      'an unknown name like none',
      acme.replace('failOn: medium', 'colour: red'),
      ':26:1 colour: unknown name; known here: version, name, environments, providers, baseline, exceptions, history, limits, agents, copies, attest, breakGlass, passes, watch, failOn, alerts, reportUrl, checks, overrides, changeWindows, checkFiles',
    ],
    [
      'a mistyped tier',
      acme.replace('tier: staging', 'tier: stageing'),
      ':8:11 environments[1].tier: expected production, staging, development or ephemeral; did you mean "staging"?',
    ],
    [
      'an account without quotes',
      acme.replace('"111111111111" }', '111111111111 }'),
      ':6:87 environments[0].match[1].account: expected an account or workspace id in quotes, got a number',
    ],
    [
      'a missing name',
      acme.replace('name: acme\n', ''),
      ':1:1 name: missing; expected a short name for what is scanned',
    ],
    [
      'no providers',
      'version: 1\nname: acme\n',
      ':1:1 providers: missing; expected a map with `railway`, `aws`, or both',
    ],
    ['another version', least.replace('version: 1', 'version: 2'), ':1:10 version: expected 1, got a number'],
    [
      'a region that is none',
      acme.replace('us-east-1', 'us_east_1'),
      ':15:15 providers.aws.regions[0]: expected a region such as eu-west-1, got another text',
    ],
    [
      'a word for regions',
      acme.replace('[us-east-1, eu-west-1]', 'all'),
      ':15:14 providers.aws.regions: expected a list of regions, or enabled, got another text',
    ],
    [
      'a role of another account',
      acme.replace('iam::111111111111:role/firebreak', 'iam::222222222222:role/firebreak'),
      ':14:47 providers.aws.accounts[0].roleArn: the role is in another account than `id`',
    ],
    [
      'a duration in words',
      acme.replace('every: 24h', 'every: daily'),
      ':22:73 copies[0].every: expected a duration such as 24h or 90d, got another text',
    ],
    [
      'a day that does not exist',
      acme.replace('2027-02-20', '2027-02-30'),
      ':24:98 attest[0].expires: expected a date such as 2027-01-31, got another text',
    ],
    [
      'a limit of zero',
      acme.replace('productionDestroyers: 2', 'productionDestroyers: 0'),
      ':18:59 limits.productionDestroyers: expected a whole number, 1 or more, got a number',
    ],
    [
      'an environment twice',
      acme.replace('name: staging', 'name: production'),
      ':7:5 environments[1]: this environment is already declared above',
    ],
    [
      'an agent known by a pattern',
      acme.replace('project-token:1', 'project-token:*'),
      ':20:90 agents[0].credentials[0]: expected an exact id, got another text',
    ],
    [
      'a token in the open over plain http',
      'version: 1\nname: a\nproviders: { railway: { tokenEnv: T, endpoint: "http://example.com" } }\n',
      ':3:48 providers.railway.endpoint: expected an https URL without a user name or password, got another text',
    ],
    [
      'no token',
      'version: 1\nname: a\nproviders: { railway: {} }\n',
      ':3:23 providers.railway: expected `tokens` or `tokenEnv`',
    ],
    [
      'tokens in both forms',
      acme.replace('    tokens:', '    tokenEnv: T\n    tokens:'),
      ':12:15 providers.railway.tokenEnv: expected either `tokens` or `tokenEnv`, not both',
    ],
    [
      'two channels in one alert',
      acme.replace('alerts: [{', 'alerts: [{ teams: { webhookEnv: T },'),
      ':27:10 alerts[0]: expected one channel: slack, teams, discord, pagerduty, webhook or email',
    ],
    ['a name twice', 'version: 1\nname: a\nname: b\n', ':3:1 this name stands twice in the same map'],
    ['a tab', 'version: 1\nproviders:\n\taws:\n', ':3:1 indent with spaces, not with tabs'],
    ['a list that is not closed', 'version: [1\n', ':2:1 the indentation does not fit the lines around it'],
    ['nothing', '# nothing yet\n', ':1:1 the file is empty'],
    ['a text', 'just text', ':1:1 expected a map of settings, got another text'],
    ['two documents', `${least}---\n${least}`, ':4:1 the file holds more than one document; remove `---`'],
  ])('%s', (_title, text, expected) => {
    expect(refusal(text)).toBe(expected);
  });

  it('is told every problem at once, in the order of the file', () => {
    const text = acme
      .replace('tier: staging', 'tier: x')
      .replace('failOn: medium', 'failOn: hihg')
      .replace('name: acme\n', '');
    expect(refusal(text)).toBe(
      [
        ' has 3 problems:',
        ':1:1 name: missing; expected a short name for what is scanned',
        ':7:11 environments[1].tier: expected production, staging, development or ephemeral',
        ':25:9 failOn: expected critical, high, medium, low or never; did you mean "high"?',
      ].join('\n  '),
    );
  });

  it('tells at most fifty', () => {
    const unknown = Array.from({ length: 60 }, (_, n) => `x${n}: 1`).join('\n');
    expect(refusal(`${least}${unknown}\n`)).toMatch(/^ has 60 problems:[\s\S]*\n {2}and 10 more$/);
  });
});

describe('a secret typed into the file', () => {
  const uuid = '6f1c2a4e-1b2c-4d5e-8f90-0123456789ab';
  const hook = 'https://hooks.slack.com/services/T000/B000/abcdefghijklmnop';
  it.each([
    ['as the name of a variable', acme.replace('env: RAILWAY_TOKEN', `env: ${uuid}`), uuid],
    [
      'that could be a variable’s name',
      acme.replace('env: RAILWAY_TOKEN', 'env: AKIAIOSFODNN7EXAMPLE'),
      'AKIAIOSFODNN7EXAMPLE',
    ],
    ['as a webhook', acme.replace('SLACK_WEBHOOK_URL', `"${hook}"`), hook],
    ['as a name', `${least}${uuid}: 1\n`, uuid],
    ['under a mistyped name', acme.replace('{ env: RAILWAY_TOKEN }', `{ token: ${uuid} }`), uuid],
    ['where the syntax is broken', `${least}alerts: "${uuid}" ${uuid}\n`, uuid],
    [
      'in an endpoint',
      `version: 1\nname: a\nproviders: { railway: { tokenEnv: T, endpoint: "https://u:${uuid}@example.com" } }\n`,
      uuid,
    ],
  ])('is refused and not repeated: %s', (_title, text, secret) => {
    const message = refusal(text);
    expect(message).not.toBe('accepted');
    expect(message.toLowerCase()).not.toContain(secret.toLowerCase());
  });

  it('is told from a name', () => {
    expect(refusal(acme.replace('env: RAILWAY_TOKEN', `env: ${uuid}`))).toMatch(
      /^:12:49 providers\.railway\.tokens\[1\]\.env: expected the name of an environment variable; this looks like the secret itself\./,
    );
  });
});

describe('a hostile file', () => {
  const lines = [
    'a: &a [x]',
    ...[...'bcdefghij'].map((name, n) => `${name}: &${name} [${`*${'abcdefghij'[n]},`.repeat(9)}]`),
  ];
  it.each([
    ['a bomb of aliases', `${lines.join('\n')}\n`, 'aliases are not supported; write the value out'],
    ['endless nesting', '['.repeat(100_000), 'values are nested too deep'],
    ['an absurd size', ' '.repeat(1_000_001), 'the file is larger than 1000000 characters'],
    ['a map as a name', '? [a]\n: 1\n', 'a name must be plain text'],
    ['a tag', 'a: !!js/function "x"\n', 'tags (`!...`) are not supported'],
    ['a prototype', `${least}__proto__: { version: 1 }\n`, '__proto__: unknown name'],
    ['steering characters in a name', `${least}"a\\u001b[31m": 1\n`, 'a?[31m: unknown name'],
  ])('%s is refused', (_title, text, expected) => {
    expect(refusal(text)).toContain(expected);
  });
});

describe('the digest', () => {
  it('is of what the file means, not of how it is written', () => {
    const commented = acme
      .replace('name: acme', 'name: "acme"   # us')
      .replace('{ env: staging }', '{ env: [staging] }');
    expect(configDigest(load(commented))).toBe(configDigest(load(acme)));
  });

  it.each([
    ['failOn: medium', 'failOn: low'],
    ['[us-east-1, eu-west-1]', '[eu-west-1]'],
    ['staging*', 'stag*'],
  ])('changes with what it means: %s to %s', (before, after) => {
    expect(configDigest(load(acme.replace(before, after)))).not.toBe(configDigest(load(acme)));
  });
});
