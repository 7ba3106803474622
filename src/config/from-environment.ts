import { OperatorError } from '../model/error.ts';
import type { AwsConfig, Config, RailwayConfig } from './config.ts';
import { defaultSettings } from './limits.ts';
import type { Environment } from './secrets.ts';

/** What lies on this machine besides environment variables; its content is not read. */
export interface FilesSeen {
  /** ~/.railway/config.json, a login that can do whatever its owner can. */
  readonly railwayLogin: boolean;
  /** ~/.aws/config or ~/.aws/credentials, or where the environment says they are. */
  readonly awsProfile: boolean;
}

/** A configuration nobody wrote, and every guess in it for the person to read. */
export interface GuessedConfig {
  readonly config: Config;
  readonly guesses: readonly string[];
}

/** What to scan when there is no firebreak.yaml: all the credentials the environment offers. */
export function configFromEnvironment(env: Environment, files: FilesSeen): GuessedConfig {
  const railway = guessRailway(env, files);
  const aws = guessAws(env, files);
  if (railway.found === null && aws.found === null) throw nothingFound(railway.guesses);
  const rules =
    'No firebreak.yaml: no environment is declared, so everything counts as production, marked as assumed.';
  return {
    config: {
      name: 'unnamed',
      railway: railway.found,
      aws: aws.found,
      environments: [],
      baseline: null,
      exceptions: null,
      settings: defaultSettings('unnamed'),
      alerts: [],
    },
    guesses: [...railway.guesses, ...aws.guesses, rules],
  };
}

interface Guess<T> {
  readonly found: T | null;
  readonly guesses: readonly string[];
}

export const railwayVariables = ['RAILWAY_API_TOKEN', 'RAILWAY_TOKEN'] as const;

function guessRailway(env: Environment, { railwayLogin }: FilesSeen): Guess<RailwayConfig> {
  const set = railwayVariables.filter((name) => isSet(env, name));
  const login = railwayLogin
    ? [
        '~/.railway/config.json exists: a login of the Railway CLI. It is not read; export a token to scan Railway.',
      ]
    : [];
  if (set.length === 0) return { found: null, guesses: login };
  const found = { endpoint: null, tokens: set.map((name) => ({ env: name })) };
  return { found, guesses: [`Railway: scanned with ${set.join(' and ')} from the environment.`] };
}

const awsVariables = [
  'AWS_ACCESS_KEY_ID',
  'AWS_PROFILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
] as const;

function guessAws(env: Environment, { awsProfile }: FilesSeen): Guess<AwsConfig> {
  const set = awsVariables.filter((name) => isSet(env, name));
  const why =
    set.length > 0 ? `${set.join(' and ')} from the environment` : 'the shared AWS configuration files';
  if (set.length === 0 && !awsProfile) return { found: null, guesses: [] };
  const guesses = [`AWS: the account of ${why}, through the SDK's credential chain, in all enabled regions.`];
  return { found: { accounts: null, regions: 'enabled' }, guesses };
}

function isSet(env: Environment, name: string): boolean {
  return (env[name] ?? '').trim() !== '';
}

function nothingFound(guesses: readonly string[]): OperatorError {
  return new OperatorError(
    'NO_CREDENTIALS',
    ['No firebreak.yaml, and no credentials in the environment.', ...guesses].join(' '),
    'Set RAILWAY_API_TOKEN or AWS credentials, run `firebreak init`, or see `firebreak demo` first.',
  );
}
