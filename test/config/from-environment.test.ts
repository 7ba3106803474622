import { describe, expect, it } from 'vitest';
import { configFromEnvironment } from '../../src/config/from-environment.ts';
import { resolveTokens } from '../../src/config/secrets.ts';

const nothing = { railwayLogin: false, awsProfile: false };

describe('without a configuration', () => {
  it.each([
    [
      'a Railway token',
      { RAILWAY_API_TOKEN: 't' },
      nothing,
      { railway: { tokens: [{ env: 'RAILWAY_API_TOKEN' }] }, aws: null },
    ],
    [
      'two Railway tokens',
      { RAILWAY_API_TOKEN: 't', RAILWAY_TOKEN: 'p' },
      nothing,
      { railway: { tokens: [{ env: 'RAILWAY_API_TOKEN' }, { env: 'RAILWAY_TOKEN' }] }, aws: null },
    ],
    [
      'an AWS key',
      { AWS_ACCESS_KEY_ID: 'k' },
      nothing,
      { railway: null, aws: { accounts: null, regions: 'enabled' } },
    ],
    [
      'an AWS profile on disk',
      {},
      { ...nothing, awsProfile: true },
      { railway: null, aws: { accounts: null } },
    ],
  ])('%s is used', (_title, env, files, expected) => {
    expect(configFromEnvironment(env, files).config).toMatchObject(expected);
  });

  it('every guess is told', () => {
    const env = { RAILWAY_API_TOKEN: 'secret-1', AWS_PROFILE: 'ops' };
    const { guesses } = configFromEnvironment(env, nothing);
    expect(guesses).toEqual([
      'Railway: scanned with RAILWAY_API_TOKEN from the environment.',
      "AWS: the account of AWS_PROFILE from the environment, through the SDK's credential chain, in all enabled regions.",
      'No firebreak.yaml: no environment is declared, so everything counts as production, marked as assumed.',
    ]);
  });

  it('a login of the Railway CLI is told and not used', () => {
    const files = { ...nothing, railwayLogin: true };
    expect(configFromEnvironment({ AWS_PROFILE: 'ops' }, files).guesses[0]).toMatch(
      /^~\/\.railway\/config\.json exists/,
    );
    expect(() => configFromEnvironment({}, files)).toThrow(/It is not read/);
  });

  it.each([{}, { RAILWAY_API_TOKEN: ' ' }])('and without credentials there is nothing to scan: %j', (env) => {
    expect(() => configFromEnvironment(env, nothing)).toThrow(
      'No firebreak.yaml, and no credentials in the environment.',
    );
  });
});

describe('tokens', () => {
  const named = [{ env: 'ONE' }, { env: 'TWO' }];

  it('are read from the variables named', () => {
    expect(resolveTokens(named, { ONE: ' a-b ', TWO: 'c\n' })).toEqual([
      { name: 'ONE', value: 'a-b' },
      { name: 'TWO', value: 'c' },
    ]);
  });

  it.each([
    ['every missing one', {}, 'ONE, TWO are not set, and the configuration names them as Railway token.'],
    [
      'an empty one',
      { ONE: 'a', TWO: '' },
      'TWO is not set, and the configuration names it as Railway token.',
    ],
    [
      'one with a line break inside',
      { ONE: 'a', TWO: 's3cret\ns3cret' },
      'TWO holds spaces, line breaks or other characters that no token has.',
    ],
  ])('are refused without their value: %s', (_title, env, expected) => {
    expect(() => resolveTokens(named, env)).toThrow(new RegExp(`^${expected.replaceAll('.', '\\.')}$`));
  });
});
