import { OperatorError } from '../model/error.ts';
import type { Config, SecretRef } from './config.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A secret with the name of the variable it came from; only collectors are handed one. */
export interface ResolvedToken {
  readonly name: string;
  readonly value: string;
}

/** The Railway tokens a configuration names. Every missing one is told; values are never in an error. */
export function resolveTokens(config: Config, env: Environment): readonly ResolvedToken[] {
  const tokens = (config.railway?.tokens ?? []).map((token) => ({
    name: token.env,
    value: readVariable(token, env),
  }));
  const missing = tokens.filter(({ value }) => value === '').map(({ name }) => name);
  if (missing.length > 0) {
    const set = missing.length === 1 ? 'is not set' : 'are not set';
    throw new OperatorError(
      'TOKEN_MISSING',
      `${missing.join(', ')} ${set}, and the configuration names ${missing.length === 1 ? 'it' : 'them'} as Railway token.`,
      'Export it in the shell or the CI job that runs firebreak, or take it out of providers.railway.tokens.',
    );
  }
  const broken = tokens.filter(({ value }) => !/^[\x21-\x7e]+$/.test(value)).map(({ name }) => name);
  if (broken.length > 0) {
    throw new OperatorError(
      'TOKEN_UNUSABLE',
      `${broken.join(', ')} holds spaces, line breaks or other characters that no token has.`,
      'Set it again from the token page, without quotes or line breaks.',
    );
  }
  return tokens;
}

function readVariable({ env: name }: SecretRef, env: Environment): string {
  return (env[name] ?? '').trim();
}
