import { basename } from 'node:path';
import { configFromEnvironment, type FilesSeen, railwayVariables } from '../config/from-environment.ts';
import type { Environment } from '../config/secrets.ts';
import { OperatorError } from '../model/error.ts';
import { baselinesReadme, configText, type InitChoice, workflowText } from './init-files.ts';

export interface InitFlags {
  readonly name?: string;
  /** Providers to write even where no credential was found. */
  readonly provider: readonly string[];
  readonly force: boolean;
}

export interface InitPlan {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly says: readonly string[];
}

/** What to scan: the credentials found, or the providers asked for; an error where there is neither. */
export function chooseInit(input: {
  readonly env: Environment;
  readonly files: FilesSeen;
  readonly flags: InitFlags;
  readonly cwd: string;
  readonly version: string;
}): InitChoice {
  const { env, files, flags, cwd, version } = input;
  const wanted = new Set(flags.provider);
  const unknown = [...wanted].filter((provider) => provider !== 'railway' && provider !== 'aws');
  if (unknown.length > 0)
    throw badFlag(`There is no provider "${unknown[0]}".`, 'Known providers: railway, aws.');
  const name = flags.name ?? nameFrom(cwd);
  if (!isName(name))
    throw badFlag('That name can’t be used.', 'Use letters, digits, dots, dashes and underscores.');
  const found = wanted.size === 0 ? configFromEnvironment(env, files).config : null;
  if (found !== null) {
    return {
      name,
      version,
      aws: found.aws !== null,
      railwayTokens: found.railway?.tokens.map((token) => token.env) ?? [],
    };
  }
  const set = railwayVariables.filter((variable) => (env[variable] ?? '').trim() !== '');
  const tokens = set.length === 0 ? railwayVariables.slice(0, 1) : set;
  return { name, version, aws: wanted.has('aws'), railwayTokens: wanted.has('railway') ? tokens : [] };
}

/** The files to write, those that exist left alone unless forced, and what to tell. */
export function planInit(choice: InitChoice, existing: ReadonlySet<string>, force: boolean): InitPlan {
  const wanted = initFiles(choice);
  const kept = force ? [] : wanted.filter(({ path }) => existing.has(path));
  const files = wanted.filter((file) => !kept.includes(file));
  if (files.length === 0) {
    throw new OperatorError(
      'INIT_EXISTS',
      `Nothing written: ${kept.map(({ path }) => path).join(', ')} exist.`,
      'Use --force to replace them.',
    );
  }
  return {
    files,
    says: [
      ...kept.map(({ path }) => `${path} exists and was kept; --force replaces it.`),
      ...files.map(({ path }) => `${path} written.`),
      ...nextSteps(choice),
    ],
  };
}

export function initFiles(choice: InitChoice): InitPlan['files'] {
  return [
    { path: 'firebreak.yaml', text: configText(choice) },
    { path: 'baselines/README.md', text: baselinesReadme(choice.name) },
    { path: '.github/workflows/firebreak.yml', text: workflowText(choice) },
  ];
}

function nextSteps({ railwayTokens, aws }: InitChoice): readonly string[] {
  const secrets =
    railwayTokens.length === 0
      ? []
      : [`For the nightly workflow, store ${railwayTokens.join(' and ')} as secrets of the repository.`];
  const role = aws
    ? [
        'For AWS in the workflow, set the variable FIREBREAK_AWS_ROLE_ARN to a role with the rights of `firebreak permissions aws`.',
      ]
    : [];
  return [
    ...secrets,
    ...role,
    'Next: read the environment rules in firebreak.yaml, then run `firebreak scan`.',
  ];
}

function isName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name);
}

/** The folder's name, as far as it can be a name. */
export function nameFrom(cwd: string): string {
  const name = basename(cwd)
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 64);
  return name === '' ? 'main' : name;
}

function badFlag(message: string, hint: string): OperatorError {
  return new OperatorError('INIT_USAGE', message, hint);
}
